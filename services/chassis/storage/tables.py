"""The chassis's tables, all in one place; the migrations make them, and a test holds the two against each other."""

from __future__ import annotations

import sqlalchemy as sa

meta = sa.MetaData()
PENDING, PUBLISHED, QUARANTINED = 0, 1, 2
"""The states of a journal row: it waits for the broker, the broker has confirmed it, it is too large ever to go."""

journal = sa.Table(
    "journal",
    meta,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("register", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("type", sa.String, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("digest", sa.String),
    sa.Column("upto", sa.Integer),
    sa.Column("state", sa.SmallInteger, nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False),
    sa.UniqueConstraint("register", "subject", "version", name="one_event_a_version"),
    sqlite_autoincrement=True,
)
"""A service's own events in the order in which they were written. `digest` and `upto` stand in the first event of a
command only: what the command said, and the version at which it left the record."""
waiting = sa.Index(
    "journal_waiting",
    journal.c.position,
    sqlite_where=journal.c.state == PENDING,
    postgresql_where=journal.c.state == PENDING,
)
"""Small, since nearly every row is published: the relay finds what waits without reading the rest."""
aside = sa.Index(
    "journal_set_aside",
    journal.c.position,
    sqlite_where=journal.c.state == QUARANTINED,
    postgresql_where=journal.c.state == QUARANTINED,
)
"""Empty nearly always: what will never go is counted at every pulse and scrape."""

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
sealed = sa.Table(
    "sealed",
    meta,
    sa.Column("sequence", _SEQUENCE, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("first", _SEQUENCE, nullable=False),
    sa.Column("path", sa.LargeBinary, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
)
"""The place of each event in its owner's history: its sequence, the first sequence of the batch with which it was
written, its path to the batch's root, and where the chain stands after it (`contracts.seal`)."""

seals = sa.Table(
    "seals",
    meta,
    sa.Column("first", _SEQUENCE, primary_key=True, autoincrement=False),
    sa.Column("last", _SEQUENCE, nullable=False),
    sa.Column("epoch", sa.String, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)
"""What was signed: a batch of sealed events, and with which key."""

epochs = sa.Table(
    "epochs",
    meta,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("base", _SEQUENCE, nullable=False),
    sa.Column("unsealed_upto", _SEQUENCE, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
)
"""The lives of this journal: after which sequence each began, and why. `unsealed_upto`: up to which position rows stood
in the journal before anything was sealed; they alone are sealed afterwards, once."""

inbox_heads = sa.Table(
    "inbox_heads",
    meta,
    sa.Column("owner", sa.String, primary_key=True),
    sa.Column("epoch", sa.String, nullable=False),
    sa.Column("sequence", _SEQUENCE, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
)
"""Up to which sequence of an owner's journal everything is here that this inbox is to receive, and where the owner's
chain stood after it."""

witnesses = sa.Table(
    "witnesses",
    meta,
    sa.Column("owner", sa.String, primary_key=True),
    sa.Column("epoch", sa.String, primary_key=True),
    sa.Column("first", _SEQUENCE, nullable=False),
    sa.Column("last", _SEQUENCE, nullable=False),
    sa.Column("root", sa.LargeBinary, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)
"""The newest batch that each owner signed, in each epoch of its journal, of which an event came in here: an owner that
signed more than its journal now holds was put back from an older copy."""

set_aside = sa.Table(
    "set_aside",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("owner", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("sent_again", sa.Integer, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)
"""Events that are accounted for although they are not here: those that could not be handled, with the reason, lie among
the dead letters; of those that were missing it says how often they were sent again."""

heard = sa.Table(
    "heard",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("register", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("heard_by_record", "register", "subject"),
)
"""Other services' events of which this one keeps replicas."""

copied = sa.Table(
    "copied",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("newest", sa.String, nullable=False),
    sa.Column("heard", sa.String, nullable=False),
    sa.Column("complete", sa.String, nullable=False),
)
"""How far the replica of a register reaches. Moments, empty where there was none yet: when the newest event was
recorded by its owner, when an event last came in, and when the owner's journal was read to its end."""

records = sa.Table(
    "records",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("sought", sa.Text, nullable=False, server_default=""),
    sa.Index("records_by_unit", "register", "unit", "id"),
    sqlite_with_rowid=False,
)
"""The projection: each record as it is now; `sought` is the text in which it is looked for."""

found_by = sa.Table(
    "found_by",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("field", sa.String, primary_key=True),
    sa.Column("value", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("day", sa.String, nullable=False, server_default=""),
    sa.Column("known", sa.String, nullable=False, server_default=""),
    sa.Column("compared", sa.Text, nullable=False, server_default=""),
    sa.Index("found_by_record", "register", "id"),
    sqlite_with_rowid=False,
)
"""By which values of the fields that its register names a record is found. Of a register whose newest records are
looked for: of which day the record is, since which moment it is known under this value, and the text in which it is
compared with others; empty in others."""
newest = sa.Index(
    "found_by_newest",
    *(found_by.c[name] for name in ("register", "field", "value", "day", "known", "id")),
    sqlite_where=found_by.c.day != "",
    postgresql_where=found_by.c.day != "",
)
"""The newest records under a value, without reading the others."""

projected = sa.Table(
    "projected",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("shape", sa.String, nullable=False),
)
"""By which definitions a register's projection was written."""

private = sa.Table(
    "private",
    meta,
    sa.Column("token", sa.String, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Encrypted texts that say who somebody is, under the tokens that stand for them."""

configured = sa.Table(
    "configured",
    meta,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("digest", sa.String, nullable=False),
)
"""With what the service was last started, as its journal says: settings, programme, key, each by its digest."""

counted = sa.Table(
    "counted",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("act", sa.String, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("since", sa.String, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)
"""Acts of a minute that are counted and not told one by one, by the id of the event that will say how many they were,
signed: whoever is killed before that minute is over loses a second of it."""

in_hand = sa.Table(
    "in_hand",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("after", sa.String, nullable=False),
    sa.Column("bodies", sa.Text, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Acts that are on record and have no place in the journal yet: a row for those that were recorded at once, signed.
`after` is the act that its process wrote down before. Of a process that lives they are there for a second; what one
that was killed left here another puts into the journal."""

calendar_moves = sa.Table(
    "calendar_moves",
    meta,
    sa.Column("event", sa.String, primary_key=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("since", sa.String, nullable=False),
    sa.Column("upto", sa.BigInteger, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("moved", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    sa.Column("ended", sa.String, nullable=False),
)
"""How far the due dates are moved that a year moves, by the event that confirmed it: the journal is looked through
from its first position, `upto` the last one at which events counted otherwise; how many records were moved, and how
many could not be. `ended` is empty while it goes on."""

leases = sa.Table(
    "leases",
    meta,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("holder", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False),
)
"""Who of several processes may act, and until when."""
