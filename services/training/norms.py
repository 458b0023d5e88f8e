"""Rules for norms, and what others ask of them: which edition was in force on a day, and which clauses it has."""

import datetime as dt
from collections import Counter

from contracts.errors import Refused
from contracts.refusals import NotNewer
from contracts.training.norms import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record, Revision
from services.chassis.records.rules import Rules

rules = Rules(register)
HALVES = {
    "ten_prohibitions": {None: 10},
    "five_musts": {"must": 5, "must_not": 5},
    "four_befores": {"before": 4, "after": 4},
    "eight_provisions": {None: 8},
    "ten_provisions": {None: 10},
}
"""How many clauses the norms that are named after their number have."""
SEVERAL = ("other", "ten_provisions")
"""Kinds of which there may be several: province and city each have their own ten (F061)."""


class ClauseCount(Refused):
    """A norm has the clauses that its name promises: ten; five and five; four and four."""

    slug, zh, field = (
        "clause-count",
        "条款数与规范名称不符（十条；五要、五不准各五条；四先、四后各四条；八项；十项）",
        "clauses",
    )


class Misnumbered(Refused):
    """Clauses are numbered from 1, each number once."""

    slug, zh, field = "misnumbered", "条款号应从 1 起连续编号，不得重复", "clauses"


class SecondNorm(Refused):
    """There is such a norm already: it is revised, not published again."""

    slug, zh, field = "second-norm", "该类规范已有一部，请办理改版而非再次发布", "kind"


class EditionNotNewer(NotNewer):
    """An edition's number is greater than that of the one it replaces."""

    zh, field = "版次须大于现行版次", "edition"


class NormNotInForce(Refused):
    """No edition of this norm was in force on that day."""

    slug, zh, field = "norm-not-in-force", "该规范当日未施行", "norm"


class NoSuchClause(Refused):
    """The edition that was in force on that day has no such clause."""

    slug, zh, field = "no-such-clause", "当日施行的版本没有该条款", "clause"


def has_namesake(norm: Record, form: Data, lookup: Lookup) -> bool:
    """Whether there is another norm of the kind that a form names."""
    return lookup.exists("training.norms", but=norm.id, kind=form["kind"])


@rules.on("publish", another=has_namesake)
def publish(norm: Record, form: Data, _at: Context, *, another: bool) -> Data:
    """A norm comes into force; but for some there is one of a kind, and its clauses are counted."""
    check_clauses(form["kind"], form["clauses"])
    if form["kind"] not in SEVERAL and another:
        raise SecondNorm(form["kind"])
    return form | {"document": f"{norm.id}/{form['edition']}"}


@rules.on("revise")
def revise(norm: Record, form: Data, _at: Context) -> Data:
    """A newer edition takes the place of the one in force: signatures for that one count no longer (M-S3-1)."""
    if form["edition"] <= norm["edition"]:
        raise EditionNotNewer(form["edition"], norm["edition"])
    check_clauses(norm["kind"], form["clauses"])
    return form | {"document": f"{norm.id}/{form['edition']}"}


def check_clauses(kind: str, clauses: list[Data]) -> None:
    """The clauses are as many as the norm's name promises. Raises ClauseCount, Misnumbered."""
    if sorted(clause["number"] for clause in clauses) != list(range(1, len(clauses) + 1)):
        raise Misnumbered
    halves = Counter(clause["part"] for clause in clauses)
    if halves != HALVES.get(kind, halves):
        raise ClauseCount(kind, len(clauses))


def edition_on(norm: Record, day: dt.date) -> Revision | None:
    """What brought the edition into force that was in force on a day; None: there was none."""
    moves = [entry for entry in norm.moves() if entry.on <= day]
    return moves[-1] if moves and moves[-1].step.leads == "in_force" else None


def editions(norm: Record) -> dict[int, Revision]:
    """What brought each edition into force, by its number."""
    return {entry.data["edition"]: entry for entry in norm.moves() if entry.step.leads == "in_force"}


def edition_of_clause(norm: Record, clause: int, day: dt.date) -> int:
    """The edition in force on a day, which has this clause. Raises NormNotInForce, NoSuchClause."""
    edition = edition_on(norm, day)
    if edition is None:
        raise NormNotInForce(norm.id, day)
    if clause not in {one["number"] for one in edition.data["clauses"]}:
        raise NoSuchClause(edition.data["document"], clause)
    number: int = edition.data["edition"]
    return number


def norm_of(_record: Record, form: Data, lookup: Lookup) -> Record:
    """The norm that a form names."""
    return lookup.record("training.norms", form["norm"])
