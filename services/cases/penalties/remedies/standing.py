"""What remedies, and the agency itself, have left of a decision."""

from collections.abc import Iterator

from services.chassis.records.record import Data, Record

GONE = ("revoked", "invalid", "redone")
"""Nothing is left of the decision."""
UNLAWFUL = "unlawful"
"""The decision was wrong, and is not revoked: it holds (Litigation Law art. 74, Reconsideration Law art. 65)."""
UNDONE = (*GONE, UNLAWFUL)
CHANGED = "changed"
REPLACED = "replaced"
"""A higher court gave another judgement; any other leaves the one before."""
HIGHER = ("end_appeal", "end_retrial")


SINCE = "contestable_until"
"""What the first version of a remedy's end did not say; by it what was found unlawful counted as revoked."""
Said = tuple[str, Data]
"""A step, and what it said."""


def standing_outcomes(case: Record, now: Said | None = None) -> list[Data]:
    """What was decided on the decision, as it stands: of a suit what its last instance said that said anything new.

    `now` is what is being decided, the last word by then.
    """
    standing: list[Data] = []
    suit: Data | None = None
    for name, data in _said(case, now):
        if name in ("end_reconsideration", "revoke"):
            standing.append(data)
        elif name == "sue":
            suit = None
        elif name in ("remand", "end_suit") or (name in HIGHER and data["judgement"] == REPLACED):
            # The suit has another judgement from now on, or none: the one before is gone.
            standing = [one for one in standing if one is not suit]
            suit = None if name == "remand" else data
            standing += filter(None, [suit])
    return standing


def _said(case: Record, now: Said | None) -> Iterator[Said]:
    for entry in case.effective:
        yield entry.step.name, entry.data
    if now:
        yield now[0], {SINCE: None} | now[1]


def outcome_of(data: Data) -> str:
    """What became of the decision by one outcome."""
    return str(data.get("outcome") or data.get("revocation") or "")


def is_gone(data: Data) -> bool:
    """Whether an outcome leaves nothing of the decision."""
    return outcome_of(data) in GONE or (outcome_of(data) == UNLAWFUL and SINCE not in data)


def leaves_nothing(case: Record) -> bool:
    """Whether nothing is left of the decision."""
    return any(is_gone(one) for one in standing_outcomes(case))


def leaves_publication(data: Data) -> bool:
    """Whether what was published no longer says what holds (Penalty Law art. 48)."""
    return outcome_of(data) in (*UNDONE, CHANGED)
