"""A job on a page: it tells from time to time how far the job is, and ends with what came of it.

Without a script and without a page that loads itself anew: who listens to the page hears it go on. Each word stands
after the one before, of which the style shows the last alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup

from services.chassis.base import clock

PLACE = "<!-- progress -->"
"""Where in the page it is said."""
EVERY, LONGEST = 1.0, 600.0
"""Seconds between two looks, and for which a page goes on: after that it is to be loaded anew."""
BAR = Markup('<p class="now"><progress max="{rows}" value="{done}" aria-label="{text}"></progress> {text}</p>\n')
WAITS = Markup('<p class="now"><progress aria-label="{text}"></progress> {text}</p>\n')
Job = dict[str, Any]


def stream(
    look: Callable[[], Job], begin: str, end: Callable[[Job], str], say: Callable[[Job], str]
) -> Iterator[bytes]:
    """A page in pieces; `look` says how the job stands, `end` makes the page of how it stood last."""
    begun, before, job = clock.ticks(), "", look()
    yield f'{begin.partition(PLACE)[0]}<div class="steps" role="log">'.encode()
    while job["state"] in ("coming", "waiting", "running") and clock.ticks() - begun < LONGEST:
        if (text := say(job)) != before:
            before = text
            bar = BAR if job["rows"] else WAITS
            yield bar.format(rows=job["rows"], done=job["done"], text=text).encode()
        clock.pause(EVERY)
        job = look()
    yield b"</div>"
    yield end(job).partition(PLACE)[2].encode()
