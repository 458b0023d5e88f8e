"""What may be read: papers by their hashes, and pseudonyms by guessing and by searching, tried on a running suite."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.suite import HttpResponse, Suite, until

PAPER, ANOTHER = b"a scan of an identity card", b"a photograph that nobody has named yet"
NUMBER, GUESSED_WRONG = "10000000088", "10000000099"
CASES, CALLS, FEATURES = "/v1/cases/penalties", "/v1/outreach/service_calls", "/v1/outreach/features"
NOWHERE = "0" * 64


@pytest.fixture(scope="module", autouse=True)
def units(suite: Suite) -> None:
    """Two squadrons of which all services know."""
    after = [suite.unit(code) for code in ("DT", "ZS")]
    for service in ("outreach/features", "cases/penalties"):
        for event in after:
            suite.get(f"/v1/{service}?limit=1&unit=DT")
            suite.get(f"/v1/progress?after={event}")


@pytest.fixture(scope="module")
def case(suite: Suite) -> dict[str, Any]:
    """A penalty case of DT that names a paper: its id, its event, the paper's hash."""
    own = suite.token("clerk", "DT")
    sha = suite.post("/v1/evidence?name=card.png", PAPER, token=own, Content_Type="image/png").json["sha256"]
    form = {
        "act": "X-1",
        "unit": "DT",
        "source": "patrol",
        "matter": "占道",
        "online": True,
        "found_on": "2017-03-01",
        "evidence": [sha],
    }
    done = suite.post(f"{CASES}?after={suite.unit('DT')}", form, token=own)
    assert done.status == 201, done.body
    until(lambda: suite.get(f"/v1/facts/{done.json['event']}").status == 200, "the ledger has it")
    return {"id": done.json["record"]["id"], "event": done.json["event"], "sha": sha}


def fetch(suite: Suite, sha: str, role: str, unit: str | None = None, method: str = "GET", **more: str) -> HttpResponse:
    return suite.ask(method, f"/v1/evidence/{sha}", token=suite.token(role, unit), **more)


def test_a_paper_is_for_who_may_read_a_record_that_names_it(suite: Suite, case: dict[str, Any]) -> None:
    own = fetch(suite, case["sha"], "captain", "DT")
    assert (own.status, own.body) == (200, PAPER)
    assert own.headers["Cache-Control"] == "private, no-cache"
    again = fetch(suite, case["sha"], "captain", "DT", If_None_Match=own.headers["Etag"])
    assert (again.status, again.body) == (304, b"")
    assert fetch(suite, case["sha"], "captain", "DT", "HEAD").status == 200


@pytest.mark.parametrize(
    ("role", "unit"),
    [("trainer", None), ("quartermaster", "DT"), ("auditor", None), ("operator", None), ("clerk", "ZS")],
)
def test_a_paper_that_one_may_not_read_is_as_one_that_there_is_not(
    suite: Suite, case: dict[str, Any], role: str, unit: str | None
) -> None:
    tag = f'"{case["sha"]}"'
    for method, more in (("GET", {}), ("HEAD", {}), ("GET", {"If_None_Match": tag})):
        refused, absent = (fetch(suite, sha, role, unit, method, **more) for sha in (case["sha"], NOWHERE))
        assert refused.status == absent.status == 404, (role, method)
        assert refused.body.replace(case["sha"].encode(), b"") == absent.body.replace(NOWHERE.encode(), b"")
    form = {"unit": unit or "ZS", "title": "特色", "applied_on": "2017-03-01", "evidence": [case["sha"]]}
    named = suite.post(FEATURES, form, token=suite.token("clerk", "ZS"))
    assert (named.status, named.json["slug"]) == (422, "no-such-evidence") or unit == "DT", "it cannot be named either"


@pytest.mark.parametrize(
    ("role", "unit", "status"), [("trainer", None, 403), ("auditor", None, 200), ("clerk", "ZS", 200)]
)
def test_where_a_paper_is_withheld_so_is_its_hash(
    suite: Suite, case: dict[str, Any], role: str, unit: str | None, status: int
) -> None:
    token, sha = suite.token(role, unit), case["sha"].encode()
    record = suite.get(f"{CASES}/{case['id']}", token=token)
    fact = suite.get(f"/v1/facts/{case['event']}", token=token)
    assert (record.status, fact.status) == (status, status)
    addresses = [
        *(f"{CASES}/{case['id']}", f"/v1/facts/{case['event']}", CASES, f"{CASES}/export?format=csv"),
        *(f"/registers/cases/penalties/{case['id']}", f"/facts/{case['event']}", "/v1/measures/S2.cases_online/facts"),
        *(f"{CASES}/{case['id']}/file.zip", "/v1/changes?since=2017-01-01T00:00:00Z"),
    ]
    for address in addresses:
        assert sha not in suite.get(address, token=token).body, address
    if status == 200:
        assert (record.json["fields"]["evidence"], record.json["papers_withheld"]) == ([], 1)
        assert (fact.json["evidence"], fact.json["papers_withheld"]) == ([], 1)
        assert fact.json["event"]["data"]["evidence"] == record.json["history"][0]["data"]["evidence"] == []
    clear = suite.get(f"{CASES}/{case['id']}", token=suite.token("captain", "DT")).json
    assert clear["fields"]["evidence"] == [case["sha"]]


def test_a_paper_that_no_record_names_is_for_who_handed_it_in(suite: Suite) -> None:
    sha = suite.post("/v1/evidence?name=b.txt", ANOTHER, token=suite.token("clerk", "DT", "EH-02")).json["sha256"]
    assert suite.get(f"/v1/evidence/{sha}", token=suite.token("clerk", "DT", "EH-02")).body == ANOTHER
    for role in ("clerk", "captain", "leader", "operator"):
        assert suite.get(f"/v1/evidence/{sha}", token=suite.token(role, None, "EH-03")).status == 404, role


def take_call(suite: Suite, unit: str, number: str) -> tuple[str, str]:
    """A call as a clerk takes it down; the record and the event."""
    form = {"unit": unit, "received_at": "2017-03-01T09:00:00+08:00", "caller_kind": "resident", "matter": "灯不亮"}
    done = suite.post(CALLS, form | {"telephone": number}, token=suite.token("clerk", unit))
    assert done.status == 201, done.body
    until(lambda: suite.get(f"/v1/facts/{done.json['event']}").status == 200, "the ledger has it")
    return done.json["record"]["id"], done.json["event"]


def test_a_guess_is_not_confirmed_by_comparing_pseudonyms(suite: Suite) -> None:
    of_dt, in_dt = take_call(suite, "DT", NUMBER)
    own, guess = take_call(suite, "ZS", NUMBER)
    attacker = suite.token("clerk", "ZS")

    def telephone(event: str, token: str) -> str:
        return str(suite.get(f"/v1/facts/{event}", token=token).json["event"]["data"]["telephone"])

    token = telephone(guess, attacker)
    assert token.startswith("who-"), "their own"
    assert telephone(in_dt, attacker) == "**"
    for role in ("leader", "auditor", "trainer"):
        assert telephone(in_dt, suite.token(role)) == telephone(guess, suite.token(role)) == "**", role
    assert telephone(in_dt, suite.token()) == token, "an operator forgets by it, and writes no text to compare"

    def found(text: str, who: str) -> set[str]:
        return {one["id"] for one in suite.get(f"{CALLS}?q={quote(text)}", token=who).json["items"]}

    assert {of_dt, own} <= found("灯不亮", attacker)
    for text in (token, token[:9], token[6:12], "who-"):
        assert not found(text, attacker), text
        for role in ("leader", "auditor", "trainer", "operator"):
            assert not found(text, suite.token(role)), (role, text)


def test_a_sheet_confirms_no_guess_either(suite: Suite) -> None:
    of_dt, _ = take_call(suite, "DT", NUMBER)
    told = suite.get(f"{CALLS}/export?format=csv", token=suite.token("clerk", "ZS")).body.decode("utf-8-sig")
    head, *lines = told.splitlines()
    (line,) = [one for one in lines if of_dt in one]
    mask = f"{NUMBER[:3]}****{NUMBER[-4:]}"
    assert mask in line

    def guess(number: str) -> Any:
        sheet = f"{head}\n{line.replace(mask, number)}\n".encode()
        answer = suite.post(
            f"{CALLS}/import?dry_run=true", sheet, token=suite.token("clerk", "ZS"), Content_Type="text/csv"
        )
        return answer.status, answer.json

    assert guess(NUMBER) == guess(GUESSED_WRONG)
