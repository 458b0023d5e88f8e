"""From the clue to the filed case, or to none."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.officers import Officers
from contracts.cases.penalties.phases import ACTING, HEADS, OPEN
from contracts.forms import Form, Reason
from contracts.register import Step


class Clue(Form):
    """Something was found or reported. Its number stands for the act: what is penalised once is found by it."""

    act = ask.code("线索编号", "Clue number", same="number")
    unit = ask.unit("承办单位", "Unit in charge")
    source = ask.choice("线索来源", "Source", choices.SOURCES)
    matter = ask.text("简要情况", "Matter")
    place = ask.text("地点", "Place", longest=120, required=False)
    object = ask.record("outreach.managed_objects", "管理对象", "Managed object", required=False)
    online = ask.flag("网上办案", "Handled online")
    found_on = ask.happened("发现日期", "Found on")
    city_case = ask.record("cases.digital_cases", "来源数字城管案件", "City case that it came from", required=False)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("线索材料", "Papers")


class VerifiedBy(Form):
    """Until when the clue is to be verified and the case filed, where a provision says so."""

    verify_by = ask.day("核查期限", "Verify by", required=False)
    file_by = ask.day("立案期限", "File by", required=False)


class Verification(Form):
    """What the check of the clue found."""

    verified_on = ask.happened("核查日期", "Verified on")
    findings = ask.text("核查情况", "Findings")
    evidence = ask.evidence("核查材料", "Papers")


class VerificationExtension(Reason):
    """More time for the check, by a provision."""

    extended_on = ask.happened("批准日期", "Approved on")
    until = ask.day("延长至", "Until")
    basis = ask.record("cases.provisions", "依据", "Provision")


class NotFiling(Reason):
    """No case is opened; the reason is told (Penalty Law art. 54, 76)."""

    not_filed_on = ask.happened("不予立案日期", "Not filed on")
    approved_by = ask.myself("批准人", "Approved by")


class PartyParticulars(Form):
    """What else papers say of the party (Penalty Law art. 59); mostly it is known later than its name."""

    party_address = ask.text("单位住所", "Address of the organisation", longest=120, required=False)
    representative = ask.private(
        "法定代表人（负责人）", "Legal representative or person in charge", same="name", longest=60, required=False
    )
    person_address = ask.private("公民住址", "Address of the citizen", longest=120, required=False)
    business = ask.flag("在经营活动中", "In the course of business", required=False)


class Act(Officers):
    """What was done, and when, and whose it is to penalise it."""

    violation = ask.record("cases.violation_types", "违法类型", "Type of violation")
    body = ask.unit("处罚主体", "Penalising body")
    act_on = ask.day("行为发生日期", "Act on")
    act_ended_on = ask.day("行为终了日期", "Act ended on", required=False)
    endangers = ask.flag("涉及生命健康、金融安全且有危害后果", "Harms life, health, finance", required=False)


class Party(Form):
    """Who did it. What names a citizen stays with the owner."""

    party_kind = ask.choice("当事人类别", "Kind of party", choices.PARTIES)
    party = ask.text("单位名称", "Name of the organisation", same="name", longest=120, required=False)
    party_code = ask.code("统一社会信用代码", "Credit code", same="credit_code", required=False)
    person_name = ask.private("公民姓名", "Name of the citizen", same="name", longest=60, required=False)
    person_number = ask.private("公民证件号码", "Identity number", same="identity_number", longest=40, required=False)
    person_age = ask.number("行为时年龄", "Age at the act", most=130, required=False)


class Charge(PartyParticulars, Party, Act):
    """Who did what, when: first the officers and the act, then the party; a form has its last base's fields first."""


class Filing(Charge):
    """The case is opened."""

    filed_on = ask.happened("立案日期", "Filed on")
    approved_by = ask.myself("批准人", "Approved by")
    evidence = ask.evidence("立案审批表", "Filing form")


class PartyCompletion(PartyParticulars):
    """What was not known of the party when the case was filed; who it is stays as it was filed."""

    party_code = ask.code("统一社会信用代码", "Credit code", same="credit_code", required=False)
    person_number = ask.private("公民证件号码", "Identity number", same="identity_number", longest=40, required=False)
    completed_on = ask.happened("补充日期", "Completed on")
    evidence = ask.evidence("身份材料", "Papers")


class PowerItem(Form):
    """The power item under which the violation is penalised, as its type says."""

    power_item = ask.record("cases.power_items", "权力事项", "Power item")


STEPS = (
    Step(
        "find",
        "clue_found",
        "登记线索 / Register a clue",
        "new -> clue",
        Clue,
        adds=VerifiedBy,
        by=ACTING,
        joins="inspect, verify",
    ),
    Step(
        "verify",
        "verified",
        "核查 / Verify",
        "clue -> verified",
        Verification,
        by=ACTING,
        apart_reason="立案前的调查，不复核登记人 / It is the inquiry before the filing, and checks nobody",
        task="accept",
    ),
    Step(
        "extend_verification",
        "verification_extended",
        "延长核查 / Extend the verification",
        "clue",
        VerificationExtension,
        by=HEADS,
    ),
    Step(
        "file",
        "filed",
        "立案 / File",
        "clue, verified -> filed",
        Filing,
        adds=PowerItem,
        by=HEADS,
        apart_from="find, verify",
        task="approve: verified",
        prefills="act_on=find.found_on, lead_officer=inspect.first_officer, assisting_officer=inspect.second_officer",
    ),
    Step(
        "not_file",
        "not_filed",
        "不予立案 / Do not file",
        "clue, verified -> not_filed",
        NotFiling,
        by=HEADS,
        apart_from="find, verify",
    ),
)
# The case is filed by then, so this step stands after the filing in the order of a case.
COMPLETION = (
    Step(
        "complete_party",
        "party_completed",
        "补充当事人信息 / Complete the party's particulars",
        OPEN,
        PartyCompletion,
        by=ACTING,
    ),
)
