"""Answers in codings: who gets which, what bears which tag, what is left alone, and what nobody learns by lengths."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from werkzeug.test import TestResponse

from services.gateway.http import codings, csrf
from services.gateway.http.bearer_tokens import Bearer
from tests.services.gateway.gateway_client import KEY, GatewayClient
from tests.services.gateway.test_http_rules import APPROVAL, FEATURES, open_feature

BROTLI, GZIP = "br", "gzip"
BROWSER = "gzip, deflate, br, zstd"
PROGRESS, LONG_WAY = "/v1/progress", "/v1/progress?as_of=2017-06-15"
DECODERS: dict[str | None, Callable[[bytes], bytes]] = {BROTLI: brotli.decompress, GZIP: gzip.decompress, None: bytes}
OTHERS = ("cross-site", "same-site")
SEAL = re.compile(r'name="_seal" value="([^"]*)"')


def ask(gateway: GatewayClient, path: str, accepts: str | None = BROWSER, method: str = "GET", **more: str) -> Any:
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}"}
    headers |= {"Accept-Encoding": accepts} if accepts is not None else {}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    return gateway.client.open(path, method=method, headers=headers)


def coding(response: TestResponse) -> str | None:
    return response.headers.get("Content-Encoding")


def text(response: TestResponse) -> bytes:
    return DECODERS[coding(response)](response.data)


@pytest.mark.parametrize("path", [PROGRESS, LONG_WAY, "/v1/measures/A6.matters_done", "/style.css", "/signin"])
@pytest.mark.parametrize(
    ("accepts", "expected"),
    [
        (None, None),
        ("", None),
        (BROWSER, BROTLI),
        ("gzip", GZIP),
        ("GZIP", GZIP),
        ("br;q=0.5, gzip;q=0.8", GZIP),
        ("br;q=0, gzip", GZIP),
        ("*", BROTLI),
        ("br;q=0, *;q=0.1", GZIP),
        ("identity", None),
        ("identity;q=0.5, gzip;q=0.2", None),
        ("gzip;q=0, br;q=0", None),
        ("deflate, zstd", None),
        ("gzip;q=no", None),
    ],
)
def test_a_client_gets_the_coding_that_it_takes_best(
    gateway: GatewayClient, path: str, accepts: str | None, expected: str | None
) -> None:
    response, plain = ask(gateway, path, accepts), ask(gateway, path, None)
    assert (response.status_code, coding(response)) == (200, expected)
    assert SEAL.sub("", text(response).decode()) == SEAL.sub("", plain.text)
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert not expected or len(response.data) < len(plain.data)
    for one in (response, plain):
        assert "Accept-Encoding" in one.headers["Vary"].split(", ")
    if path.startswith("/v1"):
        assert {"Authorization", "Cookie"} <= set(response.headers["Vary"].split(", "))


@pytest.mark.parametrize("path", [PROGRESS, LONG_WAY, "/style.css", "record"])
@pytest.mark.parametrize("accepts", [None, GZIP, BROTLI])
def test_each_coding_has_a_tag_of_its_own_by_which_it_is_not_sent_again(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch, path: str, accepts: str | None
) -> None:
    monkeypatch.setattr(codings, "LEAST", 1)
    path = f"{FEATURES}/{open_feature(gateway)}" if path == "record" else path
    tags = {one: ask(gateway, path, one).headers["ETag"] for one in (None, GZIP, BROTLI)}
    assert len(set(tags.values())) == len(tags)
    for said in (tags[accepts], f"W/{tags[accepts]}", f'"else", {tags[accepts]}', "*"):
        response = ask(gateway, path, accepts, If_None_Match=said)
        assert (response.status_code, response.data, coding(response)) == (304, b"", None)
        assert response.headers["ETag"] == tags[accepts]
        assert "Accept-Encoding" in response.headers["Vary"]
    for other in tags.keys() - {accepts}:
        response = ask(gateway, path, accepts, If_None_Match=tags[other])
        assert (response.status_code, response.headers["ETag"]) == (200, tags[accepts])


@pytest.mark.parametrize("accepts", [GZIP, BROTLI])
def test_a_record_seen_in_a_coding_is_changed_by_the_tag_that_it_had_there(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch, accepts: str
) -> None:
    monkeypatch.setattr(codings, "LEAST", 1)
    record = open_feature(gateway)
    seen = ask(gateway, f"{FEATURES}/{record}", accepts)
    assert seen.headers["ETag"].endswith(f'-{accepts}"')
    again = ask(gateway, f"{FEATURES}/{record}", accepts, If_Match=seen.headers["ETag"])
    assert (again.status_code, text(again)) == (200, text(seen))
    statuses = [approve(gateway, record, seen.headers["ETag"]).status_code for _turn in range(2)]
    assert statuses == [200, 412]


def approve(gateway: GatewayClient, record: str, etag: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {gateway.token('leader', None)}", "If-Match": etag}
    return gateway.client.post(f"{FEATURES}/{record}/approve", json=APPROVAL, headers=headers)


def test_a_document_is_compressed_once_for_all_who_ask(gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []

    def count(body: bytes) -> bytes:
        turns.append(len(body))
        return bytes(brotli.compress(body))

    monkeypatch.setattr(codings, "CODERS", {BROTLI: count})
    codings.encode_once.cache_clear()
    answers = {ask(gateway, path).data for path in (PROGRESS, PROGRESS, f"{PROGRESS}?lang=") for _turn in range(3)}
    assert len(answers) >= 1
    assert len(turns) == 1
    [ask(gateway, "/registers") for _turn in range(2)]
    assert len(turns) == 3, "pages are each person's own, and not kept"
    codings.encode_once.cache_clear()


def test_short_answers_go_out_as_they_are(gateway: GatewayClient) -> None:
    response = ask(gateway, "/v1/nothing")
    assert (response.status_code, coding(response)) == (404, None)
    assert len(response.data) < codings.LEAST


def test_a_problem_s_page_is_compressed_too(gateway: GatewayClient) -> None:
    response = gateway.client.get("/", headers={"Accept": "text/html", "Accept-Encoding": BROWSER})
    assert (response.status_code, coding(response)) == (401, BROTLI)
    assert b"<html" in text(response)


@pytest.mark.parametrize("kind", ["text/plain", "image/png", "application/pdf", "image/svg+xml"])
def test_papers_are_sent_as_they_were_handed_in_and_in_parts(gateway: GatewayClient, kind: str) -> None:
    body = b"0123456789" * 1000
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}"}
    paper = gateway.client.post("/v1/evidence", data=body, headers=headers, content_type=kind).json
    assert paper
    whole = ask(gateway, f"/v1/evidence/{paper['sha256']}")
    part = ask(gateway, f"/v1/evidence/{paper['sha256']}", Range="bytes=10-19")
    assert (coding(whole), whole.data) == (None, body)
    assert (part.status_code, coding(part), part.data) == (206, None, b"0123456789")
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(body)}"


def test_a_part_of_what_has_no_parts_is_all_of_it_in_its_coding(gateway: GatewayClient) -> None:
    for path in (PROGRESS, LONG_WAY, "/style.css"):
        response = ask(gateway, path, Range="bytes=0-9")
        assert (response.status_code, coding(response)) == (200, BROTLI)
        assert text(response) == ask(gateway, path, None).data


def test_workbooks_are_compressed_in_themselves(gateway: GatewayClient) -> None:
    response = ask(gateway, f"{FEATURES}/template?as=xlsx")
    assert (response.status_code, coding(response)) == (200, None), response.text
    assert len(response.data) > codings.LEAST


def test_a_stream_is_not_held_up_by_a_coding(gateway: GatewayClient) -> None:
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}", "Accept-Encoding": BROWSER}
    response = gateway.client.get("/v1/stream", headers=headers, buffered=False)
    assert coding(response) is None
    assert bytes(next(iter(response.iter_encoded()))).startswith(b"retry:")
    response.close()


@pytest.mark.parametrize("path", [PROGRESS, "/registers", "/style.css", "/nothing"])
def test_the_head_alone_says_what_the_answer_would(gateway: GatewayClient, path: str) -> None:
    head, whole = (ask(gateway, path, method=method, Accept="text/html") for method in ("HEAD", "GET"))
    assert (head.status_code, head.data) == (whole.status_code, b"")
    told = ("Content-Encoding", "ETag", "Vary", "Content-Type")
    assert [head.headers.get(name) for name in told] == [whole.headers.get(name) for name in told]


# --- BREACH -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/registers/outreach/features?q=x", PROGRESS])
def test_what_another_site_makes_a_browser_ask_with_its_cookie_is_as_long_as_it_is(
    gateway: GatewayClient, path: str
) -> None:
    for site in OTHERS:
        response = gateway.request(path, Accept_Encoding=BROWSER, Sec_Fetch_Site=site)
        assert (response.status_code, coding(response)) == (200, None)
    for site in csrf.OWN:
        assert coding(gateway.request(path, Accept_Encoding=BROWSER, Sec_Fetch_Site=site)) == BROTLI
    assert coding(ask(gateway, PROGRESS, Sec_Fetch_Site=OTHERS[0])) == BROTLI, "a program's page brings no cookie"


def test_a_page_s_csrf_token_is_another_each_time_and_each_is_good(gateway: GatewayClient) -> None:
    secret = csrf.csrf_token(KEY, Bearer("clerk@DT", "clerk", "DT"))
    pages = [gateway.request(f"{register}/new").text for register in ("/registers/outreach/features",) * 3]
    seals = [set(SEAL.findall(page)) for page in pages]
    assert [len(one) for one in seals] == [1, 1, 1], "one a page, or its forms would not be short"
    assert len(set.union(*seals)) == len(pages)
    assert not any(secret in page for page in pages)
    form = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}
    for _turn, (seal,) in enumerate(seals):
        assert send(gateway, form | {"title": f"特色{_turn}", "_seal": seal}).status_code != 403
    (seal, *_), (other, *_) = (sorted(one) for one in seals[:2])
    for forged in (seal[:-1], seal.partition(".")[2], f"{other.partition('.')[0]}.{seal.partition('.')[2]}", ".", ""):
        assert send(gateway, form | {"_seal": forged}).status_code == 403, forged


def send(gateway: GatewayClient, form: dict[str, str]) -> TestResponse:
    return gateway.request("/registers/outreach/features/new", form)
