"""Which field a column may mean: by its heading, by office words that mean the same, by likeness; never more than that.

A suggestion is shown to a person, who chooses; nothing is imported by it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from services.gateway.spreadsheets.choosing import words
from services.gateway.spreadsheets.field_columns import FieldColumn, Vocabulary
from services.gateway.spreadsheets.grid import Cell

OURS, KEPT, WORD, ALIKE = "ours", "kept", "word", "alike"
"""Why a field is suggested: it is called so; it was chosen before; by an office word; it reads alike."""
ENOUGH = 0.6
"""How much alike two headings must be to be worth showing."""
AMID = 0.9
"""What it takes off that one heading only stands in the other."""
SHORTEST_AMID = 2
UNFIT = 0.55
"""What it leaves of a likeness that the column's values cannot be read as such a field's."""
LONGEST = 60
Fits = Callable[[FieldColumn, Sequence[Cell]], bool]


@dataclass(frozen=True)
class Sample:
    """A column as a person sees it: how it is called in a choice, its heading, its first values."""

    key: str
    heading: str
    values: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A field that a column may mean, why, and how sure that is, from 0 to 1."""

    slot: FieldColumn
    reason: str
    score: float


def suggest(
    vocabulary: Vocabulary, samples: Sequence[Sample], fits: Fits, taken: Collection[FieldColumn] = ()
) -> dict[str, Suggestion]:
    """The best suggestion for each column that has any; no field for two columns, none that is taken already."""
    ranked = sorted(_all(vocabulary, samples, fits, taken), key=lambda one: -one[1].score)
    best: dict[str, Suggestion] = {}
    used = set(taken)
    for key, one in ranked:
        if key not in best and one.slot not in used:
            best[key] = one
            used.add(one.slot)
    return best


def _all(
    vocabulary: Vocabulary, samples: Sequence[Sample], fits: Fits, taken: Collection[FieldColumn]
) -> Iterator[tuple[str, Suggestion]]:
    names = {slot: _Names.of(slot) for slot in vocabulary.importable if slot not in taken}
    usual = set(vocabulary.usual)
    for sample in samples:
        heading = _Names((words.plain(sample.heading[:LONGEST]),), (words.by_meaning(sample.heading[:LONGEST]),))
        for slot, named in names.items():
            score, reason = heading.likeness(named)
            if score < ENOUGH:
                continue
            score *= 1 if fits(slot, sample.values) else UNFIT
            score -= 0 if slot.step.first else 0.01 if slot in usual else 0.02  # among equals the step that comes first
            if score >= ENOUGH:
                yield sample.key, Suggestion(slot, reason, round(score, 2))


@dataclass(frozen=True)
class _Names:
    """What something is called, as it is and by the meaning of its words."""

    plain: tuple[str, ...]
    meant: tuple[str, ...]

    @staticmethod
    def of(slot: FieldColumn) -> _Names:
        """The names of a field."""
        step = slot.step
        names = (slot.zh, f"{step.zh}{slot.zh}", slot.en, f"{step.en} {slot.en}", slot.name.replace("_", " "))
        return _Names(tuple(map(words.plain, names)), tuple(map(words.by_meaning, names)))

    def likeness(self, other: _Names) -> tuple[float, str]:
        """How much alike two things are called, and by what."""
        if set(self.plain) & set(other.plain):
            return 1.0, OURS
        raw = max(alike(one, their) for one in self.plain for their in other.plain)
        if set(self.meant) & set(other.meant):
            return 0.9 + raw / 20, WORD
        meant = max(alike(one, their) for one in self.meant for their in other.meant)
        return min(max(raw, meant * AMID), 0.9), ALIKE


def alike(one: str, other: str) -> float:
    """How much alike two texts read, from 0 to 1: as a whole, or one amid the other."""
    if not one or not other:
        return 0.0
    whole = fuzz.ratio(one, other)
    amid = fuzz.partial_ratio(one, other) if min(len(one), len(other)) >= SHORTEST_AMID else 0.0
    shorter = min(len(one), len(other)) / max(len(one), len(other))
    return max(whole, amid * (AMID * (0.5 + shorter / 2))) / 100


def chosen_before(kept: Mapping[str, FieldColumn]) -> dict[str, Suggestion]:
    """What somebody chose for columns of the same headings, as suggestions."""
    return {key: Suggestion(slot, KEPT, 1.0) for key, slot in kept.items()}
