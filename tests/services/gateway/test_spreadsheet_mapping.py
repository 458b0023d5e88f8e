"""An existing inventory is imported under its own headings: which mean what is said once, and tried first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts import catalogue
from services.gateway.spreadsheets import grid
from services.gateway.spreadsheets.faults import ImportRefused
from services.gateway.spreadsheets.field_columns import vocabulary
from services.gateway.spreadsheets.mapping import Mismapped, check
from tests.services.gateway.sheet_clerk import Clerk

ASSETS = "equipment.assets"
INVENTORY = """资产编号,名称,规格,所属单位,登记日,入库日,保管员电话
R-1,对讲机,某型,DT,2017-01-10,2017-01-12,1
R-2,执法记录仪,某型,单位DT,2017-01-10,,2
"""
COLUMNS = (
    "资产编号=code；名称=装备类别；规格=model;所属单位=unit;登记日=registered_on\n入库日=入库·入库日期；保管员电话="
)


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    new_clerk = Clerk(tmp_path)
    yield new_clerk
    new_clerk.close()


def wrong(columns: str) -> list[str]:
    header = grid.rows([INVENTORY.splitlines()[0].split(",")])[0]
    with pytest.raises(Mismapped) as refused:
        check(vocabulary(catalogue.REGISTERS[ASSETS]), columns, [header])
    assert all(one["field"] == "columns" and one["zh"] for one in refused.value.errors)
    return [one["en"] for one in refused.value.errors]


def test_an_inventory_is_read_by_its_own_headings(clerk: Clerk) -> None:
    result = clerk.import_csv(INVENTORY, ASSETS, COLUMNS)
    assert (result["accepted"], result["errors"]) == (2, [])
    first, second = clerk.records(ASSETS)
    assert (first["status"], first["fields"]["kind"], first["fields"]["model"]) == ("in_stock", "radio", "某型")
    assert (second["status"], second["unit"]) == ("registered", "DT")


def test_a_dry_run_tells_what_would_be_wrong_under_the_inventory_s_own_headings(clerk: Clerk) -> None:
    result = clerk.import_csv(INVENTORY, ASSETS, COLUMNS, dry=True)
    assert (result["accepted"], result["dry_run"], clerk.records(ASSETS)) == (2, True, [])
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(INVENTORY.replace("执法记录仪", "天线"), ASSETS, COLUMNS, dry=True)
    assert [(one["row"], one["heading"], one["slug"]) for one in refused.value.errors] == [(3, "名称", "not-a-choice")]


def test_the_same_inventory_twice_makes_nothing_twice(clerk: Clerk) -> None:
    clerk.import_csv(INVENTORY, ASSETS, COLUMNS)
    again = clerk.import_csv(INVENTORY, ASSETS, COLUMNS)
    assert (again["accepted"], again["repeated"], len(clerk.records(ASSETS))) == (0, 2, 2)


def test_headings_of_ours_need_no_mapping_and_others_say_so(clerk: Clerk) -> None:
    sheet = "装备编号,装备类别,型号,管理单位,登记日期,仓位\nR-1,对讲机,某型,DT,2017-01-10,A3\n"
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(sheet, ASSETS)
    assert [(one["heading"], one["slug"]) for one in refused.value.errors] == [("仓位", "unknown-heading")]
    assert clerk.import_csv(sheet, ASSETS, "仓位=")["accepted"] == 1


def test_a_mapping_goes_before_what_a_heading_would_mean(clerk: Clerk) -> None:
    sheet = "装备编号,装备类别,型号,备注,管理单位,登记日期\nR-1,对讲机,旧代号,某型,DT,2017-01-10\n"
    clerk.import_csv(sheet, ASSETS, "型号=备注;备注=型号")
    (row,) = clerk.records(ASSETS)
    assert (row["fields"]["model"], row["fields"]["note"]) == ("某型", "旧代号")


def test_every_pair_that_does_not_fit_is_named() -> None:
    assert wrong("规格") == ["Write heading=field: 规格"]
    assert wrong("=model") == ["Write heading=field: =model"]
    assert wrong("颜色=model;规格=colour") == [
        "The sheet has no such heading: 颜色",
        "There is no such field: colour",
    ]


def test_two_headings_of_one_meaning_are_refused_by_column(clerk: Clerk) -> None:
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(INVENTORY, ASSETS, COLUMNS.replace("保管员电话=", "保管员电话=model"))
    assert [one["slug"] for one in refused.value.errors] == ["double-heading"]


def test_several_columns_are_left_out(clerk: Clerk) -> None:
    sheet = "装备编号,装备类别,型号,仓位,颜色,管理单位,登记日期\nR-1,对讲机,某型,A3,黑,DT,2017-01-10\n"
    assert clerk.import_csv(sheet, ASSETS, "仓位=;颜色=")["accepted"] == 1


def test_a_photo_in_an_entry_is_found_by_its_name_and_missed_when_it_was_not_handed_in(clerk: Clerk) -> None:
    lines = "1/标志统一/标识完整/是；2/车容车貌/整洁；3/使用管理/台账"
    clerk.import_csv(
        f"检查表编号,发布单位,生效日期,检查项\nCL-1,DT,2017-01-01,{lines}\n", "equipment.vehicle_checklists"
    )
    clerk.import_csv(
        "车辆编号,使用单位,号牌,车架号后六位,投入使用日期\nDT-C1,DT,苏B12345,123456,2016-06-01\n", "equipment.vehicles"
    )
    sheet = "车辆编号,建簿日期,检查表编号,检查·检查日期,检查结果\nDT-C1,2017-01-05,CL-1,2017-04-01,{}\n"
    answers = "1/否/褪色/mark.png；2/是；3/是"
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(sheet.format(answers), "equipment.vehicle_checks")
    assert [one["slug"] for one in refused.value.errors] == ["no-such-evidence"]
    sha = clerk.upload_file("mark.png")
    with pytest.raises(ImportRefused) as unknown:
        clerk.import_csv(sheet.format(answers.replace("mark.png", "0" * 64)), "equipment.vehicle_checks")
    assert [one["slug"] for one in unknown.value.errors] == ["no-such-evidence"]
    clerk.import_csv(sheet.format(answers), "equipment.vehicle_checks")
    (book,) = clerk.records("equipment.vehicle_checks")
    assert book["fields"]["answers"][0]["photo"] == [sha]
    assert book["fields"]["marking_passed"] is False


def test_the_one_paper_that_a_record_is_about_is_named_as_evidence_is(clerk: Clerk) -> None:
    sheet = "佐证文件,说明单位,类别,说明文字,说明日期\n{},DT,照片,公益集市（合成）,2017-04-01\n"
    for unknown in ("fair.png", "0" * 64):
        with pytest.raises(ImportRefused) as refused:
            clerk.import_csv(sheet.format(unknown), "outreach.captions")
        assert [one["slug"] for one in refused.value.errors] == ["no-such-evidence"]
    sha = clerk.upload_file("fair.png")
    assert clerk.import_csv(sheet.format("fair.png"), "outreach.captions")["accepted"] == 1
    assert [row["id"] for row in clerk.records("outreach.captions")] == [sha]
