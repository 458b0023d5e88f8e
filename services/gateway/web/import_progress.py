"""A long import on a page: it begins at once, says from time to time that it goes on, and ends with what came of it.

Without a script and without a page that loads itself anew: who listens to the page hears it go on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import escape

from contracts.errors import Problem
from services.chassis.base import clock
from services.gateway.http.errors import InternalError

FEW_ROWS = 300
"""Up to so many it is done before anybody would wonder."""
PLACE = "<!-- progress -->"
"""Where in the page it is said."""
EVERY = 1.0
Say = Callable[[str, int], str]
End = Callable[[dict[str, Any]], str]


def stream(work: Callable[[], dict[str, Any]], begin: str, end: End, say: Say) -> Iterator[bytes]:
    """A page in pieces; `end` makes the page of what came of the work, `say` the words of a moment."""
    begun, outcome = clock.ticks(), dict[str, Any]()
    worker = threading.Thread(target=_carry_out, args=(work, outcome), daemon=True)
    worker.start()
    yield f'{begin.partition(PLACE)[0]}<div class="banner" role="log">'.encode()
    while worker.is_alive():
        yield f"<p>{escape(say('still importing', round(clock.ticks() - begun)))}</p>\n".encode()
        worker.join(EVERY)
    yield f"<p>{escape(say('import over', round(clock.ticks() - begun)))}</p></div>".encode()
    yield end(outcome).partition(PLACE)[2].encode()


def _carry_out(work: Callable[[], dict[str, Any]], outcome: dict[str, Any]) -> None:
    """Note what came of it, or the problem that it met: the page has begun and can tell it only in words."""
    outcome["wrong"] = InternalError().to_dict()  # stands where the work ends in a failure of ours
    try:
        outcome["told"] = work()
        outcome["wrong"] = None
    except Problem as problem:
        outcome["wrong"] = problem.to_dict()
