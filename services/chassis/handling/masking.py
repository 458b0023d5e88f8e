"""Who reads private texts: those who work with the record; others get masks (docs/decisions/0013-private-data.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.register import Register
from services.chassis.records import pseudonyms
from services.chassis.records.command import Actor
from services.chassis.records.pseudonyms import FORGOTTEN, MASK
from services.chassis.records.record import Record, Revision

SUPERVISING = frozenset({"captain", "legal", "inspector"})
"""Who answers for what a unit writes, or asks people whether it is true."""
MOBILE = re.compile("1[0-9]{10}")


def may_read_private_texts(actor: Actor | None, register: Register, unit: str) -> bool:
    """Whoever takes steps in the register, or supervises them, in the units they speak for."""
    if actor is None:
        return False
    works = any(actor.role in step.roles for step in register.steps)
    # Leaders, auditors and operators are not among them: they judge numbers and proofs, not people.
    return (works or actor.role in SUPERVISING) and (actor.within is None or unit in actor.within)


def mask_text(text: str) -> str:
    """A text that can be recognised by those who know it: 138****1234, 张**."""
    if MOBILE.fullmatch(text):
        return f"{text[:3]}{MASK}{MASK}{text[-4:]}"
    return f"{text[:1]}{MASK}" if len(text) > 1 else MASK


@dataclass
class Sight:
    """The records of which somebody was shown private texts in clear, by one answer.

    state  of a record that was asked for alone and shown: its version
    """

    register: str
    ids: list[str] = field(default_factory=list)
    state: str = ""

    @property
    def records(self) -> list[str]:
        """Within all registers."""
        return [f"{self.register}/{one}" for one in self.ids]


@dataclass(frozen=True)
class Masker:
    """What one person may read of the private texts behind some tokens."""

    actor: Actor | None
    texts: Mapping[str, str]

    def revision_data(self, record: Record, revision: Revision) -> dict[str, Any]:
        """A revision's data as this person may read them."""
        shape = pseudonyms.shape(revision.step.data)
        masked: dict[str, Any] = self.mask_data(record.register, record.unit, shape, revision.data)
        return masked

    def mask_data(self, register: Register, unit: str, where: pseudonyms.Shape, data: Any) -> Any:
        """Data of a unit's record as this person may read them."""
        clear = may_read_private_texts(self.actor, register, unit)
        return pseudonyms.map_texts(where, data, lambda token: self.text(token, clear=clear))

    def texts_by_token(self, record: Record) -> dict[str, str]:
        """What this person may read behind each token of a record."""
        clear = may_read_private_texts(self.actor, record.register, record.unit)
        return {token: self.text(token, clear=clear) for token in pseudonyms.tokens(record)}

    def shows(self, register: Register, unit: str, tokens: Iterable[str]) -> bool:
        """Whether this person is shown in clear any of the texts behind some tokens of a unit's record."""
        readable = (self.texts.get(token) for token in tokens)
        return may_read_private_texts(self.actor, register, unit) and any(
            text is not None and text != pseudonyms.UNREADABLE for text in readable
        )

    def text(self, token: str, *, clear: bool) -> str:
        """The text behind a token, or its mask."""
        text = self.texts.get(token)
        # Deleted for good by an operator; the token in the event means nothing any more.
        if text is None:
            return FORGOTTEN
        return text if clear or text == pseudonyms.UNREADABLE else mask_text(text)
