"""A correction says why: in the event, in the history, in the answer to whoever repeats it; old ones said nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
import pytest

from contracts import catalogue, envelope
from contracts.errors import Invalid, KeyReused
from contracts.forms import fields_of
from services.chassis.handling import presenter
from services.chassis.handling.masking import Masker
from services.chassis.records.command import Actor, Command
from services.chassis.records.correction import LONGEST_REASON, REASON, as_entered, redecide
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.outreach import matters
from tests.office import Office, clerk_of

M = "outreach.matters"
WHY = "现场是两盏灯不亮，登记时看错了行"
REQUEST = {"unit": "DT", "community": "映月", "matter": "两盏路灯", "requested_on": "2017-03-01"}


def correction(record: str, reason: str, key: str = "c", **more: Any) -> Command:
    """What a matter was about is told again."""
    return Command(key, M, "register", REQUEST | more, clerk_of(M, "register"), record, corrects=1, reason=reason)


def test_the_reason_stands_in_the_event_and_in_the_history() -> None:
    office = Office()
    matter = office.matter(requested="2017-03-01")
    (event,) = office.command(correction(matter, WHY))
    assert orjson.loads(event.body)["correctionreason"] == envelope.decode(event.body).correctionreason == WHY
    shown = presenter.full(office.record(M, matter), Masker(None, {}))
    assert [one.reason for one in shown.history] == ["", "", "", WHY]


def test_every_step_that_a_correction_changes_says_why() -> None:
    office = Office()
    matter = office.matter(requested="2017-03-01")
    events = office.command(correction(matter, WHY, requested_on="2017-02-27"))
    assert len(events) > 1, "how long it took is told again"
    assert {one.correctionreason for one in events} == {WHY}


def test_a_program_that_gives_no_reason_corrects_as_before() -> None:
    office = Office()
    matter = office.matter(requested="2017-03-01")
    (event,) = office.command(correction(matter, "  \u200b "))
    assert event.correctionreason == ""
    assert "correctionreason" not in orjson.loads(event.body)


def test_a_reason_names_nobody_is_short_and_is_a_corrections() -> None:
    office = Office()
    matter = office.matter(requested="2017-03-01")
    with pytest.raises(NamesSomebody) as named:
        office.command(correction(matter, "居民 13812345678 来电更正"))
    assert [one["field"] for one in named.value.errors] == [REASON]
    for reason in ("长" * (LONGEST_REASON + 1), "\x07"):
        with pytest.raises(Invalid) as wrong:
            office.command(correction(matter, reason))
        assert [one["field"] for one in wrong.value.errors] == [REASON]
    step = Command("s", M, "confirm", {"confirmed_on": "2017-03-09", "satisfied": True}, clerk_of(M, "confirm"), matter)
    with pytest.raises(Invalid, match="reason"):
        office.command(Command(**{**vars(step), "reason": WHY}))
    assert office.command(correction(matter, "长" * LONGEST_REASON))[0].correctionreason


def test_a_repetition_says_the_same_reason() -> None:
    office = Office()
    matter = office.matter(requested="2017-03-01")
    office.command(correction(matter, WHY))
    assert office.registers.execute(correction(matter, f"{WHY} ")).repeated
    for other in ("", "别的原因"):
        with pytest.raises(KeyReused):
            office.registers.execute(correction(matter, other))


def test_who_releases_what_was_corrected_gives_no_reason_of_their_own() -> None:
    office = Office()
    clerk, second = Actor("DT-02", "clerk", frozenset({"DT"}), "DT"), Actor("DT-03", "clerk", frozenset({"DT"}), "DT")
    matter = office.matter()
    form = {"confirmed_on": "2017-03-10", "satisfied": True}
    office.command(Command("i", M, "confirm", form, clerk, matter, imported=True))
    later = form | {"confirmed_on": "2017-03-11"}
    (claim,) = office.command(Command("j", M, "confirm", later, clerk, matter, corrects=4, imported=True, reason=WHY))
    assert (claim.correctionreason, claim.imported) == (WHY, True)
    (released,) = office.command(Command("r", M, "confirm", {}, second, matter, releases=claim.id))
    assert released.correctionreason == ""


def test_every_step_that_takes_a_record_back_asks_why() -> None:
    voids = [(register, step) for register in catalogue.REGISTERS.values() for step in register.steps if step.voids]
    assert voids
    silent = [register.name for register, step in voids if not fields_of(step.form)["reason"].required]
    assert silent == []


def test_no_form_has_a_field_that_is_called_as_the_reason_is() -> None:
    head = REASON.partition(".")[0]
    steps = (edition for one in catalogue.REGISTERS.values() for step in one.steps for edition in step.editions)
    assert [step.name for step in steps if head in fields_of(step.form)] == []


def test_a_field_that_came_since_and_is_empty_makes_no_later_step_another() -> None:
    office = Office()
    record = office.record(M, office.matter(requested="2017-03-01"))
    finish = record.revisions[-1]
    bare = {name: value for name, value in finish.data.items() if value not in (None, [])}
    assert bare != finish.data, "it was recorded before some of its fields were there"
    earlier = replace(record, revisions=(*record.revisions[:-1], replace(finish, data=bare)))
    again = as_entered(record.revisions[0])
    with office.store.begin_read() as tx:
        ports = DecisionPorts(office.registers.lookup(tx), lambda _form, data: data)
        assert not redecide(matters.rules, earlier, again, record.revisions[0].at, ports)
