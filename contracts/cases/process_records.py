"""Process records 执法全过程记录: text, audio and video of each stage of a case (Penalty Law art. 47, F023, F024)."""

from contracts import forms as ask
from contracts.cases.penalties.choices import READERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

STAGES = Words(
    {
        "start": "启动",
        "evidence": "调查取证 / investigation",
        "review": "审核",
        "decision": "决定",
        "service": "送达",
        "execution": "执行 / enforcement",
    }
)
"""Penalty Law art. 47: a case is recorded from its beginning to its archive."""
MEDIA = Words({"text": "文字", "audio": "音频", "video": "视频"})


class AtStage(Form):
    """Which case, and which stage of it."""

    case = ask.record("cases.penalties", "案件", "Case")
    stage = ask.choice("环节", "Stage", STAGES)


class InCharge(Form):
    """Whose case it is."""

    unit = ask.unit("承办单位", "Unit in charge")


class Capture(AtStage):
    """What was recorded, by which device, from when to when."""

    medium = ask.choice("记录方式", "Medium", MEDIA)
    device = ask.code("设备编号", "Device", required=False)
    started_at = ask.moment("开始时间", "Started at", required=False)
    ended_at = ask.moment("结束时间", "Ended at", required=False)
    captured_on = ask.happened("记录日期", "Recorded on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("记录文件", "The record")


class Excuse(AtStage, Reason):
    """The case has no such stage, and it is said why: nothing to review, nothing to execute."""

    excused_on = ask.happened("认定日期", "Decided on")
    evidence = ask.evidence("情况说明", "Explanation")


class Check(Form):
    """Somebody else has looked at the record: evidence level E3."""

    checker = ask.myself("抽查人", "Checked by")
    checked_on = ask.happened("抽查日期", "Checked on")
    remark = ask.text("抽查意见", "Remark", required=False)


class Rejection(Reason):
    """The record cannot be used: it is broken off, unreadable, of something else."""

    checker = ask.myself("抽查人", "Checked by")
    rejected_on = ask.happened("认定日期", "Rejected on")


register = Register(
    "cases.process_records",
    "执法全过程记录",
    "Process records",
    keys="case, stage",
    finds="case",
    readers=READERS,
    papers_as="cases.penalties",
    words={
        "captured": "已记录 / recorded",
        "excused": "不涉及 / not concerned",
        "unusable": "不可用",
        "voided": "已作废",
    },
    steps=(
        Step(
            "capture",
            "captured",
            "记录 / Record",
            "new -> captured",
            Capture,
            adds=InCharge,
            by="officer, clerk, captain",
        ),
        Step(
            "excuse",
            "excused",
            "不涉及 / No such stage",
            "new -> excused",
            Excuse,
            adds=InCharge,
            by="captain, legal",
        ),
        Step(
            "check",
            "checked",
            "抽查 / Check",
            "captured",
            Check,
            level="E3",
            by="legal, inspector",
            apart_from="capture, excuse",
            other_unit=True,
        ),
        Step(
            "reject",
            "rejected",
            "不可用 / Reject",
            "captured -> unusable",
            Rejection,
            by="legal, inspector",
            apart_from="capture",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "captured, excused, unusable -> voided",
            Reason,
            voids=True,
            by="captain, legal",
        ),
    ),
)
