"""The audit log as programs ask it: what is found, who may ask, what is kept back, what is proven."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from contracts.packs import verifier
from contracts.roles import EVERYONE, ROLES
from contracts.tlog import commitments, tree
from contracts.tlog.notes import Note, Signer
from services.audit import anomalies
from services.chassis.base.signing_keys import SigningKey
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.trail import NoRecord, NoRecorder
from services.gateway.audit.log_routes import KEEPERS
from services.gateway.audit.routes import AUDITORS, INVESTIGATORS
from services.gateway.reading_rights import ReadingRights
from tests.acts import JournalledActs
from tests.services.audit.sample_log import act
from tests.services.gateway.audited_bureau import AuditedBureau

ADDRESSES = {
    "/v1/audit/entries": AUDITORS,
    "/v1/audit/entries/0": AUDITORS,
    "/v1/audit/anomalies": AUDITORS,
    "/v1/audit/records/outreach/matters/x": INVESTIGATORS,
    "/v1/audit/gaps": KEEPERS,
    "/v1/audit/checkpoint": KEEPERS,
    "/v1/audit/consistency?first=1&second=2": KEEPERS,
    "/v1/audit/tile/0/000.p/1": KEEPERS,
    "/v1/audit/status": EVERYONE,
    "/audit": AUDITORS,
    "/audit/entries/0": AUDITORS,
    "/audit/anomalies": AUDITORS,
    "/audit/records/outreach/matters/x": INVESTIGATORS,
    "/audit/log": KEEPERS,
}
WITNESS = SigningKey(b"a witness's key for tests, of no use elsewhere")


def kinds(answer: Any) -> list[str]:
    return [one["kind"] for one in answer.json["items"]]


# --- who may ask -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_address_is_for_the_roles_that_it_names_and_no_others(audited_bureau: AuditedBureau, path: str) -> None:
    for role in ROLES:
        headers = {"Authorization": f"Bearer {audited_bureau.gateway.token(role, None, f'SYN-{role}')}"}
        response = audited_bureau.gateway.client.get(path, headers=headers)
        assert (response.status_code == 403) is (role not in ADDRESSES[path]), (role, response.text)


def test_an_inspector_sees_the_trail_of_what_they_may_read_and_of_nothing_else(audited_bureau: AuditedBureau) -> None:
    assert kinds(audited_bureau.ask(f"/v1/audit/records/outreach/matters/{audited_bureau.matter}", "inspector"))
    audited_bureau.ask("/v1/audit/records/training/questions/q", "inspector", 403)
    assert audited_bureau.ask("/v1/audit/records/training/questions/q", "auditor").json["items"] == []


def test_every_look_at_the_log_is_on_record_and_looks_at_its_state_are_none(
    audited_bureau: AuditedBureau, tmp_path: Path
) -> None:
    acts = audited_bureau.gateway.app.trail = JournalledActs("gateway", tmp_path)
    record = f"outreach.matters/{audited_bureau.matter}"
    looks = (
        ("entries", None, None),
        ("entries?person=ZS-09", None, "ZS-09"),
        ("entries?person=13812345678", None, None),
        (f"entries?record={record}", record, None),
        ("entries/0", None, "entry:0"),
        (f"records/{record.replace('.', '/')}", record, "trail"),
        (f"records/{record.replace('.', '/')}?views=true", record, "views"),
        ("anomalies", None, "anomalies"),
    )
    for path, *_expected in looks:
        audited_bureau.ask(f"/v1/audit/{path}")
    events = acts.events("audit_read")
    assert [(one.data.get("record"), one.data.get("about")) for one in events] == [tuple(one[1:]) for one in looks]
    assert {(one.actor, one.post) for one in events} == {("SYN-auditor", "auditor@bureau")}
    for path in ("status", "gaps", "checkpoint", "tile/0/000.p/1", "consistency?first=1&second=2"):
        audited_bureau.ask(f"/v1/audit/{path}")
    audited_bureau.page("/audit?person=ZS-09")
    assert len(acts.events("audit_read")) == len(looks) + 1, "a page is a look, too"


class FullJournal(NoRecorder):
    """A journal that takes nothing now."""

    def record(self, act: str, doer: Doer, **about: Any) -> None:
        raise NoRecord(act, doer, about)


def test_whoever_cannot_be_put_on_record_reads_nothing(audited_bureau: AuditedBureau) -> None:
    audited_bureau.gateway.app.trail = FullJournal()
    before = list(audited_bureau.log.asked)
    for path in ("entries", "entries/0", "anomalies"):
        assert audited_bureau.ask(f"/v1/audit/{path}", status=503).json["slug"] == "no-record"
    assert "无法留下审计记录" in audited_bureau.page("/audit", status=503)
    assert audited_bureau.log.asked == before


def test_the_log_names_no_caption_whose_paper_its_reader_may_not_read(
    audited_bureau: AuditedBureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway, paper = audited_bureau.gateway, "c" * 64
    gateway.office.matter(evidence=[paper])
    told: dict[str, Any] = {"unit": "DT", "kind": "photograph", "caption": "路灯（合成）", "described_on": "2017-03-10"}
    gateway.office.do("outreach.captions", "", "describe", paper=paper, **told)
    gateway.project_events()
    record = f"outreach.captions/{paper}"
    audited_bureau.enter(gateway.office.events[-1], act(9, "refused", actor="DT-01", outcome="refused", record=record))
    lists = (f"/v1/audit/entries?record={record}", f"/v1/audit/records/outreach/captions/{paper}")
    entries = audited_bureau.ask(lists[0]).json["items"]
    doors = ["/v1/audit/entries", *lists, *(f"/v1/audit/entries/{one['index']}" for one in entries)]
    doors += ["/audit", *(f"/audit/entries/{one['index']}" for one in entries)]
    assert len(entries) == 2
    assert all(paper in audited_bureau.ask(door).text for door in doors if door.startswith("/v1"))
    monkeypatch.setattr(ReadingRights, "papers", lambda _self, _register, _unit: False)
    for door in doors:
        text = audited_bureau.ask(door).text if door.startswith("/v1") else audited_bureau.page(door)
        assert paper not in text.replace(f'value="{record}"', ""), door
    assert [audited_bureau.ask(door).json["items"] for door in lists] == [[], []]


# --- what is found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("person=ZS-09", ["signed_in", "denied"]),
        ("what=denied", ["denied"]),
        ("outcome=refused", ["refused"]),
        ("address=192.0.2.7", ["signed_in"]),
        ("person=ZS-09&what=refused", []),
        ("since=2026-03-02T01:00:04Z", ["signed_in"]),
        ("since=2026-03-02T09:00:03%2B08:00&until=2026-03-02T01:00:04Z", ["denied"]),
        ("post=captain@ZS&what=text_shown", ["text_shown"]),
    ],
)
def test_the_log_is_searched_by_what_is_asked(audited_bureau: AuditedBureau, query: str, expected: list[str]) -> None:
    assert kinds(audited_bureau.ask(f"/v1/audit/entries?{query}")) == expected


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("what=nothing", "what"),
        ("outcome=good", "outcome"),
        ("record=M-1", "record"),
        ("record=outreach.nothing/x", "record"),
        ("since=yesterday", "since"),
        ("since=2026-03-02T01:00:04", "since"),
        ("limit=0", "limit"),
        ("colour=red", "colour"),
        (f"person={'x' * 301}", "person"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_field(audited_bureau: AuditedBureau, query: str, field: str) -> None:
    answer = audited_bureau.ask(f"/v1/audit/entries?{query}", status=422)
    assert [one["field"] for one in answer.json["errors"]] == [field]


def test_pages_go_back_and_forth_and_leave_nothing_out(audited_bureau: AuditedBureau) -> None:
    whole = [one["index"] for one in audited_bureau.ask("/v1/audit/entries").json["items"]]
    seen: list[int] = []
    path = "/v1/audit/entries?limit=2"
    answers = []
    while True:
        answers.append(answer := audited_bureau.ask(path))
        seen += [one["index"] for one in answer.json["items"]]
        if answer.json["next"] is None:
            break
        assert 'rel="next"' in answer.headers["Link"]
        path = f"/v1/audit/entries?limit=2&cursor={answer.json['next']}"
    assert seen == whole
    back = audited_bureau.ask(f"/v1/audit/entries?limit=2&cursor={answers[1].json['previous']}")
    assert back.json["items"] == answers[0].json["items"]
    other = audited_bureau.ask(f"/v1/audit/entries?person=ZS-09&cursor={answers[0].json['next']}", status=422)
    assert other.json["slug"] == "bad-cursor"


def test_a_record_s_trail_has_its_steps_refusals_and_views_and_who_saw_is_one_question(
    audited_bureau: AuditedBureau,
) -> None:
    path = f"/v1/audit/records/outreach/matters/{audited_bureau.matter}"
    trail, views = kinds(audited_bureau.ask(path)), kinds(audited_bureau.ask(f"{path}?views=true"))
    assert {"text_shown", "refused"} < set(trail)
    assert set(trail) - set(views) == {"refused"}
    assert all(one == "text_shown" or one.startswith("outreach.matters.") for one in views)


def test_what_is_out_of_the_common_is_told_with_its_rule_and_leads_to_its_entries(
    audited_bureau: AuditedBureau,
) -> None:
    least = anomalies.THRESHOLDS["denials"]
    audited_bureau.enter(*(act(number, "denied", actor="ZS-07") for number in range(100, 100 + least)))
    (one,) = audited_bureau.ask("/v1/audit/anomalies?person=ZS-07&rule=denials").json["items"]
    assert (one["count"], one["threshold"], str(least) in one["words"]["zh"]) == (least, least, True)
    entries = [audited_bureau.ask(path).json["items"] for path in one["entries"]]
    assert sum(map(len, entries)) == least
    assert audited_bureau.ask("/v1/audit/anomalies?rule=night_exports").json["items"] == []
    audited_bureau.ask("/v1/audit/anomalies?rule=nothing", status=422)


# --- what is kept back -----------------------------------------------------------------------------------------------


def test_an_entry_gives_its_bytes_and_salt_and_they_lead_to_its_leaf(audited_bureau: AuditedBureau) -> None:
    newest = audited_bureau.ask("/v1/audit/entries").json["items"][0]["index"]
    entry = audited_bureau.ask(f"/v1/audit/entries/{newest}").json
    leaf = commitments.leaf_of(bytes.fromhex(entry["salt"]), entry["canonical"].encode())
    assert leaf.hex() == entry["proof"]["leaf"]
    assert (entry["withheld"], entry["body"]["actor"]) == (False, "ZS-09")
    for path in ("9999", "x", "-1"):
        audited_bureau.ask(f"/v1/audit/entries/{path}", status=404)


def receive_call(bureau: AuditedBureau) -> str:
    """A call comes in whose caller's name is a private text; the event's id."""
    call: dict[str, Any] = {
        "unit": "DT",
        "received_at": "2017-03-01T09:00:00+08:00",
        "caller_kind": "merchant",
        "caller": "张三丰",
        "telephone": "13812345678",
        "matter": "灯不亮",
    }
    events = bureau.gateway.office.do("outreach.service_calls", "", "receive", **call)
    bureau.enter(*events)
    return events[0].id


def test_private_tokens_and_registers_of_others_are_kept_back_and_so_is_what_would_confirm_a_guess(
    audited_bureau: AuditedBureau,
) -> None:
    receive_call(audited_bureau)
    (item,) = audited_bureau.ask("/v1/audit/entries?what=outreach.service_calls.received.v1").json["items"]
    answer = audited_bureau.ask(f"/v1/audit/entries/{item['index']}")
    entry = answer.json
    assert (entry["withheld"], entry["canonical"], entry["salt"]) == (True, None, None)
    assert "who-" not in answer.text
    assert entry["proof"]["state"] == "proven"


# --- what is proven --------------------------------------------------------------------------------------------------


def test_a_fact_s_proof_is_for_who_may_read_it_and_holds(audited_bureau: AuditedBureau) -> None:
    event = next(one.id for one in audited_bureau.gateway.office.events if one.subject == audited_bureau.matter)
    proof = audited_bureau.ask(f"/v1/audit/proofs?event={event}", "officer").json
    assert proof["state"] == "proven"
    path, leaf, root = map(bytes.fromhex, proof["path"]), bytes.fromhex(proof["leaf"]), bytes.fromhex(proof["root"])
    tree.check_inclusion(list(path), leaf, proof["index"], proof["size"], root)
    assert Note.parse(proof["checkpoint"]).text.splitlines()[1] == str(proof["size"])
    audited_bureau.ask("/v1/audit/proofs?event=event-0000003", "officer", 404)
    assert audited_bureau.ask("/v1/audit/proofs?event=event-0000003").json["state"] == "proven"
    assert [one["field"] for one in audited_bureau.ask("/v1/audit/proofs", status=422).json["errors"]] == ["event"]


def test_the_answer_with_a_proof_is_a_file_that_the_verifier_takes(
    audited_bureau: AuditedBureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event = next(one.id for one in audited_bureau.gateway.office.events if one.subject == audited_bureau.matter)
    file, keys = tmp_path / "proof.json", list(audited_bureau.log.sample.keys.verifiers)
    file.write_text(audited_bureau.ask(f"/v1/audit/proofs?event={event}", "officer").text)
    assert verifier.verify(file, keys) == 0
    assert "1 facts stand, byte for byte" in capsys.readouterr().out
    file.write_text(file.read_text().replace("2017-", "2018-"))
    assert verifier.verify(file, keys) == 1
    capsys.readouterr()


def test_a_proof_keeps_back_what_who_asks_may_not_read(
    audited_bureau: AuditedBureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    act = audited_bureau.ask("/v1/audit/proofs?event=event-0000003").json
    assert json.loads(act["fact"])["event"]["id"] == "event-0000003", "the auditor reads acts"
    file, keys = tmp_path / "proof.json", list(audited_bureau.log.sample.keys.verifiers)
    call = audited_bureau.ask(f"/v1/audit/proofs?event={receive_call(audited_bureau)}").text
    assert json.loads(json.loads(call)["fact"])["absent"] == "withheld"
    file.write_text(call)
    assert verifier.verify(file, keys) == 0, "it is proven that something stands there"
    assert "1 facts stand, byte for byte" not in capsys.readouterr().out


def test_what_is_not_in_the_log_yet_or_not_signed_yet_is_told_so(audited_bureau: AuditedBureau) -> None:
    audited_bureau.gateway.office.matter(unit="ZS")
    audited_bureau.gateway.project_events()
    event = audited_bureau.gateway.office.events[-1]
    assert audited_bureau.ask(f"/v1/audit/proofs?event={event.id}").json["state"] == "absent"
    audited_bureau.log.sample.append(event)
    assert audited_bureau.ask(f"/v1/audit/proofs?event={event.id}").json["state"] == "unsigned"
    audited_bureau.log.sample.checkpoints.sign()
    assert audited_bureau.ask(f"/v1/audit/proofs?event={event.id}").json["state"] == "proven"


def test_a_log_whose_hashes_do_not_lead_to_its_root_is_not_believed(audited_bureau: AuditedBureau) -> None:
    event = audited_bureau.gateway.office.events[0]
    audited_bureau.log.sample.change("UPDATE entries SET commitment = :x WHERE id = :id", x=b"0" * 32, id=event.id)
    assert audited_bureau.ask(f"/v1/audit/proofs?event={event.id}").json["state"] == "broken"


def test_tiles_and_checkpoint_are_the_ecosystem_s(audited_bureau: AuditedBureau) -> None:
    size = audited_bureau.log.sample.head().size
    note = audited_bureau.ask("/v1/audit/checkpoint", "operator")
    assert note.content_type == "text/plain; charset=utf-8"
    assert Note.parse(note.text).text.splitlines()[1] == str(size)
    tile = audited_bureau.ask(f"/v1/audit/tile/0/000.p/{size}", "operator")
    leaves = [tile.data[at : at + 32] for at in range(0, len(tile.data), 32)]
    assert base64.b64encode(tree_root(leaves)).decode() == Note.parse(note.text).text.splitlines()[2]
    assert tile.headers["Cache-Control"] == "no-cache"
    bundle = audited_bureau.ask(f"/v1/audit/tile/entries/000.p/{size}", "operator").data
    assert [tree.leaf_hash(bundle[at + 2 : at + 34]) for at in range(0, len(bundle), 34)] == leaves
    for path in (
        "0/000",
        "0/001.p/1",
        "0/0",
        "0/000.p/0",
        "0/000.p/256",
        "7/000.p/1",
        "x/000",
        "0/x000/001",
        "entries/1",
    ):
        audited_bureau.ask(f"/v1/audit/tile/{path}", "operator", 404)
    audited_bureau.ask("/v1/audit/checkpoint?size=0", status=422)


def tree_root(leaves: list[bytes]) -> bytes:
    """The root over leaf hashes."""
    frontier = tree.Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def test_a_full_tile_may_be_kept_for_ever(audited_bureau: AuditedBureau) -> None:
    audited_bureau.enter(*(act(number) for number in range(1000, 1256)))
    assert "immutable" in audited_bureau.ask("/v1/audit/tile/0/000").headers["Cache-Control"]


def test_a_log_that_grew_is_consistent_with_what_it_was(audited_bureau: AuditedBureau) -> None:
    size = audited_bureau.log.sample.head().size
    proof = audited_bureau.ask(f"/v1/audit/consistency?first=2&second={size}").json
    path = [bytes.fromhex(one) for one in proof["path"]]
    tree.check_consistency(path, 2, audited_bureau.log.root(2), size, audited_bureau.log.root(size))
    for query in ("first=2", "first=0&second=2", f"first=2&second={size + 1}", "first=3&second=2"):
        assert audited_bureau.ask(f"/v1/audit/consistency?{query}", status=422)


def test_the_log_is_verified_part_by_part(audited_bureau: AuditedBureau) -> None:
    verdict = audited_bureau.ask("/v1/audit/verification", start=0).json
    assert (verdict["fault"], verdict["upto"], verdict["size"]) == (
        None,
        audited_bureau.log.sample.head().size,
        verdict["upto"],
    )
    audited_bureau.log.sample.change("UPDATE entries SET actor = 'X' WHERE position = 3")
    verdict = audited_bureau.ask("/v1/audit/verification", "operator", start=0).json
    assert (verdict["index"], bool(verdict["fault"])) == (3, True)
    for body, field in (
        ({"start": -1}, "start"),
        ({"frontier": [1]}, "frontier"),
        ({"end": 1}, "end"),
        ({"size": True}, "size"),
    ):
        answer = audited_bureau.ask("/v1/audit/verification", status=422, **body)
        assert [one["field"] for one in answer.json["errors"]] == [field]


def test_a_witness_s_cosignature_is_kept_and_told(audited_bureau: AuditedBureau) -> None:
    note = Note.parse(audited_bureau.ask("/v1/audit/checkpoint", "operator").text)
    signer = Signer("witness.example", WITNESS.public, WITNESS.sign)
    cosigned = note.beside(signer.cosign(note.text, 1_772_500_000)).to_text()
    given: dict[str, Any] = {"note": cosigned, "key": signer.cosignature_verifier.to_text()}
    answer = audited_bureau.ask("/v1/audit/cosignatures", "operator", **given)
    assert answer.json["witnesses"] == ["witness.example"]
    assert "witness.example" in audited_bureau.ask("/v1/audit/status", "clerk").json["witnesses"]
    assert audited_bureau.ask(
        "/v1/audit/cosignatures", "operator", 409, **given | {"note": cosigned.replace("\n11\n", "\n10\n", 1)}
    )
    assert audited_bureau.ask("/v1/audit/cosignatures", "operator", 422, note="x").json["errors"][0]["field"] == "key"
    audited_bureau.ask("/v1/audit/cosignatures", "clerk", 403, **given)


def test_a_log_that_is_away_is_told_within_bounds(audited_bureau: AuditedBureau) -> None:
    audited_bureau.gateway.rpc_client.log = None
    for path in ("entries", "entries/0", "status", "gaps", "checkpoint", "anomalies", "tile/0/000.p/1"):
        assert audited_bureau.ask(f"/v1/audit/{path}", status=503).json["slug"] == "unavailable"
