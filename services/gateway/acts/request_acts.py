"""What of one request is put on record: who was refused what, and what the answer gave away or changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from contracts.errors import Problem
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.trail import ActRecorder, NoRecorder
from services.chassis.records.personal_numbers.recogniser import find

DENIALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
READS = ("GET", "HEAD", "OPTIONS")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")
"""What ids of ours look like; whatever else a client wrote in the place of one is not kept."""


@dataclass
class RequestActs:
    """The acts of one request; `doer` is known better the further it comes.

    settled  what is wrong with it is on record, or is none of an act's
    """

    trail: ActRecorder = field(default_factory=NoRecorder)
    doer: Doer = field(default_factory=Doer)
    method: str = "GET"
    record_asked: str = ""
    settled: bool = False

    def know(self, **more: str) -> None:
        """Know more of who acts."""
        self.doer = replace(self.doer, **more)

    def ask_for(self, values: Mapping[str, str]) -> None:
        """Know which record the address names."""
        names = [values.get(name, "") for name in ("service", "register", "id")]
        if all(names) and is_harmless(names[2]):
            self.record_asked = f"{names[0]}.{names[1]}/{names[2]}"

    def record(self, act: str, **about: Any) -> None:
        """Put an act on record before its answer leaves. Raises NoRecord."""
        self.trail.record(act, self.doer, **about)

    def record_view(self, act: str, **about: str) -> None:
        """Put on record that something is shown, before it is; the same again within a minute is counted. Raises
        NoRecord.
        """
        self.trail.record_view(act, self.doer, **about)

    def record_done(self, act: str, **about: Any) -> None:
        """Put on record what was done already and cannot be taken back: now, or as soon as the journal takes it."""
        self.trail.record_done(act, self.doer, **about)

    def note(self, act: str, **about: Any) -> None:
        """Put an act on record within a second; what comes by the thousand is counted."""
        self.trail.note(act, self.doer, **about)

    def note_problem(self, problem: Problem) -> None:
        """Put on record that something was denied, or that a command was refused; once a request."""
        if problem.status in DENIALS:
            self._settle("denied", problem.slug, self.record_asked)
        elif self.method not in READS and HTTPStatus.BAD_REQUEST <= problem.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._settle("refused", problem.slug, self.record_asked)

    def _settle(self, act: str, problem: str, record: str) -> None:
        if not self.settled:
            self.settled = True
            self.note(act, problem=problem, record=record)

    def note_sign_in_failed(self, problem: Problem, account: str) -> None:
        """Put on record that somebody was not let in; `account` is one that there is: what else was typed is not kept.

        A form that was not filled in is no try.
        """
        self.settled = True
        if problem.status in DENIALS:
            self.note("sign_in_failed", problem=problem.slug, account=account)

    def note_refusal(self, register: str, id_: str, problem: Mapping[str, Any]) -> None:
        """Put on record that an owner refused a command about a record: by its problem, as it was answered."""
        self.settled = True
        act = "denied" if problem["status"] in DENIALS else "refused"
        record = f"{register}/{id_}" if is_harmless(id_) else ""
        self.note(act, problem=str(problem.get("slug", "")), record=record, register=register)


def is_harmless(text: str) -> bool:
    """Whether a text that a client gave for an id can be one, and says nothing of a person."""
    return ID.fullmatch(text) is not None and not any(find(text))
