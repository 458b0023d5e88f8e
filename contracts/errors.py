"""Why something was not done.

The docstring is the English message, `zh` the Chinese one, `slug` the kind's name for clients, `status` its HTTP
status, `field` what the person should look at, `article` the rule's source.
"""

from __future__ import annotations

from typing import Any, ClassVar


def fault(field: str, en: str, zh: str) -> dict[str, str]:
    """What is wrong with one field, in both languages."""
    return {"field": field, "en": en, "zh": zh}


class Problem(Exception):
    """Something is wrong."""

    slug: ClassVar[str] = "problem"
    zh: ClassVar[str] = "出错了"
    status: ClassVar[int] = 500
    article: ClassVar[str] = ""
    field: ClassVar[str] = ""
    step: int
    """Which command of a group it stopped, from 0."""
    source: str
    """The rule's source: `article`, unless a law of another day was broken."""

    def __init__(self, *about: object, errors: list[dict[str, Any]] | None = None) -> None:
        self.about = about
        self.step = 0
        self.errors = errors or []
        self.source = self.article
        super().__init__(type(self).message(), *about)

    @classmethod
    def message(cls) -> str:
        """The first line of the docstring."""
        return (cls.__doc__ or "").strip().partition("\n")[0]

    def to_dict(self) -> dict[str, Any]:
        """The problem as RFC 9457 members, both languages, every field named that is known to be at fault."""
        errors = self.errors or ([self.fault(self.field)] if self.field else [])
        members = {
            "type": f"/problems/{self.slug}",
            "slug": self.slug,
            "status": self.status,
            "title": self.message(),
            "title_zh": self.zh,
            "detail": " ".join(str(one) for one in self.about if one is not None),
            "errors": errors,
        }
        return members | ({"article": self.source} if self.source else {})

    @classmethod
    def fault(cls, field: str) -> dict[str, str]:
        """This problem at one field."""
        return fault(field, cls.message(), cls.zh)


class Refused(Problem):
    """The rules do not allow this."""

    slug, zh, status = "refused", "规则不允许", 409


class NotNow(Refused):
    """This step is not possible in the present status."""

    slug, zh = "not-now", "当前状态下不能办理此步骤"


class NotYet(Refused):
    """A date in the future cannot have happened."""

    slug, zh = "not-yet", "日期在将来，尚未发生"


class OutOfOrder(Refused):
    """A step cannot have happened before the step that it follows."""

    slug, zh = "out-of-order", "日期早于前一步骤"


class Unknown(Problem):
    """There is no such thing."""

    slug, zh, status = "unknown", "查无此项", 404


class Conflict(Problem):
    """The record has changed since it was read."""

    slug, zh, status = "stale-version", "记录已被他人更改，请重新读取", 412


class KeyReused(Problem):
    """This was saved before with other content, under the same Idempotency-Key."""

    slug, zh, status = "key-reused", "此项此前已按其他内容保存（幂等键 Idempotency-Key 相同）", 422

    def __init__(self, register: str, record: str) -> None:
        """`record` of `register` is what was saved under the key."""
        en = f"{register} {record} was saved under it. What is another command has a key of its own, drawn anew"
        zh = f"该键已保存 {register} {record}；另一条指令须用新的键（如新的 UUID），重试须原样重发"
        super().__init__(
            register, record, errors=[fault("Idempotency-Key", f"{en}; a retry sends the same content again", zh)]
        )
        self.saved = {"register": register, "id": record}

    def to_dict(self) -> dict[str, Any]:
        """With the record that was saved: who changed a form after it was saved goes on from there."""
        return super().to_dict() | {"saved": self.saved}


class Forbidden(Problem):
    """This role or unit may not do this."""

    slug, zh, status = "forbidden", "无权办理", 403


class Unauthenticated(Problem):
    """A valid token is needed."""

    slug, zh, status = "unauthenticated", "请先登录", 401


class Invalid(Problem):
    """Some fields are not filled in correctly."""

    slug, zh, status = "invalid", "有栏目需要改正", 422


class TooLarge(Problem):
    """This is larger than what is accepted."""

    slug, zh, status = "too-large", "超过允许的大小", 413


class UnsupportedMedia(Problem):
    """This address does not take a body of that kind."""

    slug, zh, status = "unsupported-media-type", "此地址不接受这种类型的正文", 415


class OutOfRange(Problem):
    """This part of the file does not exist."""

    slug, zh, status = "out-of-range", "所请求的部分超出文件范围", 416


class TooSlow(Problem):
    """What was sent came too slowly; nothing of it was kept."""

    slug, zh, status = "too-slow", "上传过慢，已中止；未保存任何内容", 408


class TooMany(Problem):
    """These are more requests than one account, or one address without an account, may make at a time."""

    slug, zh, status = "too-many", "请求过于频繁，请稍后再试", 429

    def __init__(self, *about: object, wait: int = 1) -> None:
        """`wait`: seconds after which it may be tried again."""
        super().__init__(*about)
        self.wait = wait


class Unavailable(Problem):
    """A part of the suite does not answer at the moment; nothing was lost, try again."""

    slug, zh, status = "unavailable", "服务暂不可用，请稍后重试", 503


class InsufficientStorage(Problem):
    """The disk is full: nothing was kept. Send it again once there is room."""

    slug, zh, status = "insufficient-storage", "磁盘空间不足，未保存任何内容；腾出空间后可重新提交", 507


class UnwritableStorage(Problem):
    """The disk is read-only, or it fails: nothing was kept. Send it again once it is mended."""

    slug, zh, status = "unwritable-storage", "磁盘只读或发生故障，未保存任何内容；修复后可重新提交", 503


class Unreadable(Problem):
    """This is not a well-formed event or document."""

    slug, zh, status = "unreadable", "内容无法识别", 400


class Undefined(Exception):
    """A register or a programme contradicts itself; the process does not start."""
