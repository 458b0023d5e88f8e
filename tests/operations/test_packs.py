"""The commands around packs: what is asked for, what is written, with which keys it is checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.tlog.notes import Verifier
from operations.base.environment import Environment
from operations.client import client, packs, sheets
from operations.client.client import Broken, Client
from operations.client.packs import NoKeys, NoWish
from services.chassis.base import signing_keys
from services.chassis.base.signing_keys import SigningKey
from tests.packs.making import GATEWAY, KEYS, LOG, ORIGIN, MadeUpPack


@pytest.mark.parametrize(
    ("options", "wish"),
    [
        ({"measure": "S1.x", "item": None}, {"kind": "measure", "measure": "S1.x"}),
        ({"item": "S1", "as_of": "2026-11-28"}, {"kind": "item", "item": "S1", "as_of": "2026-11-28"}),
        ({"record": "a.b/c", "since": ""}, {"kind": "record", "record": "a.b/c"}),
        ({"since": "x", "until": "y"}, {"kind": "period", "since": "x", "until": "y"}),
    ],
)
def test_a_wish_is_one_thing(options: dict[str, str | None], wish: dict[str, str]) -> None:
    assert packs.wish_of(options) == wish


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"since": "x"},
        {"as_of": "x"},
        {"measure": "a", "item": "b"},
        {"record": "a", "since": "x", "until": "y"},
        {"record": "a", "as_of": "x"},
        {"measure": "a", "since": "x"},
    ],
)
def test_no_wish_or_two_are_refused(options: dict[str, str | None]) -> None:
    with pytest.raises(NoWish):
        packs.wish_of(options)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return Environment.load({"CAMPAIGN_HOME": str(tmp_path), "CAMPAIGN_TOKEN": "t"})


def test_a_pack_is_under_its_name_when_it_is_whole(
    environment: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def download(_self: Client, path: str, body: bytes | None = None, /, **_query: str | None) -> Iterator[bytes]:
        asked.append((path, json.loads(body or b"")))
        yield b"one"
        if not asked[0][1]["kind"] == "record":
            raise Broken(path)
        yield b"two"

    monkeypatch.setattr(Client, "download", download)
    monkeypatch.setattr(sheets, "bearer", lambda _environment: Client("http://x/", "t"))
    file = tmp_path / "pack.zip"
    assert packs.make(environment, {"kind": "record", "record": "a"}, file) == 6
    assert file.read_bytes() == b"onetwo"
    assert asked == [("/v1/audit/packs", {"kind": "record", "record": "a"})]
    asked.clear()
    with pytest.raises(Broken):
        packs.make(environment, {"kind": "item"}, tmp_path / "half.zip")
    assert [one.name for one in tmp_path.iterdir()] == ["pack.zip"]


def test_a_pack_is_checked_with_the_homes_own_keys_or_with_those_that_are_given(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pack.zip"
    file.write_bytes(MadeUpPack().to_bytes())
    assert packs.verify(environment, file, []) == 0
    assert "agrees with itself, no more" in capsys.readouterr().out
    assert packs.verify(environment, file, [one.to_text() for one in KEYS]) == 0
    assert "it holds" in capsys.readouterr().out
    folder = environment.home / "secrets" / "signing"
    folder.mkdir(parents=True)
    signing_keys.publish(folder, "audit", SigningKey(b"another"))
    assert packs.verify(environment, file, []) == 1
    with pytest.raises(NoKeys):
        packs.verify(environment, file, ["nowhere"])


def test_the_homes_own_keys_bear_the_names_of_log_and_gateway(environment: Environment) -> None:
    folder = environment.home / "secrets" / "signing"
    folder.mkdir(parents=True)
    for service in ("audit", "gateway"):
        for secret in (b"before", b"now"):
            signing_keys.publish(folder, service, SigningKey(secret))
    keys = list(packs.own_keys(environment))
    assert [(one.name, one.public) for one in keys] == [
        (name, SigningKey(secret).public) for name in (ORIGIN, GATEWAY.name) for secret in (b"now", b"before")
    ]


def test_the_keys_are_printed_as_a_file_that_the_verifier_takes(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shown = {"keys": [{"key": one.to_text(), "sha256": one.fingerprint()} for one in (LOG.verifier, GATEWAY.verifier)]}
    monkeypatch.setattr(Client, "get", lambda *_args, **_query: shown)
    monkeypatch.setattr(client, "connect", lambda *_args: Client("http://x/", "t"))
    packs.show_keys(environment)
    text = capsys.readouterr().out
    (tmp_path / "keys.txt").write_text(text)
    from contracts.packs import verifier

    assert list(verifier.read_keys(str(tmp_path / "keys.txt"))) == [LOG.verifier, GATEWAY.verifier]
    assert Verifier.parse(shown["keys"][0]["key"]) == LOG.verifier


def test_the_stand_alone_program_is_written_whole(tmp_path: Path) -> None:
    packs.write_verifier(tmp_path / "verify.pyz")
    assert (tmp_path / "verify.pyz").read_bytes().startswith(b"#!/usr/bin/env python3\n")


@pytest.mark.parametrize("token", ["", " ", "No such person 没有此人", "two words"])
def test_what_cannot_be_a_token_is_refused_before_anybody_is_asked(tmp_path: Path, token: str) -> None:
    inherited = {"CAMPAIGN_HOME": str(tmp_path), "CAMPAIGN_TOKEN": token}
    with pytest.raises(sheets.NoToken):
        sheets.bearer(Environment.load(inherited))
