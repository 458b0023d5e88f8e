"""The service decides with its own copies of units and people, and says how old they are."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.handling.command_service import CommandService
from services.chassis.records.command import Command
from services.chassis.records.references import UnknownReference
from services.chassis.storage import replicas
from services.equipment.service import Service
from tests import keys
from tests.office import Office, clerk_of, migrated_store

A = "equipment.assets"


class IsolatedEquipment:
    """The equipment service by itself: training is away, only what it said before is known."""

    def __init__(self, source: Office | None) -> None:
        self.store = migrated_store("sqlite://")
        self.registers = CommandService(self.store, Service.provider.rules, keys.sealer("/320205/equipment"))
        if source:
            with self.store.begin() as tx:
                replicas.apply_events(tx, source.events)

    def do(self, record: str, step: str, **form: Any) -> str:
        command = Command(f"{record}{step}{form}", A, step, form, clerk_of(A, step), record)
        return self.registers.execute(command).record.status()


@pytest.fixture
def bureau() -> Office:
    office = Office(units="DT")
    office.person("a", "DT")
    return office


def register_asset(alone: IsolatedEquipment) -> None:
    form = {"code": "R-1", "unit": "DT", "kind": "radio", "model": "某型", "registered_on": "2017-01-10"}
    alone.do("", "register", **form)
    alone.do("R-1", "stock", stocked_on="2017-01-12")


def test_it_issues_and_takes_back_with_what_it_knows_of_people(bureau: Office) -> None:
    alone = IsolatedEquipment(bureau)
    register_asset(alone)
    assert alone.do("R-1", "issue", holder="a", issued_on="2017-02-01", signed=True) == "issued"
    back: dict[str, Any] = {"returned_by": "a", "returned_on": "2017-02-02", "signed": True, "condition": "good"}
    assert alone.do("R-1", "give_back", **back) == "in_stock"


def test_who_is_not_in_the_copy_is_refused_with_its_age(bureau: Office) -> None:
    alone = IsolatedEquipment(bureau)
    register_asset(alone)
    with pytest.raises(UnknownReference) as refused:
        alone.do("R-1", "issue", holder="b", issued_on="2017-02-01", signed=True)
    (error,) = refused.value.to_dict()["errors"]
    assert error["field"] == "holder"
    assert "newest entry 2018-01-02 09:03, last heard " in error["en"]
    assert "最新一条记于 2018-01-02 09:03" in error["zh"]


def test_an_empty_copy_says_that_it_is_empty() -> None:
    with pytest.raises(UnknownReference) as refused:
        register_asset(IsolatedEquipment(None))
    assert "副本尚无内容" in refused.value.to_dict()["errors"][0]["zh"]


def test_an_own_register_has_no_copy_and_no_age(bureau: Office) -> None:
    with pytest.raises(UnknownReference) as refused:
        bureau.do("equipment.dashcams", "", "install", vehicle="V", serial="S", installed_on="2017-03-01")
    assert refused.value.to_dict()["errors"][0]["zh"] == "执法车辆中没有：V"
