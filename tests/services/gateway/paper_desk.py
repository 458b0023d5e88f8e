"""A bureau whose agency is entered, its cases as papers read them, and what the default templates say of them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from contracts.cases import agencies
from contracts.rpc import Caller
from services.cases.service import Service
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.fields import paper_of, values
from services.gateway.owner_client import OwnerClient
from tests.office import Office
from tests.services.cases.casework import Casework
from tests.services.gateway.local_rpc import LocalRpcClient
from tools.paper_templates.lines import whole_text
from tools.paper_templates.texts import texts

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


@cache
def template(paper: str) -> Template:
    """The text of a paper's default template, without Word around it."""
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    return environment.from_string(whole_text(texts()[paper]))


class Desk:
    """Where papers are read."""

    def __init__(self, start: str) -> None:
        self.work = Casework.on(start)
        self.agency = enter_agency(self.work.office)
        self.owners = OwnerClient(LocalRpcClient(self.work.office, Service))

    def file(self, case: str, role: str = "legal", within: tuple[str, ...] | None = None) -> CaseFile:
        return CaseFile(self.owners.case_file(case, Caller(f"SYN-{role}", role, within)))

    def say(self, case: str, paper: str, place: int | None = None, **who: Any) -> dict[str, Any]:
        """The fields of a paper."""
        return values(self.file(case, **who), paper, place)

    def text(self, case: str, paper: str, place: int | None = None, **who: Any) -> str:
        """What a paper says by its default template, blanks left out."""
        file = self.file(case, **who)
        said = template(paper_of(file, paper)).render(values(file, paper, place))
        return re.sub(r"[ \n|]|//", "", said)

    def place_of(self, case: str, step: str) -> int:
        """At which place a step was taken last."""
        return [one.place for one in self.work.record(case).effective if one.step.name == step][-1]


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
