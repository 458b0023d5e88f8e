"""Why something about a log is not shown. The docstring is the English message, `zh` the Chinese one."""

from __future__ import annotations

from typing import ClassVar


class TlogError(Exception):
    """This shows nothing about the log."""

    zh: ClassVar[str] = "不能证明"

    def __init__(self, *about: object) -> None:
        self.about = about
        super().__init__((type(self).__doc__ or "").strip().partition("\n")[0], *about)


class BadProof(TlogError):
    """This proof does not lead from what is shown to the root."""

    zh: ClassVar[str] = "证明路径不能导出该根哈希"


class BadNote(TlogError):
    """This is not a well-formed signed note, or not a key for one."""

    zh: ClassVar[str] = "签名文本或密钥格式不正确"


class BadSignature(TlogError):
    """A signature of a key that is trusted does not fit the text."""

    zh: ClassVar[str] = "受信密钥的签名与文本不符"


class NoSignature(TlogError):
    """None of the signatures is of a key that is trusted."""

    zh: ClassVar[str] = "没有受信密钥的签名"


class BadCheckpoint(TlogError):
    """This is not a well-formed checkpoint."""

    zh: ClassVar[str] = "检查点格式不正确"


class Fork(TlogError):
    """Two checkpoints of one log contradict each other: one history was shown here, another there."""

    zh: ClassVar[str] = "同一日志的两个检查点互相矛盾：历史被改写或出现两个版本"


class Shrinkage(Fork):
    """The log is smaller than it was: entries that were in it are gone."""

    zh: ClassVar[str] = "日志比先前小：已有条目消失"
