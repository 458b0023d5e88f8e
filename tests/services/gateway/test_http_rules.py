"""RFC 9110 at every address: methods, conditions, parts, kinds of bodies; and what strangers append to a link."""

from __future__ import annotations

import codecs
import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from contracts.documents.endpoints import GET, POST, REGISTER
from services.gateway.http import routing
from services.gateway.http.routing import Route
from services.gateway.resources import RESOURCES
from tests.services.gateway.gateway_client import GatewayClient

FEATURES = "/v1/outreach/features"
FORM = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}
APPROVAL = {"approved_on": "2017-03-02"}
APPENDED = (
    "utm_source=wechat&utm_medium=social&fbclid=abc",
    "from=singlemessage&isappinstalled=0&nsukey=x%2By",
    "spm=a2.1.2&share_token=%7B%7D&_t=1&scene=1",
    "from=timeline&from=groupmessage",
    "utm_term=%B3%C7%B9%DC",
    "=&&x",
    "unknown",
)


def bearer(gateway: GatewayClient, role: str = "clerk", unit: str | None = "DT") -> dict[str, str]:
    return {"Authorization": f"Bearer {gateway.token(role, unit)}"}


def ask(gateway: GatewayClient, path: str, method: str = GET, **more: Any) -> TestResponse:
    headers = bearer(gateway) | {name.replace("_", "-"): value for name, value in more.pop("headers", {}).items()}
    return gateway.client.open(path, method=method, headers=headers, **more)


def open_feature(gateway: GatewayClient) -> str:
    response = ask(gateway, FEATURES, POST, data=json.dumps(FORM), content_type="application/json")
    assert response.status_code == 201, response.text
    return str(json.loads(response.data)["record"]["id"])


def keep_paper(gateway: GatewayClient, body: bytes = b"0123456789") -> str:
    response = ask(gateway, "/v1/evidence", POST, data=body, content_type="text/plain")
    return str(json.loads(response.data)["sha256"])


def faults_of(response: TestResponse) -> list[str]:
    """The fields that a problem names, each in both languages."""
    errors = json.loads(response.data)["errors"]
    assert all(one["zh"] and one["en"] for one in errors)
    return [one["field"] for one in errors]


# --- queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", APPENDED)
def test_what_messengers_append_to_a_link_breaks_no_page_and_goes_into_none_of_its_links(
    gateway: GatewayClient, query: str
) -> None:
    record, paper = open_feature(gateway), keep_paper(gateway)
    paths = ("/", "/registers", "/registers/outreach/features", f"/registers/outreach/features/{record}")
    for path in (*paths, "/registers/outreach/features/new", f"/v1/evidence/{paper}", "/signin", "/style.css"):
        response = gateway.request(f"{path}?{query}")
        assert response.status_code == 200, (path, response.text)
        assert "utm_" not in response.text
        assert "singlemessage" not in response.text


def test_a_form_is_taken_from_an_address_to_which_something_was_appended(gateway: GatewayClient) -> None:
    response = gateway.fill("/registers/outreach/features/new?from=singlemessage", FORM)
    assert response.status_code == 303, response.text


@pytest.mark.parametrize("query", ["lang=en&lang=en", "lang=en&lang=", "unit=&lang=en"])
def test_a_page_takes_a_parameter_that_says_one_thing(gateway: GatewayClient, query: str) -> None:
    response = gateway.request(f"/?{query}")
    assert (response.status_code, 'lang="en"' in response.text) == (200, True)


@pytest.mark.parametrize("query", ["as_of=2017-01-01&as_of=2018-01-01", "as_of=%B3%C7"])
def test_a_page_says_of_a_parameter_that_says_two_things_or_none(gateway: GatewayClient, query: str) -> None:
    response = gateway.request(f"/?{query}")
    assert response.status_code == 422
    assert "as_of" in response.text


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("utm_source=x", ["utm_source"]),
        ("from=singlemessage&isappinstalled=0", ["from", "isappinstalled"]),
        ("unit=DT&unit=DT", ["unit"]),
        ("unit=", ["unit"]),
        ("unit", ["unit"]),
        ("status=%FF", ["status"]),
        ("%FF=1", ["?", "%FF"]),
        ("cursor=&limit=", ["cursor", "limit"]),
    ],
)
def test_a_program_is_told_each_parameter_that_means_nothing(
    gateway: GatewayClient, query: str, fields: list[str]
) -> None:
    response = ask(gateway, f"{FEATURES}?{query}")
    assert response.status_code == 422
    assert faults_of(response) == fields


def test_a_search_for_nothing_is_a_search(gateway: GatewayClient) -> None:
    open_feature(gateway)
    assert len(json.loads(ask(gateway, f"{FEATURES}?q=").data)["items"]) == 1


# --- methods ----------------------------------------------------------------------------------------------------------


NAMESAKES = {
    "/v1/{service}/{register}/import": {GET, "HEAD"},
    "/v1/{service}/{register}/{id}/mentions": {POST},
    "/registers/{service}/{register}/{id}/versions": {POST},
    "/drafts/discard": {GET, "HEAD"},
    "/reports/schedule": {GET, "HEAD"},
    "/v1/cases/penalties/{id}/file.zip": {POST},
    "/v1/cases/penalties/{id}/file.pdf": {POST},
    "/v1/cases/penalties/{id}/papers": {POST},
}
"""Where a record, a draft, a report or a step of that name would stand, which may be asked for."""


def all_routes() -> Iterator[Route]:
    return (route for kind in RESOURCES for route in routing.routes_of(kind).values())


def filled_in(path: str) -> str:
    place = path.replace(REGISTER, "/v1/outreach/features")
    while "{" in place:
        begin, _, rest = place.partition("{")
        place = f"{begin}x{rest.partition('}')[2]}"
    return place


def test_every_address_allows_its_own_methods_and_no_others() -> None:
    routes = list(all_routes())
    adapter = routing.url_map(routes).bind("x")
    adapters: dict[str, set[str]] = {}
    for route in routes:
        adapters.setdefault(route.path, set()).update({GET, "HEAD"} if route.method == GET else {route.method})
    wrong = {}
    for path, own in adapters.items():
        adapter.path_info = filled_in(path)
        if set(adapter.allowed_methods()) != own | NAMESAKES.get(path, set()):
            wrong[path] = adapter.allowed_methods()
    assert wrong == {}


@pytest.mark.parametrize("path", ["/v1/measures/x/approve", "/v1/outreach/nothing", "/v1/nowhere/features/x/y"])
def test_no_address_is_an_address_of_a_register_that_there_is_not(gateway: GatewayClient, path: str) -> None:
    assert ask(gateway, path, "DELETE").status_code == 404


def test_options_says_what_an_address_allows_and_takes(gateway: GatewayClient) -> None:
    for path, allow, takes in (
        ("/v1/progress", "GET, HEAD, OPTIONS", None),
        (FEATURES, "GET, HEAD, OPTIONS, POST", "application/json"),
        (f"{FEATURES}/x/approve", "OPTIONS, POST", "application/json"),
        ("/v1/evidence", "OPTIONS, POST", "*/*"),
        ("/signin", "GET, HEAD, OPTIONS, POST", "multipart/form-data"),
        ("*", "GET, HEAD, OPTIONS, POST", None),
    ):
        response = gateway.client.options(path)
        assert response.status_code == 204, path
        assert (response.headers["Allow"], response.headers.get("Accept-Post")) == (allow, takes), path
        assert response.data == b""
    assert gateway.client.options("/nowhere").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/", "/v1/progress", "/v1/measures/A6.matters_done", "/v1/facts/x", FEATURES])
def test_another_method_is_told_which_there_are(gateway: GatewayClient, method: str, path: str) -> None:
    response = ask(gateway, path, method)
    assert response.status_code == 405
    assert response.headers["Allow"] == gateway.client.options(path).headers["Allow"]


def test_head_is_get_without_its_body(gateway: GatewayClient) -> None:
    record, paper = open_feature(gateway), keep_paper(gateway)
    for path in ("/v1/progress", f"{FEATURES}/{record}", f"/v1/evidence/{paper}", "/style.css", "/registers"):
        whole, head = ask(gateway, path), ask(gateway, path, "HEAD")
        assert (head.status_code, head.data) == (200, b"")
        for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
            assert head.headers.get(name) == whole.headers.get(name), (path, name)


# --- conditions -------------------------------------------------------------------------------------------------------


@pytest.fixture
def paths_with_tags(gateway: GatewayClient) -> list[str]:
    """Addresses whose answers bear a tag."""
    record, paper = open_feature(gateway), keep_paper(gateway)
    return ["/v1/progress", "/v1/progress/A6", f"{FEATURES}/{record}", f"/v1/evidence/{paper}", "/style.css"]


@pytest.mark.parametrize("form", ["{0}", "W/{0}", '"x", {0}', '"x",W/{0} , "y"', "*"])
@pytest.mark.parametrize("method", [GET, "HEAD"])
def test_who_has_it_already_is_told_so(
    gateway: GatewayClient, paths_with_tags: list[str], form: str, method: str
) -> None:
    for path in paths_with_tags:
        etag = ask(gateway, path).headers["ETag"]
        response = ask(gateway, path, method, headers={"If_None_Match": form.format(etag)})
        assert (response.status_code, response.data) == (304, b""), path
        assert response.headers["ETag"] == etag
        assert "Content-Type" not in response.headers


@pytest.mark.parametrize("form", ['"x"', 'W/"x", "y"', "x", ""])
def test_who_has_something_else_is_sent_it(gateway: GatewayClient, paths_with_tags: list[str], form: str) -> None:
    for path in paths_with_tags:
        response = ask(gateway, path, headers={"If_None_Match": form})
        assert response.status_code == 200, path
        assert response.data


def test_a_reading_that_is_for_another_version_is_412(gateway: GatewayClient, paths_with_tags: list[str]) -> None:
    for path in paths_with_tags[1:]:
        assert ask(gateway, path, headers={"If_Match": "*"}).status_code == 200
        assert ask(gateway, path, headers={"If_Match": '"x"'}).status_code == 412, path


@pytest.mark.parametrize("tags", ["*", " * ", "{0}", "W/{0}", '"1"', '"7", "1"', '"1","2"', '"1", "x"', "1"])
def test_a_step_is_taken_in_a_version_that_is_named(gateway: GatewayClient, tags: str) -> None:
    record = open_feature(gateway)
    etag = ask(gateway, f"{FEATURES}/{record}").headers["ETag"]
    headers = bearer(gateway, "publicist", None) | {"If-Match": tags.format(etag)}
    response = gateway.client.post(f"{FEATURES}/{record}/approve", json=APPROVAL, headers=headers)
    assert response.status_code == 200, response.text
    assert response.headers["ETag"] == '"2"'


@pytest.mark.parametrize(
    ("tags", "status"),
    [('"7"', 412), ('"7", "8"', 412), ('"x"', 412), ('"7", "x"', 412), ("x", 422), ("", 422), ("*, *", 422)],
)
def test_a_step_is_not_taken_in_another_version(gateway: GatewayClient, tags: str, status: int) -> None:
    record = open_feature(gateway)
    headers = bearer(gateway, "publicist", None) | {"If-Match": tags}
    response = gateway.client.post(f"{FEATURES}/{record}/approve", json=APPROVAL, headers=headers)
    assert response.status_code == status, response.text


def test_a_records_tag_tells_of_what_is_sent_and_not_of_its_version_alone(gateway: GatewayClient) -> None:
    record = open_feature(gateway)
    first = ask(gateway, f"{FEATURES}/{record}").headers["ETag"]
    assert first.startswith('"1.')
    other = gateway.client.get(f"{FEATURES}/{record}", headers=bearer(gateway, "publicist", None)).headers["ETag"]
    assert first != other, "who may take other steps is sent something else"


# --- parts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "status", "body", "where"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=0-3,5-6", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
        ("nonsense", 200, b"0123456789", None),
    ],
)
def test_a_download_goes_on_where_it_broke_off(
    gateway: GatewayClient, part: str, status: int, body: bytes, where: str | None
) -> None:
    path = f"/v1/evidence/{keep_paper(gateway)}"
    response = ask(gateway, path, headers={"Range": part})
    assert (response.status_code, response.data, response.headers.get("Content-Range")) == (status, body, where)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert int(response.headers["Content-Length"]) == len(body)
    etag = response.headers["ETag"]
    assert ask(gateway, path, headers={"Range": part, "If_Range": etag}).status_code == status
    assert ask(gateway, path, headers={"Range": part, "If_Range": '"x"'}).status_code == 200
    assert ask(gateway, path, headers={"Range": part, "If_None_Match": etag}).status_code == 304


def test_a_part_that_there_is_not_is_416_with_the_length(gateway: GatewayClient) -> None:
    response = ask(gateway, f"/v1/evidence/{keep_paper(gateway)}", headers={"Range": "bytes=10-"})
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */10")
    assert faults_of(response) == ["Range"]


# --- bodies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/json; charset=UTF-8",
        'application/json;charset="utf-8"',
        "application/merge-patch+json",
        "application/x-www-form-urlencoded",
        "",
    ],
)
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_json_is_read_with_and_without_a_mark(gateway: GatewayClient, kind: str, mark: bytes) -> None:
    response = ask(gateway, FEATURES, POST, data=mark + json.dumps(FORM).encode(), content_type=kind)
    assert response.status_code == 201, response.text


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json; charset=gbk"]
)
def test_a_body_that_is_not_taken_is_told_what_would_be(gateway: GatewayClient, kind: str) -> None:
    response = ask(gateway, FEATURES, POST, data=json.dumps(FORM), content_type=kind)
    assert (response.status_code, response.headers["Accept-Post"]) == (415, "application/json")
    assert faults_of(response) == ["Content-Type"]


def test_a_compressed_body_is_told_to_come_as_it_is(gateway: GatewayClient) -> None:
    for path in (FEATURES, "/v1/evidence"):
        body = gzip.compress(json.dumps(FORM).encode())
        response = ask(gateway, path, POST, data=body, headers={"Content_Encoding": "gzip"})
        assert (response.status_code, response.headers["Accept-Encoding"]) == (415, "identity")
        assert faults_of(response) == ["Content-Encoding"]


def test_a_form_of_a_page_comes_as_a_form(gateway: GatewayClient) -> None:
    path = "/registers/outreach/features/new"
    for kind in ("application/json", "text/plain"):
        response = ask(gateway, path, POST, data="{}", content_type=kind)
        assert (response.status_code, response.headers["Accept-Post"]) == (415, "multipart/form-data"), kind
    response = ask(gateway, path, POST, data="x", content_type="multipart/form-data")
    assert (response.status_code, faults_of(response)) == (400, ["Content-Type"])


# --- who may keep what ------------------------------------------------------------------------------------------------


def test_what_somebody_sees_is_kept_by_no_browser_but_what_they_are_typing(gateway: GatewayClient) -> None:
    record = open_feature(gateway)
    new, taken = "/registers/outreach/features/new", f"/registers/outreach/features/{record}/apply?corrects=1"
    for path in ("/", "/registers", f"/registers/outreach/features/{record}", taken, f"{FEATURES}/{record}", FEATURES):
        response = gateway.request(path)
        assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store"), path
        assert {"Authorization", "Cookie"} <= {one.strip() for one in response.headers["Vary"].split(",")}
    assert gateway.request(new).headers["Cache-Control"] == "private, no-cache"
    assert ask(gateway, "/v1/progress").headers["Cache-Control"] == "private, no-cache"


def test_pages_of_other_sites_may_not_ask_us(gateway: GatewayClient) -> None:
    preflight = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    for path in (FEATURES, "/", "/v1/progress"):
        response = gateway.client.options(path, headers=preflight)
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]
