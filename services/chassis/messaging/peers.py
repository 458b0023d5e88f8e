"""What the other services said of themselves with their answers: how they are spoken to next."""

from __future__ import annotations

from typing import Any

from contracts.call import CHALLENGE, PROTOCOL_HEADER
from contracts.rpc import OLDEST_PROTOCOL

MOST_PROCESSES = 8
"""Of one service, whose challenges are remembered."""


class Peers:
    """The versions and the challenges of other services, as their last answers had them."""

    def __init__(self) -> None:
        self._protocols: dict[str, int] = {}
        self._challenges: dict[str, dict[str, str]] = {}

    def note(self, service: str, answer: Any) -> None:
        """Remember what stands beside the result of an answer; one of an older version says nothing there."""
        about = answer if isinstance(answer, dict) else {}
        protocol, challenge = about.get(PROTOCOL_HEADER), about.get(CHALLENGE)
        self._protocols[service] = protocol if isinstance(protocol, int) else OLDEST_PROTOCOL
        if isinstance(challenge, str):
            self._remember(self._challenges.setdefault(service, {}), challenge)

    def _remember(self, challenges: dict[str, str], challenge: str) -> None:
        process = challenge.partition("/")[0]
        # Put last: the process that is longest silent is forgotten first.
        challenges.pop(process, None)
        challenges[process] = challenge
        while len(challenges) > MOST_PROCESSES:
            del challenges[next(iter(challenges))]

    def protocol(self, service: str) -> int:
        """The version of the messages that a service understands: the oldest, before it has answered."""
        return self._protocols.get(service, OLDEST_PROTOCOL)

    def challenges(self, service: str) -> tuple[str, ...]:
        """The latest challenge of each process of a service."""
        return tuple(self._challenges.get(service, {}).values())
