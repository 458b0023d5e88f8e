from __future__ import annotations

from typing import Any

import pytest

from contracts.refusals import NotOnStrength
from services.chassis.records.command import Actor, Command
from services.training.offices import LastAdministrator
from services.training.posts import EndsBeforeItBegins, NotApartOffices, OfficeOfUnit, OwnAppointment
from tests.office import Office

POSTS = "training.posts"


@pytest.fixture
def staffed_office(office: Office) -> Office:
    """Two people of a squadron."""
    for code in ("A", "B"):
        office.person(code, "DT")
    return office


def appoint(office: Office, person: str, role: str, **more: Any) -> str:
    """A post that was given; the record's id."""
    form: dict[str, Any] = {"person": person, "role": role, "appointed_on": "2017-01-02", "from_on": "2017-01-02"}
    return office.do(POSTS, "", "appoint", **form | more)[-1].subject


def test_a_post_is_given_in_the_unit_in_which_the_person_is_on_strength(staffed_office: Office) -> None:
    post = appoint(staffed_office, "A", "publicist")
    assert staffed_office.record(POSTS, post).unit == "DT"
    staffed_office.do(POSTS, post, "end", ended_on="2017-06-01", reason="轮岗")
    assert staffed_office.record(POSTS, post).status() == "ended"


def test_nobody_appoints_themselves(staffed_office: Office) -> None:
    form = {"person": "A", "role": "trainer", "appointed_on": "2017-01-02", "from_on": "2017-01-02"}
    with pytest.raises(OwnAppointment):
        staffed_office.command(Command("own", POSTS, "appoint", form, Actor("A", "trainer")))
    with pytest.raises(OwnAppointment):
        staffed_office.command(
            Command("lent", POSTS, "appoint", form, Actor("B", "trainer", unit="", on_behalf_of="A"))
        )


@pytest.mark.parametrize(("first", "second"), [("administrator", "operator"), ("operator", "auditor")])
def test_three_offices_stay_apart(staffed_office: Office, first: str, second: str) -> None:
    post = appoint(staffed_office, "A", first)
    appoint(staffed_office, "B", "administrator")
    with pytest.raises(NotApartOffices):
        appoint(staffed_office, "A", second)
    staffed_office.do(POSTS, post, "end", ended_on="2017-06-01", reason="轮岗")
    appoint(staffed_office, "A", second, from_on="2017-06-02")


def test_a_post_ends_no_earlier_than_it_begins(staffed_office: Office) -> None:
    with pytest.raises(EndsBeforeItBegins):
        appoint(staffed_office, "A", "inspector", until="2017-01-01")


def test_who_has_left_gets_no_post(staffed_office: Office) -> None:
    staffed_office.do("training.people", "A", "leave", left_on="2017-01-01", reason="离职")
    with pytest.raises(NotOnStrength):
        appoint(staffed_office, "A", "inspector")


def test_the_last_administrator_keeps_the_post(staffed_office: Office) -> None:
    first = appoint(staffed_office, "A", "administrator")
    with pytest.raises(LastAdministrator):
        staffed_office.do(POSTS, first, "end", ended_on="2017-06-01", reason="轮岗")
    appoint(staffed_office, "B", "administrator")
    staffed_office.do(POSTS, first, "end", ended_on="2017-06-01", reason="轮岗")


@pytest.mark.parametrize(
    "others", [{"until": "2017-12-31"}, {"from_on": "2019-01-01"}, None], ids=["over", "not yet", "has left"]
)
def test_who_does_not_serve_as_administrator_now_is_no_other(
    staffed_office: Office, others: dict[str, Any] | None
) -> None:
    first = appoint(staffed_office, "A", "administrator")
    appoint(staffed_office, "B", "administrator", **others or {})
    if others is None:
        staffed_office.do("training.people", "B", "leave", left_on="2017-03-01", reason="离职")
    steps: dict[str, dict[str, Any]] = {"end": {"ended_on": "2017-06-01", "reason": "轮岗"}, "void": {"reason": "误录"}}
    for step, form in steps.items():
        with pytest.raises(LastAdministrator):
            staffed_office.do(POSTS, first, step, **form)
    with pytest.raises(LastAdministrator):
        staffed_office.do("training.people", "A", "leave", left_on="2018-01-02", reason="离职")


def test_who_leaves_leaves_another_administrator(staffed_office: Office) -> None:
    appoint(staffed_office, "A", "administrator")
    with pytest.raises(LastAdministrator):
        staffed_office.do("training.people", "A", "leave", left_on="2018-01-02", reason="离职")
    staffed_office.do("training.people", "B", "leave", left_on="2018-01-02", reason="离职")
    staffed_office.person("C", "DT")
    appoint(staffed_office, "C", "administrator")
    staffed_office.do("training.people", "A", "leave", left_on="2018-01-02", reason="离职")


def test_an_office_that_is_ended_later_does_not_overlap_with_the_next(staffed_office: Office) -> None:
    first = appoint(staffed_office, "A", "administrator")
    appoint(staffed_office, "B", "administrator")
    end: dict[str, Any] = {"ended_on": "2017-06-01", "reason": "轮岗"}
    staffed_office.do(POSTS, first, "end", **end)
    with pytest.raises(NotApartOffices):
        appoint(staffed_office, "A", "auditor", from_on="2017-05-31")
    second = appoint(staffed_office, "A", "auditor", from_on="2017-06-01")
    with pytest.raises(NotApartOffices):
        staffed_office.do(POSTS, first, "end", corrects=2, **end | {"ended_on": "2017-06-02"})
    form: dict[str, Any] = {"person": "A", "role": "auditor", "appointed_on": "2017-01-02"}
    with pytest.raises(NotApartOffices):
        staffed_office.do(POSTS, second, "appoint", corrects=1, **form | {"from_on": "2017-05-31"})
    own: dict[str, Any] = {
        "person": "A",
        "role": "administrator",
        "appointed_on": "2017-01-02",
        "from_on": "2017-01-02",
    }
    staffed_office.do(POSTS, first, "appoint", corrects=1, **own | {"note": "补记"})


def test_an_office_is_the_whole_bureaus(staffed_office: Office) -> None:
    staffed_office.unit("JU", kind="bureau")
    with pytest.raises(OfficeOfUnit):
        appoint(staffed_office, "A", "auditor", post_unit="ZS")
    appoint(staffed_office, "A", "auditor", post_unit="JU")
    appoint(staffed_office, "B", "inspector", post_unit="ZS")
