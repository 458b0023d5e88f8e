"""The pages and addresses of operators: how the suite stands, parked messages, jobs, backups, the bundle."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.chassis.base import clock
from services.gateway.accounts.jobs.kept_jobs import JobOwner
from services.gateway.api.operations.backups import MOST_AGE
from services.gateway.api.operations.standing import wrong_parts
from services.gateway.display.messages import operations, operations_commands, pages
from tests.office import Office
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags

WHY, TELEPHONE = "测试用消息，与业务无关", "13800001234"


@pytest.fixture(name="site")
def gateway_site(tmp_path: Path) -> GatewayClient:
    return GatewayClient(tmp_path, Office())


NAMES = {deed: operations.SAID[f"op backup:{deed}"][0] for deed in MOST_AGE}


def api(site: GatewayClient, path: str, body: Any = None, role: str = "operator") -> TestResponse:
    headers = {"Authorization": f"Bearer {site.token(role, None)}"}
    if body is None:
        return site.client.get(path, headers=headers)
    return site.client.post(path, json=body, headers=headers)


def page(site: GatewayClient, path: str, body: Any = None, **more: Any) -> TestResponse:
    return site.request(path, body, **{"role": "operator", "unit": None} | more)


def test_the_first_page_says_that_all_is_well_where_it_is(site: GatewayClient) -> None:
    for deed in MOST_AGE:
        assert api(site, "/v1/operations/backups", {"deed": deed, "name": "copy-1"}).status_code == 200
    site.rpc_client.away = set()
    told = api(site, "/v1/operations/standing").json
    assert told is not None
    assert told["wrong"] == []
    assert operations.SAID["op nothing wrong"][0] in page(site, "/operations").text


def test_what_is_wrong_is_named_first_each_with_where_it_is_looked_into(site: GatewayClient) -> None:
    site.letters.park("e1")
    site.health["cases"] = {"ready": False, "at": "", "disk": "full", "clock": "skewed", "skew_seconds": 61.0}
    told = api(site, "/v1/operations/standing").json
    assert told is not None
    assert told["wrong"] == [
        "service:cases",
        "clock:cases",
        "disk:cases",
        "letters:gateway",
        "backup:made",
        "backup:tested",
    ]
    text = page(site, "/operations").text
    for at in ("/operations/letters", "/operations#services", "/operations/backups", "/operations#storage"):
        assert f'href="{at}"' in text


def test_every_kind_of_fault_has_its_words_in_both_languages() -> None:
    said = {
        "services": {"cases": {"ready": False, "clock": "skewed", "disk": "low"}},
        "papers": {"checked": 1, "missing": 1, "differs": 1, "unreadable": 1},
        "letters": {"audit": 2, "cases": None},
        "jobs": {"failed": 1},
        "backups": [{"deed": "made", "good": False}],
    }
    for one in wrong_parts(said):
        kind, _, _ = one.partition(":")
        assert {f"op wrong {kind}"} <= operations.SAID.keys()
        if kind in ("backup", "papers"):
            assert f"op {one}" in operations.SAID


def test_of_a_backup_it_is_said_whether_it_was_never_made_is_old_or_had_a_fault(
    site: GatewayClient, later: Callable[..., None]
) -> None:
    def told(deed: str) -> str:
        lines = re.findall(r"<li><a [^>]*>(.*?)</a>", page(site, "/operations").text)
        return next((one for one in lines if one.startswith(f"{NAMES[deed]}：")), "")

    assert "从未做过" in told("made")
    for deed, fault in (("made", ""), ("tested", "a file is missing")):
        api(site, "/v1/operations/backups", {"deed": deed, "name": "copy-1", "fault": fault})
    assert told("made") == ""
    assert "有问题" in told("tested")
    assert "已超过" not in told("tested")
    later(days=2)
    assert "已超过 1 天" in told("made")
    assert "有问题" not in told("made")
    later(days=31)
    assert "有问题，且已超过 30 天" in told("tested")


def test_the_page_says_which_commands_stay_with_the_command_line(site: GatewayClient) -> None:
    text = page(site, "/operations").text
    assert all(f"<code>./campaign {name}</code>" in text for name in operations_commands.STAYS)
    assert "deploy/backup" in text


def test_a_message_is_listed_shown_sent_back_and_on_record(site: GatewayClient) -> None:
    site.letters.park("e1", error="no such unit")
    listed = page(site, "/operations/letters").text
    assert "/operations/letters/gateway/e1" in listed
    assert "no such unit" in listed
    shown = page(site, "/operations/letters/gateway/e1").text
    assert "outreach.matters.finished.v1" in without_tags(shown)
    form = FilledForm(shown).fill_in({"act": "replay"})
    assert page(site, "/operations/letters/gateway/e1", form).status_code == 303
    assert site.letters.sent == [("e1", "operator@bureau")]


def test_a_message_that_is_not_among_the_first_is_found_by_its_event(site: GatewayClient) -> None:
    for number in range(60):
        site.letters.park(f"e{number}")
    listed = page(site, "/operations/letters").text
    assert "/operations/letters/gateway/e59" not in listed
    assert 'name="event"' in listed
    found = page(site, "/operations/letters?service=gateway&event=e59")
    assert (found.status_code, found.headers["Location"]) == (303, "/operations/letters/gateway/e59")
    assert page(site, found.headers["Location"]).status_code == 200
    odd = page(site, "/operations/letters?service=cases&event=../a b")
    assert odd.headers["Location"] == "/operations/letters/cases/..%2Fa%20b"
    assert page(site, "/operations/letters?service=nobody&event=e1").status_code == 404


def test_a_message_is_thrown_away_with_a_reason_alone_and_is_kept_whole(site: GatewayClient) -> None:
    site.letters.park("e1")
    shown = page(site, "/operations/letters/gateway/e1")
    form = FilledForm(shown.text)
    refused = page(site, "/operations/letters/gateway/e1", form.fill_in({"act": "discard", "why": " "}))
    assert (refused.status_code, len(site.letters.parked)) == (422, 1)
    done = page(site, "/operations/letters/gateway/e1", form.fill_in({"act": "discard", "why": WHY}))
    assert done.status_code == 303
    assert (site.letters.parked, site.letters.sent) == ([], [])
    (kept,) = (api(site, "/v1/operations/discarded").json or {})["items"]
    assert (kept["event"], kept["why"], kept["by"]) == ("e1", WHY, "operator@bureau")
    whole = api(site, f"/v1/operations/discarded/{kept['id']}").json or {}
    assert whole["content"] == {"type": "outreach.matters.finished.v1"}
    assert WHY in page(site, f"/operations/discarded/{kept['id']}").text


def test_nothing_is_thrown_away_that_could_not_be_kept(site: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    site.letters.park("e1")

    def fail(*_: Any) -> str:
        raise OSError("no room")

    monkeypatch.setattr("services.gateway.accounts.operations.discarded_letters.DiscardedLetters.keep", fail)
    assert api(site, "/v1/operations/letters/gateway/e1/discard", {"why": WHY}).status_code >= 500
    assert len(site.letters.parked) == 1


def test_another_services_messages_are_asked_of_it_and_who_is_silent_is_named(site: GatewayClient) -> None:
    site.owners_letters.park("e7")
    site.rpc_client.away = {"outreach"}
    told = api(site, "/v1/operations/letters").json or {}
    assert {"outreach", "audit"} <= set(told["silent"])
    assert told["totals"]["cases"] == 1
    assert api(site, "/v1/operations/letters/cases/e7/replay", {}).json == {"settled": 1}
    assert site.owners_letters.sent == [("e7", "operator@bureau")]


@pytest.mark.parametrize("address", ["training/e1", "nobody/e1", "gateway/e9"])
def test_what_is_not_there_is_not_found(site: GatewayClient, address: str) -> None:
    assert api(site, f"/v1/operations/letters/{address}").status_code == 404
    assert page(site, f"/operations/letters/{address}").status_code == 404


@pytest.mark.parametrize("role", ["clerk", "captain", "leader", "legal"])
def test_nobody_else_sees_or_does_any_of_it(site: GatewayClient, role: str) -> None:
    for path in ("standing", "letters", "discarded", "jobs", "backups", "support-bundle"):
        assert api(site, f"/v1/operations/{path}", role=role).status_code == 403
    for path in ("", "/letters", "/discarded", "/jobs", "/backups"):
        assert page(site, f"/operations{path}", role=role).status_code == 403
    assert api(site, "/v1/operations/letters/gateway/e1/replay", {}, role=role).status_code == 403


def test_who_looks_at_both_sees_how_it_stands_and_does_nothing(site: GatewayClient) -> None:
    for role in ("auditor", "administrator"):
        text = page(site, "/operations", role=role).text
        assert "/operations/letters" not in text.partition('id="services"')[0] or "op bundle" not in text
        assert 'action="/operations/rebuild"' not in text
        assert page(site, "/operations/rebuild", {"service": "cases"}, role=role).status_code == 403


def test_a_generation_is_decided_on_after_a_question(site: GatewayClient) -> None:
    form = {"act": "rebuild", "_seal": FilledForm(page(site, "/operations/backups").text).values["_seal"]}
    asked = page(site, "/operations/view", form)
    assert asked.status_code == 200
    assert operations.SAID["op view rebuild asked"][0] in asked.text
    before = len(site.read_model.generations())
    done = page(site, "/operations/view", FilledForm(asked.text).fill_in({"confirmed": "yes"}))
    assert done.status_code == 303
    assert len(site.read_model.generations()) == before + 1
    assert page(site, "/operations").status_code == 200
    again = page(site, "/operations/view", FilledForm(asked.text).fill_in({"confirmed": "yes"}))
    assert again.status_code == 409, "one is being built already"


def test_a_backup_grows_old_and_one_with_a_fault_is_not_good(
    site: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = {"deed": "made", "name": "copy-1", "size": 12}
    assert api(site, "/v1/operations/backups", note).status_code == 200
    assert (
        api(site, "/v1/operations/backups", {"deed": "tested", "name": "copy-1", "fault": "an entry"}).status_code
        == 200
    )
    made, tested = (api(site, "/v1/operations/backups").json or {})["standing"]
    assert (made["good"], tested["good"], tested["last"]["fault"]) == (True, False, "an entry")
    later = clock.now() + MOST_AGE["made"] + dt.timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    made, _ = (api(site, "/v1/operations/backups").json or {})["standing"]
    assert (made["old"], made["good"]) == (True, False)


@pytest.mark.parametrize(
    ("note", "field"),
    [
        ({"deed": "lost", "name": "a"}, "deed"),
        ({"deed": "made", "name": "../secrets"}, "name"),
        ({"deed": "made"}, "name"),
        ({"deed": "made", "name": "a", "size": -1}, "size"),
        ({"deed": "made", "name": "a", "size": True}, "size"),
        ({"deed": "made", "name": "a", "fault": "x" * 501}, "fault"),
        ({"deed": "made", "name": "a", "more": 1}, "more"),
    ],
)
def test_a_note_that_is_wrong_names_the_field(site: GatewayClient, note: Any, field: str) -> None:
    refused = api(site, "/v1/operations/backups", note)
    assert refused.status_code == 422
    assert [one["field"] for one in (refused.json or {})["errors"]] == [field]
    assert (api(site, "/v1/operations/backups").json or {})["items"] == []


def test_a_note_from_the_form_is_shown_again_where_it_is_wrong(site: GatewayClient) -> None:
    form = FilledForm(page(site, "/operations/backups").text)
    wrong = page(site, "/operations/backups", form.fill_in({"deed": "tested", "name": "a b"}))
    assert wrong.status_code == 422
    assert 'value="a b"' in wrong.text
    assert page(site, "/operations/backups", form.fill_in({"deed": "tested", "name": "a-b"})).status_code == 303
    assert "a-b" in page(site, "/operations/backups").text


def test_everybodys_jobs_are_seen_without_their_contents_and_stopped(site: GatewayClient) -> None:
    owner = JobOwner("CLK", "clerk", "DT")
    job = site.jobs.jobs.keep(owner, "outreach.matters", {"name": f"{TELEPHONE}.csv"}, iter([b"DT"]))
    text = page(site, "/operations/jobs").text
    assert "CLK" in text
    assert TELEPHONE not in text
    assert TELEPHONE not in json.dumps(api(site, "/v1/operations/jobs").json)
    form = {"_seal": FilledForm(page(site, "/operations/backups").text).values["_seal"]}
    assert page(site, f"/operations/jobs/{job.id}", form).status_code == 303
    assert site.jobs.jobs.get(job.id).cancel
    assert page(site, "/operations/jobs/none", form).status_code == 404


def test_the_bundle_holds_how_the_suite_stands_and_nothing_that_people_wrote(site: GatewayClient) -> None:
    site.letters.park("e1", error=f"called {TELEPHONE}", body=TELEPHONE.encode())
    owner = JobOwner("CLK-77", "clerk", "DT")
    site.jobs.jobs.keep(owner, "outreach.matters", {"name": f"{TELEPHONE}.csv"}, iter([b"DT"]))
    api(site, "/v1/operations/backups", {"deed": "made", "name": "secret-name"})
    response = api(site, "/v1/operations/support-bundle")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="support-')
    with zipfile.ZipFile(BytesIO(response.data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert files.keys() == {
        "README.txt",
        "standing.json",
        "letters.json",
        "jobs.json",
        "backups.json",
        "settings.json",
        "metrics.txt",
    }
    assert [one["id"] for one in json.loads(files["letters.json"])] == ["e1"]
    for secret in (TELEPHONE, "CLK-77", "secret-name", "operator@bureau"):
        assert not [name for name, text in files.items() if secret in text]


def test_the_pages_speak_english_too(site: GatewayClient) -> None:
    for path in ("", "/letters", "/discarded", "/jobs", "/backups"):
        assert page(site, f"/operations{path}?lang=en").status_code == 200
    assert operations.SAID["op attention"][1] in page(site, "/operations?lang=en").text
    assert pages.SAID["operations"] == operations.SAID["operations"]
