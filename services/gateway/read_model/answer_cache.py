"""What was computed from the ledger and still stands: numbers, whole answers as bytes, the tree of units."""

from __future__ import annotations

import hashlib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

import orjson

from services.chassis.records.record import Record
from services.gateway.read_model.progress import Answers
from services.gateway.read_model.question import Question

MOST_ANSWERS = 5000
MOST_PAGES = 200
PageKey = tuple[str, Question, str | None, frozenset[str]]
"""What is asked, of which frame and unit, and which private measures whoever asks sees as they are."""


@dataclass(frozen=True)
class CachedAnswer:
    """An answer as bytes, and the tag by which a client knows that it has it already."""

    body: bytes
    etag: str


def encode_page(document: dict[str, Any]) -> CachedAnswer:
    """A document as it is sent; its tag depends on the bytes alone, so every gateway gives the same."""
    body = orjson.dumps(document)
    return CachedAnswer(body, f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"')


@dataclass
class AnswerCache:
    """Answers to one state of the ledger; `generation` counts the states.

    Who computes something remembers the generation in which it began: what a change overtook is not kept.
    """

    answers: Answers = field(default_factory=dict)
    pages: dict[PageKey, CachedAnswer] = field(default_factory=dict)
    units: dict[str, Record] | None = None
    generation: int = 0

    def drop_pages(self) -> None:
        """The state has changed: whole answers are computed anew, from the numbers that still stand."""
        self.generation += 1
        self.pages.clear()

    def drop_measures(self, measures: AbstractSet[str]) -> None:
        """Forget the numbers of some measures, and the pages."""
        for key in [key for key in self.answers if key[0] in measures]:
            del self.answers[key]
        self.drop_pages()

    def drop_all(self) -> None:
        """Forget everything; the tree of units too, by which numbers are shared out."""
        self.units, self.answers = None, {}
        self.drop_pages()

    def answers_to_extend(self) -> Answers:
        """A copy of the numbers, for a reader to add to; empty where there are too many, which begins them anew."""
        return dict(self.answers) if len(self.answers) < MOST_ANSWERS else {}

    def keep_answers(self, generation: int, units: dict[str, Record], answers: Answers) -> None:
        """Keep what a reader read."""
        if generation == self.generation:
            self.units, self.answers = units, answers

    def keep_page(self, generation: int, key: PageKey, page: CachedAnswer) -> None:
        """Keep a page; the oldest go."""
        if generation == self.generation:
            self.pages[key] = page
            for oldest in list(self.pages)[:-MOST_PAGES]:
                del self.pages[oldest]
