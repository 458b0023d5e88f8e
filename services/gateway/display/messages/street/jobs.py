"""What the pages of the street say, in both languages; scripts say `WORDS`, which their pages hold for them."""

from __future__ import annotations

from services.gateway.display.messages.street import devices, queue

SAID: dict[str, tuple[str, str]] = {
    "street": ("街面", "Street"),
    "street link": (
        "手机上的上报、检查、办理和考勤，没有信号也能用",
        "reports, checks, dispatched work and attendance on a telephone, also without a signal",
    ),
    "street title": ("四六三街面", "Four-Six-Three, the street"),
    "street intro": (
        "手机上办的事。没有信号也能填写，内容加密留在本机，有信号后自动发送。",
        (
            "What is done on a telephone. Without a signal it can be filled in too: it stays on the device, encrypted, "
            "and is sent when there is one."
        ),
    ),
    "street none": ("您现在的身份没有街面事项。", "There is nothing to do in the street in your post."),
    "street needs script": (
        "本页需要脚本。没有脚本时请用原表单办理：",
        "This page needs a script. Without one, use the form of the register:",
    ),
    "street usual form": ("完整表单", "The whole form"),
    "street back": ("街面事项", "All jobs"),
    "street record": ("哪一件", "Which one"),
    "street photos": ("拍照", "Take a photograph"),
    "street photos taken": ("照片", "Photographs"),
    "street recording": ("过程记录（照片、录音、录像）", "Process record (photographs, sound, video)"),
    "street where": ("位置", "Where you are"),
    "street locate": ("重新定位", "Find the place again"),
    "street proposed": ("建议（可改）", "Proposed, to be changed as you like"),
    "street scan": ("扫标签", "Scan the label"),
    "street scan hint": (
        "对准标签拍一张照片，自动识别二维码。",
        "Take a photograph of the label: its code is read.",
    ),
    "street rows": ("逐项查看", "What is looked at"),
    "street rows hint": (
        "默认全部正常，只改不正常的。",
        "All is taken to be in order: change what is not.",
    ),
    "street roll": ("到场人员", "Who is there"),
    "street roll hint": (
        "扫到的人排在最前；没带标签的，点到场情况；再点一次取消。",
        "Whoever was scanned stands first; tick who has no label. Another touch takes a tick back.",
    ),
    "street more": ("更多", "More"),
    "street save": ("保存", "Save"),
    "street outbox": ("本机待发", "On this device"),
    "street locked": (
        "登录已到期，本机内容已锁定。由同一人登录后解锁，内容不丢。",
        (
            "The sign-in has ended, and what is on this device is locked. The same person unlocks it by signing in; "
            "nothing is lost."
        ),
    ),
    "street sign in": ("登录解锁", "Sign in to unlock it"),
    "street job case": ("上报案件", "Report a city case"),
    "street about case": ("拍照、定位，写一句情况。", "A photograph, the place, a sentence."),
    "street job mine": ("办理派遣案件", "Cases sent to us"),
    "street about mine": ("接收、开始、处置本单位的案件。", "Receive, begin, dispose of what was sent to your unit."),
    "street job matter": ("登记实事", "Register a matter"),
    "street about matter": ("社区提出的诉求。", "What a community asks for."),
    "street job object": ("扫码上报", "Report at an object"),
    "street about object": (
        "扫店铺、摊点、工地的标签，上报那里的问题。",
        "Scan the label of a shop, stall or site, and report what is wrong there.",
    ),
    "street job kit": ("查工具包", "Check a kit"),
    "street about kit": ("扫标签，默认齐全，点缺件。", "Scan the label; mark what lacks."),
    "street job facility": ("查设施", "Check a facility"),
    "street about facility": ("扫标签，合格或写问题。", "Scan the label; passed, or what is wrong."),
    "street job vehicle": ("查车辆", "Check a vehicle"),
    "street about vehicle": ("扫标签，逐项查看。", "Scan the label; line by line."),
    "street job act": ("现场执法记录", "An act on the spot"),
    "street about act": (
        "登记线索，并附现场的过程记录。当场处罚决定随后在案件页办理。",
        "A clue with its process record. The decision on the spot is then made on the page of the case.",
    ),
    "street job roll": ("扫码考勤", "Attendance by scan"),
    "street about roll": ("扫人员标签，逐个签到。", "Scan the labels of people, one by one."),
}
WORDS: dict[str, tuple[str, str]] = {
    **queue.WORDS,
    **devices.WORDS,
    "waiting": ("等待发送", "Waits to be sent"),
    "sending": ("正在发送", "Is being sent"),
    "sent": ("已送达", "Sent"),
    "refused": ("未受理，请修改", "Refused: to be mended"),
    "outbox": (
        "等待 {waiting} 件，未受理 {refused} 件，已送达 {sent} 件",
        "{waiting} wait, {refused} refused, {sent} sent",
    ),
    "saved": ("已保存在本机，自动发送。", "Saved on this device; it is sent by itself."),
    "missing": ("请填写：{field}", "Still to be filled in: {field}"),
    "none to choose": ("没有可选的记录。", "There is none to choose."),
    "not all": ("只列出最近的 {n} 条，其余请在台账中办理", "The newest {n} are here; the others are in the register"),
    "recorded": ("已附：{name}", "With it: {name}"),
    "no record": ("请先选择或扫描。", "Choose or scan it first."),
    "place": ("已定位，精度约 {accuracy} 米", "Found, to about {accuracy} m"),
    "locating": ("正在定位……", "Looking for the place…"),
    "photo": ("照片 {n}", "Photograph {n}"),
    "take away": ("移除", "Take away"),
    "scanned": ("已识别：{label}", "Read: {label}"),
    "other label": ("这是别的标签，不在本事项之列。", "That is a label of something else."),
    "photos": ("{n} 张", "{n} taken"),
    "not shown": (
        "照片 {n}：本机不能显示，照样发送",
        "Photograph {n}: it cannot be shown here, and is sent all the same",
    ),
    "shoot": ("拍照", "Photograph"),
    "row photo": ("{label} 拍照", "Photograph {label}"),
    "no picture": ("照片读不出来，请重拍。", "The photograph cannot be read: take it again."),
    "label unread": ("标签没有读出来，请从列表选择。", "The label was not read: choose from the list."),
    "place of photo": ("按照片的位置", "As the photograph says"),
    "not kept": (
        "没有保存：本机内容已锁定或者空间不足。登录后再试，所填内容还在。",
        "Not saved: this device is locked or full. Sign in and try again; what you entered is still here.",
    ),
    "proposed": ("建议，可改：", "Proposed: "),
    "from cases": ("附近案件", "Cases near by"),
    "from object": ("所扫对象", "The object scanned"),
    "from cell": ("网格台账", "The register of cells"),
    "alike": (
        "附近 24 小时内已有 {n} 件同类案件，可能重复。",
        "{n} of the same class near by within 24 hours: perhaps the same.",
    ),
    "mend": ("修改", "Mend it"),
    "remove": ("删除", "Remove it"),
    "no store": (
        "本机不能安全保存，请用完整表单。",
        "This device cannot keep it safely: use the whole form.",
    ),
}
"""Phrases by the names by which scripts say them; `{n}` and the like are put in there."""


def words(lang_at: int) -> dict[str, str]:
    """The phrases of scripts in one language: the first of each pair, or the second."""
    return {name: pair[lang_at] for name, pair in WORDS.items()}
