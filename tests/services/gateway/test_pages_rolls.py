"""The roll of a session on a page: all people of a unit at once, present, and only the exceptions marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from contracts import catalogue
from services.gateway.web.forms import parse_form, rolls
from services.gateway.web.forms.parse_form import Typed
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags
from tests.services.training import training_records

SESSIONS = "/registers/training/sessions"
TRAINER: dict[str, Any] = {"role": "trainer", "unit": None}
SAID = {"held_on": "2017-03-01", "minutes": "60"}


class Counter:
    """A trainer at the form of a session that is to be held."""

    def __init__(self, gateway: GatewayClient) -> None:
        training_records.course(gateway.office)
        self.gateway, steps = gateway, {"plan": training_records.plan()}
        self.session = training_records.take_steps(gateway.office, training_records.SESSIONS, "", **steps)
        self.path = f"{SESSIONS}/{self.session}/hold"

    def send(self, form: MultiDict[str, Any], **more: Any) -> TestResponse:
        return self.gateway.request(self.path, form | more, **TRAINER)

    def list_people(self, unit: str = "DT", **more: Any) -> FilledForm:
        form = FilledForm(self.gateway.request(self.path, **TRAINER).text)
        return self.list_more(form, unit, **more)

    def list_more(self, form: FilledForm, unit: str, **more: Any) -> FilledForm:
        page = self.send(form.fill_in({"_do": "list:attendance", "_unit.attendance": unit} | more))
        assert page.status_code == 200, without_tags(page.text)
        return FilledForm(page.text)

    def attendance(self) -> dict[str, str]:
        register = self.gateway.office.registers
        record = register.record(training_records.SESSIONS, self.session)
        return {one["person"]: one["status"] for one in record["attendance"]}


@pytest.fixture
def counter(gateway: GatewayClient) -> Counter:
    """Twenty people of one squadron, one who left it, one of another."""
    for number in range(2, 21):
        gateway.office.person(f"DT-{number:02}", "DT", name=f"某{number}")
    gateway.office.person("GONE", "DT")
    gateway.office.do("training.people", "GONE", "leave", left_on="2016-12-31", reason="调离")
    gateway.office.person("ZS-01", "ZS")
    return Counter(gateway)


def row_of(form: FilledForm, person: str) -> str:
    """The row of a person on a page."""
    (name,) = (name for name, value in form.values.items(multi=True) if value.startswith(f"{person} "))
    return str(name).removesuffix(".person._listed")


def test_all_of_a_unit_are_listed_present_and_exceptions_alone_are_marked(counter: Counter) -> None:
    form = counter.list_people()
    late, away = row_of(form, "DT-02"), row_of(form, "DT-03")
    sent = form.fill_in(SAID | {f"{late}.status": "late", f"{away}.status": "absent"})
    del sent[f"{row_of(form, 'DT-04')}.person"]

    first, second = (counter.send(sent) for _ in range(2))

    assert first.status_code == second.status_code == 303, without_tags(first.text)
    assert first.headers["Location"] == second.headers["Location"], "sent again it is the same"
    attendance = counter.attendance()
    assert len(attendance) == 19
    assert "DT-04" not in attendance, "who is unticked is not listed"
    assert not {"GONE", "ZS-01"} & attendance.keys()
    assert (attendance["DT-02"], attendance["DT-03"]) == ("late", "absent")
    assert {status for code, status in attendance.items() if code not in ("DT-02", "DT-03")} == {"present"}


def test_nothing_of_a_roll_is_lost_when_the_form_is_refused(counter: Counter) -> None:
    form = counter.list_people(place="礼堂")
    sent = form.fill_in({"held_on": "2017-03-01", f"{row_of(form, 'DT-03')}.status": "absent"})
    del sent[f"{row_of(form, 'DT-04')}.person"]

    page = counter.send(sent)

    assert page.status_code == 422
    again = FilledForm(page.text)
    assert again.values["place"] == "礼堂"
    assert again.values[f"{row_of(again, 'DT-03')}.status"] == "absent"
    assert f"{row_of(again, 'DT-04')}.person" not in again.values
    assert "某4" in page.text, "who was unticked can be ticked again"
    assert counter.send(again.fill_in({"minutes": "60"})).status_code == 303
    assert len(counter.attendance()) == 19


def test_another_unit_joins_the_roll_and_nobody_stands_on_it_twice(counter: Counter) -> None:
    form = counter.list_people()
    sent = form.fill_in({"_do": "list:attendance", "_unit.attendance": "ZS"})
    del sent[f"{row_of(form, 'DT-04')}.person"]
    both = FilledForm(counter.send(sent).text)
    again = counter.list_more(both, "DT")
    assert counter.send(again.fill_in(SAID)).status_code == 303
    assert len(counter.attendance()) == 21


def test_who_stands_in_the_session_already_is_not_listed_for_the_addition(counter: Counter) -> None:
    form = counter.list_people()
    sent = form.fill_in(SAID)
    del sent[f"{row_of(form, 'DT-04')}.person"]
    assert counter.send(sent).status_code == 303
    counter.path = f"{SESSIONS}/{counter.session}/attend"
    late = counter.list_people()
    listed = [value for name, value in late.values.items(multi=True) if name.endswith("._listed")]
    assert [one.partition(" ")[0] for one in listed] == ["DT-04"]


def test_a_unit_without_people_and_one_with_too_many_are_told_at_the_list(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = FilledForm(counter.gateway.request(counter.path, **TRAINER).text)
    for unit, words in (("DBT", "该单位没有在册人员"), ("DT", "该单位超过 5 人")):
        monkeypatch.setattr(rolls, "MOST_LISTED", 5)
        page = counter.send(form.fill_in({"_do": "list:attendance", "_unit.attendance": unit, "place": "礼堂"}))
        assert page.status_code == 422
        assert words in page.text
        assert FilledForm(page.text).values["place"] == "礼堂"


def test_a_list_that_is_none_of_people_lists_nobody(counter: Counter) -> None:
    form = FilledForm(counter.gateway.request(counter.path, **TRAINER).text)
    assert counter.send(form.fill_in({"_do": "list:evidence"})).status_code == 422


class CountingForm(Typed):
    """What was typed, and how often all of it is looked through."""

    looks = 0

    def __iter__(self) -> Iterator[str]:
        type(self).looks += 1
        return super().__iter__()


def test_a_form_of_many_rows_is_looked_through_as_often_as_one_of_few() -> None:
    form, looks = catalogue.REGISTERS["training.sessions"].step("hold").form, []
    for rows in (10, 500):
        CountingForm.looks = 0
        typed = CountingForm({f"attendance.{number}.person": f"P{number}" for number in range(rows)})
        assert len(parse_form.parse(form, typed)["attendance"]) == rows
        looks.append(CountingForm.looks)
    assert looks[0] == looks[1] > 0
