"""What the forms ask for from the report of a case to its filing."""

from contracts import forms as ask
from contracts.apart_reasons import TAKEN_IN
from contracts.cases.case_classes import GRADES, LIMITS
from contracts.cases.datums import DATUMS
from contracts.cases.digital_cases.phases import CENTRE, TAKERS
from contracts.forms import Form, Reason
from contracts.outreach.topics import CATEGORIES
from contracts.register import Step
from contracts.words import Words

COLLECTOR, PATROL, PUBLIC = "collector", "patrol", "public"
OPINION, SUPERVISION_REPORT, COMPLAINT = "opinion", "supervision_report", "complaint"
SERVICE_CALL, EMERGENCY = "service_call", "emergency"
SOURCES = Words(
    {
        COLLECTOR: "监督采集员",
        PATROL: "执法巡查",
        PUBLIC: "公众举报",
        "hotline": "热线",
        "leader": "领导批办 / instruction of a leader",
        "video": "视频监控 / video surveillance",
        OPINION: "意见建议转办 / from an opinion",
        SUPERVISION_REPORT: "社会监督员报告转办 / from a supervisor's report",
        COMPLAINT: "投诉转办 / from a complaint",
        SERVICE_CALL: "服务来电转办 / from a service call",
        EMERGENCY: "应急处置转办 / from an emergency",
        "other": "其他",
    }
)
SOURCE_REGISTERS = {
    PATROL: "cases.patrol_findings",
    OPINION: "outreach.opinions",
    SUPERVISION_REPORT: "outreach.supervision_reports",
    COMPLAINT: "cases.complaints",
    SERVICE_CALL: "outreach.service_calls",
    EMERGENCY: "cases.emergencies",
}
"""Whose record it is that a case came from."""
FIRST_HAND = (COLLECTOR, PATROL, EMERGENCY)
"""Sources that were there themselves; what others report is verified first."""
PHOTOS = Words(
    {
        "near": "近景 / close view",
        "far": "远景 / distant view",
        "reference": "参照",
        "before": "处置前 / before disposal",
        "after": "处置后 / after disposal",
    }
)
FINDINGS = Words({"exist": "属实 / true", "not_exist": "不属实 / not true", "unable": "无法核实 / cannot be verified"})


class Point(Form):
    """A point as the device gave it, with its datum: reckoned over where it meets others, and kept as it is."""

    longitude = ask.degrees("经度", "Longitude", most=180, required=False)
    latitude = ask.degrees("纬度", "Latitude", most=90, required=False)
    datum = ask.choice("坐标系", "Datum", DATUMS, required=False)


class Photo(Point):
    """Photographs of one kind, with the time and the point at which they were taken."""

    kind = ask.choice("照片类别", "Kind of photograph", PHOTOS)
    photo = ask.evidence("照片", "Photograph")
    shot_at = ask.moment("拍摄时间", "Taken at", required=False)


class Picture(Form):
    """A picture that lies elsewhere."""

    url = ask.url("图片地址", "Its address")


class Report(Point):
    """Somebody has seen a problem; who it was stays with the owner."""

    number = ask.text("案卷编号", "Case number", longest=40, required=False)
    unit = ask.unit("受理单位", "Unit that takes it in")
    source = ask.choice("问题来源", "Source", SOURCES)
    source_record = ask.code(
        "来源记录编号", "Id of the source", required=False, metadata=ask.named_by("source", SOURCE_REGISTERS)
    )
    category = ask.choice("问题类别", "Category", CATEGORIES, required=False)
    case_class = ask.record("cases.case_classes", "案件类别", "Class", required=False)
    district = ask.code("区划代码", "District", required=False)
    street = ask.text("街道（镇）", "Street or town", longest=20, required=False)
    community = ask.text("社区（村）", "Community", longest=40, required=False)
    grid = ask.code("单元网格", "Grid cell", required=False)
    place = ask.text("地点", "Place", longest=200, required=False)
    object = ask.record("outreach.managed_objects", "管理对象", "Managed object", required=False)
    problem = ask.text("问题描述", "Problem", longest=4000)
    photos = ask.many(Photo, "照片", "Photographs", least=0, most=20)
    media_url = ask.url("媒体地址", "Address of a picture elsewhere", required=False)
    more_media = ask.many(Picture, "更多媒体地址", "Addresses of further pictures", least=0, most=19)
    reporter_name = ask.private("举报人", "Reporter's name", longest=80, required=False)
    reporter_contact = ask.private("举报人联系方式", "How to reach the reporter", required=False)
    reported_at = ask.moment("上报时间", "Reported at", now=True)
    note = ask.text("备注", "Note", required=False)


class Reported(Form):
    """The business day, whether it has to be verified, and until when it should be verified and filed."""

    reported_on = ask.happened("上报日期", "Reported on")
    to_verify = ask.flag("须核实", "To be verified")
    verify_due_at = ask.moment("核实、立案期限", "To be verified and filed by")
    verify_due_on = ask.day("核实、立案期限（日）", "Day by which it is to be verified and filed")


class Verification(Form):
    """Somebody went to see."""

    verified_at = ask.moment("核实时间", "Verified at", now=True)
    finding = ask.choice("核实结果", "Finding", FINDINGS)
    verifier = ask.myself("核实人", "Verified by", required=False)
    photos = ask.many(Photo, "照片", "Photographs", least=0, most=20)


class Verified(Form):
    """The business day, and whether it was in time."""

    verified_on = ask.happened("核实日期", "Verified on")
    verified_in_time = ask.flag("按期核实", "Verified in time")


class Acceptance(Form):
    """The centre takes it, and completes class and place where the report did not say them."""

    accepted_on = ask.happened("受理日期", "Accepted on")
    case_class = ask.record("cases.case_classes", "案件类别", "Class", required=False)
    district = ask.code("区划代码", "District", required=False)
    street = ask.text("街道（镇）", "Street or town", longest=20, required=False)
    community = ask.text("社区（村）", "Community", longest=40, required=False)
    grid = ask.code("单元网格", "Grid cell", required=False)
    place = ask.text("地点", "Place", longest=200, required=False)


class Likeness(Form):
    """An earlier case of the same class and grid cell whose place reads much the same."""

    case = ask.record("cases.digital_cases", "疑似重复案件", "Case that it may repeat")
    percent = ask.number("地点相似度（%）", "Likeness of the places in percent", most=100)
    days = ask.number("相隔天数", "Days between the reports")
    within = ask.number("重复期（天）", "Period of recurrence: 30 or 90 days")


class Located(Form):
    """Grid cell and class together, and the cases that it may repeat: a proposal, a person decides."""

    locus = ask.text("网格与类别", "Grid cell and class", longest=90)
    alike = ask.many(Likeness, "疑似重复", "May be the same again", least=0)


class Rejection(Reason):
    """It is no case."""

    rejected_on = ask.happened("不予立案日期", "Rejected on")


class Rejected(Form):
    """Whether somebody had looked and found nothing."""

    unfounded = ask.flag("经核实不属实", "Found not to be so")


class Filing(Form):
    """It is a case of a grade; a person says whether it is an earlier one again."""

    filed_at = ask.moment("立案时间", "Filed at", now=True)
    grade = ask.choice("等级", "Grade", GRADES)
    recurs = ask.record("cases.digital_cases", "重复的原案件", "Case that it repeats", required=False)


class Filed(Form):
    """The business day, whether it was in time, whether it repeats another, and its limit as the standard has it."""

    filed_on = ask.happened("立案日期", "Filed on")
    filed_in_time = ask.flag("按时立案", "Filed in time")
    repeats = ask.flag("重复案件", "Repeats another")
    limit_kind = ask.choice("时限类型", "Kind of limit", LIMITS)
    limit_value = ask.number("时限数值", "Limit", least=1)
    check_hours = ask.number("核查时限（小时）", "Check within hours", least=1)


STEPS = (
    Step("report", "reported", "上报 / Report", "new -> reported", Report, adds=Reported, by=TAKERS, outside=True),
    Step(
        "verify",
        "verified",
        "核实 / Verify",
        "reported, verified -> verified",
        Verification,
        adds=Verified,
        by=TAKERS,
        apart_from="report",
        task="accept: reported",
    ),
    Step(
        "accept",
        "accepted",
        "受理 / Accept",
        "reported, verified -> accepted",
        Acceptance,
        adds=Located,
        by=CENTRE,
        apart_reason=TAKEN_IN,
        task="accept: verified",
    ),
    Step(
        "reject",
        "rejected",
        "不予立案 / Reject",
        "reported, verified, accepted -> rejected",
        Rejection,
        adds=Rejected,
        by=CENTRE,
    ),
    Step("file", "filed", "立案 / File", "accepted -> filed", Filing, adds=Filed, by=CENTRE),
)
