"""Where it is written which generations a district has, and by which programme each is made."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from services.gateway.read_model.ledger import meta

LIVE, BUILDING, KEPT, LEAVING, DECLINED = "live", "building", "kept", "leaving", "declined"
"""Read; made record by record; read before, and gone back to if need be; whose rows are being deleted; without rows,
since an operator went back to the one before it."""
DRAFTING, PREVIEW = "drafting", "preview"
"""Of a programme that is not in force: made record by record; ready to be compared with the live one, never read by
others."""
LAYING, BESIDE = "laying", "beside"
"""Of a programme beside the first: made record by record; read under its own name, as long as it stands."""
BROKEN = "broken"
"""Of a programme beside the first that could not count an event: neither read nor written, until its file or the code
is another."""
BUILDS, PREVIEWS = (BUILDING, DRAFTING), (DRAFTING, PREVIEW)
WRITTEN = (LIVE, *BUILDS, KEPT, PREVIEW, LAYING, BESIDE)
"""By these each event that arrives is written."""
BIG = sa.BigInteger

generations = sa.Table(
    "generations",
    meta,
    *(sa.Column(name, sa.String, primary_key=True) for name in ("district", "programme", "name")),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("whole", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    sa.Column("place", sa.String, nullable=False),
    sa.Column("done", BIG, nullable=False),
    sa.Column("total", BIG, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("changed", sa.String, nullable=False),
)
"""`programme` is a campaign's name, `name` that of the generation's rows. The pointer is the state: one is live."""
_OF_LIVE = generations.c.state == LIVE
sa.Index(
    "generations_live",
    *(generations.c[name] for name in ("district", "programme")),
    unique=True,
    sqlite_where=_OF_LIVE,
    postgresql_where=_OF_LIVE,
)
programme_texts = sa.Table(
    "programme_texts",
    meta,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class Generation:
    """One generation of a district's rows.

    digest   by which programme and which code it is made (`ledger.made_by`)
    whole    whether what is kept beside, without a generation, is made anew as well
    refused  whether an operator went back to the one before it
    place    the last record that was built, or let go of
    done     how many events were, of so many in `total`, in so many `seconds` of work
    changed  the moment since which it is in its state
    """

    name: str
    digest: str
    state: str
    whole: bool
    refused: bool
    place: str
    done: int
    total: int
    seconds: float
    changed: str

    @property
    def programme(self) -> str:
        """The digest of the programme."""
        return self.digest.partition(".")[0]

    @property
    def code(self) -> str:
        """The version of what reads events besides the programme."""
        return self.digest.partition(".")[2]

    @property
    def rate(self) -> float | None:
        """Events a second of work."""
        return self.done / self.seconds if self.seconds else None
