"""Who saw this telephone number: from the act, through journal and broker, to the auditor's answer and its proof."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from contracts.tlog import commitments, tree
from contracts.tlog.notes import Note
from operations.base.environment import PYTHON, ROOT
from tests.suite import Suite, until

NAME, NUMBER = "欧阳甲乙丙", "10000000077"
CALLS = "/v1/outreach/service_calls"
SEEN_WITHIN = 30.0
"""Seconds after which an act is in the log at the latest: acts by the thousand wait a second to be written."""
AT_ONCE = 2.0
"""Seconds in which a page answers though the log is away."""


@pytest.fixture(scope="module")
def call(suite: Suite) -> dict[str, Any]:
    """A call that a clerk took down."""
    form = {"unit": "DT", "received_at": "2017-03-01T09:00:00+08:00", "caller_kind": "resident", "matter": "灯不亮"}
    token = suite.token("clerk", "DT")
    done = suite.post(f"{CALLS}?after={suite.unit('DT')}", form | {"caller": NAME, "telephone": NUMBER}, token=token)
    assert done.status == 201, done.body
    receipt: dict[str, Any] = done.json
    assert suite.get(f"/v1/progress?after={receipt['event']}").status == 200
    return receipt


def ask(suite: Suite, path: str, role: str = "auditor") -> Any:
    answer = suite.get(f"/v1/audit/{path}", token=suite.token(role))
    assert answer.status == 200, answer.body
    return answer.json


def trail(call: dict[str, Any]) -> str:
    return f"records/outreach/service_calls/{call['record']['id']}"


def wait_for(suite: Suite, path: str, **about: str) -> list[dict[str, Any]]:
    """The entries of a question, once one of them is so."""

    def is_there() -> bool:
        answer = suite.get(f"/v1/audit/{path}", token=suite.token("auditor"))
        return answer.status == 200 and any(about.items() <= one.items() for one in answer.json["items"])

    until(is_there, f"{path} has {about}", SEEN_WITHIN)
    items: list[dict[str, Any]] = ask(suite, path)["items"]
    return items


def test_who_saw_a_resident_s_telephone_is_one_question(suite: Suite, call: dict[str, Any]) -> None:
    address = f"{CALLS}/{call['record']['id']}"
    for role, unit in (("captain", "DT"), ("auditor", None)):
        assert suite.get(address, token=suite.token(role, unit)).status == 200
    items = wait_for(suite, f"{trail(call)}?views=true", kind="text_shown")
    views = {one["actor"] for one in items if one["kind"] == "text_shown"}
    me = {role: suite.get("/v1/account", token=suite.token(role, unit)).json["id"] for role, unit in WHO.items()}
    assert me["captain"] in views
    assert me["auditor"] not in views, "a mask shows nobody anything"
    steps = {one["actor"] for one in items if one["kind"].startswith("outreach.")}
    assert me["clerk"] in steps
    assert NAME not in suite.get(f"/v1/audit/{trail(call)}", token=suite.token("auditor")).body.decode()


WHO = {"captain": "DT", "clerk": "DT", "auditor": None}


def test_what_was_denied_stands_there_with_who_from_where_and_what(suite: Suite, call: dict[str, Any]) -> None:
    del call
    assert suite.get("/v1/audit/entries", token=suite.token("clerk", "DT")).status == 403
    who = suite.get("/v1/account", token=suite.token("clerk", "DT")).json["id"]
    items = wait_for(suite, f"entries?person={quote(who)}&what=denied&outcome=denied", kind="denied")
    assert items[0]["address"] == "127.0.0.1"
    entry = ask(suite, f"entries/{items[0]['index']}")
    assert entry["body"]["data"]["route"] == "GET /v1/audit/entries"
    assert entry["body"]["data"]["problem"] == "forbidden"


def test_the_auditor_s_own_looks_are_on_record(suite: Suite, call: dict[str, Any]) -> None:
    ask(suite, trail(call))
    record = f"outreach.service_calls/{call['record']['id']}"
    wait_for(suite, "entries?what=audit_read", kind="audit_read", record=record)


def test_a_fact_is_proven_by_what_anybody_can_compute(suite: Suite, call: dict[str, Any]) -> None:
    def is_proven() -> bool:
        return bool(ask(suite, f"proofs?event={call['event']}", "captain")["state"] == "proven")

    until(is_proven, "the fact is proven", SEEN_WITHIN)
    proof = ask(suite, f"proofs?event={call['event']}", "captain")
    path, leaf, root = map(bytes.fromhex, proof["path"]), bytes.fromhex(proof["leaf"]), bytes.fromhex(proof["root"])
    tree.check_inclusion(list(path), leaf, proof["index"], proof["size"], root)
    assert base64.b64encode(root).decode() == Note.parse(proof["checkpoint"]).text.splitlines()[2]
    tile = suite.get(f"/v1/audit/tile/0/000.p/{proof['index'] + 1}", token=suite.token("operator")).body
    assert tile[proof["index"] * 32 :] == leaf
    newest = ask(suite, "entries?what=denied")["items"][0]
    entry = ask(suite, f"entries/{newest['index']}")
    own = commitments.leaf_of(bytes.fromhex(entry["salt"]), entry["canonical"].encode())
    assert own.hex() == entry["proof"]["leaf"]


def test_a_fact_s_page_says_that_it_is_proven(suite: Suite, call: dict[str, Any]) -> None:
    def page() -> str:
        return suite.get(f"/facts/{call['event']}", token=suite.token("captain", "DT")).body.decode()

    until(lambda: "已对照" in page(), "the page says so", SEEN_WITHIN)


def test_whatever_happens_while_the_log_is_away_is_shown_then_and_told_afterwards(
    suite: Suite, call: dict[str, Any]
) -> None:
    suite.kill("audit")
    for path in ("/", f"/facts/{call['event']}"):
        begun = time.monotonic()
        page = suite.get(path, token=suite.token("captain", "DT"), Accept="text/html")
        took = time.monotonic() - begun
        assert page.status == 200
        assert took < (AT_ONCE if path == "/" else 6.0), path
    assert "审计服务暂无应答" in page.body.decode()
    assert suite.get("/v1/audit/status", token=suite.token("captain", "DT")).status == 503
    assert suite.get("/v1/audit/entries", token=suite.token("officer", "DT")).status == 403
    who = suite.get("/v1/account", token=suite.token("officer", "DT")).json["id"]
    suite.revive()
    suite.ready()
    wait_for(suite, f"entries?person={quote(who)}&what=denied", kind="denied")
    assert ask(suite, "gaps", "operator")["items"] == []


def say(suite: Suite, *words: str, role: str = "auditor") -> tuple[int, str, str]:
    """What `campaign audit ...` ends with and prints, as somebody in a post."""
    return command(suite, "audit", *words, role=role)


def command(suite: Suite, *words: str, role: str) -> tuple[int, str, str]:
    """What `campaign ...` ends with and prints, as somebody in a post."""
    settings = {"CAMPAIGN_HOME": str(suite.home), "HTTP_ADDRESS": suite.address.removeprefix("http://")}
    settings |= {"CAMPAIGN_TOKEN": suite.token(role)}
    line = [PYTHON, "-m", "operations", *words]
    done = subprocess.run(line, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_auditor_asks_from_the_command_line_too(suite: Suite, call: dict[str, Any]) -> None:
    record = f"outreach.service_calls/{call['record']['id']}"
    assert suite.get(f"{CALLS}/{call['record']['id']}", token=suite.token("captain", "DT")).status == 200
    wait_for(suite, f"{trail(call)}?views=true", kind="text_shown", post="captain@DT")
    code, told, _ = say(suite, "who-saw", record)
    assert code == 0
    assert "captain@DT" in told
    assert NUMBER not in told
    code, told, _ = say(suite, "trail", record, "--json")
    kinds = {json.loads(line)["kind"] for line in told.splitlines()}
    assert (code, {"text_shown", "outreach.service_calls.received.v1"} - kinds) == (0, set())
    code, told, _ = say(suite, "search", "--what", "text_shown", "--since", "2026-01-01", "--most", "1", "--json")
    assert (code, [json.loads(line)["kind"] for line in told.splitlines()]) == (0, ["text_shown"])
    assert "size" in say(suite, "status")[1]
    assert say(suite, "anomalies", "--until", "2001-01-01")[:2] == (0, "无 nothing\n")


def test_a_bureau_takes_all_of_it_away_as_two_persons_and_checks_it_without_the_suite(
    suite: Suite, call: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "away"
    assert command(suite, "take-away", str(folder), role="inspector")[0] == 0
    calls = (folder / "registers" / "outreach.service_calls.csv").read_text()
    assert NUMBER in calls
    assert call["record"]["id"] in calls
    assert not list((folder / "packs").iterdir())
    assert "packs: " in (folder / "not-taken.txt").read_text()
    assert command(suite, "take-away", str(folder), role="auditor")[0] == 0
    assert (folder / "registers" / "outreach.service_calls.csv").read_text() == calls
    packs = sorted((folder / "packs").iterdir())
    assert packs
    for pack in packs:
        assert say(suite, "verify-pack", str(pack))[0] == 0
    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=False).returncode == 0


def test_who_asks_amiss_from_the_command_line_is_told_what_is_wrong(suite: Suite) -> None:
    for words, named in (
        (("search", "--outcome", "odd"), "outcome"),
        (("search", "--since", "yesterday"), "--since"),
        (("anomalies", "--rule", "odd"), "rule"),
        (("trail", "cases"), "cases"),
        (("trail", "cases.nothing/1"), "nothing"),
    ):
        code, _, wrong = say(suite, *words)
        assert code > 0, words
        assert named in wrong, words
        assert "Traceback" not in wrong, words
    code, _, wrong = say(suite, "search", role="clerk")
    assert code > 0
    assert "无权办理" in wrong
