"""What a paper's page says of what a camera wrote into it, in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
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
