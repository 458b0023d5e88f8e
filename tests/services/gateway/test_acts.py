"""What the gateway and the owners behind it put on record: by address and by page, and of what is no act nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from contracts.envelope import Event
from services.chassis.base import clock
from services.gateway.acts import recent_keys
from services.gateway.acts.request_acts import is_harmless
from tests.acts import JournalledActs
from tests.office import Office
from tests.services.gateway.gateway_client import FilledForm, GatewayClient

CALLS, MATTERS = "/v1/outreach/service_calls", "/v1/outreach/matters"
NAME, NUMBER = "欧阳甲乙", "13812345678"
RECEIVED = "2017-03-01T09:00:00+08:00"
CALL: dict[str, Any] = {"unit": "DT", "received_at": RECEIVED, "caller_kind": "merchant", "matter": "灯"}
PRIVATE: dict[str, Any] = {"caller": NAME, "telephone": NUMBER}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


class Counter:
    """A gateway whose acts, and whose owners' acts, stand in one journal."""

    def __init__(self, home: Path, office: Office) -> None:
        self.acts = JournalledActs("outreach", home)  # the owner's acts and the gateway's, under one name
        self.gateway = GatewayClient(home, office, trail=self.acts)
        self.office = office

    def ask(self, method: str, path: str, body: Any = None, *, role: str = "clerk", **headers: str) -> TestResponse:
        """An answer to a program of the DT unit."""
        token = self.gateway.token(role, "DT", "SYN-0001")
        return self.gateway.client.open(
            path,
            method=method,
            data=None if body is None else json.dumps(body),
            content_type=None if body is None else "application/json",
            headers={"Authorization": f"Bearer {token}"} | headers,
        )

    def of(self, act: str) -> list[Event]:
        """The acts of a kind: those of the gateway are told from the document of their own service elsewhere."""
        self.acts.flush()
        return [one for one in self.acts.raw() if one.type.split(".")[2] == act]


@pytest.fixture
def counter(tmp_path: Path, office: Office) -> Counter:
    """A gateway on record."""
    return Counter(tmp_path, office)


def calls(counter: Counter, count: int = 1) -> list[str]:
    records = [
        counter.office.do("outreach.service_calls", "", "receive", **CALL, **PRIVATE)[-1].subject for _ in range(count)
    ]
    counter.gateway.project_events()
    return records


def test_whose_texts_are_shown_to_whom_is_on_record_once_an_answer(counter: Counter) -> None:
    first, *_ = calls(counter, 3)
    assert counter.ask("GET", f"{CALLS}/{first}").get_json()["fields"]["caller"] == NAME
    (shown,) = counter.of("text_shown")
    assert (shown.actor, shown.post, shown.unit) == ("SYN-0001", "clerk@DT", "DT")
    assert shown.data["record"] == f"outreach.service_calls/{first}"
    assert shown.data["route"] == "GET /v1/{service}/{register}/{id}"
    assert shown.correlationid
    counter.ask("GET", CALLS)
    _, of_the_list = counter.of("text_shown")
    assert (len(of_the_list.data["records"]), of_the_list.data["rows"]) == (3, 3)


def test_a_mask_is_no_text_and_a_records_page_is_as_its_address(counter: Counter) -> None:
    (record,) = calls(counter)
    assert counter.ask("GET", f"{CALLS}/{record}", role="auditor").get_json()["fields"]["caller"] != NAME
    assert counter.of("text_shown") == []
    assert NAME in counter.gateway.request(f"/registers/outreach/service_calls/{record}").text
    assert [one.data["record"] for one in counter.of("text_shown")] == [f"outreach.service_calls/{record}"]


def test_who_gives_a_command_is_answered_without_a_second_event(counter: Counter) -> None:
    answer = counter.ask("POST", CALLS, CALL | PRIVATE)
    assert answer.status_code == 201, answer.text
    assert counter.acts.raw() == []


def test_without_a_record_nothing_private_is_shown_and_a_denial_is_answered(counter: Counter) -> None:
    (record,) = calls(counter)
    counter.acts.store.damage.note("a page is torn")
    for path in (f"{CALLS}/{record}", CALLS, f"{CALLS}/export?format=csv"):
        answer = counter.ask("GET", path)
        assert (answer.status_code, NAME in answer.text) == (503, False), path
    assert counter.ask("GET", "/v1/nothing").status_code == 404
    assert counter.ask("POST", MATTERS, {}, role="auditor").status_code == 403
    assert counter.ask("GET", f"{CALLS}/{record}", role="auditor").status_code == 200, "a mask needs no record"


def test_what_is_denied_is_on_record_with_person_address_and_pattern(counter: Counter) -> None:
    (record,) = calls(counter)
    here = {"REMOTE_ADDR": "192.0.2.7"}
    assert counter.gateway.client.get(f"{CALLS}/{record}", environ_base=here).status_code == 401
    answer = counter.ask("POST", f"{CALLS}/{record}/dispatch", {}, role="auditor")
    assert answer.status_code == 403
    stranger, auditor = counter.of("denied")
    assert (stranger.actor, stranger.data["problem"], stranger.data["address"]) == (
        "anonymous",
        "unauthenticated",
        "192.0.2.7",
    )
    assert (auditor.actor, auditor.post, auditor.data["problem"]) == ("SYN-0001", "auditor@DT", "forbidden")
    assert auditor.data["record"] == f"outreach.service_calls/{record}"


def test_a_refused_command_is_on_record_with_its_record_and_problem_once(counter: Counter) -> None:
    matter = counter.office.matter()
    counter.gateway.project_events()
    later = {"requested_on": "2999-01-01", "matter": "灯", "community": "映月", "unit": "DT"}
    assert counter.ask("POST", MATTERS, later).status_code >= 400
    answer = counter.ask("POST", f"{MATTERS}/{matter}/finish", {"done_on": "2017-03-08", "outcome": "好"})
    assert answer.status_code == 409, answer.text
    opening, finishing = counter.of("refused")
    assert (opening.data.get("record"), opening.data["register"]) == (None, "outreach.matters")
    assert (finishing.data["record"], finishing.data["problem"]) == (
        f"outreach.matters/{matter}",
        answer.get_json()["slug"],
    )


def test_a_form_that_is_refused_is_on_record_as_a_program_would_be(counter: Counter) -> None:
    form = FilledForm(counter.gateway.request("/registers/outreach/matters/new").text)
    new = {"community": "映月", "matter": "路灯不亮", "requested_on": "2999-01-01"}
    answer = counter.gateway.request("/registers/outreach/matters/new", form.fill_in(new))
    assert answer.status_code >= 400
    (refused,) = counter.of("refused")
    assert refused.data["route"].startswith("POST /registers/")


def test_who_only_tries_gives_no_command_that_could_be_refused(counter: Counter) -> None:
    groups = {"groups": [[{"step": "register", "form": {"matter": "灯"}}]]}
    assert counter.ask("POST", f"{MATTERS}:batch?dry_run=true", groups).get_json()["refused"] == 1
    assert counter.of("refused") == []
    assert counter.ask("POST", f"{MATTERS}:batch", groups).get_json()["refused"] == 1
    assert len(counter.of("refused")) == 1


def test_a_paper_that_is_read_is_on_record_each_time_and_its_small_picture_once_a_minute(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in = counter.gateway.evidence.save(PNG, name="p.png", media_type="image/png", by="SYN-0001")
    path = f"/v1/evidence/{handed_in['sha256']}"
    etag = counter.ask("GET", path).headers["ETag"]
    for _ in range(3):
        counter.ask("GET", path)
    for _ in range(5):
        counter.ask("GET", path, **{"If-None-Match": etag})
        counter.ask("GET", f"{path}/thumbnail")
    assert papers_read(counter) == [(handed_in["sha256"], 1)]
    now = clock.ticks()
    monkeypatch.setattr(clock, "ticks", lambda: now + recent_keys.MINUTE + 1)
    assert papers_read(counter) == [(handed_in["sha256"], 1), (handed_in["sha256"], 3)]
    counter.ask("GET", f"{path}/thumbnail")
    assert papers_read(counter)[2:] == [(handed_in["sha256"], 1)]


def papers_read(counter: Counter) -> list[tuple[str, int]]:
    return [(one.data["paper"], one.data.get("count", 1)) for one in counter.of("paper_read")]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_is_on_record_with_the_register_and_each_text_that_was_in_it(
    counter: Counter, form: str
) -> None:
    records = calls(counter, 2)
    assert counter.ask("GET", f"{CALLS}/export?format={form}").status_code == 200
    (exported,) = counter.of("exported")
    assert (exported.data["register"], exported.data["about"]) == ("outreach.service_calls", form)
    (shown,) = counter.of("text_shown")
    assert sorted(shown.data["records"]) == sorted(f"outreach.service_calls/{one}" for one in records)
    assert shown.correlationid == exported.correlationid


def test_what_only_looks_at_numbers_leaves_nothing(counter: Counter) -> None:
    for path in ("/", "/style.css", "/v1/progress", "/v1/measures/A6", MATTERS):
        counter.ask("GET", path)
    assert counter.acts.raw() == []


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("01a2238f-da32-7adc-bfbf-bae542a72a00", True),
        ("DT", True),
        ("张三", False),
        (NUMBER, False),
        ("a b", False),
        ("", False),
        ("x" * 81, False),
    ],
)
def test_what_a_client_writes_in_the_place_of_an_id_is_kept_only_where_it_can_be_one(
    text: str, *, harmless: bool
) -> None:
    assert is_harmless(text) is harmless
