"""Entries as pages show them: who, as what, from where, in words, with the questions that each leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.audit import acts
from contracts.audit.rpc import EntryRow
from services.gateway.audit import kinds
from services.gateway.display.formatting import Wording, short
from services.gateway.display.messages import pages
from services.gateway.display.whose_step import role_title

OTHERS = "others"
"""How the log names those who are counted together, beyond many that are counted one by one."""
NAMED = {acts.NOBODY: "audit nobody", OTHERS: "audit others"}
GOOD = {"": "", "done": ""}


@dataclass(frozen=True)
class EntryLine:
    """An entry in words; `record_path` is where the trail of its record is shown, empty where it names none."""

    row: EntryRow
    title: str
    who: str
    post: str
    record: str
    record_path: str
    outcome: str

    @property
    def by_itself(self) -> bool:
        """Whether it tells of one act alone."""
        return self.row.count == 1


def lines(rows: Iterable[EntryRow], worded: Wording) -> list[EntryLine]:
    """Entries in words."""
    return [line(one, worded) for one in rows]


def line(row: EntryRow, worded: Wording) -> EntryLine:
    """An entry in words."""
    return EntryLine(
        row,
        kinds.title_of(row.kind)[worded.lang],
        pages.say(worded.lang, NAMED[row.actor]) if row.actor in NAMED else row.actor,
        post_words(row.post, worded),
        short(row.record),
        trail_path(row.record),
        outcome_words(row.outcome, worded.lang),
    )


def post_words(post: str, worded: Wording) -> str:
    """A role and a unit in words: 中队长 东亭中队."""
    role, _, unit = post.partition("@")
    if not role:
        return ""
    title = role_title(worded.lang, role)
    return f"{title} {worded.unit(unit) if unit else ''}".strip()


def outcome_words(outcome: str, lang: str) -> str:
    """How an act ended; empty where all went well."""
    if outcome in GOOD:
        return ""
    return pages.titles(lang, acts.OUTCOMES).get(outcome, outcome)


def trail_path(record: str) -> str:
    """Where the trail of a record is shown."""
    register, _, id_ = record.partition("/")
    return f"/audit/records/{register.replace('.', '/', 1)}/{id_}" if "." in register and id_ else ""
