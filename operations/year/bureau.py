"""The bureau to which the year happens: the demo's units, and what a case must be able to name."""

from __future__ import annotations

from collections.abc import Iterator

from operations.year.journey import NOTE, Form, Journey

BUREAU, CENTRE = "bureau", "SZZX"
SQUADRONS = ("ZS", "DT", "YL", "DBT", "AZ", "HQ", "YJ", "EH", "XB", "DG")
HEAD = "SYN-HEAD"
FOUNDED, IN_FORCE = "2016-01-04", "2016-12-01"
CLASSES = tuple(f"E-05{number}" for number in range(91, 99))
VIOLATION, POWER = "SYN-V1", "SYN-Q1"
COURSE = "SYN-COURSE"
SOURCE = "示例标准（合成），非正式文件"
LIMITS = [{"grade": "B", "kind": "workhours", "value": 16}]
TIERS = [{"tier": "A", "circumstances": "情节轻微（合成）", "least": "20", "most": "500"}]


def founding() -> Iterator[Journey]:
    """What is there before the year begins, each once: units, their head and agency, classes, a violation, a course."""
    yield from units()
    yield head()
    yield agency()
    yield from papers()


def units() -> Iterator[Journey]:
    """The bureau, its supervision centre, and its squadrons, by the demo's codes."""
    yield _unit(0, BUREAU, "bureau")
    yield _unit(1, CENTRE, "section", BUREAU)
    for number, code in enumerate(SQUADRONS):
        yield _unit(2 + number, code, "squadron", BUREAU)


def _unit(number: int, code: str, kind: str, *parents: str) -> Journey:
    form = {"code": code, "name": f"合成单位 {code}", "kind": kind, "parents": list(parents), "opened_on": FOUNDED}
    return Journey("training.units", number, (("open", form | {"note": NOTE}),), code)


def head() -> Journey:
    """Who approves: for the whole bureau, and nobody who exists."""
    form: Form = {"code": HEAD, "name": f"合成人员 {HEAD}", "unit": BUREAU, "role": "leader", "kind": "established"}
    form |= {"party_member": False, "joined_on": FOUNDED, "note": NOTE}
    return Journey("training.people", 0, (("join", form),), HEAD)


def agency() -> Journey:
    """The penalising body as decisions name it; the demo has one of its own."""
    form: Form = {"unit": BUREAU, "legal_name": "合成执法机关（合成）", "division": "320205", "address": "合成地址"}
    form |= {"office": "合成科室", "phone": "合成电话", "bank": "合成银行", "account_name": "合成账户"}
    form |= {"account": "合成账号", "reconsideration_body": "合成复议机关", "court": "合成法院"}
    return Journey("cases.agencies", 0, (("establish", form | {"in_force_on": IN_FORCE}),), "SYN-AGENCY")


def papers() -> Iterator[Journey]:
    """Classes of city cases, a power item with its violation, a course: all synthetic, and marked so."""
    for number, code in enumerate(CLASSES):
        yield _case_class(number, code)
    yield _power_item()
    yield _violation()
    yield _course()


def _case_class(number: int, code: str) -> Journey:
    form: Form = {
        "code": code,
        "unit": CENTRE,
        "division": "320205",
        "name": f"合成类别 {code}",
        "condition": "合成条件",
    }
    form |= {"closing_condition": "合成条件", "limits": LIMITS, "source": SOURCE, "in_force_on": IN_FORCE, "note": NOTE}
    return Journey("cases.case_classes", number, (("define", form),), code)


def _power_item() -> Journey:
    form = {"code": POWER, "unit": BUREAU, "name": "合成权力事项", "kind": "penalty", "basis": "法定依据（合成占位）"}
    draft = form | {"body": BUREAU, "entrusted": False, "drafted_on": "2016-10-10", "note": NOTE}
    steps = (("draft", draft), ("review", {"reviewed_on": "2016-11-07"}), ("enact", {"in_force_on": IN_FORCE}))
    return Journey("cases.power_items", 0, steps, POWER)


def _violation() -> Journey:
    form = {"code": VIOLATION, "unit": BUREAU, "name": "合成违法类型", "power_item": POWER, "defined_on": IN_FORCE}
    steps = (
        ("define", form | {"forbidden_by": "禁止条款（合成占位）", "penalised_by": "处罚条款（合成占位）"}),
        ("map_body", {"body": BUREAU, "mapped_on": "2016-12-02"}),
        ("publish_benchmark", {"tiers": TIERS, "published_on": "2016-12-19"}),
    )
    return Journey("cases.violation_types", 0, steps, VIOLATION)


def _course() -> Journey:
    form: Form = {"code": COURSE, "title": "合成课程", "unit": BUREAU, "category": "special", "topics": ["skills"]}
    form |= {"hours": 8, "in_force_on": IN_FORCE, "note": NOTE}
    return Journey("training.courses", 0, (("define", form),), COURSE)
