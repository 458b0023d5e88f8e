"""A caller's name and number, from the form to whoever may read it, and nowhere else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.suite import HttpResponse, Suite

NAME, NUMBER = "欧阳甲乙丙", "10000000077"
MANY = 300
CALLS = "/v1/outreach/service_calls"


@pytest.fixture(scope="module")
def call(suite: Suite) -> dict[str, Any]:
    """A call that a clerk took down."""
    form = {"unit": "DT", "received_at": "2017-03-01T09:00:00+08:00", "caller_kind": "resident", "matter": "灯不亮"}
    token = suite.token("clerk", "DT")
    done = suite.post(f"{CALLS}?after={suite.unit('DT')}", form | {"caller": NAME, "telephone": NUMBER}, token=token)
    assert done.status == 201, done.body
    receipt: dict[str, Any] = done.json
    return receipt


def read_fields(suite: Suite, call: dict[str, Any], role: str, unit: str | None) -> dict[str, Any]:
    answer = suite.get(f"{CALLS}/{call['record']['id']}", token=suite.token(role, unit)).json
    listed = suite.get(CALLS, token=suite.token(role, unit)).json["items"][0]
    assert listed["fields"]["caller"] == answer["fields"]["caller"] == answer["history"][0]["data"]["caller"]
    fields: dict[str, Any] = answer["fields"]
    return fields


def test_the_clerk_is_answered_in_clear_text_and_the_auditor_sees_a_mask(suite: Suite, call: dict[str, Any]) -> None:
    assert call["record"]["fields"]["caller"] == NAME
    assert read_fields(suite, call, "captain", "DT")["telephone"] == NUMBER
    masked = read_fields(suite, call, "auditor", None)
    assert (masked["caller"], masked["telephone"]) == ("欧**", "100****0077")


def test_an_export_and_a_fact_tell_no_more_than_a_record(suite: Suite, call: dict[str, Any]) -> None:
    roles = ("inspector", "auditor")
    clear, hidden = (suite.get(f"{CALLS}/export?format=csv", token=suite.token(one)).body.decode() for one in roles)
    assert NAME in clear
    assert NAME not in hidden
    assert "欧**" in hidden
    suite.get(f"/v1/progress?after={call['event']}")
    fact = suite.get(f"/v1/facts/{call['event']}").json["event"]
    assert fact["data"]["caller"].startswith("who-")


def test_no_file_of_the_suite_holds_the_text(suite: Suite, call: dict[str, Any]) -> None:
    suite.get(f"/v1/progress?after={call['event']}")
    files = [path for path in suite.home.rglob("*") if path.is_file()]
    assert any(path.suffix == ".log" for path in files)
    assert not holding(files)


def test_nothing_that_the_broker_writes_holds_the_text(
    suite: Suite, call: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    if os.environ.get("TEST_AMQP_URI"):
        pytest.skip("the broker's files are its owner's")
    for _ in range(MANY):
        read_fields(suite, call, "clerk", "DT")
    files = [path for path in tmp_path_factory.getbasetemp().glob("broker*/broker/**/*") if path.is_file()]
    assert any("msg_store" in str(path) for path in files)
    assert not holding(files)


def holding(files: Iterable[Path]) -> list[Path]:
    """The files in which a text stands, plain or as JSON writes it."""
    texts = [text.encode() for text in (NAME, NUMBER, json.dumps(NAME).strip('"'))]
    return [path for path in files if any(text in path.read_bytes() for text in texts)]


def test_whoever_asks_for_it_is_forgotten_by_an_operator_alone(suite: Suite, call: dict[str, Any]) -> None:
    suite.get(f"/v1/progress?after={call['event']}")
    who = suite.get(f"/v1/facts/{call['event']}").json["event"]["data"]["caller"]
    address = f"/v1/operations/forget?service=outreach&who={who}"
    assert suite.post(address, token=suite.token("captain", "DT")).status == 403
    assert suite.post("/v1/operations/forget?service=outreach&who=x").status == 422
    assert suite.post("/v1/operations/forget?service=nothing&who=x").status == 404
    assert suite.post(address).json == {"forgotten": True}
    assert suite.post(address).json == {"forgotten": False}
    assert read_fields(suite, call, "clerk", "DT")["caller"] == "（已删除）"
    assert read_fields(suite, call, "clerk", "DT")["telephone"] == NUMBER


# --- numbers that somebody types where many read (docs/decisions/0049-personal-numbers.md) ---

WRITTEN = "请回电138\u200b-1234 5678"
MATTERS, CASES = "/v1/outreach/matters", "/open311/v2/requests.json"
MATTER = {"unit": "DT", "community": "五爱社区", "matter": WRITTEN, "requested_on": "2017-03-01"}
SHEET = f"承办单位,社区,事项,诉求日期\nDT,五爱社区,{WRITTEN},2017-03-01\n"
REPORT = {"service_code": "complaint-slow", "address_string": "映月路12号", "description": WRITTEN}


def refusal(suite: Suite, door: str) -> HttpResponse:
    """What a door answers to a text with a number in it."""
    clerk = suite.token("clerk", "DT")
    if door == "batch":
        step = {"step": "register", "form": MATTER}
        return suite.post(f"{MATTERS}:batch", {"groups": [[step]]}, token=clerk)
    if door == "sheet":
        return suite.post(f"{MATTERS}/import", SHEET.encode(), token=clerk, Content_Type="text/csv")
    if door == "open311":
        kind = "application/x-www-form-urlencoded"
        return suite.post(CASES, urlencode(REPORT).encode(), token=suite.token("outsider", "DT"), Content_Type=kind)
    if door == "file":
        return suite.post(
            f"/v1/evidence?name={quote(f'张三{WRITTEN}.jpg')}", b"jpg", token=clerk, Content_Type="image/jpeg"
        )
    return suite.post(MATTERS, MATTER, token=clerk)


@pytest.mark.parametrize("door", ["json", "batch", "sheet", "open311", "file"])
def test_no_door_lets_a_number_in_that_many_would_read(suite: Suite, door: str) -> None:
    suite.unit("DT")
    answer = refusal(suite, door)
    assert answer.status in ((200, 207) if door == "batch" else (400, 422)), answer.body
    text = json.dumps(answer.json, ensure_ascii=False)
    assert "手机号" in text
    assert "138****78" in text
    assert "1234" not in text


def test_no_log_holds_a_number_that_was_refused(suite: Suite) -> None:
    refusal(suite, "json")
    logs = [path.read_bytes() for path in suite.home.rglob("*.log")]
    assert logs
    assert not any(b"1234 5678" in log or b"12345678" in log for log in logs)
