"""Big classes are data: those of the editions that hold on a day, and where none does those that were built in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.cases.case_classes import BIG_CLASSES, register
from services.cases.case_classes import EditionNotInForce, WrongCode, rules
from services.cases.class_editions import BigClassTwice, WrongBigClass, editions_on, titles
from services.chassis.handling.record_lookup import TransactionLookup
from services.chassis.records.record import Context, Record
from tests.office import Office, day
from tests.services.cases.city import CLASS, CLASSES
from tests.services.gateway.sheet_clerk import Clerk

E = "cases.class_editions"
NATIONAL, CITY = "GB-2013", "CITY-2015"
LIST = [{"code": "C-01", "title": "公用设施"}, {"code": "E-05", "title": "街面秩序"}]
MORE = [{"code": "C-06", "title": "房屋土地"}]


@pytest.fixture
def bureau(office: Office) -> Office:
    office.unit("ZX", kind="section")
    return office


def adopt(office: Office, code: str = NATIONAL, on: str = "2016-01-01", **more: Any) -> None:
    form: dict[str, Any] = {"code": code, "unit": "ZX", "name": f"版本{code}（合成）", "level": "national"}
    office.do(E, "", "adopt", **form | {"big_classes": LIST, "source": "示例（合成）", "in_force_on": on} | more)


def extend(office: Office, on: str = "2016-01-01", **more: Any) -> None:
    adopt(office, CITY, on, **{"level": "city", "big_classes": MORE} | more)


def define(office: Office, code: str, **more: Any) -> Any:
    return office.do(CLASSES, "", "define", code=code, **CLASS | more)[-1].data


def known_on(office: Office, on: str) -> set[str]:
    with office.store.begin_read() as tx:
        return {code for one in editions_on(TransactionLookup(tx, {E}, "/cases"), day(on)) for code in titles(one)}


def test_a_citys_extension_holds_beside_the_national_list(bureau: Office) -> None:
    adopt(bureau)
    with pytest.raises(WrongCode):
        define(bureau, "C-0601")
    extend(bureau, "2016-06-01")
    assert known_on(bureau, "2016-05-31") == {"C-01", "E-05"}
    assert known_on(bureau, "2016-06-01") == {"C-01", "E-05", "C-06"}
    with pytest.raises(WrongCode):
        define(bureau, "C-0601", in_force_on="2016-05-31")
    data = define(bureau, "C-0601", in_force_on="2016-06-01")
    assert (data["kind"], data["big_class"], data["big_title"]) == ("component", "C-06", "房屋土地")
    with pytest.raises(WrongCode):
        define(bureau, "C-0201", in_force_on="2016-06-01")


def test_where_no_edition_is_in_force_the_built_in_list_holds(bureau: Office) -> None:
    for code, title in BIG_CLASSES.items():
        assert define(bureau, f"{code}01")["big_title"] == title
    with pytest.raises(WrongCode):
        define(bureau, "C-0601")


def test_a_class_names_its_edition(bureau: Office) -> None:
    adopt(bureau)
    extend(bureau)
    with pytest.raises(WrongCode):
        define(bureau, "C-0601", edition=NATIONAL)
    assert define(bureau, "C-0601", edition=CITY)["edition"] == CITY
    bureau.do(E, CITY, "withdraw", reason="改版", withdrawn_on="2017-01-01")
    with pytest.raises(EditionNotInForce):
        define(bureau, "C-0602", edition=CITY, in_force_on="2017-01-01")
    assert define(bureau, "C-0602", edition=CITY, in_force_on="2016-12-31")


def test_a_big_class_stands_once_among_the_editions_of_a_day(bureau: Office) -> None:
    with pytest.raises(BigClassTwice):
        adopt(bureau, big_classes=[*LIST, LIST[0]])
    adopt(bureau)
    with pytest.raises(BigClassTwice):
        extend(bureau, big_classes=[*MORE, {"code": "E-05", "title": "街面"}])
    bureau.do(E, NATIONAL, "withdraw", reason="改版", withdrawn_on="2017-01-01")
    with pytest.raises(BigClassTwice):
        adopt(bureau, "GB-2017", "2016-12-31")
    adopt(bureau, "GB-2017", "2017-01-01")
    with pytest.raises(BigClassTwice):
        bureau.do(E, NATIONAL, "withdraw", corrects=2, reason="改版", withdrawn_on="2017-01-02")
    bureau.do(E, NATIONAL, "withdraw", corrects=2, reason="改版", withdrawn_on="2016-12-30")
    assert known_on(bureau, "2016-12-31") == set()


def test_a_voided_edition_was_never_in_force(bureau: Office) -> None:
    adopt(bureau)
    bureau.do(E, NATIONAL, "void", reason="误录")
    assert define(bureau, "C-0201")["big_class"] == "C-02"


@pytest.mark.parametrize("code", ["X-01", "C-1", "C01", "C-001"])
def test_a_big_class_has_a_letter_and_two_digits(bureau: Office, code: str) -> None:
    with pytest.raises(WrongBigClass):
        adopt(bureau, big_classes=[{"code": code, "title": "示例"}])


def test_a_class_of_before_there_were_editions_is_decided_by_the_list_of_its_day(bureau: Office) -> None:
    adopt(bureau)
    form: dict[str, Any] = {"verify_hours": None, "check_hours": None, "limits": [], "in_force_on": day("2017-01-01")}
    for code, known in (("E-0601", True), ("C-0601", False)):
        filled = CLASS | form | {"code": code}
        with bureau.store.begin_read() as tx:
            args = (
                Record(register, code),
                filled,
                Context(dt.datetime.now(dt.UTC)),
                TransactionLookup(tx, {E}, "/cases"),
            )
            if known:
                assert rules.apply(register.step("define").edition(1), *args)["big_class"] == "E-06"
            with pytest.raises(WrongCode):
                rules.apply(register.step("define"), *args)


# --- from a sheet ----------------------------------------------------------------------------------------------------

HEAD = "类别代码,小类名称,立案条件,结案条件,处置时限,依据,施行日期,行政区划代码,制定单位,分类版本\n"
MANY = 2000


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    new_clerk = Clerk(tmp_path)
    yield new_clerk
    new_clerk.close()


def row(code: str) -> str:
    return f"{code},小类{code},条件,条件,B/工作时/8,示例（合成）,2016-12-01,320205,DT,CITY-X\n"


def test_a_manual_of_two_thousand_classes_comes_from_a_sheet_after_its_edition(clerk: Clerk) -> None:
    bigs = [f"{letter}-{number:02}" for letter in "CE" for number in range(10, 20)]
    editions = "版本编号,录入单位,版本名称,层级,大类,依据,施行日期\n"
    editions += (
        f"CITY-X,DT,市扩展（合成）,市级扩展,{'；'.join(f'{one}/大类{one}' for one in bigs)},示例（合成）,2016-12-01\n"
    )
    sheet = HEAD + "".join(row(f"{one}{small:02}") for one in bigs for small in range(MANY // len(bigs)))
    assert clerk.import_csv(editions, E)["accepted"] == 1
    assert clerk.import_csv(sheet, CLASSES)["accepted"] == MANY
    assert clerk.office.record(CLASSES, "C-1099")["big_title"] == "大类C-10"
