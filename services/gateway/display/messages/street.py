"""What the pages of the street say, in both languages; scripts say `WORDS`, which their pages hold for them."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "street": ("街面", "Street"),
    "street title": ("四六三街面", "Four-Six-Three, the street"),
}
WORDS: dict[str, tuple[str, str]] = {
    "waiting": ("等待发送", "Waits to be sent"),
    "sending": ("正在发送", "Is being sent"),
    "sent": ("已送达", "Sent"),
    "refused": ("未受理，请修改", "Refused: to be mended"),
}
"""Phrases by the names by which scripts say them; `{n}` and the like are put in there."""
