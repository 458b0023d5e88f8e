"""Packs: what they hold for whom, what is withheld and how, and that the stand-alone program finds them whole."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from contracts import envelope
from contracts.audit.rpc import (
    CheckpointReply,
    CheckpointRequest,
    ConsistencyProof,
    ConsistencyRequest,
    EntriesRequest,
    EntryPage,
    EntryRow,
    Inclusion,
    InclusionRequest,
    LogStatus,
    SearchRequest,
    StatusRequest,
    TrailRequest,
)
from contracts.errors import Unavailable
from contracts.packs import layout, verifier
from contracts.tlog import tree
from contracts.tlog.checkpoints import Checkpoint
from contracts.tlog.notes import Verifier
from services.gateway.api.progress import Progress
from services.gateway.audit_client import AuditClient
from services.gateway.evidence import Evidence
from services.gateway.http import routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.packs import archive, sources
from services.gateway.packs.archive import Maker
from services.gateway.packs.routes import Packs
from services.gateway.read_model.programme import campaign
from services.gateway.reading_rights import PaperRights
from services.gateway.web.audit.pack_page import PackPages
from tests.office import build_view, migrated_store
from tests.packs.making import GATEWAY, LOG, WITNESS, MadeUpLog
from tests.services.cases.casework import Casework
from tests.services.gateway.gateway_client import KEY
from tests.services.gateway.test_casefiles import PERSON
from tests.tokens import bearer_of, token_of

ACT = json.dumps(
    {
        "data": {"outcome": "denied", "record": ""},
        "id": "act-1",
        "recordversion": 1,
        "subject": "act-1",
        "type": "gateway.audit.denied.v1",
    }
).encode()
KEYS = [LOG.verifier, GATEWAY.verifier]


class LogOfTests:
    """A log that answers as the audit service does; of the entries `forgotten` it has no bodies."""

    def __init__(self, bodies: list[bytes], ids: list[tuple[str, str, str]]) -> None:
        self.log, self.ids = MadeUpLog(bodies), ids
        self.forgotten: set[int] = set()
        self.size, self.away = len(bodies), False
        self.seen = 0
        """What the witness cosigned last; 0: always the newest checkpoint."""
        self.most_at_once = 0
        self.most_in_an_answer = 500

    def ask(self, service: str, request: Any, *, deadline: float = 0) -> Any:
        assert (service, deadline >= 0) == ("audit", True)
        if self.away:
            raise Unavailable("audit")
        return getattr(self, f"_{type(request).__name__}")(request)

    def _row(self, index: int) -> EntryRow:
        id_, type_, record = self.ids[index]
        leaf = self.log.leaves()[index].hex()
        if index in self.forgotten:
            return EntryRow(index, id_, type_, type_, "", "x", leaf, record=record, forgotten=True)
        body, salt = self.log.bodies[index].decode(), self.log.salt(index).hex()
        return EntryRow(index, id_, type_, type_, "", "x", leaf, record=record, body=body, salt=salt)

    def _EntriesRequest(self, request: EntriesRequest) -> tuple[EntryRow, ...]:  # noqa: N802
        by_id = [at for at, (id_, _, _) in enumerate(self.ids) if id_ in request.ids]
        chosen = sorted({*request.indexes, *by_id})
        self.most_at_once = max(self.most_at_once, len(chosen))
        return tuple(self._row(at) for at in chosen[: self.most_in_an_answer] if at < len(self.ids))

    def _InclusionRequest(self, request: InclusionRequest) -> tuple[Inclusion, ...]:  # noqa: N802
        leaves = self.log.leaves()[: request.size]
        levels = tree.levels(leaves)
        return tuple(
            Inclusion(at, request.size, leaves[at].hex(), tuple(one.hex() for one in tree.path(levels, at)))
            for at in request.indexes
            if at < request.size
        )

    def _CheckpointRequest(self, request: CheckpointRequest) -> CheckpointReply:  # noqa: N802
        if not self.size:
            return CheckpointReply("", 0, "", "")
        size = self.size if request.size is None else request.size
        root = tree.root(self.log.leaves()[:size])
        note = Checkpoint(LOG.name, size, root).sign(LOG)
        if self.seen not in (0, size):
            return CheckpointReply(note.to_text(), size, root.hex(), "")
        return CheckpointReply(note.beside(WITNESS.cosign(note.text, 5)).to_text(), size, root.hex(), "", ("w",))

    def _StatusRequest(self, _request: StatusRequest) -> LogStatus:  # noqa: N802
        witnesses = {"w": {"size": self.seen, "at": "x"}}
        return LogStatus(self.size, 0, self.size, "x", "", 0, "", witnesses, {})

    def _ConsistencyRequest(self, request: ConsistencyRequest) -> ConsistencyProof:  # noqa: N802
        path = self.log.consistency(request.first, request.second)
        return ConsistencyProof(request.first, request.second, tuple(one.hex() for one in path))

    def _page(self, chosen: list[int], most: int, place: int | None) -> EntryPage:
        older = [at for at in sorted(chosen, reverse=True) if place is None or at < place]
        rows = older[:most]
        return EntryPage(tuple(self._row(at) for at in rows), rows[-1] if len(older) > most else None)

    def _SearchRequest(self, request: SearchRequest) -> EntryPage:  # noqa: N802
        return self._page(list(range(len(self.ids))), request.most, request.place)

    def _TrailRequest(self, request: TrailRequest) -> EntryPage:  # noqa: N802
        own = [at for at, (_, _, record) in enumerate(self.ids) if record == request.record]
        return self._page(own, request.most, request.place)


class PackDesk:
    """A gateway that makes packs of one case with papers and private texts, and of an act on it."""

    def __init__(self, home: Path) -> None:
        self.home, work = home, Casework.on("2026-12-01")
        self.store = migrated_store(f"sqlite:///{home}/view.db")
        self.evidence = Evidence(self.store, f"file://{home}/evidence")
        self.paper = self.evidence.save(b"a scan, synthetic", name="s.png", media_type="image/png", by="x")["sha256"]
        self.case = work.clue("2026-03-02", act="XS-2026-001", place="东亭某路口", note=None)
        work.take(self.case, "verify", "2026-03-02")
        work.take(self.case, "file", "2026-03-02", act_on="2026-03-01", evidence=[self.paper], **PERSON)
        self.office, self.record = work.office, f"cases.penalties/{self.case}"
        self.read_model = build_view(self.office.events, campaign(), self.store)
        events = self.office.events
        ids = [(one.id, one.type, one.record) for one in events]
        self.log = LogOfTests(
            [*(envelope.encode(one) for one in events), ACT], [*ids, ("act-1", "gateway.audit.denied.v1", self.record)]
        )
        client: Any = self.log
        progress = Progress(self.read_model, self.evidence)
        papers = PaperRights(self.evidence, self.read_model)
        packs = Packs(AuditClient(client), progress, papers, Maker(GATEWAY, lambda: [LOG.verifier]))
        self.client = Client(App(routing.bind([packs, PackPages(packs, KEY)]), KEY, bearer_of), use_cookies=False)

    def ask(self, body: Any, role: str = "inspector", unit: str | None = None) -> TestResponse:
        token = token_of(Bearer(f"SYN-{role}", role, unit))
        response = self.client.post("/v1/audit/packs", json=body, headers={"Authorization": f"Bearer {token}"})
        response.get_data()
        response.close()
        return response

    def page(self, address: str, form: dict[str, str] | None = None, role: str = "inspector") -> TestResponse:
        """The page of packs, or what it answers to a form."""
        headers = {"Authorization": f"Bearer {token_of(Bearer(f'SYN-{role}', role, None))}", "Accept": "text/html"}
        response = self.client.open(address, method="POST" if form else "GET", data=form, headers=headers)
        response.get_data()
        return response

    def pack(self, body: Any, role: str = "inspector") -> zipfile.ZipFile:
        response = self.ask(body, role)
        assert (response.status_code, response.content_type) == (200, "application/zip"), response.text
        assert response.headers["Cache-Control"] == "private, no-store"
        (self.home / "pack.zip").write_bytes(response.data)
        return zipfile.ZipFile(io.BytesIO(response.data))

    def verify(self, *witnesses: Verifier) -> int:
        """Check the pack that was made last with the keys of the log, the gateway, and witnesses."""
        keys = [part for one in (*KEYS, *witnesses) for part in ("--key", one.to_text())]
        return verifier.main([str(self.home / "pack.zip"), *keys])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PackDesk]:
    one = PackDesk(tmp_path)
    yield one
    one.office.store.close()
    one.store.close()


def manifest_of(pack: zipfile.ZipFile) -> dict[str, Any]:
    return dict(json.loads(pack.read(layout.MANIFEST)))


def lines_of(pack: zipfile.ZipFile) -> list[dict[str, Any]]:
    names = [one for one in pack.namelist() if one.startswith(layout.FACTS)]
    return [json.loads(line) for name in names for line in pack.read(name).splitlines()]


def test_a_records_pack_holds_its_facts_papers_and_proofs_and_is_found_whole(
    desk: PackDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = desk.pack({"kind": "record", "record": desk.record}, role="leader")
    revisions = [one for one in desk.office.events if one.record == desk.record]
    assert [one["event"]["id"] for one in lines_of(pack)] == [one.id for one in revisions]
    assert pack.read(layout.paper_part(desk.paper)) == b"a scan, synthetic"
    assert {layout.MANIFEST, layout.MANIFEST_NOTE, layout.CHECKPOINT, layout.VERIFIER} <= set(pack.namelist())
    about = manifest_of(pack)
    assert about["about"] == {"kind": "record", "record": desk.record}
    assert (about["made_by"], about["made_as"]) == ("SYN-leader", "leader")
    assert desk.verify() == 0
    said = capsys.readouterr().out
    assert f"every version from 1 to {len(revisions)} is here" in said
    assert "1 papers are, byte for byte" in said


def test_what_a_paper_shows_stands_in_the_manifest_for_who_gets_the_paper(desk: PackDesk) -> None:
    told: dict[str, Any] = {"unit": "DT", "kind": "scan", "caption": "占道现场（合成）", "described_on": "2026-04-03"}
    events = desk.office.do("outreach.captions", "", "describe", paper=desk.paper, **told)
    with desk.store.begin() as tx:
        desk.read_model.handle(tx, events)
    wish = {"kind": "record", "record": desk.record}
    about = manifest_of(desk.pack(wish, role="leader"))["captions"]
    assert {sha256: one["caption"] for sha256, one in about.items()} == {desk.paper: "占道现场（合成）"}
    assert desk.verify() == 0
    assert manifest_of(desk.pack(wish, role="auditor"))["captions"] == {}


def test_who_may_not_read_a_fact_gets_its_place_and_nothing_of_it(
    desk: PackDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = desk.pack({"kind": "record", "record": desk.record}, role="auditor")
    withheld = [one for one in lines_of(pack) if one.get("absent") == "withheld"]
    assert withheld
    assert all(one.keys() == {"index", "leaf", "path", "absent"} for one in withheld)
    assert desk.paper not in "".join(pack.namelist())
    tokens = [one for one in desk.office.events if b"who-" in envelope.encode(one)]
    assert tokens
    assert b"who-" not in b"".join(pack.read(name) for name in pack.namelist())
    assert manifest_of(pack)["absent"]["withheld"] == len(withheld)
    assert desk.verify() == 0
    assert f"of {len(withheld)} more it is shown that an entry stands there" in capsys.readouterr().out


def test_the_acts_on_a_record_are_for_the_auditor_alone(desk: PackDesk) -> None:
    wish = {"kind": "record", "record": desk.record}
    assert "act-1" in [one.get("event", {}).get("id") for one in lines_of(desk.pack(wish, "auditor"))]
    assert desk.verify() == 0
    assert "act-1" not in json.dumps(lines_of(desk.pack(wish, "leader")))


def test_what_was_forgotten_keeps_its_place_in_a_pack(desk: PackDesk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.log.forgotten = {len(desk.log.ids) - 2}
    desk.pack({"kind": "record", "record": desk.record}, role="leader")
    assert desk.verify() == 0
    assert "forgotten by rule: 1" in capsys.readouterr().out


def test_what_the_checkpoint_does_not_cover_yet_is_named_and_not_shown(desk: PackDesk) -> None:
    newest = next(one for one in reversed(desk.office.events) if one.record == desk.record)
    desk.log.size = [id_ for id_, _, _ in desk.log.ids].index(newest.id)
    pack = desk.pack({"kind": "record", "record": desk.record}, role="leader")
    assert manifest_of(pack)["not_under_the_checkpoint"] == {"count": 1, "ids": [newest.id]}
    assert desk.verify() == 0


def test_a_paper_that_is_gone_or_changed_is_named_as_gone(desk: PackDesk, capsys: pytest.CaptureFixture[str]) -> None:
    for file in (desk.home / "evidence").rglob("*"):
        if file.is_file():
            file.chmod(0o600)
            file.write_bytes(b"changed")
    pack = desk.pack({"kind": "record", "record": desk.record}, role="leader")
    assert manifest_of(pack)["papers"]["gone"] == [desk.paper]
    assert desk.verify() == 0
    assert "what 1 papers say that are not in here" in capsys.readouterr().out


def test_of_more_papers_than_a_pack_holds_the_rest_is_left_out_and_that_is_said(
    desk: PackDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(layout, "MOST_PAPERS", 0)
    pack = desk.pack({"kind": "record", "record": desk.record}, role="leader")
    assert manifest_of(pack)["papers"] == {"withheld": [], "gone": [], "more": True}
    assert not [name for name in pack.namelist() if name.startswith(layout.PAPERS)]
    assert desk.verify() == 0
    assert "more than a pack holds" in capsys.readouterr().out


def test_a_periods_pack_holds_everything_and_is_for_the_auditor(desk: PackDesk) -> None:
    wish = {"kind": "period", "since": "2026-01-01T00:00:00+08:00", "until": "2026-12-31T00:00:00+08:00"}
    assert desk.ask(wish, "leader").status_code == 403
    pack = desk.pack(wish, "auditor")
    assert sorted(one["index"] for one in lines_of(pack)) == list(range(len(desk.log.ids)))
    assert desk.verify() == 0


def test_a_measures_and_an_items_pack_hold_the_facts_behind_the_numbers(desk: PackDesk) -> None:
    measures = [name for name, one in campaign().measures.items() if not one.awaits and not one.private]
    sizes = {}
    for name in measures:
        response = desk.ask({"kind": "measure", "measure": name, "as_of": "2026-12-01"}, "leader")
        assert response.status_code in (200, 403), response.text
        if response.status_code == 200:
            sizes[name] = len(lines_of(zipfile.ZipFile(io.BytesIO(response.data))))
    assert max(sizes.values()) > 0
    name = max(sizes, key=lambda one: sizes[one])
    desk.pack({"kind": "measure", "measure": name, "as_of": "2026-12-01"}, "leader")
    assert desk.verify() == 0
    item = campaign().measures[name].item
    pack = desk.pack({"kind": "item", "item": item, "as_of": "2026-12-01"}, "leader")
    assert len(lines_of(pack)) >= sizes[name]
    assert desk.verify() == 0


def test_facts_are_read_and_written_some_at_a_time(desk: PackDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "AT_ONCE", 2)
    wish = {"kind": "period", "since": "2026-01-01T00:00:00Z", "until": "2026-12-31T00:00:00Z"}
    pack = desk.pack(wish, "auditor")
    parts = [one for one in pack.namelist() if one.startswith(layout.FACTS)]
    assert len(parts) == (len(desk.log.ids) + 1) // 2
    assert desk.log.most_at_once == 2
    assert desk.verify() == 0


def test_what_an_answer_of_the_log_has_no_room_for_is_asked_for_again(desk: PackDesk) -> None:
    desk.log.most_in_an_answer = 1
    wish = {"kind": "period", "since": "2026-01-01T00:00:00Z", "until": "2026-12-31T00:00:00Z"}
    assert len(lines_of(desk.pack(wish, "auditor"))) == len(desk.log.ids)
    pack = desk.pack({"kind": "record", "record": desk.record}, "leader")
    assert manifest_of(pack)["not_under_the_checkpoint"]["count"] == 0


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["kind"]),
        ([], ["kind"]),
        ({"kind": "year"}, ["kind"]),
        ({"kind": ["record"]}, ["kind"]),
        ({"kind": "record"}, ["record"]),
        ({"kind": "record", "record": 1}, ["record"]),
        ({"kind": "record", "record": ""}, ["record"]),
        ({"kind": "record", "record": "x" * 301}, ["record"]),
        ({"kind": "record", "record": "no.register/1"}, ["record"]),
        ({"kind": "record", "record": "cases.penalties"}, ["record"]),
        ({"kind": "record", "record": "cases.penalties/1", "measure": "A6"}, ["measure"]),
        ({"kind": "measure", "measure": "none"}, ["measure"]),
        ({"kind": "measure", "measure": next(iter(campaign().measures)), "as_of": "20261201"}, ["as_of"]),
        ({"kind": "measure", "measure": next(iter(campaign().measures)), "as_of": "0001-01-01"}, ["as_of"]),
        ({"kind": "item", "item": "none"}, ["item"]),
        ({"kind": "period", "since": "2026-01-01"}, ["until"]),
        ({"kind": "period", "since": "2026-01-01", "until": "2026-02-01T00:00:00Z"}, ["since"]),
        ({"kind": "period", "since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, ["until"]),
        ({"kind": "period", "since": "2024-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, ["until"]),
        ({"kind": "period", "since": "9999-12-31T23:00:00-12:00", "until": "2026-01-01T00:00:00Z"}, ["since"]),
    ],
)
def test_a_wish_that_is_wrong_is_refused_by_field(desk: PackDesk, body: Any, fields: list[str]) -> None:
    response = desk.ask(body, "auditor")
    assert response.status_code == 422, response.text
    assert [one["field"] for one in response.json["errors"]] == fields  # type: ignore[index]
    assert all(one["zh"] and one["en"] for one in response.json["errors"])  # type: ignore[index]


def test_a_record_that_there_is_not_is_said_before_anything_is_sent(desk: PackDesk) -> None:
    assert desk.ask({"kind": "record", "record": "cases.penalties/none"}).status_code == 404


def test_a_register_that_one_may_not_read_gives_no_pack(desk: PackDesk) -> None:
    for role in ("clerk", "trainer", "operator", "administrator"):
        assert desk.ask({"kind": "record", "record": desk.record}, role).status_code == 403


def test_a_log_that_is_away_or_has_no_checkpoint_yet_is_said_so(desk: PackDesk) -> None:
    desk.log.size = 0
    assert desk.ask({"kind": "record", "record": desk.record}).status_code == 503
    desk.log.away = True
    assert desk.ask({"kind": "record", "record": desk.record}).status_code == 503


def test_the_keys_are_given_with_their_fingerprints(desk: PackDesk) -> None:
    token = token_of(Bearer("SYN-auditor", "auditor", None))
    response = desk.client.get("/v1/audit/keys", headers={"Authorization": f"Bearer {token}"})
    assert response.json == {"keys": [{"key": one.to_text(), "sha256": one.fingerprint()} for one in KEYS]}


def test_what_a_witness_saw_earlier_goes_along_with_a_pack(desk: PackDesk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.log.seen = 2
    desk.pack({"kind": "record", "record": desk.record}, role="leader")
    assert desk.verify(WITNESS.cosignature_verifier) == 0
    assert "cosigned the log's first 2 entries" in capsys.readouterr().out


def test_a_pack_that_somebody_changed_is_found_out(desk: PackDesk, capsys: pytest.CaptureFixture[str]) -> None:
    pack = desk.pack({"kind": "record", "record": desk.record}, role="leader")
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as other:
        for name in pack.namelist():
            other.writestr(name, pack.read(name).replace(b"XS-2026-001", b"XS-2026-002"))
    (desk.home / "pack.zip").write_bytes(changed.getvalue())
    assert desk.verify() == 1
    assert "facts/000001.jsonl:1 (index" in capsys.readouterr().out


def test_of_what_is_missing_a_manifest_names_a_thousand_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_NAMED", 3)
    nothing: Any = None
    one = archive.PackArchive(nothing, Maker(GATEWAY, list), nothing, nothing, CheckpointReply("", 0, "", ""), [], {})
    one._miss(["a", "b"])
    one._miss(["c", "d", "e"])
    assert (one._missing, one._missing_count) == (["a", "b", "c"], 5)


def hidden_of(page: str) -> dict[str, str]:
    """What the form of the page sends."""
    return dict(re.findall(r'<input type="hidden" name="([a-z]\w*)" value="([^"]*)">', page))


def test_the_page_of_a_record_leads_to_its_pack_which_is_found_whole(
    desk: PackDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    page = desk.page(f"/packs?record={desk.record}")
    assert page.status_code == 200
    assert all(name in page.text for name in ("verify.pyz", "manifest.json", "checkpoint.note", "keys.txt"))
    assert all(one.to_text() in page.text and one.fingerprint() in page.text for one in KEYS)
    said = hidden_of(page.text)
    assert said == {"record": desk.record}
    made = desk.page("/packs", said)
    assert (made.status_code, made.content_type) == (200, "application/zip")
    (desk.home / "pack.zip").write_bytes(made.data)
    assert desk.verify() == 0
    assert "it holds" in capsys.readouterr().out


def test_the_page_says_why_there_is_no_pack_and_has_no_button(desk: PackDesk) -> None:
    for query, status in (("measure=nothing", 422), ("item=X9", 422), ("record=a/b", 422)):
        page = desk.page(f"/packs?{query}")
        assert (page.status_code, 'role="alert"' in page.text, 'action="/packs' in page.text) == (status, True, False)
    assert "/packs?item=S1" in desk.page("/packs").text


def test_whoever_makes_no_packs_is_not_shown_the_page_nor_given_one(desk: PackDesk) -> None:
    said = {"record": desk.record}
    for role in ("clerk", "officer", "captain"):
        assert desk.page("/packs", role=role).status_code == 403
        assert desk.page("/packs", said, role).status_code == 403


def test_a_log_that_is_away_is_said_on_the_page(desk: PackDesk) -> None:
    desk.log.away = True
    page = desk.page("/packs", {"record": desk.record})
    assert page.status_code == 503
    assert 'role="alert"' in page.text
