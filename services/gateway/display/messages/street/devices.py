"""What the street says of camera, place and label: why a device gave nothing, and what would help."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "picture reading": ("正在处理照片 {n}/{of}", "Reading photograph {n} of {of}"),
    "pictures ready": ("{n} 张照片已缩小备好", "Photographs made small and ready: {n}"),
    "picture as it is": (
        "{n} 张照片本机无法缩小，将按原样发送，信号弱时较慢",
        "Photographs that cannot be made small here: {n}. They are sent as they are, slower on a weak signal",
    ),
    "place denied": (
        "未获定位许可。请在浏览器的网站设置（微信：右上角“…”，在浏览器打开）和手机设置中允许定位，再点“定位”；也可直接填写地点",
        "Locating was refused. Allow it for this site and in the settings, then try again; or type the place",
    ),
    "place insecure": (
        "浏览器只在 https 网址下定位。请用 https 打开本站，或直接填写地点",
        "Browsers locate over https alone. Open this site by https, or type the place",
    ),
    "place absent": (
        "此浏览器不能定位。请换用系统浏览器，或直接填写地点",
        "This browser cannot locate. Use the telephone's own, or type the place",
    ),
    "place unavailable": (
        "暂时收不到定位信号。请到开阔处，确认手机定位已打开，再点“定位”；也可直接填写地点",
        "No position at present. Step outside, see that locating is on, and locate again; or type the place",
    ),
    "place slow": (
        "定位超时。请到开阔处再点“定位”，或直接填写地点",
        "Locating took too long. Step outside and locate again, or type the place",
    ),
    "place coarse": (
        "定位只精确到约 {n} 米，请核对地点；手机设置中打开“精确位置”可更准",
        "The place is right to some {n} m only: check it; “precise location” in the telephone's settings is nearer",
    ),
    "label unreadable": (
        "照片中未读到标签。请靠近标签、对正、避免反光后再拍，或手工选择",
        "No label could be read. Go near, hold straight, avoid glare, and take it again; or choose by hand",
    ),
    "label of others": (
        "读到的二维码不是本系统可查阅的标签",
        "The code is no label of ours that you may read",
    ),
    "label offline": (
        "当前无信号，此浏览器须联网才能识别标签。请手工选择",
        "There is no signal, and this browser cannot read labels by itself. Choose by hand",
    ),
    "label unavailable": (
        "服务器暂时不能识别标签，请稍后再试或手工选择",
        "Labels cannot be read at present: try later, or choose by hand",
    ),
    "label locked": ("登录已过期，请重新登录后再识别标签", "The session is over: sign in again to read labels"),
}
"""Phrases by the names by which scripts say them."""
