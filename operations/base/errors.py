"""What can stand in the way of a command: said in one sentence, with the exit code for scripts."""

import errno
from typing import ClassVar


class OperatorError(Exception):
    """The command cannot be carried out."""

    code: ClassVar[int] = 1

    def __init__(self, *about: object) -> None:
        self.about = about
        super().__init__(*about)

    def __str__(self) -> str:
        """The docstring on one line, with what it is about in its places."""
        return " ".join((type(self).__doc__ or "").split()).format(*self.about)


class WrongSetting(OperatorError):
    """The setting {0} is wrong: {1}."""


class BrokerAway(OperatorError):
    """The broker at {0} does not answer: {1}."""

    code = 2


class NotWritable(OperatorError):
    """Nothing can be written in {0}: {1}. Make room on its disk, or mount it for writing, then try again.
    无法写入，请腾出磁盘空间或以可写方式重新挂载后再试。
    """

    code = 3
    errnos: ClassVar[tuple[int, ...]] = (errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO)
