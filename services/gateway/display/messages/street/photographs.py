"""What pages say of what a camera wrote into a paper, and of its caption, in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "caption add": ("添加图片说明", "Add a caption"),
    "caption again": ("重新添加图片说明", "Add a caption again"),
    "caption page": ("查看或更正说明", "See or correct the caption"),
    "paper hint": (
        "佐证文件的 SHA-256；从记录页佐证旁的“添加图片说明”进入时已填好。",
        'The SHA-256 of a paper; filled in already where one comes by "Add a caption" beside a paper of a record.',
    ),
    "show paper": ("查看该文件", "See this paper"),
    "camera": ("相机记录", "What the camera wrote"),
    "camera hint": (
        "由拍摄设备写入文件，仅供参考：设备时钟可能不准，文件也可能被改动。",
        "Written into the file by the device: its clock may be wrong, and a file can be edited.",
    ),
    "camera shot": ("拍摄时间", "Taken"),
    "camera zone": ("（设备未注明时区，按北京时间）", "(the device names no zone; Beijing time is assumed)"),
    "camera place": ("拍摄地点", "Where"),
    "camera point": ("东经 {longitude}，北纬 {latitude}（{datum}）", "{longitude} E, {latitude} N ({datum})"),
    "camera original": ("原始照片校验值", "Hash of the original"),
    "camera original for": (
        "此照片在手机上缩小后上传。仍保存原始照片的人可据此校验值（SHA-256）核对两者是否同一张；该值由手机写入。",
        "Made small on the telephone, which wrote this hash (SHA-256): who has the original can show that it is this.",
    ),
}
