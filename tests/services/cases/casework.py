"""What officers do every day, for tests: a case is led as far as a test needs it, under the new law or the old."""

from __future__ import annotations

from functools import cache
from typing import Any

from contracts.cases.penalties import register
from contracts.envelope import Event
from services.chassis.records import deadlines
from services.chassis.records.deadlines import ClockRun, runs
from services.chassis.records.record import Record
from tests.office import PROOF, Office, OfficeImage

C = register.name
PEOPLE = {
    "O1": "established",
    "O2": "established",
    "O3": "established",
    "L1": "established",
    "L2": "established",
    "H1": "established",
    "H2": "established",
    "AUX": "auxiliary",
    "RAW": "established",
}
HEADS = ("H1", "H2")
TIERS = [
    {"tier": "light", "circumstances": "初次", "least": "100", "most": "500"},
    {"tier": "heavy", "circumstances": "多次", "least": "500", "most": "20000"},
]
REVIEWED = ("body_ok", "authority_ok", "procedure_ok", "facts_ok", "law_ok", "discretion_ok", "form_ok")
PAIR = {"lead_officer": "O1", "assisting_officer": "O2"}
ON_SITE = {"first_officer": "O1", "second_officer": "O2"}
CHARGE = {
    **PAIR,
    "violation": "V-1",
    "body": "JU",
    "party_kind": "organisation",
    "party": "某商店",
    "party_address": "某路1号",
    "person_address": "某路2号",
}
AGENCY: dict[str, Any] = {
    "unit": "JU",
    "legal_name": "某区城市管理局（示例）",
    "division": "110101",
    "address": "某路100号",
    "office": "法制科",
    "phone": "0510-00000000",
    "bank": "某银行",
    "account_name": "某区财政局",
    "account": "0000 0000",
    "reconsideration_body": "某区人民政府",
    "court": "某区人民法院",
}
OPINIONS = [{"person": person, "opinion": "同意"} for person in HEADS]
FORMS: dict[str, dict[str, Any]] = {
    "find": {"unit": "DT", "source": "patrol", "matter": "占道经营", "online": True},
    "verify": {"findings": "属实"},
    "not_file": {"reason": "不属实", "approved_by": "H1"},
    "file": {**CHARGE, "approved_by": "H1"},
    "decide_on_spot": {
        **CHARGE,
        "tier": "light",
        "number": "当罚1号",
        "place": "某路",
        "shown": True,
        "told": True,
        "other": "warning",
    },
    "assign": PAIR,
    "recuse": {"reason": "亲属", "person": "O2", "replaced_by": "O3", "decided_by": "H1"},
    "complete_party": {},
    "order_correction": {**ON_SITE, "demands": "清除占道物品"},
    "reinspect": {**ON_SITE, "corrected": True, "findings": "已清除"},
    "inspect": {**ON_SITE, "kind": "site", "shown": True},
    "register_evidence": {**ON_SITE, "batch": "B1", "things": "推车", "approved_by": "H1"},
    "dispose_evidence": {"batch": "B1", "disposal": "returned"},
    "seize": {**ON_SITE, "seizure": "S1", "things": "推车", "urgent": False, "approved_by": "H1", "list_handed": True},
    "report_seizure": {"seizure": "S1", "approved_by": "H1"},
    "begin_testing": {"seizure": "S1", "told": True},
    "end_testing": {"seizure": "S1"},
    "extend_seizure": {"seizure": "S1", "reason": "情况复杂", "approved_by": "H1"},
    "release": {"seizure": "S1", "things_went": "returned"},
    "confiscate": {"seizure": "S1"},
    "extend": {"reason": "复杂", "discussed": False},
    "suspend": {"reason": "检验"},
    "close_inquiry": {"findings": "属实", "evidence": PROOF},
    "clear": {"reason": "证据不足", "decided_by": "H1"},
    "exempt": {"ground": "no_fault", "education": "当面教育", "decided_by": "H1"},
    "suspect_crime": {"reason": "数额巨大"},
    "approve_transfer": {"approved_by": "H1"},
    "reject_transfer": {"reason": "不构成犯罪", "decided_by": "H1"},
    "hand_over": {"reason": "不属本机关管辖", "receiver": "agency", "receiver_name": "某机关"},
    "take_back": {"reason": "犯罪事实显著轻微", "return_ground": "not_filed", "evidence": PROOF},
    "take_back_noticed": {"reason": "犯罪事实显著轻微", "return_ground": "not_filed", "evidence": PROOF},
    "withdraw": {"reason": "当事人死亡", "approved_by": "H1"},
    "propose": {"fine": "300", "tier": "light", "major": False},
    "notify": {"hearing_told": False},
    "hear_party": {"statement": "初犯"},
    "recheck": {"result": "rejected", "findings": "不成立"},
    "waive_hearing": {"ground": "in_writing"},
    "notify_hearing": {"place": "会议室", "chair": "L2", "public": True},
    "hold_hearing": {"agents": 1, "signed": True},
    "pass_review": {"reviewer": "L1", "beginner": False, "qualified": True, "opinion": "同意"}
    | dict.fromkeys(REVIEWED, True),
    "return_review": {"reviewer": "L1", "beginner": False, "qualified": True, "opinion": "补正"},
    "discuss": {"chair": "H1", "opinions": OPINIONS, "conclusion": "同意"},
    "decide": {"fine": "300", "tier": "light", "number": "罚字1号", "decided_by": "H1"},
    "serve": {"method": "direct"},
    "publish": {"channel": "government", "url": "https://example.gov.cn/1"},
    "keep_private": {"ground": "privacy", "reason": "个人隐私"},
    "withdraw_publication": {"explanation": "决定已撤销"},
    "defer": {"reason": "困难", "approved_by": "H1"},
    "allow_instalments": {"reason": "困难", "approved_by": "H1"},
    "pay_part": {"receipt": "P1"},
    "pay": {"amount": "300", "receipt": "P1"},
    "collect": {"ground": "small", "receipt": "P1"},
    "demand": {"amount": "300"},
    "ask_court": {"court": "区法院"},
    "enforce": {"receipt": "P1"},
    "ask_reconsideration": {"filed_with": "区政府"},
    "sue": {"filed_with": "区法院"},
    "close": {"approved_by": "H1"},
    "archive": {"file_number": "1"},
    "void": {"reason": "误录"},
    "extend_reconsideration": {"reason": "情况复杂"},
    "appeal": {"appellant": "party", "appealed_to": "市中级法院"},
    "end_appeal": {"judgement": "affirmed"},
    "retry": {"asked_by": "party", "retried_by": "市中级法院"},
    "remand": {"reason": "事实不清"},
    "end_retrial": {"judgement": "affirmed"},
    "revoke": {"reason": "认定事实有误", "revocation": "revoked", "decided_by": "H1"},
    "settle_anew": {"result": "不再处罚"},
    "hear_on_demand": {"demand_statement": "已缴纳"},
    "recheck_demand": {"demand_result": "rejected", "demand_findings": "不成立"},
    "decide_performance": {
        "performance_ground": "traffic",
        "duty": "清除堆物",
        "duty_object": "人行道堆物",
        "performed_how": "清运",
        "cost_estimate": "800",
        "performer": "某保洁公司",
        "disinterested": True,
        "approved_by": "H1",
    },
    "perform": {**ON_SITE, "utilities_kept": True, "signed": True, "cost": "700", "party_present": True},
    "stop_performance": {"stop_ground": "performed"},
    "announce_demolition": {"structure": "彩钢棚", "posted_at": "现场张贴"},
    "decide_demolition": {"power": "区政府责成文件（示例）", "demolished_how": "机械拆除", "approved_by": "H1"},
    "demolish": {**ON_SITE, "utilities_kept": True, "signed": True, "belongings": "已清点移交"},
    "stop_demolition": {"stop_ground": "performed"},
    "refund": {"refund_receipt": "T1"},
    "suspend_enforcement": {"reason": "困难", "suspension_ground": "hardship", "approved_by": "H1"},
    "resume_enforcement": {"reason": "已有能力", "approved_by": "H1"},
    "agree_on_enforcement": {"harmless": True, "approved_by": "H1"},
    "terminate_enforcement": {"reason": "死亡", "termination_ground": "died", "approved_by": "H1"},
}


@cache
def _bureau(start: str) -> OfficeImage:
    """A bureau that was set up, the long way."""
    work = Casework(Office(start=start))
    work.set_up()
    image = work.office.image()
    work.office.store.close()
    return image


class Casework:
    """A bureau with officers, a power item and a type of violation; and its cases."""

    def __init__(self, office: Office) -> None:
        """`office` has them already."""
        self.office = office

    @classmethod
    def on(cls, start: str) -> Casework:
        """The bureau on a day: a copy of one that was set up before."""
        return cls(Office.like(_bureau(start)))

    def set_up(self) -> None:
        """Bring in officers, the agency, the power item and the type of violation."""
        office = self.office
        office.unit("JU", kind="bureau")
        for code, kind in PEOPLE.items():
            role = "leader" if code in HEADS else "officer"
            office.person(code, "DT", "2010-01-01", role=role) if kind == "established" else self.auxiliary(code)
        for code in ("O1", "O2", "O3"):
            self.certify(code, "2015-01-01", "2030-12-31")
        office.do("cases.agencies", "", "establish", in_force_on="2010-01-01", **AGENCY)
        self.power_item("QL-001")
        self.violation("V-1", "QL-001")

    def auxiliary(self, code: str) -> None:
        form: dict[str, Any] = {
            "code": code,
            "name": "某",
            "unit": "DT",
            "role": "other",
            "kind": "auxiliary",
            "party_member": False,
        }
        self.office.do("training.people", "", "join", joined_on="2010-01-01", **form)
        self.certify(code, "2015-01-01", "2030-12-31")

    def certify(self, code: str, on: str, until: str) -> None:
        self.office.do("training.people", code, "certify", certificate=f"苏B{code}", certified_on=on, valid_until=until)

    def power_item(self, code: str, enacted: str = "2015-01-01") -> None:
        form: dict[str, Any] = {
            "name": "权力事项",
            "kind": "penalty",
            "basis": "条例第一条",
            "body": "JU",
            "entrusted": False,
        }
        do = self.office.do
        do("cases.power_items", "", "draft", code=code, unit="JU", drafted_on="2014-12-01", **form)
        do("cases.power_items", code, "review", reviewed_on="2014-12-02")
        do("cases.power_items", code, "enact", in_force_on=enacted)

    def violation(self, code: str, item: str, body: str | None = "JU") -> None:
        form: dict[str, Any] = {
            "unit": "JU",
            "name": "占道经营",
            "power_item": item,
            "forbidden_by": "一",
            "penalised_by": "二",
        }
        do = self.office.do
        do("cases.violation_types", "", "define", code=code, defined_on="2015-01-02", **form)
        if body:
            do("cases.violation_types", code, "map_body", body=body, mapped_on="2015-01-03")
            do("cases.violation_types", code, "publish_benchmark", tiers=TIERS, published_on="2015-01-03")

    def provision(self, kind: str, on: str = "2022-05-01", **more: Any) -> str:
        form: dict[str, Any] = {
            "unit": "JU",
            "kind": kind,
            "basis": "某规定第一条（示例）",
            "wording": "示例",
            "in_force_on": on,
        }
        return self.office.do("cases.provisions", "", "adopt", **form | more)[-1].subject

    # --- a case ----------------------------------------------------------------------------------------------------

    def take(self, case: str, step: str, on: str, **more: Any) -> list[Event]:
        """One step of a case on a day."""
        day = register.step(step).form.business_day_field()
        form = FORMS.get(step, {}) | ({day: on} if day else {}) | more
        return self.office.do(C, case, step, corrects=form.pop("corrects", None), **form)

    def clue(self, on: str = "2026-03-02", act: str | None = None, **more: Any) -> str:
        return self.take("", "find", on, act=act or f"A-{len(self.office.events)}", **more)[-1].subject

    def filed_case(self, on: str = "2026-03-02", act_on: str | None = None, **more: Any) -> str:
        case = self.clue(on)
        self.take(case, "file", on, act_on=act_on or on, **more)
        return case

    def proposed_case(self, on: str = "2026-03-02", **more: Any) -> str:
        case = self.filed_case(on)
        self.take(case, "close_inquiry", on)
        self.take(case, "propose", on, **more)
        return case

    def notified_case(
        self, on: str = "2026-03-02", until: str = "2026-03-05", *, hearing_told: bool = False, **more: Any
    ) -> str:
        case = self.proposed_case(on, **more)
        self.take(case, "notify", on, defence_until=until, hearing_told=hearing_told)
        return case

    def decided_case(
        self, on: str = "2026-03-02", until: str = "2026-03-05", day: str = "2026-03-09", **more: Any
    ) -> str:
        case = self.notified_case(on, until)
        self.take(case, "decide", day, **more)
        return case

    def served_case(self, day: str = "2026-03-10", **more: Any) -> str:
        case = self.decided_case(**more)
        self.take(case, "serve", day)
        return case

    def on_spot_case(self, on: str = "2026-03-02", **more: Any) -> str:
        case = self.clue(on)
        self.take(case, "decide_on_spot", on, act_on=on, **more)
        self.take(case, "serve", on, method="on_spot")
        return case

    # --- what became of it -----------------------------------------------------------------------------------------

    def record(self, case: str) -> Record:
        return self.office.record(C, case)

    def status(self, case: str, line: str = "main", run: str = "") -> str:
        return self.record(case).status(line, run)

    def run(self, case: str, clock: str, run: str = "") -> ClockRun:
        """The last run of a clock."""
        return [one for one in runs(self.record(case)) if (one.clock, one.line_run) == (clock, run)][-1]

    def due(self, case: str, clock: str, run: str = "") -> str:
        return self.run(case, clock, run).due.isoformat()

    def running(self, case: str) -> set[str]:
        return {one.clock for one in deadlines.running(self.record(case))}
