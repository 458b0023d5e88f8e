"""Whether a robot's answer says that the message was taken: its maker's word, and not the status of HTTP."""

from __future__ import annotations

from typing import Any

CODES = ("errcode", "code", "StatusCode")
"""Where robots say what was wrong, as WeCom and DingTalk, Feishu and Feishu of earlier days name it; 0: nothing."""


def says_yes(body: Any) -> bool:
    """Whether the body of an answer says so; what says nothing of it, as a page of a proxy's, does not."""
    codes = [body[name] for name in CODES if name in body] if isinstance(body, dict) else []
    return bool(codes) and all(str(one) == "0" for one in codes)
