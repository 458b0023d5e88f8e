"""What stands in a new form before anybody typed: the day on which it is opened, and who opens it; both can be changed.

Contracts say of which fields; a form that comes back with what somebody typed is let be.
"""

from __future__ import annotations

import datetime as dt
import re

from contracts.forms import CODE, PROPOSED, PROPOSED_TO, SELF, TODAY, Form, fields_of
from services.gateway.http.bearer_tokens import Bearer


def own_code(bearer: Bearer) -> str | None:
    """The code of the person who asks; None: a program or a tool of the machine, whom no register of people knows."""
    return bearer.id if re.fullmatch(CODE, bearer.id) else None


def proposals(form: type[Form], bearer: Bearer, today: dt.date) -> dict[str, str]:
    """What a new form proposes to somebody, by field."""
    meant = {TODAY: today.isoformat(), SELF: own_code(bearer)}
    return {
        name: value
        for name, one in fields_of(form).items()
        if bearer.role in (one.metadata.get(PROPOSED_TO) or (bearer.role,))
        if (value := meant.get(one.metadata.get(PROPOSED, "")))
    }
