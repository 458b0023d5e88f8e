"""One thing has one spelling: the second is refused, and the first is named."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from contracts.errors import NotNow
from services.chassis.handling import command_service
from services.chassis.handling.command_service import Job
from services.chassis.records.command import Command
from services.chassis.records.uniqueness import BorneByAnother
from services.chassis.storage import projection, tables
from tests.office import Office, clerk_of

A, P, U = "equipment.assets", "training.people", "training.units"
ASSET: dict[str, Any] = {"unit": "DT", "kind": "radio", "model": "某型", "registered_on": "2017-01-10"}


def register_asset(office: Office, code: str, **more: Any) -> str:
    return office.do(A, "", "register", **ASSET | {"code": code} | more)[-1].subject


def test_a_code_in_another_writing_is_refused_and_the_first_is_named(office: Office) -> None:
    register_asset(office, "B-GBK")
    with pytest.raises(BorneByAnother) as refusal:
        register_asset(office, "b-gbk")
    assert refusal.value.about == ("b-gbk", "B-GBK")
    (told,) = refusal.value.to_dict()["errors"]
    assert told["field"] == "code"
    assert "b-gbk" in told["zh"]
    assert "B-GBK" in told["zh"]
    with pytest.raises(NotNow):
        register_asset(office, "B-GBK")


def test_a_serial_number_stands_on_one_asset_until_it_is_retired(office: Office) -> None:
    register_asset(office, "R-1", serial="SN 88-01")
    with pytest.raises(BorneByAnother):
        register_asset(office, "R-2", serial="sn88－01")
    office.do(A, "R-1", "void", reason="误录")
    register_asset(office, "R-2", serial="sn88－01")
    assert office.record(A, "R-2")["serial"] == "sn88－01", "the text stays as it was written"
    office.do(A, "R-2", "stock", stocked_on="2017-01-12")
    office.do(A, "R-2", "retire", reason="报废", retired_on="2017-06-12", evidence=["b" * 64])
    register_asset(office, "R-3", serial="SN88-01")


def test_a_unit_bears_no_other_units_code_nor_name(office: Office) -> None:
    office.do(U, "", "open", code="YI", name="城管（一）中队", kind="squadron", parents=[], opened_on="2015-01-01")
    for code, name in (("yi", "其他"), ("ER", "城管(一) 中队"), ("ER", "Ｙi")):
        with pytest.raises(BorneByAnother):
            office.do(U, "", "open", code=code, name=name, kind="squadron", parents=[], opened_on="2015-01-01")


def test_two_writings_in_one_batch_are_one(office: Office) -> None:
    actor = clerk_of(A, "register")
    commands = [
        Command(f"c{number}", A, "register", ASSET | {"code": code}, actor)
        for number, code in enumerate(("Q-1", "q-1", "Q-2"))
    ]
    results = office.registers.carry_out(Job(tuple((one,) for one in commands)))
    assert [isinstance(one, BorneByAnother) for one in results] == [False, True, False]


def test_a_correction_takes_no_number_of_anothers(office: Office) -> None:
    register_asset(office, "R-1", serial="S-1")
    register_asset(office, "R-2", serial="S-2")
    with pytest.raises(BorneByAnother):
        office.do(A, "R-2", "register", 1, **ASSET | {"code": "R-2", "serial": "s-1"})


def test_what_stood_before_goes_on_and_is_reported(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    register_asset(office, "R-1", serial="S-1")
    register_asset(office, "R-2", serial="S-2")
    register = office.registers.rules[A].register
    with office.store.begin() as tx:
        assert projection.clashes(tx, register) == []
        mine = sa.and_(tables.found_by.c.id == "R-2", tables.found_by.c.field == "serial")
        tx.execute(tables.found_by.update().where(mine).values(value="s-1"))
        assert projection.clashes(tx, register) == [("serial", "s-1", ["R-1", "R-2"])]
        warnings: list[dict[str, Any]] = []
        monkeypatch.setattr(command_service, "_log", _Log(warnings))
        office.registers.report_clashes(tx, [A])
    assert warnings == [
        {"event": "unique.clash", "register": A, "field": "serial", "key": "s-1", "records": ["R-1", "R-2"]}
    ]
    office.do(A, "R-2", "stock", stocked_on="2017-01-12")


class _Log:
    def __init__(self, warnings: list[dict[str, Any]]) -> None:
        self._warnings = warnings

    def warning(self, event: str, **more: Any) -> None:
        self._warnings.append({"event": event, **more})


def test_an_opening_reads_a_fixed_number_of_rows(office: Office) -> None:
    statements: list[str] = []
    sa.event.listen(office.store._engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    register_asset(office, "R-0")
    first, counts = len(statements), []
    for number in range(1, 40):
        statements.clear()
        register_asset(office, f"R-{number}", serial=f"S-{number}")
        counts.append(sum("gram" not in statement for statement in statements))
    assert first
    # Texts are taken into the index of characters some at a time, with a command now and then.
    assert len(set(counts[1:])) == 1
