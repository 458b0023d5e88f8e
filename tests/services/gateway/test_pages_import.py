"""Checking and importing a sheet on a page: sent once, its headings chosen for, given back with what is wrong in it."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest

from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags
from tests.services.gateway.test_spreadsheet_reading import workbook

MATTERS = "/registers/outreach/matters"
ASSETS = "/registers/equipment/assets/import"
HEADS = "承办单位,社区,事项,诉求日期"


def send(counter: GatewayClient, path: str, body: bytes, name: str = "台账.csv", **more: Any) -> Any:
    """A sheet is chosen and checked, or imported."""
    who = {key: more.pop(key) for key in ("who", "unit", "role") if key in more}
    form = FilledForm(counter.request(path, **who).text).fill_in(
        {"sheet": (io.BytesIO(body), name, "text/csv"), "_do": "check", **more}
    )
    return counter.request(path, form, **who)


def sheet(counter: GatewayClient, body: str, **more: Any) -> Any:
    return send(counter, f"{MATTERS}/import", body.encode(), **more)


def matters(gateway: GatewayClient) -> list[Any]:
    return gateway.office.registers.page("outreach.matters", within={}, after="", most=10)


def test_a_sheet_is_checked_first_and_then_imported_without_being_chosen_again(gateway: GatewayClient) -> None:
    checked = sheet(gateway, f"{HEADS}\nDT,映月,灯,2017-03-01\nDT,诺卡,门,2017-03-02\n")

    assert checked.status_code == 200
    assert "核对无误：2 行" in checked.text
    assert not matters(gateway)
    path = f"{MATTERS}/import"
    done = gateway.request(path, FilledForm(checked.text).fill_in({"_do": "import"}))
    assert "已导入：2 行写入" in done.text
    assert len(re.findall(rf'href="{MATTERS}/[\w-]+">…', done.text)) == 2
    assert len(matters(gateway)) == 2
    again = gateway.request(path, FilledForm(checked.text).fill_in({"_do": "import"}))
    assert "2 行原已存在" in again.text


INVENTORY = """资产编号,归属,种类,规格,登记日,旧编号,柜号
R-1,DT,对讲机,某型,2017-01-10,A7,K1
R-2,DT,对讲机,某型,2017-01-10,A8,K2
"""
MEANT = {
    "h.资产编号": "register.code",
    "h.归属": "register.unit",
    "h.种类": "register.kind",
    "h.规格": "register.model",
    "h.登记日": "register.registered_on",
    "h.旧编号": "-",
    "h.柜号": "-",
}


def test_an_inventory_with_headings_of_its_own_is_chosen_for_checked_and_imported(gateway: GatewayClient) -> None:
    choosing = send(gateway, ASSETS, INVENTORY.encode(), "库存.csv")
    assert choosing.status_code == 200, without_tags(choosing.text)
    shown = FilledForm(choosing.text).values
    assert {key: shown[key] for key in ("h.资产编号", "h.归属", "h.种类", "h.规格", "h.登记日")} == {
        key: MEANT[key] for key in ("h.资产编号", "h.归属", "h.种类", "h.规格", "h.登记日")
    }, "what offices write is suggested"
    assert shown["h.柜号"] == "", "what nobody can say is asked"
    text = without_tags(choosing.text)
    assert "R-1 · R-2" in text
    assert "建议：意思相同" in text
    assert "须选择，或选“不导入此列”" in text

    left = gateway.request(ASSETS, FilledForm(choosing.text).fill_in({"_do": "check", "h.旧编号": "-"}))
    assert (left.status_code, "柜号" in without_tags(left.text)) == (422, True)
    refused = gateway.request(ASSETS, FilledForm(choosing.text).fill_in(MEANT | {"h.规格": "register.colour"}))
    assert (refused.status_code, "本台账没有此栏目：register.colour" in refused.text) == (422, True)
    checked = gateway.request(ASSETS, FilledForm(left.text).fill_in(MEANT | {"_do": "check"}))
    assert "核对无误：2 行" in checked.text, without_tags(checked.text)
    done = gateway.request(ASSETS, FilledForm(checked.text).fill_in({"_do": "import"}))
    assert "已导入：2 行写入" in done.text
    assert gateway.office.record("equipment.assets", "R-2")["model"] == "某型"


def test_what_is_missing_is_given_once_for_the_whole_sheet_and_judged_by_its_field(gateway: GatewayClient) -> None:
    choosing = send(gateway, ASSETS, "装备编号,型号\nR-1,某型\nR-2,某型\n".encode())
    shown = FilledForm(choosing.text)
    assert {name for name in shown.values if name.startswith("k.")} == {
        "k.register.kind",
        "k.register.unit",
        "k.register.registered_on",
    }
    constants = {"k.register.kind": "对讲机", "k.register.unit": "单位DT", "k.register.registered_on": "昨天"}
    wrong = gateway.request(ASSETS, shown.fill_in(constants | {"_do": "check"}))
    assert wrong.status_code == 422
    assert "第 2 行 等 2 行 — 登记日期 日期" in without_tags(wrong.text)
    assert FilledForm(wrong.text).values["k.register.unit"] == "单位DT"
    done = gateway.request(
        ASSETS, FilledForm(wrong.text).fill_in({"k.register.registered_on": "2017-01-10", "_do": "import"})
    )
    assert "已导入：2 行写入" in done.text, without_tags(done.text)
    record = gateway.office.record("equipment.assets", "R-2")
    assert (record["kind"], record["unit"], record["registered_on"]) == ("radio", "DT", dt.date(2017, 1, 10))


def test_a_choice_is_kept_for_the_unit_offered_shown_changed_and_deleted(gateway: GatewayClient) -> None:
    choosing = send(gateway, ASSETS, INVENTORY.encode(), who="A")
    gateway.request(ASSETS, FilledForm(choosing.text).fill_in(MEANT | {"save": "yes", "_do": "check"}), who="A")

    other = INVENTORY.replace("R-1", "R-8").replace("规格", "型别").encode()
    again = send(gateway, ASSETS, other, who="B", _do="import")
    assert "已按本单位 A 于" in again.text, "a colleague sees it and who chose it; nothing is imported by it"
    assert "本表没有这些列：规格" in again.text
    shown = FilledForm(again.text).values
    assert (shown["h.旧编号"], shown["h.种类"], shown["h.柜号"]) == ("-", "register.kind", "-")
    assert "已导入" not in again.text
    assert "已按本单位" not in send(gateway, ASSETS, other, unit="ZS").text
    meaning = INVENTORY.replace("2017-01-10", "某处")
    assert "此列内容与所选栏目不符" in send(gateway, ASSETS, meaning.encode(), who="B").text

    listed = gateway.request(ASSETS, who="B")
    (id_,) = re.findall(
        r'import/headings/discard"><input[^>]*><input type="hidden" name="id" value="([^"]+)"', listed.text
    )
    seal = FilledForm(listed.text).values["_seal"]
    assert gateway.request(f"{ASSETS}/headings/discard", {"_seal": seal, "id": id_}, who="B").status_code == 303
    assert "本单位保存的表头对应" not in gateway.request(ASSETS, who="B").text


def test_nobody_else_sees_takes_or_deletes_a_file_that_somebody_sent(gateway: GatewayClient) -> None:
    choosing = send(gateway, ASSETS, INVENTORY.encode(), "库存.csv", who="A")
    id_ = FilledForm(choosing.text).values["_sheet"]
    assert "库存.csv" in gateway.request(ASSETS, who="A").text
    assert "库存.csv" in gateway.request(f"{ASSETS}/sheet/{id_}", who="A").text
    for path in (f"{ASSETS}/sheet/{id_}", f"{ASSETS}/sheet/{id_}/marked"):
        assert gateway.request(path, who="B").status_code == 404
    listed = gateway.request(ASSETS, who="B")
    assert "库存.csv" not in listed.text
    seal = FilledForm(listed.text).values["_seal"]
    theirs = gateway.request(ASSETS, {"_seal": seal, "_sheet": id_, "_do": "import"}, who="B")
    assert (theirs.status_code, "文件已不再保留" in theirs.text) == (404, True)
    gateway.request(f"{ASSETS}/sheet/{id_}", {"_seal": seal}, who="B")
    assert "库存.csv" in gateway.request(ASSETS, who="A").text
    seal = FilledForm(gateway.request(ASSETS, who="A").text).values["_seal"]
    gateway.request(f"{ASSETS}/sheet/{id_}", {"_seal": seal}, who="A")
    assert "库存.csv" not in gateway.request(ASSETS, who="A").text


def test_what_is_wrong_in_a_sheet_is_told_by_row_and_column(gateway: GatewayClient) -> None:
    response = sheet(gateway, f"{HEADS}\nDT,映月,灯,2017-13-01\nXX,映月,灯,2017-03-01\n")
    assert response.status_code == 422
    text = without_tags(response.text)
    assert "尚未写入任何内容" in text
    assert "第 2 行 D 诉求日期 日期请写作" in text
    assert "第 3 行 A 承办单位" in text
    partial = sheet(gateway, f"{HEADS}\nDT,映月,灯,2017-13-01\nDT,映月,灯,2017-03-01\n", partial="yes")
    assert partial.status_code == 200
    done = gateway.request(f"{MATTERS}/import", FilledForm(partial.text).fill_in({"_do": "import"}))
    assert "1 行写入，0 行原已存在，1 行有误未写入" in done.text


ROWS = [
    ["承办单位", "社区", "事项", "诉求日期", "天气"],
    ["DT", "映月", "灯", "昨天", "晴"],
    ["DT", "诺卡", "'=1+1", "2017-03-02", ""],
]


def text_workbook(rows: list[list[str]]) -> bytes:
    """A workbook in which all cells are texts, as they are in a csv."""
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for index, text in enumerate(row, 1):
            cell = book.active.cell(number, index, text.removeprefix("'"))
            cell.data_type = "s" if text else "n"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["台账.csv", "台账.xlsx"])
def test_the_person_s_own_sheet_comes_back_marked_and_is_mended_and_sent_again(
    gateway: GatewayClient, name: str
) -> None:
    body = text_workbook(ROWS) if name.endswith("xlsx") else "\n".join(map(",".join, ROWS)).encode()
    path = f"{MATTERS}/import"
    choosing = send(gateway, path, body, name)
    refused = gateway.request(path, FilledForm(choosing.text).fill_in({"_do": "check"}))
    assert refused.status_code == 422, without_tags(refused.text)
    id_ = FilledForm(refused.text).values["_sheet"]
    marked = gateway.request(f"{path}/sheet/{id_}/marked")
    assert marked.status_code == 200
    assert marked.headers["Content-Disposition"].isascii(), "no server sends any other"
    book = openpyxl.load_workbook(io.BytesIO(marked.data))
    page = book.active
    comment = page["D2"].comment.text
    for part in ("读到：昨天", "应为：", "例：2017-03-08", "Read: 昨天", "Expected: ", "Example: 2017-03-08"):
        assert part in comment
    assert page["D2"].fill.fgColor.rgb != page["D3"].fill.fgColor.rgb
    assert page["E1"].comment is not None, "headings are marked as cells are"
    assert page["F1"].value == "错误说明"
    assert "日期" in page["F2"].value
    assert page["F3"].value is None
    assert (page["C3"].value, page["C3"].data_type) == ("=1+1", "s"), "a text stays one"

    page["D2"].value = "2017-03-01"
    out = io.BytesIO()
    book.save(out)
    again = send(gateway, path, out.getvalue(), "改好.xlsx")
    checked = gateway.request(path, FilledForm(again.text).fill_in({"h.天气": "-", "_do": "check"}))
    assert "核对无误：2 行" in checked.text, without_tags(checked.text)
    done = gateway.request(path, FilledForm(checked.text).fill_in({"_do": "import"}))
    assert "已导入：2 行写入" in done.text
    assert {one["fields"]["matter"] for one in matters(gateway)} == {"灯", "=1+1"}


def test_a_marked_sheet_that_is_still_wrong_is_marked_anew_and_not_twice(gateway: GatewayClient) -> None:
    path, body = f"{MATTERS}/import", workbook(*[row[:4] for row in ROWS])
    for _ in range(2):
        refused = send(gateway, path, body, "台账.xlsx")
        body = gateway.request(f"{path}/sheet/{FilledForm(refused.text).values['_sheet']}/marked").data
    page = openpyxl.load_workbook(io.BytesIO(body)).active
    assert [cell.value for cell in page[1]] == ["承办单位", "社区", "事项", "诉求日期", "错误说明"]
    assert page["D2"].comment.text.count("读到") == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [("", "未选择文件"), ("%PDF-1.4", "不是 xlsx 工作簿或 csv 文本"), ("一行", "没有标题行或没有数据行")],
)
def test_what_is_no_sheet_is_told_so(gateway: GatewayClient, body: str, words: str) -> None:
    path = f"{MATTERS}/import"
    response = sheet(gateway, body) if body else gateway.request(path, FilledForm(gateway.request(path).text).values)
    assert response.status_code == 422
    assert words in response.text


def test_a_sheet_is_imported_by_those_who_may_take_its_steps(gateway: GatewayClient) -> None:
    assert gateway.request(f"{MATTERS}/import", role="leader", unit=None).status_code == 403
    response = sheet(gateway, f"{HEADS}\nZS,映月,灯,2017-03-01\n", _do="import")
    assert response.status_code == 422, "a row of another unit"
    assert "无权办理" in response.text
    gone = FilledForm(gateway.request(f"{MATTERS}/import").text).fill_in({"_sheet": "?", "_do": "import"})
    assert gateway.request(f"{MATTERS}/import", gone).status_code == 404
