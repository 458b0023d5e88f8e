"""Puts on record what becomes of dead letters: the gateway is told first, and where it cannot be, nothing is done."""

from __future__ import annotations

from collections.abc import Callable

from operations.base.environment import Environment
from operations.client import client
from services.chassis.messaging.letters.letter import DeadLetter

PATH = "/v1/operations/parking"
REPLAY, DISCARD = "replay", "discard"
Tell = Callable[[str, DeadLetter], None]
"""Is told what is about to be done to a message."""


def teller(environment: Environment) -> Tell:
    """Tells the gateway of this home. Raises Away, which says how it is started; Declined."""
    suite = client.connect(environment)

    def tell(act: str, parked: DeadLetter) -> None:
        suite.post(PATH, act=act, service=parked.service, event=parked.id)

    return tell


def nobody(_act: str, _parked: DeadLetter) -> None:
    """Nobody is told: for parts of the code that stand alone."""
