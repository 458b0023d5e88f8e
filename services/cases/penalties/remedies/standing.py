"""What remedies, and the agency itself, have left of a decision."""

from services.chassis.records.record import Data, Record, Revision

UNDONE = ("revoked", "unlawful", "invalid", "redone")
CHANGED = "changed"
REPLACED = "replaced"
"""A higher court gave another judgement; any other leaves the one before."""
HIGHER = ("end_appeal", "end_retrial")


def standing_outcomes(case: Record) -> list[Data]:
    """What was decided on the decision, as it stands: of a suit what its last instance said that said anything new."""
    others: list[Revision] = []
    suits: list[Revision | None] = []
    for entry in case.effective:
        name = entry.step.name
        if name in ("end_reconsideration", "revoke"):
            others.append(entry)
        elif name == "sue":
            suits.append(None)
        elif name == "remand":
            suits[-1:] = [None]
        elif name == "end_suit" or (name in HIGHER and entry.data["judgement"] == REPLACED):
            suits[-1:] = [entry]
    standing = [*others, *filter(None, suits)]
    return [entry.data for entry in sorted(standing, key=lambda entry: (entry.on, entry.place))]


def outcome_of(data: Data) -> str:
    """What became of the decision by one outcome."""
    return str(data.get("outcome") or data.get("revocation") or "")


def leaves_publication(data: Data) -> bool:
    """Whether what was published no longer says what holds (Penalty Law art. 48)."""
    return outcome_of(data) in (*UNDONE, CHANGED)
