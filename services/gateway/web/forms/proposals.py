"""What stands in a new form before anybody typed: when it is opened, and who opens it; all of it can be changed.

Contracts say of which fields; a form that comes back with what somebody typed is let be.
"""

from __future__ import annotations

import datetime as dt
import re

from contracts.forms import CODE, NOW, PROPOSED, PROPOSED_TO, SELF, TODAY, Form, fields_of
from services.chassis.base import clock
from services.gateway.http.bearer_tokens import Bearer


def own_code(bearer: Bearer) -> str | None:
    """The code of the person who asks; None: a program or a tool of the machine, whom no register of people knows."""
    return bearer.id if re.fullmatch(CODE, bearer.id) else None


def proposals(form: type[Form], bearer: Bearer, today: dt.date, now: dt.datetime | None = None) -> dict[str, str]:
    """What a new form proposes to somebody, by field; `now` to the minute, as clocks on walls show it."""
    time = now.astimezone(clock.SHANGHAI).isoformat(timespec="minutes") if now else None
    meant = {TODAY: today.isoformat(), NOW: time, SELF: own_code(bearer)}
    return {
        name: value
        for name, one in fields_of(form).items()
        if bearer.role in (one.metadata.get(PROPOSED_TO) or (bearer.role,))
        if (value := meant.get(one.metadata.get(PROPOSED, "")))
    }
