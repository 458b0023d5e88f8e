"""An enforcement agency for tests, with the patterns of its papers' numbers; all of it is made up."""

from __future__ import annotations

from typing import Any

from services.chassis.handling.record_lookup import TransactionLookup
from tests.office import Office

AGENCIES = "cases.agencies"
PATTERNS = {"decision": "合成罚决字〔{year}〕{serial}号", "on_spot_decision": "合成当罚字〔{year}〕{serial}号"}
PARTICULARS: dict[str, Any] = {
    "legal_name": "某市某区城市管理局（合成）",
    "division": "320205",
    "address": "某路1号（合成）",
    "office": "法制科（合成）",
    "phone": "合成电话",
    "bank": "某银行（合成）",
    "account_name": "某财政专户（合成）",
    "account": "SYNTHETIC-0001",
    "reconsideration_body": "某区人民政府（合成）",
    "court": "某区人民法院（合成）",
}


def patterns(**of: str) -> list[dict[str, str]]:
    """The patterns of some kinds of paper, as the form has them."""
    return [{"paper": paper, "pattern": pattern} for paper, pattern in of.items()]


def establish(office: Office, unit: str = "JU", on: str = "2017-01-01", **more: Any) -> str:
    """An agency is entered in the stead of what was entered for its unit; its id."""
    with office.store.begin_read() as tx:
        known = [one.id for one in TransactionLookup(tx, {AGENCIES}, "/cases").where(AGENCIES, unit=unit)]
    for one in known:
        office.do(AGENCIES, one, "void", reason="示例")
    return enter(office, unit, on, **more)


def enter(office: Office, unit: str = "JU", on: str = "2017-01-01", **more: Any) -> str:
    """An agency is entered; its id."""
    form = PARTICULARS | {"unit": unit, "numbers": patterns(**PATTERNS), "in_force_on": on} | more
    return office.do(AGENCIES, "", "establish", **form)[-1].subject
