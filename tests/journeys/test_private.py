"""A caller's name and number, from the form to whoever may read it, and nowhere else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.suite import Suite

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
