"""A step on its way: where it is to be taken, what was filled in so far, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.errors import Conflict, Invalid, NotNow, Unknown
from contracts.forms import value_at
from contracts.register import Register, Step
from contracts.rpc import RecordHistory, RevisionEntry
from contracts.wire import JsonObject
from services.chassis.records.correction import REASON
from services.chassis.records.record import OPENING
from services.gateway.display import register_columns
from services.gateway.read_model.warnings.reading import RecordWarning
from services.gateway.web.forms import inputs, parse_form
from services.gateway.web.forms.inputs import Option
from services.gateway.web.forms.parse_form import Typed
from services.gateway.web.forms.rolls import Roll, key_field, keys_in, rolls_of, with_all


class Unexplained(Invalid):
    """A correction says why it is made."""

    slug, zh = "unexplained", "更正须写明原因"


@dataclass(frozen=True)
class Draft:
    """A step that a person is about to take.

    record   as its owner has it now; None: there is none yet, or its owner is silent
    key      the command's key: the same form sent twice is one command
    version  the version that the person saw
    wrong    the problem that it met; `faults` are its fields'
    spare    how many more rows were asked for, by the path of the list
    rolls    who is listed in its lists of people, by their paths
    names    what names may mean that were typed in part
    saved    the record that this very form saved before with other content; empty: none
    warnings what the step is unlikely beside; `answer`: why it is right all the same
    reason   why it is corrected
    joined   the steps that are taken along with it
    """

    register: Register
    step: Step
    id: str = ""
    record: RecordHistory | None = None
    corrects: int | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    version: int | None = None
    wrong: JsonObject | None = None
    spare: Mapping[str, int] = field(default_factory=dict)
    rolls: Mapping[str, Roll] = field(default_factory=dict)
    names: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    saved: str = ""
    warnings: tuple[RecordWarning, ...] = ()
    answer: str = ""
    reason: str = ""
    joined: tuple[str, ...] = ()

    @property
    def asks_first(self) -> bool:
        """Whether the person is asked once more: the step takes something back, or ends it."""
        return self.corrects is None and register_columns.ends(self.register, self.step)

    @property
    def faults(self) -> list[dict[str, str]]:
        """What is wrong with the form, field by field."""
        return [one for one in self._faults if one["field"] != REASON]

    @property
    def reason_faults(self) -> list[dict[str, str]]:
        """What is wrong with the reason of a correction."""
        return [one for one in self._faults if one["field"] == REASON]

    @property
    def _faults(self) -> list[dict[str, str]]:
        return list(self.wrong["errors"]) if self.wrong else []

    def check_reason(self) -> None:
        """Nothing, unless it is a correction and nobody says why. Raises Unexplained."""
        if self.corrects and not self.reason:
            raise Unexplained(errors=[Unexplained.fault(REASON)])

    @property
    def missed(self) -> list[RevisionEntry]:
        """What happened to the record since the person saw it, if that is what is wrong."""
        if self.wrong is None or self.record is None or self.wrong["slug"] != Conflict.slug:
            return []
        return [one for one in self.record.history if one.version > (self.version or 0)]

    @property
    def current_version(self) -> int | None:
        """The record's version now; None: it is not known."""
        return self.record.version if self.record else None

    def asked_apart(self, key: str) -> Draft:
        """The form after it was saved with other content: what is sent next is another command, of the record as it is.

        `key` is that command's.
        """
        saved = str((self.wrong or {}).get("saved", {}).get("id", ""))
        return replace(self, key=key, saved=saved, version=self.current_version)

    @property
    def saved_place(self) -> int | None:
        """The place of the step that was saved before, where it can be corrected; None: it stands nowhere any more."""
        if self.record is None:
            return OPENING
        own = [one for one in self.record.history if one.stands and one.step == self.step.name]
        return max((one.place for one in own), default=None)

    def as_resumed(self) -> Draft:
        """The form as it is shown again after a while: with what happened to its record since it was seen."""
        if self.record is None or self.version in (None, self.record.version):
            return self
        stands = self.corrects is not None or self.step.name in self.record.next
        problem = Conflict(self.id) if stands else NotNow(self.id, self.record.status, self.step.name)
        return replace(self, wrong=problem.to_dict())

    def correction_form(self) -> dict[str, Any]:
        """What a correction's step was taken with; private texts that this person may not read are asked for anew.

        Raises Unknown where no revision stands there, or one of another step.
        """
        if self.corrects is None or self.record is None:
            return {}
        revision = self._corrected()
        if revision is None:
            raise Unknown(self.id, f"place {self.corrects}")
        return inputs.correction_form(self.step.form, revision.data)

    def as_recorded(self) -> Draft:
        """A correction asks what was asked when the step was recorded."""
        revision = self._corrected()
        return self if revision is None else replace(self, step=self.step.edition(revision.step_version))

    def _corrected(self) -> RevisionEntry | None:
        """What is corrected, as far as it is known."""
        history = self.record.history if self.record else ()
        return next((one for one in history if one.stands and self._is_corrected(one)), None)

    def _is_corrected(self, one: RevisionEntry) -> bool:
        return (one.place, one.step) == (self.corrects, self.step.name)

    def with_roll(self, path: str, roll: Roll) -> Draft:
        """With everybody of a roll in a list of people but those whom the record has there already."""
        field, there = rolls_of(self.step.form)[path], self._people_before(path)
        fresh = {code: name for code, name in roll.items() if code not in there}
        listed = with_all(field, self.form.get(path) or [], fresh)
        return replace(
            self, form={**self.form, path: listed}, rolls={**self.rolls, path: {**self.rolls[path], **fresh}}
        )

    def with_points(self, path: str, points: Roll) -> Draft:
        """With every point in a list of what was looked at, in their order; what was typed of one stays.

        What was typed of a point of another list goes, though it bears the same number there.
        """
        field, places, before = rolls_of(self.step.form)[path], list(points), self.rolls.get(path, {})
        typed = [(str(row.get(key_field(field))), row) for row in self.form.get(path) or []]
        own = [row for key, row in typed if key not in before or before[key] == points.get(key)]
        rows = with_all(field, own, points)
        rows.sort(key=lambda row: places.index(key) if (key := str(row.get(key_field(field)))) in points else -1)
        return replace(self, form={**self.form, path: rows}, rolls={**self.rolls, path: points})

    def _people_before(self, path: str) -> set[str]:
        """Whom earlier steps of the record have in a list of people; a correction says anew who they are."""
        history = self.record.history if self.record and not self.corrects else ()
        field = rolls_of(self.step.form)[path]
        return {who for one in history if one.stands for who in keys_in(field, one.data.get(path) or [])}

    def more_rows(self, typed: Typed, path: str) -> Mapping[str, int]:
        """The rows of a list that were left blank, and some more."""
        rows, filled = len(parse_form.numbers(typed, path)), value_at(self.form, path)
        return {path: rows - len(filled if isinstance(filled, list) else ()) + inputs.MORE_ROWS}
