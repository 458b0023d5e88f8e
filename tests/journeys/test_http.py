"""Whatever a client sends is answered, and never with a 500."""

from __future__ import annotations

import http.client
import json
import socket
import stat
import threading
from contextlib import suppress
from typing import Any

import pytest

from tests.suite import HttpResponse, Suite, until

FEATURE = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}
WITHDRAWAL = {"withdrawn_on": "2017-03-02", "reason": "不再申报"}


@pytest.fixture(scope="module")
def features(suite: Suite) -> str:
    """Where features are applied for, once the unit is known."""
    return f"/v1/outreach/features?after={suite.unit('DT')}"


@pytest.mark.parametrize(
    ("body", "status", "slug", "field"),
    [
        (b"", 422, "invalid", "unit"),
        (b"{", 400, "unreadable", None),
        (b"[]", 422, "invalid", ""),
        (b"\xff\xfe", 400, "unreadable", None),
        (b"[" * 100_000, 400, "unreadable", None),
        (b'{"unit": 1e999}', 400, "unreadable", None),
        (b'{"unit": ' + b"[" * 1000 + b"]" * 1000 + b"}", 400, "unreadable", None),
        ({**FEATURE, "colour": "red"}, 422, "invalid", "colour"),
        ({**FEATURE, "title": {"a": 1}}, 422, "invalid", "title"),
        ({**FEATURE, "applied_on": "2999-01-01"}, 422, "invalid", "applied_on"),
        ({**FEATURE, "applied_on": "2150-01-01"}, 409, "not-yet", "applied_on"),
        ({**FEATURE, "unit": "XX"}, 422, "unknown-reference", "unit"),
        ({**FEATURE, "evidence": ["a" * 64]}, 422, "no-such-evidence", "evidence"),
        ({**FEATURE, "evidence": "a"}, 422, "invalid", "evidence"),
        ({**FEATURE, "evidence": [["x"]]}, 422, "invalid", "evidence.0"),
        ({**FEATURE, "evidence": ["a\0b"]}, 422, "invalid", "evidence.0"),
        ({**FEATURE, "title": "\ud800"}, 400, "unreadable", None),
        ({**FEATURE, "title": "x" * 2_000_000}, 413, "too-large", None),
    ],
)
def test_a_bad_body_gets_a_clear_problem(  # noqa: PLR0913, PLR0917 -- the columns of its table
    suite: Suite, features: str, body: Any, status: int, slug: str, field: str | None
) -> None:
    response = suite.post(features, body)
    assert (response.status, response.json["slug"]) == (status, slug), response.body
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json["title"]
    assert response.json["title_zh"]
    if field is not None:
        assert field in [one["field"] for one in response.json["errors"]]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1/outreach/nothing", 404),
        ("GET", "/v1/outreach/features/nobody", 404),
        ("POST", "/v1/outreach/features/nobody/approve", 404),
        ("POST", "/v1/outreach/features/nobody/apply", 404),
        ("POST", "/v1/outreach/features/nobody/sing", 404),
        ("GET", "/v1/measures/A9.none", 404),
        ("GET", "/v1/measures/A6.matters_done/gaps", 422),
        ("GET", "/v1/facts/nobody", 404),
        ("GET", "/v1/progress?unit=XX", 404),
        ("GET", "/v1/progress?as_of=yesterday", 422),
        ("GET", "/v1/progress?known_at=2017-03-01T00:00:00", 422),
        ("GET", "/v1/progress?known_at=0001-01-01T00:00:00%2B14:00", 422),
        ("GET", "/v1/progress?known_at=9999-12-31T23:59:59-14:00", 422),
        ("GET", "/v1/progress?as_of=2017-W09-3", 422),
        ("GET", "/v1/progress?as_of=20170301", 422),
        ("GET", "/v1/progress?as_of=9999-12-31", 422),
        ("GET", "/v1/progress?unit=%00", 400),
        ("GET", "/v1/progress?after=a%00b", 400),
        ("GET", "/v1/facts/%00", 400),
        ("GET", "/v1/evidence/a%00", 400),
        ("GET", "/v1/progress?colour=red", 422),
        ("GET", "/v1/progress?as_of=2017-01-01&as_of=2018-01-01", 422),
        ("GET", "/v1/outreach/features?limit=0", 422),
        ("GET", "/v1/outreach/features?limit=1%0d%0a", 422),
        ("GET", "/v1/outreach/features?limit=%EF%BC%91", 422),
        ("GET", "/v1/outreach/features?limit=1_0", 422),
        ("GET", "/v1/outreach/features?cursor=AAAA", 422),
        ("GET", "/v1/outreach/features?cursor=%FF", 422),
        ("GET", "/v1/evidence/" + "0" * 64, 404),
        ("GET", "/v1/evidence/..%2F..%2Fsecrets", 404),
        ("GET", "/v1/progress?unit=", 422),
        ("GET", "/v1/progress?unit=%B6%AB%CD%A4", 422),
        ("DELETE", "/v1/progress", 405),
        ("PUT", "/v1/outreach/features", 405),
        ("GET", "/v1//progress", 404),
        ("GET", "/.git/config", 404),
        ("TRACE", "/v1/progress", 405),
    ],
)
def test_a_wrong_address_gets_a_clear_problem(suite: Suite, features: str, method: str, path: str, status: int) -> None:
    assert features
    response = suite.ask(method, path, {} if method == "POST" else None)
    assert (response.status, response.json["status"]) == (status, status), response.body


def test_a_hundred_megabytes_are_refused_before_they_are_read(suite: Suite, features: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", suite.port, timeout=60)
    connection.putrequest("POST", features)
    connection.putheader("Authorization", f"Bearer {suite.token('clerk')}")
    connection.putheader("Content-Length", str(100 * 1024 * 1024))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    assert suite.get("/healthz", token="").status == 200


def test_a_hundred_megabytes_without_a_length_are_refused(suite: Suite, features: str) -> None:
    def pieces() -> Any:
        for _ in range(100):
            yield b"x" * 1024 * 1024

    connection = http.client.HTTPConnection("127.0.0.1", suite.port, timeout=60)
    try:
        connection.request(
            "POST", features, pieces(), {"Authorization": f"Bearer {suite.token('clerk')}"}, encode_chunked=True
        )
        assert connection.getresponse().status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # it hung up on us, which is an answer too
    finally:
        connection.close()
    assert suite.get("/healthz", token="").status == 200


def read_to_the_end(raw: socket.socket) -> bytes:
    pieces = []
    with suppress(ConnectionResetError):  # what it did not read it may answer so
        while piece := raw.recv(4096):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 3\r\nContent-Length: 5",
        b"Content-Length: +5",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    ],
)
def test_two_ways_to_say_how_long_a_body_is_are_refused(suite: Suite, lines: bytes) -> None:
    head = b"POST /v1/outreach/features HTTP/1.1\r\nHost: x\r\n"
    hidden = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", suite.port), 60) as raw:
        raw.sendall(head + lines + b"\r\n\r\n" + hidden)
        answers = read_to_the_end(raw)
    assert answers.split()[1] == b"400"
    assert answers.count(b"HTTP/1.") == 1, "what stands behind it is no request"


def test_the_same_key_at_once_makes_one_record(suite: Suite, features: str) -> None:
    responses: list[Any] = []
    threads = [
        threading.Thread(target=lambda: responses.append(suite.post(features, FEATURE, Idempotency_Key="at-once")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.status for one in responses} <= {200, 201}
    assert len({one.json["record"]["id"] for one in responses}) == 1
    assert sum(not one.json["repeated"] for one in responses) == 1


def test_the_same_key_across_a_restart_makes_one_record_and_another_body_is_refused(
    suite: Suite, features: str
) -> None:
    first = suite.post(features, FEATURE, Idempotency_Key="restart").json
    suite.kill("outreach")
    suite.revive()
    answers: list[HttpResponse] = []

    def is_answered() -> bool:
        answers.append(suite.post(features, FEATURE, Idempotency_Key="restart"))
        return answers[-1].status != 503

    until(is_answered, "it is back")
    again = answers[-1].json
    assert (again["record"]["id"], again["event"], again["repeated"]) == (first["record"]["id"], first["event"], True)
    other = suite.post(features, FEATURE | {"title": "别的"}, Idempotency_Key="restart")
    assert (other.status, other.json["slug"]) == (422, "key-reused")


def test_another_account_may_use_the_same_key(suite: Suite, features: str) -> None:
    first = suite.post(features, FEATURE, Idempotency_Key="mine").json
    other = suite.post(features, FEATURE, token=suite.token("clerk", who="SYN-other"), Idempotency_Key="mine").json
    assert other["record"]["id"] != first["record"]["id"]


def test_a_stale_version_is_412(suite: Suite, features: str) -> None:
    record = suite.post(features, FEATURE).json["record"]
    step = f"/v1/outreach/features/{record['id']}/approve"
    approval = {"approved_on": "2017-03-02"}
    assert [suite.post(step, approval, If_Match=one).status for one in ('"7"', '"x"')] == [412, 412]
    for odd in ("\u00b2", "9" * 5000, ""):
        assert suite.post(step, approval, If_Match=odd).status == 422, odd
    response = suite.post(step, approval, If_Match='"1"')
    assert (response.status, response.headers["Etag"]) == (200, '"2"')


def test_a_batch_answers_group_by_group_and_a_whole_one_all_or_nothing(suite: Suite, features: str) -> None:
    batch = features.replace("features", "features:batch")
    good = [{"step": "apply", "form": FEATURE}, {"step": "withdraw", "form": WITHDRAWAL}]
    early = {"step": "withdraw", "form": WITHDRAWAL | {"withdrawn_on": "2016-03-02"}}
    bad = [{"step": "apply", "form": FEATURE}, early]
    response = suite.post(batch, {"groups": [good, bad]})
    assert (response.status, response.json["accepted"], response.json["refused"]) == (207, 1, 1)
    assert response.json["results"][1]["problem"]["slug"] == "out-of-order"
    assert response.json["results"][1]["step"] == 1
    before = suite.get("/v1/outreach/features").json["total"]
    whole = suite.post(batch + "&whole=true", {"groups": [good, bad]}).json
    assert (whole["accepted"], [one["problem"]["slug"] for one in whole["results"]]) == (
        0,
        ["taken-back", "out-of-order"],
    )
    assert suite.post(batch + "&dry_run=true", {"groups": [good]}).json["accepted"] == 1
    assert suite.get("/v1/outreach/features").json["total"] == before


def test_pages_of_a_list_follow_each_other(suite: Suite, features: str) -> None:
    for _ in range(3):
        suite.post(features, FEATURE)
    total = suite.get("/v1/outreach/features").json["total"]
    ids, cursor = [], ""
    while True:
        page = suite.get(f"/v1/outreach/features?limit=2{cursor}")
        ids += [one["id"] for one in page.json["items"]]
        if page.json["next"] is None:
            break
        assert page.headers["Link"].endswith('rel="next"')
        cursor = f"&cursor={page.json['next']}"
    assert (len(ids), ids) == (total, sorted(set(ids), reverse=True)), "the newest first, each once"
    back = suite.get(f"/v1/outreach/features?limit=2&cursor={page.json['previous']}").json["items"]
    assert [one["id"] for one in back] == ids[-2 - len(page.json["items"]) :][:2]
    for cursor in ("x", page.json["previous"][:-4], page.json["previous"] + "&status=applied"):
        refused = suite.get(f"/v1/outreach/features?limit=2&cursor={cursor}")
        assert (refused.status, refused.json["slug"]) == (422, "bad-cursor")


def test_the_link_to_the_next_page_carries_the_question_whatever_it_says(suite: Suite, features: str) -> None:
    for _ in range(2):
        suite.post(features, FEATURE)
    response = suite.get("/v1/outreach/features?limit=1&unit=DT&status=applied")
    link = response.headers["Link"]
    assert "&unit=DT" in link
    assert suite.get(link[1 : link.index(">")]).json["items"]
    odd = suite.get("/v1/outreach/features?limit=1&status=%0d%0aX:%20y%3E")
    assert (odd.status, odd.headers.get("X")) == (200, None)


def test_a_wrong_method_names_the_right_ones(suite: Suite) -> None:
    assert suite.ask("DELETE", "/v1/progress").headers["Allow"] == "GET, HEAD, OPTIONS"
    assert suite.ask("PUT", "/v1/outreach/features").headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_evidence_is_kept_by_its_hash_and_given_back_harmless(suite: Suite) -> None:
    upload = suite.post("/v1/evidence?name=a.html", b"<script>alert(1)</script>", Content_Type="text/html")
    again = suite.post("/v1/evidence?name=a.html", b"<script>alert(1)</script>", Content_Type="text/html")
    assert upload.status == again.status == 201
    download = suite.get(f"/v1/evidence/{upload.json['sha256']}")
    assert download.body == b"<script>alert(1)</script>"
    assert download.headers["Content-Disposition"] == f'attachment; filename="{upload.json["sha256"]}"'
    assert "sandbox" in download.headers["Content-Security-Policy"]
    assert suite.post("/v1/evidence", b"").json["slug"] == "empty-evidence"


@pytest.mark.parametrize("folder", ["data", "evidence", "secrets"])
def test_what_a_home_keeps_is_for_its_owner_alone(suite: Suite, folder: str) -> None:
    suite.post("/v1/evidence", b"anything")
    assert stat.S_IMODE((suite.home / folder).stat().st_mode) == 0o700


def test_spoilt_evidence_is_not_given_out_as_good(suite: Suite) -> None:
    sha256 = suite.post("/v1/evidence", b"good").json["sha256"]
    (suite.home / "evidence" / sha256[:2] / sha256).write_bytes(b"forged")
    response = suite.get(f"/v1/evidence/{sha256}")
    assert (response.status, response.json["slug"]) == (410, "spoilt-evidence")


def test_spoilt_evidence_is_mended_by_handing_it_in_again(suite: Suite) -> None:
    sha256 = suite.post("/v1/evidence", b"mended").json["sha256"]
    (suite.home / "evidence" / sha256[:2] / sha256).write_bytes(b"men")
    assert suite.post("/v1/evidence", b"mended").status == 201
    assert suite.get(f"/v1/evidence/{sha256}").body == b"mended"


def test_a_cached_answer_is_not_sent_again(suite: Suite) -> None:
    first = suite.get("/v1/progress")
    tag = first.headers["Etag"]
    assert suite.get("/v1/progress", If_None_Match=tag).status == 304
    assert json.loads(first.body)["campaign"] == "463"
