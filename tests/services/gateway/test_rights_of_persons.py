"""Who may open a record, for every register, role and unit: persons who have a post, had it, or borrowed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from contracts import catalogue
from contracts.forms import fields_of, own_fields
from contracts.register import Register
from contracts.roles import BUSINESS, POSTS
from services.chassis.records import authorization
from services.chassis.records.command import Actor, Command
from services.gateway.accounts.directory import AccountThere
from services.gateway.accounts.sessions import Origin
from tests.office import Office, migrated_store
from tests.services.gateway.form_clerk import FormClerk, Signed, read

OWN, OTHER = "DT", "ZS"
OPENED, NOBODY, FORBIDDEN, OWN_UNIT = 201, 401, 403, 409
SITUATIONS = {"holder": OWN, "neighbour": OTHER, "mover": OTHER, "delegate": OWN}
"""In which unit a person acts: who holds a post, or one in another unit; who moved with it; to whom it was lent."""
GONE = ("leaver", "signed-out", "closed")
"""Who left, whose session was ended, whose account was closed."""
DAYS: dict[str, Any] = {"appointed_on": "2017-01-02", "from_on": "2017-01-02"}
NAMED_BY_WORDS = {"cases.paper_templates"}
"""One record for each of some words: no squadron could open as many as are opened here."""
OF_UNITS = [
    one
    for one in catalogue.REGISTERS.values()
    if "unit" in fields_of(one.opening.form) and one.name not in {"training.units", *NAMED_BY_WORDS}
]


def code(role: str, situation: str) -> str:
    return f"{role}-{situation}"


@dataclass
class Bureau:
    """Two squadrons with people of every role in every situation; owners whose rules refuse nothing."""

    office: Office
    clerk: FormClerk

    def staff(self, role: str) -> None:
        """People with a post, each in a situation of their own."""
        for situation in (*SITUATIONS, *GONE):
            person = code(role, situation)
            self.office.person(person, OTHER if situation == "neighbour" else OWN, role="other")
            if situation != "delegate":
                self.office.do("training.posts", "", "appoint", person=person, role=role, **DAYS)
        self.office.do("training.people", code(role, "mover"), "transfer", unit=OTHER, transferred_on="2017-06-01")
        self.office.do("training.people", code(role, "leaver"), "leave", left_on="2017-06-01", reason="离职")
        if role in BUSINESS:
            self._lend(role)

    def _lend(self, role: str) -> None:
        lent = {"delegator": code(role, "holder"), "delegate": code(role, "delegate"), "granted_on": "2017-12-01"}
        lender = Actor(code(role, "holder"), role, frozenset({OWN}), OWN)
        until = {"from_on": "2017-12-02", "until": "2099-12-31"}
        self.office.command(Command(f"lend-{role}", "training.delegations", "grant", lent | until, lender))

    def sign_in(self, role: str, situation: str) -> Signed:
        """Somebody's session, in the post that they have or had."""
        accounts, person = self.clerk.gateway.accounts, code(role, situation)
        with suppress(AccountThere):
            accounts.directory.add(person, by="tests")
        lent = f"/{code(role, 'holder')}" if situation == "delegate" else ""
        post = f"{role}@{SITUATIONS.get(situation, OWN)}{lent}"
        secret = accounts.sessions.begin(person, Origin("127.0.0.1", "tests"), strong=True, post=post)
        if situation == "signed-out":
            accounts.sign_out(accounts.identity.bearer(secret))
        if situation == "closed":
            accounts.directory.close(person, by="tests")  # of the last administrator too, whom nobody closes
            accounts.end_sessions(person, by="tests")
        return person, {"Authorization": f"Bearer {secret}"}

    def open(self, register: Register, who: Signed, unit: str) -> tuple[int, str]:
        """What comes of somebody's opening a record of a unit."""
        person = who[0].replace("-delegate", "-holder")
        own: dict[str, Any] = dict.fromkeys(own_fields(register.opening.form), person)
        form = self.clerk.form(register, register.opening, unit=unit, **own)
        response = self.clerk.send_opening(register, register.opening, form, who)
        return response.status_code, response.text[:300]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    home = tmp_path_factory.mktemp("bureau")
    store = migrated_store(f"sqlite:///{home}/office.db")
    office = Office(store, units=f"{OWN} {OTHER}")
    one = Bureau(office, FormClerk(store, home))
    for role in POSTS:
        one.staff(role)
    one.clerk.hear()
    yield one
    store.close()


@pytest.mark.parametrize("role", POSTS)
def test_a_record_of_a_unit_is_opened_by_who_has_the_post_there_today(bureau: Bureau, role: str) -> None:
    for situation, unit in SITUATIONS.items():
        if situation == "delegate" and role not in BUSINESS:
            continue
        who = bureau.sign_in(role, situation)
        for register in OF_UNITS:
            may = authorization.may_take(register.opening, role) and not authorization.founds(register.opening, role)
            for place in (OWN, OTHER):
                status, said = bureau.open(register, who, place)
                done = OWN_UNIT if register.opening.other_unit else OPENED
                wanted = done if may and place == unit else FORBIDDEN
                assert status == wanted, (register.name, situation, place, said)


def test_who_acts_for_another_is_recorded_with_them_and_does_not_confirm_what_they_finished(bureau: Bureau) -> None:
    holder, delegate = (bureau.sign_in("captain", one) for one in ("holder", "delegate"))
    matters = catalogue.REGISTERS["outreach.matters"]
    record = ""
    for name, who in (("register", holder), ("accept", holder), ("finish", holder), ("confirm", delegate)):
        step = matters.step(name)
        form = bureau.clerk.form(matters, step, **({"unit": OWN} if step.first else {}))
        response = bureau.clerk.send(matters, step, record, form, who)
        record = record or str(read(response)["record"]["id"])
    assert (response.status_code, read(response)["slug"]) == (409, "not-apart"), "captain-holder finished it"
    remark = bureau.clerk.form(matters, matters.step("comment"))
    assert bureau.clerk.send(matters, matters.step("comment"), record, remark, delegate).status_code == 200
    told = bureau.office.record(matters.name, record).revisions[-1].at
    assert (told.actor, told.post, told.on_behalf_of) == (delegate[0], "captain@DT", holder[0])


@pytest.mark.parametrize("role", POSTS)
def test_who_left_or_was_signed_out_is_nobody(bureau: Bureau, role: str) -> None:
    for situation in GONE:
        who = bureau.sign_in(role, situation)
        status, said = bureau.open(OF_UNITS[0], who, OWN)
        assert status == NOBODY, (situation, said)
