"""A step asks more than it did, and its rule has become stricter: what was recorded before stays correctable."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from contracts import catalogue, documents, envelope
from contracts import forms as ask
from contracts.documents.registers_markdown import register_pages
from contracts.documents.schemas import event_data
from contracts.envelope import Event
from contracts.errors import Invalid, Refused, Undefined, Unreadable
from contracts.outreach import matters as contract
from contracts.register import Register, Step
from contracts.rpc import RecordHistory
from services.chassis.handling import presenter
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.masking import Masker
from services.chassis.records.correction import RecordedByNewer
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.gateway.display.formatting import Wording
from services.gateway.web.forms.draft import Draft
from services.outreach import matters
from services.training import people, units
from tests import keys
from tests.office import READER, RULES, VAULT, Office, published_events

NAME = "outreach.matters"
FINISHED = f"{NAME}.finished.v1"
MOST_DAYS = 10


class Inspection(contract.Completion):
    """It is done, and somebody has looked at it."""

    inspector = ask.text("验收人", "Inspector", longest=40)


class TookTooLong(Refused):
    """A matter is done within ten days."""

    slug, zh, field = "took-too-long", "办理超过十日", "done_on"


def finish_in_time(matter: Record, form: Data, at: Context) -> Data:
    """The rule of version 2: stricter, and it reads the field that version 1 has not."""
    done = matters.finish(matter, form, at)
    if done["took_days"] > MOST_DAYS:
        raise TookTooLong(form["inspector"])
    return done


OLD: Step = contract.register.step("finish")
NEW: Step = dataclasses.replace(OLD, version=2, form=Inspection, earlier=(OLD,))
CHANGED: Register = dataclasses.replace(
    contract.register, steps=tuple(NEW if one is OLD else one for one in contract.register.steps)
)


def changed_rules() -> Rules:
    """The rules of matters, with the one of `finish` kept for what was recorded by it."""
    rules = Rules(CHANGED)
    for step in CHANGED.steps:
        for upto, rule in matters.rules._rules.get(step.name, {}).items() if step is not NEW else ():
            rules._add(step.name, upto, rule)
    rules.on("finish", upto=1)(matters.finish)
    rules.on("finish")(finish_in_time)
    return rules


def serve(office: Office, rules: list[Rules]) -> Office:
    """The same office after its service was replaced by another version."""
    office.registers = CommandService(office.store, rules, keys.sealer(), now=office._now, vault=VAULT)
    return office


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def upgrade(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Replace the service by one that asks more."""

    def install() -> Office:
        monkeypatch.setitem(catalogue.REGISTERS, NAME, CHANGED)
        catalogue.step_of.cache_clear()
        published_events.cache_clear()
        return serve(office, [changed_rules(), people.rules, units.rules])

    yield install
    monkeypatch.undo()
    catalogue.step_of.cache_clear()
    published_events.cache_clear()


def register(**more: Any) -> dict[str, Any]:
    return {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"} | more


def test_an_old_record_is_corrected_in_its_first_step_although_a_later_one_asks_more_today(
    office: Office, upgrade: Any
) -> None:
    matter = office.matter(done="2017-04-20")  # 50 days: today's rule would refuse it
    events = upgrade().do(NAME, matter, "register", corrects=1, **register(requested_on="2017-02-28"))
    assert [(one.type.split(".")[2], one.stepversion) for one in events] == [("registered", 1), ("finished", 1)]
    finished = office.record(NAME, matter).effective[-1]
    assert (finished.data["took_days"], finished.step.version) == (51, 1)
    assert "inspector" not in finished.data


def test_what_is_recorded_today_must_have_the_new_field_and_keep_the_new_limit(office: Office, upgrade: Any) -> None:
    upgrade()
    matter = office.do(NAME, "", "register", **register())[-1].subject
    office.do(NAME, matter, "accept", accepted_on="2017-03-01")
    with pytest.raises(Invalid) as missing:
        office.do(NAME, matter, "finish", done_on="2017-03-08", outcome="修好")
    assert [one["field"] for one in missing.value.errors] == ["inspector"]
    with pytest.raises(TookTooLong):
        office.do(NAME, matter, "finish", done_on="2017-04-20", outcome="修好", inspector="乙")
    (event,) = office.do(NAME, matter, "finish", done_on="2017-03-08", outcome="修好", inspector="乙")
    assert event.stepversion == 2
    assert b'"stepversion":2' in event.body
    assert f'"dataschema":"/schemas/{FINISHED}/2"'.encode() in event.body
    # And a correction of its first step asks the rule of its own version, which is today's.
    with pytest.raises(TookTooLong):
        office.do(NAME, matter, "register", corrects=1, **register(requested_on="2017-02-01"))


def test_the_old_step_itself_is_corrected_by_the_form_and_the_rule_by_which_it_was_recorded(
    office: Office, upgrade: Any
) -> None:
    matter = office.matter(done="2017-04-20")
    (event,) = upgrade().do(NAME, matter, "finish", corrects=3, done_on="2017-04-21", outcome="修好")
    assert (event.stepversion, event.place) == (1, 3)


def test_who_adds_what_is_asked_today_answers_to_todays_rule(office: Office, upgrade: Any) -> None:
    late, quick = office.matter(done="2017-04-20"), office.matter(done="2017-03-05")
    upgrade()
    with pytest.raises(TookTooLong):
        office.do(NAME, late, "finish", corrects=3, done_on="2017-04-21", outcome="修好", inspector="乙")
    (event,) = office.do(NAME, quick, "finish", corrects=3, done_on="2017-03-05", outcome="修好", inspector="乙")
    assert (event.stepversion, event.data["inspector"]) == (2, "乙")
    with pytest.raises(Invalid):  # from now on that place has the new version, and is corrected by its form
        office.do(NAME, quick, "finish", corrects=3, done_on="2017-03-06", outcome="修好")


def test_a_field_that_no_version_has_is_refused_in_a_correction_as_ever(office: Office, upgrade: Any) -> None:
    matter = office.matter()
    with pytest.raises(Invalid):
        upgrade().do(NAME, matter, "finish", corrects=3, done_on="2017-03-08", outcome="修好", inspecter="乙")


def test_a_service_of_the_version_before_reads_a_newer_step_and_does_not_decide_it_again(
    office: Office, upgrade: Any
) -> None:
    upgrade()
    matter = office.do(NAME, "", "register", **register())[-1].subject
    office.do(NAME, matter, "accept", accepted_on="2017-03-01")
    office.do(NAME, matter, "finish", done_on="2017-03-08", outcome="修好", inspector="乙")
    catalogue.REGISTERS[NAME] = contract.register  # the fixture puts back what was there
    serve(office, RULES)
    assert office.record(NAME, matter).status() == "done"
    with pytest.raises(RecordedByNewer):
        office.do(NAME, matter, "register", corrects=1, **register(requested_on="2017-02-28"))
    office.do(NAME, matter, "confirm", confirmed_on="2017-03-10", satisfied=True)


def test_a_correction_page_asks_what_was_asked_then(office: Office, upgrade: Any) -> None:
    matter = office.matter()
    upgrade()
    drafts = {corrects: draft(office, matter, corrects) for corrects in (3, None)}
    assert "inspector" not in ask.fields_of(drafts[3].step.form)
    assert drafts[3].correction_form()["outcome"] == "修好"
    assert "inspector" in ask.fields_of(drafts[None].step.form)


def draft(office: Office, matter: str, corrects: int | None) -> Draft:
    return Draft(CHANGED, NEW, matter, history_of(office, matter), corrects).as_recorded()


def history_of(office: Office, matter: str) -> RecordHistory:
    return presenter.full(office.record(NAME, matter), Masker(READER, {}))


def test_a_page_shows_a_field_that_only_an_earlier_version_had() -> None:
    shorter: Step = dataclasses.replace(OLD, version=2, form=ask.Reason, earlier=(OLD,))
    data = {"outcome": "修好", "done_on": "2017-03-08"}
    assert [one.text for one in Wording("zh", {}).field_texts(shorter, data)] == []
    assert "修好" in [one.text for one in Wording("zh", {}).field_texts(shorter.edition(1), data)]


def test_each_version_of_an_events_data_is_published_and_true(office: Office, upgrade: Any) -> None:
    old = office.events_of(office.matter())[-1]
    upgrade()
    matter = office.do(NAME, "", "register", **register())[-1].subject
    office.do(NAME, matter, "accept", accepted_on="2017-03-01")
    (new,) = office.do(NAME, matter, "finish", done_on="2017-03-08", outcome="修好", inspector="乙")
    for version, event in ((1, old), (2, new)):
        schema = documents.data_schema(FINISHED, version)
        assert schema["$id"] == envelope.dataschema(FINISHED, version)
        Draft202012Validator(schema).validate(plain(event)["data"])
    assert not Draft202012Validator(documents.data_schema(FINISHED, 2)).is_valid(plain(old)["data"])
    with pytest.raises(Undefined):
        documents.data_schema(FINISHED, 3)
    served = documents.asyncapi()
    assert {FINISHED, f"{FINISHED}-2"} <= served["components"]["schemas"].keys()
    payload = {**served["components"]["messages"][FINISHED]["payload"], "components": served["components"]}
    for event in (old, new):
        Draft202012Validator(payload).validate(plain(event))
    assert not Draft202012Validator(payload).is_valid(plain(new) | {"stepversion": 1})
    assert "验收人" in register_pages([CHANGED])["outreach.md"]


def plain(event: Event) -> dict[str, Any]:
    members: dict[str, Any] = orjson.loads(envelope.encode(event))
    return members


def test_what_was_recorded_before_steps_had_versions_keeps_its_bytes(office: Office) -> None:
    body = envelope.encode(office.events_of(office.matter())[-1])
    assert b"stepversion" not in body
    assert envelope.encode(dataclasses.replace(envelope.decode(body), body=b"")) == body
    with pytest.raises(Unreadable):
        envelope.decode(body.replace(b'"place"', b'"stepversion":0,"place"'))


@pytest.mark.parametrize(
    "broken",
    [
        lambda: dataclasses.replace(OLD, earlier=(OLD,)),
        lambda: dataclasses.replace(OLD, version=3, earlier=(NEW, OLD)),
        lambda: dataclasses.replace(OLD, version=2, earlier=(contract.register.step("accept"),)),
    ],
    ids=["not greater", "not in order", "another step"],
)
def test_versions_that_contradict_each_other_do_not_start(broken: Any) -> None:
    with pytest.raises(Undefined, match="versions"):
        dataclasses.replace(contract.register, steps=(*contract.register.steps[:3], broken()))


def test_a_rule_is_kept_for_versions_that_have_a_later_one() -> None:
    with pytest.raises(Undefined, match="no version after 1"):
        Rules(contract.register).on("finish", upto=1)(matters.finish)
    rules = Rules(CHANGED)
    rules.on("finish", upto=1)(matters.finish)
    with pytest.raises(Undefined, match="two rules for finish"):
        rules.on("finish", upto=1)(matters.finish)


def test_only_the_rule_changed_and_the_form_of_each_version_is_the_same() -> None:
    stricter: Step = dataclasses.replace(OLD, version=3)
    assert [one.version for one in stricter.editions] == [3, 2, 1]
    assert {one.form for one in stricter.editions} == {OLD.form}
    assert stricter.edition(9).version == 4
    assert event_data(CHANGED, stricter.edition(1)) == event_data(CHANGED, stricter)
