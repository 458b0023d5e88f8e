from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from contracts.equipment.facilities import KINDS
from contracts.refusals import UnitOfBasis
from services.chassis.storage.store import Store
from services.equipment.facilities import PremisesNotInUse
from tests.office import Office
from tests.rows_read import rows_read, settle
from tests.services.equipment import equipment_records

P, F = "equipment.premises", "equipment.facilities"
COMBED, LACKING = "S4.premises_combed", "S4.premises_lacking"


def premises(office: Office, code: str = "P-1", **more: Any) -> str:
    form: dict[str, Any] = {"code": code, "unit": "DT", "name": "中队驻地（合成）", "kind": "squadron"}
    form |= {"address": "某路1号", "needs": ["wall_notice", "monitor"], "used_from": "2017-01-05"}
    office.do(P, "", "register", **form | more)
    return code


def install(office: Office, code: str, kind: str, at: str | None = "P-1", on: str = "2017-02-01", **more: Any) -> None:
    form: dict[str, Any] = {"code": code, "unit": "DT", "kind": kind, "name": "设施", "site": "大厅", "premises": at}
    office.do(F, "", "install", installed_on=on, **form | more)


def comb(office: Office, on: str, code: str = "P-1") -> None:
    office.do(P, code, "comb", combed_on=on, evidence=["f" * 64])


def test_what_premises_need_and_have_not_is_a_gap_from_their_first_day(office: Office) -> None:
    premises(office)
    assert equipment_records.missing(office, LACKING) == ["P-1/monitor", "P-1/wall_notice"]
    install(office, "F-1", "wall_notice")
    install(office, "F-2", "monitor", at=None)
    assert equipment_records.number(office, LACKING).claimed == 2, "nobody has combed them since"
    comb(office, "2017-03-01")
    assert equipment_records.missing(office, LACKING) == ["P-1/monitor"]


def test_what_was_taken_down_is_lacking_when_they_are_combed_again(office: Office) -> None:
    premises(office, needs=["convenience"])
    install(office, "F-1", "convenience")
    comb(office, "2017-03-01")
    office.do(F, "F-1", "remove", reason="损坏", removed_on="2017-04-01")
    comb(office, "2017-05-01")
    days = ("2017-02-28", "2017-03-01", "2017-05-01")
    assert [equipment_records.number(office, LACKING, on).claimed for on in days] == [1, 0, 1]


def test_what_they_need_may_change_and_nothing_is_needed_where_nobody_is(office: Office) -> None:
    premises(office)
    office.do(P, "P-1", "revise", reason="新规范", needs=["convenience"], revised_on="2017-04-01")
    assert equipment_records.missing(office, LACKING) == ["P-1/convenience"]
    office.do(P, "P-1", "leave", reason="搬迁", used_until="2017-06-01")
    assert equipment_records.missing(office, LACKING) == []
    assert equipment_records.missing(office, LACKING, "2017-05-31") == ["P-1/convenience"]


def test_all_premises_are_the_whole_of_which_some_were_combed(office: Office) -> None:
    assert equipment_records.number(office, COMBED).claimed is None
    premises(office)
    premises(office, "P-2")
    comb(office, "2017-03-01")
    assert equipment_records.number(office, COMBED).claimed == 0.5
    assert equipment_records.missing(office, COMBED) == ["P-2"]
    office.do(P, "P-2", "leave", reason="搬迁", used_until="2017-06-01")
    assert equipment_records.number(office, COMBED).claimed == 1


def test_a_facility_is_put_up_in_premises_that_are_in_use(office: Office) -> None:
    premises(office)
    with pytest.raises(PremisesNotInUse):
        install(office, "F-1", "monitor", on="2017-01-04")
    office.do(P, "P-1", "leave", reason="搬迁", used_until="2017-06-01")
    with pytest.raises(PremisesNotInUse):
        install(office, "F-1", "monitor", on="2017-06-01")
    install(office, "F-1", "monitor", on="2017-05-31")


def test_a_facility_stands_in_the_premises_of_its_unit(office: Office) -> None:
    premises(office)
    with pytest.raises(UnitOfBasis):
        install(office, "F-1", "monitor", unit="ZS")
    install(office, "F-2", "monitor", at=None, unit="ZS")


def test_combing_reads_no_more_however_many_facilities_there_are_and_were_checked(store: Store) -> None:
    office = Office(store)
    costs = []
    for place, many in (("P-1", 1), ("P-2", 40)):
        premises(office, place)
        for number in range(many):
            for kind in KINDS:
                install(office, code := f"F-{place}-{kind}-{number}", kind, at=place)
                if number == 0:
                    for _ in range(many):
                        office.do(F, code, "check", checked_on="2017-02-10", passed=True, evidence=["f" * 64])
        settle(store)
        costs.append(rows_read(store, partial(comb, office, "2017-03-01", place)))
    assert costs[1] <= 1.2 * costs[0], costs


def test_one_that_still_stands_is_found_behind_many_that_were_removed(office: Office) -> None:
    premises(office, needs=["monitor"])
    install(office, "F-0", "monitor", on="2017-01-06")
    for number in range(1, 13):
        install(office, f"F-{number}", "monitor", on="2017-02-01")
        office.do(F, f"F-{number}", "remove", reason="更换", removed_on="2017-02-20")
    comb(office, "2017-03-01")
    assert equipment_records.missing(office, LACKING) == []
    office.do(F, "F-0", "remove", reason="损坏", removed_on="2017-03-02")
    comb(office, "2017-03-02")
    assert equipment_records.missing(office, LACKING) == ["P-1/monitor"]
    assert equipment_records.missing(office, LACKING, "2017-03-01") == []
