"""From the clue to the filed case, and the decision on the spot."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.forms import Form, Reason


class Clue(Form):
    """Something was found or reported. Its number stands for the act: what is penalised once is found by it."""

    act = ask.code("线索编号", "Clue number")
    unit = ask.unit("承办单位", "Unit in charge")
    source = ask.choice("线索来源", "Source", choices.SOURCES)
    matter = ask.text("简要情况", "Matter")
    place = ask.text("地点", "Place", longest=120, required=False)
    online = ask.flag("网上办案", "Handled online")
    found_on = ask.happened("发现日期", "Found on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("线索材料", "Papers")


class VerifiedBy(Form):
    """Until when the clue is to be verified, where a provision says so."""

    verify_by = ask.day("核查期限", "Verify by", required=False)


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
    approved_by = ask.person("批准人", "Approved by")


class Officers(Form):
    """The two who have the case (Penalty Law art. 42)."""

    lead_officer = ask.person("主办执法人员", "Lead officer")
    assisting_officer = ask.person("协办执法人员", "Assisting officer")


class Charge(Officers):
    """Who did what, when, and whose it is to penalise it. What names a citizen stays with the owner."""

    violation = ask.record("cases.violation_types", "违法类型", "Type of violation")
    body = ask.unit("处罚主体", "Penalising body")
    act_on = ask.day("行为发生日期", "Act on")
    act_ended_on = ask.day("行为终了日期", "Act ended on", required=False)
    endangers = ask.flag("涉及生命健康、金融安全且有危害后果", "Harms life, health, finance", required=False)
    party_kind = ask.choice("当事人类别", "Kind of party", choices.PARTIES)
    party = ask.text("单位名称", "Name of the organisation", longest=120, required=False)
    party_code = ask.code("统一社会信用代码", "Credit code", required=False)
    person_name = ask.private("公民姓名", "Name of the citizen", longest=60, required=False)
    person_number = ask.private("公民证件号码", "Identity number", longest=40, required=False)
    person_age = ask.number("行为时年龄", "Age at the act", most=130, required=False)


class Filing(Charge):
    """The case is opened."""

    filed_on = ask.happened("立案日期", "Filed on")
    approved_by = ask.person("批准人", "Approved by")
    evidence = ask.evidence("立案审批表", "Filing form")


class PowerItem(Form):
    """The power item under which the violation is penalised, as its type says."""

    power_item = ask.record("cases.power_items", "权力事项", "Power item")


class Assignment(Officers):
    """Other officers take the case."""

    assigned_on = ask.happened("指派日期", "Assigned on")


class Recusal(Reason):
    """An officer withdraws for an interest in the case; the inquiry goes on (Penalty Law art. 43)."""

    person = ask.person("回避人员", "Who withdraws")
    replaced_by = ask.person("接替人员", "Replaced by")
    decided_by = ask.person("决定人", "Decided by")
    recused_on = ask.happened("决定日期", "Decided on")
