"""Rules for opening the public pages."""

from contracts.errors import Refused
from contracts.outreach.public_openings import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class NotLookedThrough(Refused):
    """What will be shown is looked through first."""

    slug, zh, field = "not-looked-through", "开放前须先在预览中逐项核对将公开的内容", "seen"


@rules.on("open", "reopen")
def open_pages(_opening: Record, form: Data, _at: Context) -> Data:
    """Nothing is opened unseen."""
    if not form["seen"]:
        raise NotLookedThrough
    return form
