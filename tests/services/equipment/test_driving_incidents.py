from __future__ import annotations

from typing import Any

import pytest

from services.chassis.records.command import Actor
from services.chassis.records.separation import AboutYourself, NotApart
from services.equipment.driving_incidents import DashcamElsewhere, DashcamUnnamed
from services.equipment.in_service import NotInService
from tests.office import Office
from tests.services.equipment import equipment_records

D = "equipment.driving_incidents"
COUNT, FILMED, OPEN = "S4.driving_incidents", "S4.driving_incidents_filmed", "S4.driving_incidents_open"


@pytest.fixture
def fleet(office: Office) -> Office:
    for number in (1, 2):
        equipment_records.vehicle(office, f"DT-C{number}")
    equipment_records.person(office, "DT-01", "DT")
    return office


def report(office: Office, at: str = "2017-04-01T09:00:00+08:00", **more: Any) -> str:
    form: dict[str, Any] = {
        "vehicle": "DT-C1",
        "driver": "DT-01",
        "kind": "scrape",
        "happened_at": at,
        "place": "某路口",
        "facts": "倒车刮擦",
        "injury": False,
        "filmed": False,
    }
    return office.do(D, "", "report", **form | more)[-1].subject


def test_footage_names_the_dashcam_that_recorded_it(fleet: Office) -> None:
    dashcam = equipment_records.dashcam(fleet)
    for wrong in ({"filmed": True}, {"dashcam": dashcam}):
        with pytest.raises(DashcamUnnamed):
            report(fleet, **wrong)
    incident = report(fleet, filmed=True, dashcam=dashcam)
    assert (fleet.record(D, incident).unit, fleet.events[-1].occurredon.isoformat()) == ("DT", "2017-04-01")


def test_a_dashcam_recorded_only_in_its_vehicle_and_while_it_worked(fleet: Office) -> None:
    dashcam, other = equipment_records.dashcam(fleet), equipment_records.dashcam(fleet, "DT-C2")
    equipment_records.fault(fleet, dashcam, "2017-05-01T08:00:00+08:00")
    equipment_records.repair(fleet, dashcam, "2017-05-06T08:00:00+08:00")
    wrong = [
        ("2017-04-01T09:00:00+08:00", other),
        ("2017-03-12T09:00:00+08:00", dashcam),
        ("2017-05-01T08:00:00+08:00", dashcam),
        ("2017-05-06T07:59:00+08:00", dashcam),
    ]
    for at, named in wrong:
        with pytest.raises(DashcamElsewhere):
            report(fleet, at, filmed=True, dashcam=named)
    for at in ("2017-05-01T07:59:00+08:00", "2017-05-06T08:00:00+08:00"):
        assert report(fleet, at, filmed=True, dashcam=dashcam)


def test_it_happened_to_a_vehicle_in_service(fleet: Office) -> None:
    with pytest.raises(NotInService):
        report(fleet, "2016-05-01T09:00:00+08:00")


def test_another_person_closes_it_and_never_who_drove(fleet: Office) -> None:
    incident = report(fleet)
    fleet.do_as(Actor("A", "captain"), D, incident, "handle", handled_on="2017-04-03", measures="已报保险")
    for who, why in (("A", NotApart), ("DT-01", AboutYourself)):
        with pytest.raises(why):
            fleet.do_as(Actor(who, "captain"), D, incident, "close", closed_on="2017-04-05")
    fleet.do_as(Actor("B", "captain"), D, incident, "close", closed_on="2017-04-05")
    assert fleet.record(D, incident).status() == "closed"


def test_incidents_those_with_footage_and_those_open_are_counted(fleet: Office) -> None:
    assert equipment_records.number(fleet, FILMED).claimed is None
    dashcam = equipment_records.dashcam(fleet)
    first, second = report(fleet), report(fleet, filmed=True, dashcam=dashcam)
    fleet.do(D, second, "handle", handled_on="2017-04-03", measures="已报保险")
    fleet.do(D, second, "close", closed_on="2017-04-05")
    assert [equipment_records.number(fleet, one).claimed for one in (COUNT, FILMED, OPEN)] == [2, 0.5, 1]
    assert equipment_records.missing(fleet, OPEN) == [first]
    fleet.do(D, first, "void", reason="误录")
    assert [equipment_records.number(fleet, one).claimed for one in (COUNT, FILMED, OPEN)] == [1, 1, 0]
