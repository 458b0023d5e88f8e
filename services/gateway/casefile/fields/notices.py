"""What the papers before a decision say: notice, right to a hearing, the hearing (Penalty Law art. 44, 45, 63, 64)."""

from __future__ import annotations

from contracts.cases.penalties.papers import number_field
from services.gateway.casefile.fields.law import LAW
from services.gateway.casefile.fields.matter import MATTER
from services.gateway.casefile.fields.officers import IN_CHARGE_OFFICERS
from services.gateway.casefile.fields.parties import ORGAN, PARTY
from services.gateway.casefile.fields.penalty import EVIDENCE, PENALTY, PROCEDURE
from services.gateway.casefile.fields.reading import (
    DAY,
    NUMBER,
    ROOM,
    FieldItem,
    FieldPart,
    FieldSingle,
    PaperReading,
    Piece,
    by_hand,
    date,
    day,
    day_if_said,
    moment,
    optional,
    person,
    person_by_hand,
    text,
    yes,
)

NOTICED: tuple[Piece, ...] = (ORGAN, PARTY, MATTER, LAW, PENALTY, PROCEDURE, EVIDENCE, IN_CHARGE_OFFICERS, NUMBER, DAY)
OTHER_NUMBER = FieldSingle("文号", text("听证告知书文号", number_field("hearing_told")))
"""That of the notice is another."""
PUBLIC = ("公开", "不公开")


def _told(one: PaperReading) -> bool:
    """Whether the notice tells of the right to a hearing; in a draft, whether the proposal needs it."""
    return bool(one.form.get("hearing_told") or one.case.last("propose").get("hearing_required"))


def _ask_until(one: PaperReading) -> str:
    """The last day for asking for a hearing, where this notice started the time for it."""
    runs = [each for each in one.case.data.case.clocks if each["clock"] == "hearing_request"]
    return next((date(str(each["due"])) for each in reversed(runs) if str(each["start"]) == one.day), "")


NOTICE = FieldPart(
    "告知",
    {
        "陈述申辩期限": day("陈述申辩期限", "defence_until"),
        "告知听证": FieldItem("是否告知听证权利（用于条件）", _told),
        "听证截止日期": FieldItem("要求听证的截止日期；未起算的为空", _ask_until),
    },
)


def _hour(one: PaperReading) -> str:
    """The time of day at which the hearing begins."""
    return moment(one.case.last("notify_hearing").get("hearing_at")).rpartition("日")[2] or ROOM


HEARING = FieldPart(
    "听证",
    {
        "申请日期": day("听证申请日期", "requested_on", "request_hearing"),
        "日期": day("听证日期", "hearing_on", "notify_hearing"),
        "时间": FieldItem("听证时间", _hour),
        "地点": text("听证地点", "place", "notify_hearing"),
        "主持人": person("听证主持人", "chair", "notify_hearing"),
        "事由": optional("听证事由；没有的为空", "reason", "notify_hearing"),
        "记录员": person_by_hand("听证记录员", "recorder", "notify_hearing"),
        "公开": FieldItem(
            "公开或者不公开",
            lambda one: (
                yes(one.case.last("notify_hearing").get("public"), PUBLIC)
                or one.lacks("是否公开举行", "public", "notify_hearing")
            ),
        ),
    },
)


def _absence_ends(one: PaperReading) -> bool:
    """Since the revision of 2021 who stays away has given the hearing up (art. 64 (6))."""
    return one.law.electronic


FIELDS: dict[str, tuple[Piece, ...]] = {
    "notice": (*NOTICED, NOTICE),
    "hearing_told": (*(one for one in NOTICED if one is not NUMBER), OTHER_NUMBER, NOTICE),
    "hearing": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        HEARING,
        NUMBER,
        DAY,
        FieldPart("规则", {"缺席视为放弃": FieldItem("无正当理由缺席是否视为放弃听证（用于条件）", _absence_ends)}),
    ),
    "hearing_record": (
        ORGAN,
        PARTY,
        MATTER,
        IN_CHARGE_OFFICERS,
        PENALTY,
        HEARING,
        DAY,
        FieldPart(
            "笔录",
            {
                "举行日期": day_if_said("举行日期", "held_on"),
                "代理人数": FieldItem("委托代理人数", lambda one: str(one.form.get("agents", ""))),
                "调查人员意见": by_hand("调查人员提出的事实、证据和建议", "charged"),
                "内容": by_hand("当事人的申辩和质证", "argued"),
                "听证意见": optional("主持人的听证意见；没有的为空", "concluded"),
            },
        ),
    ),
}
