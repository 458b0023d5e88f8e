"""Tasks 待办: what kinds of step people wait for, in the order in which they are shown.

A register says of a step that somebody is waited for in it (`Step.task`), and of which kind that is. What else may be
done in a record is offered on its page; it waits for nobody.
"""

from __future__ import annotations

APPROVE, CONFIRM, ACCEPT, PROCEED, REDO, SIGN = "approve", "confirm", "accept", "proceed", "redo", "sign"
LEFT = "left"
STEP_KINDS = {
    APPROVE: ("待审批", "To approve"),
    CONFIRM: ("待确认", "To confirm"),
    ACCEPT: ("待受理", "To take in"),
    PROCEED: ("在办", "In hand"),
    REDO: ("被退回", "Sent back"),
    SIGN: ("待签收", "To sign"),
}
"""What a step may be that is waited for."""
KINDS = STEP_KINDS | {LEFT: ("本人登记未办", "Opened and left")}
"""And what somebody opened, in which nothing has happened since."""


def task_kinds(task: str, starts: tuple[str, ...]) -> dict[str, str]:
    """In which statuses a step is waited for, each with the kind: "confirm" in all, or "confirm: done; redo: returned".

    Raises ValueError for a kind that there is not, or a status from which the step does not start.
    """
    kinds: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in task.split(";"))):
        kind, _, named = part.partition(":")
        statuses = tuple(one.strip() for one in named.split(",") if one.strip()) or starts
        if kind not in STEP_KINDS or not set(statuses) <= set(starts):
            raise ValueError(task)
        kinds |= dict.fromkeys(statuses, kind)
    return kinds
