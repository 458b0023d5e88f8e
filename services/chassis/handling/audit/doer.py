"""Who acts: what every audit event says of it beside the act itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from contracts.audit.acts import NOBODY

TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts, as what, from where, by which request.

    actor    a person's code, `key:` and a program's name, or that nobody said who they are
    post     as what: a role and a unit
    unit     the unit of that post; empty: the bureau
    address  the network address of the client; empty: it is not known, or nobody asked from outside
    route    the method and the pattern of the address that was asked; never what a client wrote into it
    request  what all belongs to that was done for one request
    """

    actor: str = NOBODY
    post: str = ""
    unit: str = ""
    on_behalf_of: str = ""
    address: str = ""
    route: str = ""
    request: str = ""
    trace: str = ""

    @property
    def traceparent(self) -> str:
        """The request's `traceparent`, if it is one: whatever else a client put there is not kept."""
        return self.trace if TRACEPARENT.fullmatch(self.trace) else ""

    @property
    def habitual(self) -> Doer:
        """The same whatever the request: by this acts are counted together."""
        return replace(self, request="", trace="")
