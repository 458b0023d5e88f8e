"""What is said of entries that wait on a telephone, in both languages; the script of the queue says `WORDS`."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "street leaving": ("退出登录前", "Before you sign out"),
    "street leaving asked": (
        "本机还有 {count} 条记录没有发送（包括在本机登录过的其他人的）。退出登录会把它们从本机删除，无法找回。",
        (
            "Not sent from this device yet: {count}, with those of others who signed in here. "
            "Signing out deletes them for good."
        ),
    ),
    "street leaving sends": ("先去发送", "Send them first"),
    "street leaving deletes": ("删除并退出登录", "Delete them and sign out"),
}
WORDS: dict[str, tuple[str, str]] = {
    "queue waits": ("{count} 条尚未送达", "{count} not sent yet"),
    "queue next": ("{time} 再试", "Next try at {time}"),
    "queue open": ("查看记录", "Open the record"),
    "queue retry": ("重新发送", "Send again"),
    "queue remove asked": (
        "确定从本机删除这一条？没有送达的内容无法找回。",
        "Delete this entry here? What was not sent is gone.",
    ),
    "queue remove tried": (
        "确定从本机删除这一条？已经发送过，可能已送达；没有送达的内容无法找回。",
        "Delete this entry here? It was sent before and may have arrived; what did not is gone.",
    ),
    "queue part": ("已发送 {part}%", "{part}% sent"),
}
"""Phrases by the names by which the script says them; `{count}` and the like are put in there."""
