"""What papers say is read from the record as it stood, by the law of its day; a gap says what would fill it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from contracts.cases import agencies
from contracts.cases.penalties.papers import PAPERS
from contracts.rpc import Caller
from services.cases.service import Service
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.fields import NAMES, values
from services.gateway.owner_client import OwnerClient
from tests.office import Office
from tests.services.cases.casework import Casework
from tests.services.gateway.local_rpc import LocalRpcClient

AGENCY: dict[str, Any] = {
    "unit": "JU",
    "legal_name": "示例市示例区城市管理局（合成）",
    "division": "320205",
    "address": "示例路1号（合成）",
    "office": "法制科",
    "phone": "示例电话",
    "bank": "示例银行（合成）",
    "account_name": "示例区财政局（合成）",
    "account": "示例账号",
    "electronic_payment": "示例支付平台",
    "reconsideration_body": "示例区人民政府（合成）",
    "court": "示例区人民法院（合成）",
}
PERSON: dict[str, Any] = {
    "party_kind": "person",
    "party": None,
    "person_name": "合成人",
    "person_age": 40,
    "person_number": "110105199001010001",
}


def enter_agency(office: Office, on: str = "2016-01-01", **more: Any) -> str:
    """The agency as these tests know it, entered or amended; its id."""
    known = [one.subject for one in office.events if one.type.startswith(f"{agencies.register.name}.established")]
    step, form = ("amend", {k: v for k, v in AGENCY.items() if k != "unit"}) if known else ("establish", AGENCY)
    form = form | {"in_force_on": on} | more
    return office.do(agencies.register.name, known[0] if known else "", step, None, **form)[-1].subject


class Desk:
    """A bureau whose agency is entered, and its cases as papers read them."""

    def __init__(self, start: str) -> None:
        self.work = Casework.on(start)
        self.agency = enter_agency(self.work.office)
        self.owners = OwnerClient(LocalRpcClient(self.work.office, Service))

    def file(self, case: str, role: str = "legal", within: tuple[str, ...] | None = None) -> CaseFile:
        return CaseFile(self.owners.case_file(case, Caller(f"SYN-{role}", role, within)))

    def say(self, case: str, paper: str, place: int | None = None, **who: Any) -> dict[str, Any]:
        return values(self.file(case, **who), paper, place)


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk("2026-12-01")
    yield one
    one.work.office.store.close()


def whole_case(work: Casework, **charge: Any) -> str:
    """A case with everything: inspection, lists, a hearing, a review, a discussion, a payment, its end."""
    case = work.clue("2026-03-02", act="XS-2026-001", place="东亭某路口")
    work.take(case, "verify", "2026-03-02")
    work.take(case, "file", "2026-03-02", act_on="2026-03-01", **charge)
    work.take(case, "inspect", "2026-03-02")
    work.take(case, "inspect", "2026-03-02", kind="inquiry")
    work.take(case, "register_evidence", "2026-03-02")
    work.take(case, "dispose_evidence", "2026-03-03")
    work.take(case, "seize", "2026-03-02", seized_at="2026-03-02T09:00:00+08:00")
    work.take(case, "release", "2026-03-03")
    work.take(case, "close_inquiry", "2026-03-03", findings="占用人行道设摊属实")
    work.take(case, "propose", "2026-03-03", hearing_ground="large_fine", major=True)
    work.take(case, "notify", "2026-03-04", defence_until="2026-03-11", hearing_told=True)
    work.take(case, "request_hearing", "2026-03-05")
    work.take(case, "notify_hearing", "2026-03-06", hearing_on="2026-03-18")
    work.take(case, "hold_hearing", "2026-03-18")
    work.take(case, "request_review", "2026-03-19")
    work.take(case, "pass_review", "2026-03-20")
    work.take(case, "discuss", "2026-03-21")
    work.take(case, "decide", "2026-03-23", number="锡城罚〔2026〕1号")
    work.take(case, "serve", "2026-03-24")
    work.take(case, "publish", "2026-03-25")
    work.take(case, "pay", "2026-03-30")
    work.take(case, "close", "2026-04-01")
    work.take(case, "archive", "2026-04-02", file_number="2026-1")
    return case


def names_in(value: Any, above: str = "") -> set[str]:
    """The dotted names of what stands in values; a list's entries are called by the list's name."""
    if isinstance(value, Mapping):
        return {one for name, inner in value.items() for one in names_in(inner, f"{above}.{name}" if above else name)}
    if isinstance(value, list):
        return {above, *(one for entry in value for one in names_in(entry, above))}
    return {above}


@pytest.mark.parametrize("paper", PAPERS)
def test_each_paper_has_just_the_fields_that_it_names(desk: Desk, paper: str) -> None:
    for case in (whole_case(desk.work), desk.work.clue("2026-03-02")):
        said = desk.say(case, paper)
        lists = {name for name, value in said.items() if isinstance(value, list)}
        mine = {one for one in NAMES[paper] if one.partition(".")[0] not in lists or "." not in one}
        present = {one for one in names_in(said) if one.partition(".")[0] not in lists or "." not in one}
        assert present == mine
        assert names_in(said) <= set(NAMES[paper])
        assert all(words for words in NAMES[paper].values())
