"""What a case needs to stand on: an agency, a power item, a type of violation, officers with certificates."""

from __future__ import annotations

from typing import Any

from tests.suite import Suite

LEADER = "JU-01"
VIOLATION = "占道经营（合成） · 合成条例第二条 V-SYN"
TIERS = [{"tier": "light", "circumstances": "初次（合成）", "least": "100", "most": "500"}]
AGENCY = {
    "unit": "JU",
    "legal_name": "合成区城市管理局",
    "division": "320299",
    "address": "合成路 463 号",
    "office": "法制科",
    "phone": "0510-00000000",
    "bank": "合成银行",
    "account_name": "合成区财政局",
    "account": "SYN-0001",
    "reconsideration_body": "合成区人民政府",
    "court": "合成区人民法院",
    "in_force_on": "2016-01-01",
    "numbers": [{"paper": "decision", "pattern": "合城罚决字〔{year}〕第{serial}号"}],
}


def set_case_scene(suite: Suite, officers: tuple[str, ...]) -> None:
    """Fill the registers that a case names."""
    bureau = suite.unit("JU", name="合成区城市管理局", kind="bureau")
    head = {"code": LEADER, "name": "示例局长（合成）", "unit": "JU", "role": "leader", "kind": "established"}
    post(suite, f"training/people?after={bureau}", head | {"party_member": False, "joined_on": "2016-01-01"})
    for code in officers:
        certificate = {"certificate": f"SYN-{code}", "certified_on": "2016-01-02", "valid_until": "2030-12-31"}
        post(suite, f"training/people/{code}/certify", certificate)
    item = {"name": "占道经营（合成）", "kind": "penalty", "basis": "合成条例第一条", "body": "JU", "entrusted": False}
    post(suite, "cases/power_items", item | {"code": "QL-SYN", "unit": "JU", "drafted_on": "2016-01-02"})
    post(suite, "cases/power_items/QL-SYN/review", {"reviewed_on": "2016-01-03"})
    post(suite, "cases/power_items/QL-SYN/enact", {"in_force_on": "2016-01-04"})
    violation = {"code": "V-SYN", "unit": "JU", "name": "占道经营（合成）", "power_item": "QL-SYN"}
    clauses = {"forbidden_by": "合成条例第二条", "penalised_by": "合成条例第三条", "defined_on": "2016-01-05"}
    post(suite, "cases/violation_types", violation | clauses)
    post(suite, "cases/violation_types/V-SYN/map_body", {"body": "JU", "mapped_on": "2016-01-06"})
    post(suite, "cases/violation_types/V-SYN/publish_benchmark", {"tiers": TIERS, "published_on": "2016-01-06"})
    post(suite, "cases/agencies", AGENCY)


def post(suite: Suite, place: str, form: dict[str, Any]) -> dict[str, Any]:
    """A step as who may take it."""
    answer = suite.post(f"/v1/{place}", form)
    assert answer.status in (200, 201), (place, answer.body)
    done: dict[str, Any] = answer.json
    return done
