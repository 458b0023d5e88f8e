"""Recordings 音像记录: an index of video and sound in the bureau's own archive (Penalty Law art. 47, F023, F042).

The file stays where it is: kept here are its hash, its size, the device that made it, where it lies and how long, which
cases and process records it belongs to, who had it, and whether the hash was found the same again. How long recordings
are kept no paper of ours says: the day is entered (局内规定（待定）).
"""

from contracts import forms as ask
from contracts.cases.penalties.choices import READERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

MEDIA = Words({"audio": "音频", "video": "视频"})
HASH = ask.numbers_of("the program that reckons the hash")
RECKONED = ask.hint(
    "由存储系统或者校验软件对原始文件计算得出，64位十六进制数字和字母，复制后粘贴。",
    "As the archive or a checksum program reckons it from the file itself: 64 digits and letters, copied and pasted.",
)
BYTES = ask.hint(
    "文件属性中以字节显示的大小，不是占用空间。",
    "As the file's properties show it in bytes, not the space that it takes.",
)
NAMES_CASE = {"x-register": "cases.penalties"}
"""A text, as it was recorded, that leads to the case all the same."""
KEEPERS = "officer, clerk, captain"
SUPERVISORS = "captain, legal, inspector"
LIVE = "kept, handed_over, damaged, deletion_proposed"
MOST_BYTES = 10**12


class Registration(Form):
    """A file was taken from a device into the archive."""

    code = ask.code("音像编号", "Recording code")
    unit = ask.unit("保管单位", "Keeping unit")
    medium = ask.choice("记录方式", "Medium", MEDIA)
    sha256 = ask.text("文件校验值（SHA-256）", "SHA-256 of the file", longest=64, metadata=HASH | RECKONED)
    size = ask.number("文件大小（字节）", "Size in bytes", least=1, most=MOST_BYTES, metadata=BYTES)
    seconds = ask.number("时长（秒）", "Length in seconds", least=1, most=10**6)
    camera = ask.record("equipment.assets", "执法记录仪", "Body camera", required=False)
    dashcam = ask.record("equipment.dashcams", "行车记录仪", "Dashcam", required=False)
    officer = ask.doer("拍摄人员", "Taken by", roles="officer")
    taken_from = ask.moment("开始时间", "Taken from")
    taken_to = ask.moment("结束时间", "Taken to")
    place = ask.text("拍摄地点", "Place", longest=100)
    store = ask.text("存储库名称", "Archive", longest=80)
    path = ask.text("存储路径", "Path in the archive", longest=300, metadata=ask.numbers_of("the archive"))
    retain_until = ask.day("保存至", "Kept until")
    registered_on = ask.happened("登记日期", "Registered on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("截图等佐证", "Still picture or other proof")


class Target(Form):
    """What it belongs to: a case, or a process record of one."""

    case = ask.record("cases.penalties", "案件", "Case", required=False)
    process_record = ask.record("cases.process_records", "全过程记录", "Process record", required=False)


class Link(Target):
    """It shows something of a case."""

    linked_on = ask.happened("关联日期", "Linked on")


class Linked(Form):
    """The case, also where a process record of it was named."""

    of_case = ask.text("关联案件", "Case that it belongs to", longest=80, metadata=NAMES_CASE)


class Unlink(Target, Reason):
    """It was linked by mistake."""

    unlinked_on = ask.happened("解除关联日期", "Unlinked on")


class Unlinked(Linked):
    """Whether nothing else links it to that case."""

    case_free = ask.flag("与该案再无关联", "Nothing else links it to that case")


class HandOver(Form):
    """It leaves the archive: to whom, when, for what."""

    receiver = ask.text("接收单位", "Received by", longest=100)
    purpose = ask.text("用途", "Purpose", longest=200)
    handed_over_on = ask.happened("移交日期", "Handed over on")
    return_by = ask.day("应归还日期", "To be returned by", required=False)
    evidence = ask.evidence("移交清单", "List signed at the hand-over")


class Return(Form):
    """It is back."""

    returned_on = ask.happened("归还日期", "Returned on")
    remark = ask.text("归还情况", "Remark", required=False)
    evidence = ask.evidence("归还清单", "List signed at the return")


class Rehash(Form):
    """The hash was reckoned anew from the file in the archive."""

    checker = ask.myself("核验人", "Verified by")
    hash_now = ask.text("重新计算的校验值", "Hash as reckoned now", longest=64, metadata=HASH | RECKONED)


class Verification(Rehash):
    """It is the same: nobody has changed the file. Evidence level E2."""

    verified_on = ask.happened("核验日期", "Verified on")
    evidence = ask.evidence("核验佐证", "Proof")


class Damage(Reason):
    """The file is gone, unreadable or another than it was."""

    damaged_on = ask.happened("发现日期", "Found damaged on")
    evidence = ask.evidence("情况说明", "Explanation")


class Retention(Reason):
    """It is kept longer."""

    retain_until = ask.day("保存至", "Kept until")
    extended_on = ask.happened("延长日期", "Extended on")


class Deletion(Reason):
    """Its time is over; another person has to confirm that it goes."""

    proposed_on = ask.happened("申请销毁日期", "Proposed on")


class DeletionDecision(Form):
    """Somebody else has looked: it may go, and went."""

    confirmer = ask.myself("复核人", "Confirmed by")
    deleted_on = ask.happened("销毁日期", "Deleted on")
    evidence = ask.evidence("销毁记录", "Proof of the deletion")


class DeletionRefusal(Reason):
    """It is kept."""

    confirmer = ask.myself("复核人", "Refused by")
    refused_on = ask.happened("不予销毁日期", "Refused on")


register = Register(
    "cases.recordings",
    "音像记录",
    "Recordings",
    keys="medium, dashcam, camera",
    identity="code",
    unique="sha256",
    named="code, taken_from",
    orders="code, taken_from, retain_until",
    readers=READERS,
    papers_as="cases.penalties",
    offered="kept, handed_over",
    words={
        "kept": "在库 / in the archive",
        "handed_over": "已移交 / handed over",
        "damaged": "已损坏 / damaged",
        "deletion_proposed": "待复核销毁 / deletion to be confirmed",
        "deleted": "已销毁 / deleted",
        "voided": "已作废",
    },
    steps=(
        Step("register", "registered", "登记音像 / Register", "new -> kept", Registration, by=KEEPERS),
        Step("link", "linked", "关联 / Link", "kept, handed_over", Link, adds=Linked, by=KEEPERS),
        Step(
            "unlink", "unlinked", "解除关联 / Unlink", "kept, handed_over", Unlink, adds=Unlinked, by="captain, legal"
        ),
        Step(
            "hand_over", "handed_over", "移交 / Hand over", "kept -> handed_over", HandOver, by="clerk, captain, legal"
        ),
        Step(
            "take_back",
            "returned",
            "收回 / Take back",
            "handed_over -> kept",
            Return,
            by="clerk, captain, legal",
            task="proceed",
        ),
        Step(
            "verify",
            "verified",
            "核验 / Verify",
            "kept",
            Verification,
            level="E2",
            by=SUPERVISORS,
            apart_from="register",
            not_by="officer",
        ),
        Step(
            "report_damage",
            "damaged",
            "报告损坏 / Report damage",
            "kept, handed_over -> damaged",
            Damage,
            by=f"{KEEPERS}, legal, inspector",
        ),
        Step("extend", "retention_extended", "延长保存 / Keep longer", "kept, handed_over", Retention, by=SUPERVISORS),
        Step(
            "propose_deletion",
            "deletion_proposed",
            "申请销毁 / Propose to delete",
            "kept, damaged -> deletion_proposed",
            Deletion,
            by="clerk, captain",
        ),
        Step(
            "confirm_deletion",
            "deleted",
            "复核销毁 / Confirm the deletion",
            "deletion_proposed -> deleted",
            DeletionDecision,
            by=SUPERVISORS,
            apart_from="register, propose_deletion",
            not_by="officer",
            task="confirm",
        ),
        Step(
            "refuse_deletion",
            "deletion_refused",
            "不予销毁 / Keep it",
            "deletion_proposed -> kept",
            DeletionRefusal,
            by=SUPERVISORS,
            apart_from="propose_deletion",
            not_by="officer",
        ),
        Step(
            "keep_damaged",
            "kept_damaged",
            "保留损坏件 / Keep it, damaged",
            "deletion_proposed -> damaged",
            DeletionRefusal,
            by=SUPERVISORS,
            apart_from="propose_deletion",
            not_by="officer",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            f"{LIVE}, deleted -> voided",
            Reason,
            voids=True,
            by="captain, legal",
            apart_from="unlink",
            not_by="officer",
        ),
    ),
)
