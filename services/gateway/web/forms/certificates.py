"""Why somebody cannot act as an officer today, as far as their record says: it stands beside their name.

What decides is the rule of the case, by the day of the step (Penalty Law art. 42): for a step of last year one of last
year counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from services.gateway.display.messages import pages

AUXILIARY = "auxiliary"
CERTIFICATE = ("kind", "valid_until")
"""The fields of a person that say so."""


def why_not_certified(lang: str, person: Mapping[str, Any], today: dt.date) -> str:
    """What keeps a person from being one of the two officers; empty: nothing that is known."""
    until = person.get("valid_until")
    if person.get("kind") == AUXILIARY:
        return pages.say(lang, "auxiliary")
    if not until:
        return pages.say(lang, "no certificate")
    return "" if str(until) >= today.isoformat() else pages.say(lang, "certificate over", day=until)
