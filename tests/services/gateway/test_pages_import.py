"""Checking and importing a sheet on a page."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags

MATTERS = "/registers/outreach/matters"
HEADS = "承办单位,社区,事项,诉求日期"


def sheet(counter: GatewayClient, body: str, **more: Any) -> Any:
    """A sheet is chosen and checked, or imported."""
    path = f"{MATTERS}/import"
    form = FilledForm(counter.request(path).text).fill_in(
        {"sheet": (io.BytesIO(body.encode()), "台账.csv", "text/csv"), **more}
    )
    return counter.request(path, form)


def test_a_sheet_is_checked_first_and_then_imported_without_being_chosen_again(gateway: GatewayClient) -> None:
    checked = sheet(gateway, f"{HEADS}\nDT,映月,灯,2017-03-01\nDT,诺卡,门,2017-03-02\n", _do="check")

    assert checked.status_code == 200
    assert "核对无误：2 行" in checked.text
    assert not gateway.office.registers.page("outreach.matters", within={}, after="", most=10)
    path = f"{MATTERS}/import"
    done = gateway.request(path, FilledForm(checked.text).fill_in({"_do": "import"}))
    assert "已导入：2 行写入" in done.text
    assert len(re.findall(rf'href="{MATTERS}/[\w-]+">…', done.text)) == 2
    assert len(gateway.office.registers.page("outreach.matters", within={}, after="", most=10)) == 2
    again = gateway.request(path, FilledForm(checked.text).fill_in({"_do": "import"}))
    assert "2 行原已存在" in again.text


INVENTORY = (
    "资产编号,归属,种类,规格,登记日,旧编号\nR-1,DT,对讲机,某型,2017-01-10,A7\nR-2,DT,对讲机,某型,2017-01-10,A8\n"
)
MEANT = "资产编号=装备编号；归属=管理单位\n种类=装备类别；规格=型号；登记日=登记日期；旧编号="


def test_an_inventory_with_headings_of_its_own_is_checked_and_then_imported(gateway: GatewayClient) -> None:
    path = "/registers/equipment/assets/import"

    def send(mapping: str) -> Any:
        file = (io.BytesIO(INVENTORY.encode()), "库存.csv", "text/csv")
        return gateway.request(
            path, FilledForm(gateway.request(path).text).fill_in({"sheet": file, "columns": mapping, "_do": "check"})
        )

    refused = send(MEANT.replace("规格=型号", "规格=颜色"))
    assert (refused.status_code, "本台账没有此栏目：颜色" in refused.text) == (422, True)
    assert FilledForm(refused.text).values["columns"].startswith("资产编号=装备编号"), "what was typed stays"
    checked = send(MEANT)
    assert "核对无误：2 行" in checked.text
    assert not gateway.office.registers.page("equipment.assets", within={}, after="", most=10)
    done = gateway.request(path, FilledForm(checked.text).fill_in({"_do": "import"}))
    assert "已导入：2 行写入" in done.text
    assert gateway.office.record("equipment.assets", "R-2")["model"] == "某型"


def test_what_is_wrong_in_a_sheet_is_told_by_row_and_column(gateway: GatewayClient) -> None:
    response = sheet(gateway, f"{HEADS}\nDT,映月,灯,2017-13-01\nXX,映月,灯,2017-03-01\n", _do="check")
    assert response.status_code == 422
    text = without_tags(response.text)
    assert "尚未写入任何内容" in text
    assert "第 2 行 D 诉求日期 日期请写作" in text
    assert "第 3 行 A 承办单位" in text
    partial = sheet(gateway, f"{HEADS}\nDT,映月,灯,2017-13-01\nDT,映月,灯,2017-03-01\n", _do="check", partial="yes")
    assert partial.status_code == 200
    done = gateway.request(f"{MATTERS}/import", FilledForm(partial.text).fill_in({"_do": "import"}))
    assert "1 行写入，0 行原已存在，1 行有误未写入" in done.text


@pytest.mark.parametrize(
    ("body", "words"),
    [("", "未选择文件"), ("%PDF-1.4", "不是 xlsx 工作簿或 csv 文本"), ("一行", "没有标题行或没有数据行")],
)
def test_what_is_no_sheet_is_told_so(gateway: GatewayClient, body: str, words: str) -> None:
    path = f"{MATTERS}/import"
    response = (
        sheet(gateway, body, _do="check")
        if body
        else gateway.request(path, FilledForm(gateway.request(path).text).values)
    )
    assert response.status_code == 422
    assert words in response.text


def test_a_sheet_is_imported_by_those_who_may_take_its_steps(gateway: GatewayClient) -> None:
    assert gateway.request(f"{MATTERS}/import", role="leader", unit=None).status_code == 403
    response = sheet(gateway, f"{HEADS}\nZS,映月,灯,2017-03-01\n", _do="import")
    assert response.status_code == 422, "a row of another unit"
    assert "无权办理" in response.text
    broken = FilledForm(gateway.request(f"{MATTERS}/import").text).fill_in({"_kept": "?", "_do": "import"})
    assert gateway.request(f"{MATTERS}/import", broken).status_code == 422
