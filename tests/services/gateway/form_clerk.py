"""Somebody who takes any step of any register over HTTP, with forms read off the contract alone."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from werkzeug.test import TestResponse

from contracts import catalogue, envelope
from contracts.forms import FILES, PAPER, Form, fields_of, own_fields, schema, values_of_kind
from contracts.register import NEW, Register, Step
from services.chassis.handling.command_service import CommandService
from services.chassis.records.command import Actor
from services.chassis.records.record import allowed_main_statuses
from services.chassis.records.rules import Rules
from services.chassis.storage import journal
from services.chassis.storage.store import Store, insert_many
from services.gateway.read_model import paper_checks
from tests import keys
from tests.largest_forms import FormBuilder
from tests.office import VAULT, Office, clerk_of
from tests.services.gateway.gateway_client import GatewayClient

Signed = tuple[str, dict[str, str]]
"""A person's code, and the headers by which they ask."""
PEOPLE, OTHER = "training.people", "another person"
RUNS = {"batch": "1", "seizure": "1", "things_of": "1"}
"""What tells apart several runs of a line must be said alike in all of its steps."""
ADDED = {"announced_year": "2031"}
"""What a rule adds that every service counts by: of a year that is none the calendar could not be made."""


class FormClerk:
    """Takes the steps of every register over HTTP, with forms as small or as large as they may be.

    Rules refuse nothing here, and add the most that the contract lets them add: what a rule of ours lets through and
    adds is less.
    """

    def __init__(self, store: Store, home: Path) -> None:
        office = Office(store, units="")
        rules = [self._rules(register) for register in catalogue.REGISTERS.values()]
        office.registers = CommandService(store, rules, keys.sealer(), now=office._now, vault=VAULT)
        self.gateway, self.store, self.most = GatewayClient(home, office, store), store, False
        self.gateway.record_client.inspections.clear()  # type: ignore[attr-defined]
        self.gateway.record_client.completions.clear()  # type: ignore[attr-defined]
        self.words = dict[str, Iterator[str]]()
        self.numbers, self.known, self.read = itertools.count(), dict[str, str](), 0
        self.papers, self.handed_in = {self._paper(b"%d" % number): b"%d" % number for number in range(50)}, set[Any]()

    def _paper(self, body: bytes, by: str = "SYN-nobody") -> str:
        return str(self.gateway.evidence.save(body, name="p", media_type="text/plain", by=by)["sha256"])

    def _hand_in(self, form: type[Form], filled: dict[str, Any], by: str) -> None:
        """Who names papers that no record names yet has handed them in."""
        for _, _, sha256 in values_of_kind(form, filled, *FILES):
            if sha256 in self.papers and (sha256, by) not in self.handed_in:
                self._paper(self.papers[sha256], by)
                self.handed_in.add((sha256, by))

    def _rules(self, register: Register) -> Rules:
        rules = Rules(register)
        for step in register.steps:
            if step.adds:
                rules.on(step.name)(self._adding(step))
        return rules

    def _adding(self, step: Step) -> Any:
        def add(_record: Any, form: Any, _at: Any) -> Any:
            assert step.adds
            # Within a command no other is given; what a rule adds need not be known.
            named = FormBuilder(lambda name: self.known.get(name) or "x" * 40, tuple(self.papers), ADDED)
            return form | schema(step.adds).load(self._fill(named, step.adds))

        return add

    def _fill(self, builder: FormBuilder, form: Any) -> dict[str, Any]:
        return builder.largest(form) if self.most else builder.smallest(form)

    def know(self, name: str) -> str:
        """The id of a record of a register, opened the first time that it is named."""
        if name not in self.known:
            self.known[name] = self._open_small(name)
        return self.known[name]

    def _open_small(self, name: str, **given: str) -> str:
        most, self.most = self.most, False
        id_ = self.open(catalogue.REGISTERS[name], catalogue.REGISTERS[name].opening, **given)
        self.most = most
        return id_

    def other_person(self) -> str:
        """Somebody of another unit than the one whom forms name: who decides is not whom a record is about."""
        if OTHER not in self.known:
            self.know(PEOPLE)
            self.known[OTHER] = self._open_small(PEOPLE, unit=self._open_small("training.units"))
        return self.known[OTHER]

    def open(self, register: Register, step: Step, **given: str) -> str:
        """Open a record; its id."""
        response = self.send_opening(register, step, self.form(register, step, **given))
        assert response.status_code == 201, (register.name, step.name, response.text[:500])
        return str(read(response)["record"]["id"])

    def send_opening(
        self, register: Register, step: Step, form: dict[str, Any], who: Signed | None = None
    ) -> TestResponse:
        """Hand in what opens a record. Where there may be one of it alone, that of before is taken back."""
        response = self.send(register, step, "", form, who)
        if response.status_code == 409 and (borne := read(response)).get("slug") == "borne-by-another":
            voids = next(one for one in register.steps if one.voids)
            self.take(register, voids, borne["detail"].split()[-1])
            response = self.send(register, step, "", form, who)
        return response

    def take(self, register: Register, step: Step, record: str) -> TestResponse:
        """Take a step."""
        return self.send(register, step, record, self.form(register, step))

    def form(self, register: Register, step: Step, **given: str) -> dict[str, Any]:
        """A step's form, filled in; some values of fields may be given."""
        identity = {register.identity: self._identity(register)} if step.first and register.identity else {}
        decides = step.concerned or step.other_unit
        others = {name: self.other_person() for name in own_fields(step.form) if name not in given} if decides else {}
        return self._fill(FormBuilder(self.know, tuple(self.papers), RUNS | identity | others | given), step.form)

    def send(
        self, register: Register, step: Step, record: str, form: dict[str, Any], who: Signed | None = None
    ) -> TestResponse:
        """Hand a form in, as somebody who is fit for the step or as who is named."""
        where = f"/v1/{register.service}/{register.slug}"
        path = f"{where}/{record}/{step.name}" if record else f"{where}?step={step.name}"
        person, headers = who or self._fit(clerk_of(register.name, step.name, form))
        self._hand_in(step.form, form, person)
        # Whole, so that the gateway knows the request to be over: an account has only so many at a time.
        return self.gateway.client.post(path, data=orjson.dumps(form), headers=headers, buffered=True)

    def _fit(self, actor: Actor) -> Signed:
        return actor.id, self.gateway.headers_of(actor)

    def _identity(self, register: Register) -> str:
        """An id that no record has: what a record is named for is drawn anew."""
        field = fields_of(register.opening.form)[register.identity]
        if named := field.metadata.get("x-register"):
            self.known.pop(named, None)
            return self.know(named)
        if field.metadata.get("x-type") == PAPER:
            return self._paper_of_a_matter()
        if words := field.metadata.get("x-words"):
            return str(next(self.words.setdefault(register.name, iter(words))))
        return f"R{next(self.numbers)}".ljust(40, "x")

    def _paper_of_a_matter(self) -> str:
        """A paper that everybody may read, as if a matter named it."""
        body = b"of a matter %d" % next(self.numbers)
        sha256, view = self._paper(body), self.gateway.read_model
        self.papers[sha256] = body
        with view.store.begin() as tx:
            place = {"sha256": sha256, "district": view.district, "register": "outreach.matters", "unit": "DT"}
            insert_many(tx, paper_checks.paper_places, [place])
        return sha256

    def reach(self, register: Register, step: Step) -> str:
        """A record in which a step may be taken; empty: the step opens one."""
        before = steps_before(register, step)
        record = self.open(register, before[0]) if before else ""
        for one in before[1:]:
            response = self.take(register, one, record)
            assert response.status_code == 200, (register.name, one.name, response.text[:500])
        return record

    def hear(self) -> list[str]:
        """Let the view hear what was journalled since, as the relay and the subscriber would; the events' ids."""
        with self.store.begin_read() as tx:
            rows = journal.page(tx, self.read, 10_000)
        self.read = rows[-1][0] if rows else self.read
        bodies = [body.encode() for _, body in rows]
        events = [envelope.decode(body) for body in bodies if len(body) <= envelope.LONGEST]
        with self.gateway.read_model.store.begin() as tx:
            self.gateway.read_model.handle(tx, events)
        return [event.id for event in events]


def steps_before(register: Register, step: Step) -> list[Step]:
    """The fewest steps after which a step may be taken."""
    begin = (NEW, NEW)
    paths: dict[tuple[str, str], list[Step]] = {begin: []}
    queue = deque([begin])
    while queue:
        state = queue.popleft()
        if _may(register, step, state):
            return paths[state]
        for one in register.steps:
            after = _after(one, state)
            if one.line in ("main", step.line) and not one.voids and _may(register, one, state) and after not in paths:
                paths[after] = [*paths[state], one]
                queue.append(after)
    pytest.fail(f"{register.name} {step.name} can never be taken")


def _may(register: Register, step: Step, state: tuple[str, str]) -> bool:
    main, side = state
    if step.line == "main":
        return main in step.starts
    return side in step.starts and main in allowed_main_statuses(register, step)


def _after(step: Step, state: tuple[str, str]) -> tuple[str, str]:
    main, side = state
    return (step.leads or main, side) if step.line == "main" else (main, step.leads or side)


def read(response: TestResponse) -> dict[str, Any]:
    """The answer's members."""
    body: dict[str, Any] = orjson.loads(response.data)
    return body
