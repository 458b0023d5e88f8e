"""What can stand in the way of a command: said in one sentence, with the exit code for scripts."""

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
