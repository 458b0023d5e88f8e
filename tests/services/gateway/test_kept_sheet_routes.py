"""A program sends a spreadsheet once, chooses what its columns mean, tries it, imports it; as a page does."""

from __future__ import annotations

import io
from typing import Any

import jsonschema
import openpyxl

from contracts.documents.response_schemas import SCHEMAS
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_pages_import import INVENTORY

ASSETS = "equipment.assets"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = ("code", "unit", "kind", "model", "registered_on")
CHOICE = {
    "columns": {
        **dict(zip(("资产编号", "归属", "种类", "规格", "登记日"), (f"register.{one}" for one in FIELDS), strict=True)),
        "旧编号": None,
        "柜号": None,
    }
}


class Program:
    """Asks the interface with a token."""

    def __init__(self, gateway: GatewayClient, who: str = "", unit: str = "DT") -> None:
        self.client = gateway.client
        self.headers = {"Authorization": f"Bearer {gateway.token('clerk', unit, who)}"}

    def ask(self, path: str, body: Any = None, kind: str = "application/json") -> tuple[int, Any]:
        if body is None:
            response = self.client.get(path, headers=self.headers)
        else:
            data = {"json": body} if kind == "application/json" else {"data": body, "content_type": kind}
            response = self.client.post(path, headers=self.headers, **data)
        return response.status_code, response.json if response.is_json else response.data

    def keep(self, text: str = INVENTORY) -> dict[str, Any]:
        status, sheet = self.ask(f"/v1/sheets?register={ASSETS}&name=inventory.csv", text.encode(), "text/csv")
        assert status == 201, sheet
        jsonschema.validate(sheet, SCHEMAS["KeptSheet"])
        return dict(sheet)


def test_a_file_is_sent_once_looked_at_chosen_for_tried_and_imported(gateway: GatewayClient) -> None:
    program = Program(gateway)
    sheet = program.keep()
    assert sheet["open"]
    suggestions = {one["key"]: one["suggestion"] and one["suggestion"]["field"] for one in sheet["columns"]}
    assert suggestions["种类"] == "register.kind"
    assert sheet["columns"][0]["values"] == ["R-1", "R-2"]
    path = f"/v1/sheets/{sheet['id']}"
    assert program.ask(path) == (200, sheet)
    status, problem = program.ask(f"{path}/import?dry_run=true", b"", "text/plain")
    assert (status, problem["slug"]) == (422, "import-refused")

    wrong = {"columns": {"规格": "register.colour", "颜色": None}, "constants": {"register.size": "1"}}
    status, problem = program.ask(f"{path}/choice", wrong)
    assert (status, [one["field"] for one in problem["errors"]]) == (
        422,
        ["columns.规格", "columns.颜色", "constants.register.size"],
    )
    assert program.ask(f"{path}/choice", {"colour": 1})[0] == 422
    status, chosen = program.ask(f"{path}/choice", CHOICE | {"save": True})
    assert (status, chosen["missing"]) == (200, [])
    status, tried = program.ask(f"{path}/import?dry_run=true", b"", "text/plain")
    assert (status, tried["accepted"], tried["dry_run"]) == (200, 2, True)
    status, done = program.ask(f"{path}/import", b"", "text/plain")
    assert (status, done["accepted"]) == (200, 2)

    status, kept = program.ask(f"/v1/headings?register={ASSETS}")
    assert (status, len(kept["items"])) == (200, 1)
    again = program.keep(INVENTORY.replace("R-", "Q-"))
    assert again["kept"]["id"] == kept["items"][0]["id"]
    assert {one["key"]: one["field"] for one in again["columns"]}["柜号"] == ""
    program.ask(f"/v1/headings/{again['kept']['id']}/discard", {})
    assert program.ask(f"/v1/headings?register={ASSETS}")[1] == {"items": []}


def test_a_constant_stands_for_a_column_that_there_is_not(gateway: GatewayClient) -> None:
    program = Program(gateway)
    sheet = program.keep("装备编号,型号\nR-1,某型\n")
    assert sorted(sheet["missing"]) == ["register.kind", "register.registered_on", "register.unit"]
    path = f"/v1/sheets/{sheet['id']}"
    constants = {"register.kind": "对讲机", "register.unit": "DT", "register.registered_on": "2017-01-10"}
    status, problem = program.ask(f"{path}/choice", {"constants": constants | {"register.model": "另一型"}})
    assert (status, problem["errors"][0]["field"]) == (422, "constants.register.model"), "there is a column for it"
    assert program.ask(f"{path}/choice", {"constants": constants})[0] == 200
    assert program.ask(f"{path}/import", b"", "text/plain")[1]["accepted"] == 1


def test_the_marked_file_comes_back_and_another_account_gets_none_of_it(gateway: GatewayClient) -> None:
    program, other = Program(gateway, "A"), Program(gateway, "B")
    path = f"/v1/sheets/{program.keep(INVENTORY.replace('2017-01-10', '昨天', 1))['id']}"
    program.ask(f"{path}/choice", CHOICE)
    status, body = program.ask(f"{path}/marked")
    page = openpyxl.load_workbook(io.BytesIO(body)).active
    assert (status, "昨天" in page["E2"].comment.text, page["E3"].comment) == (200, True, None)
    for address in (path, f"{path}/marked"):
        assert other.ask(address)[0] == 404
    assert other.ask(f"{path}/import", b"", "text/plain")[0] == 404
    assert other.ask(f"{path}/choice", CHOICE)[0] == 404
    other.ask(f"{path}/discard", {})
    assert len(program.ask("/v1/sheets")[1]["items"]) == 1
    assert other.ask("/v1/sheets")[1] == {"items": []}
    program.ask(f"{path}/discard", {})
    assert program.ask("/v1/sheets")[1] == {"items": []}


def test_who_may_take_no_step_and_which_register_there_is_not(gateway: GatewayClient) -> None:
    program = Program(gateway)
    assert program.ask("/v1/sheets?register=equipment.none", b"a\nb\n", "text/csv")[0] == 404
    assert program.ask(f"/v1/sheets?register={ASSETS}", b"%PDF", "text/csv")[0] == 422
