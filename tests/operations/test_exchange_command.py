"""`exchange` from a terminal and from cron: ordered, waited for, saved whole, and its rows told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from operations.cli import app
from operations.client import client
from operations.client.client import Away
from operations.client.exchange import files
from operations.client.exchange.files import NotMade

FILES = [{"name": "cases.csv", "rows": 12, "rejected": 3}]
GOING = {"state": "running", "total": 15, "read": 5, "rejected": 0, "month": "2017-05", "files": [], "problem": None}
DONE = GOING | {"state": "done", "rejected": 3, "files": FILES, "sha256": "ab"}
PROBLEM = {"title": "Too many", "title_zh": "过多", "detail": "", "errors": [{"en": "At most 9", "zh": "最多 9"}]}


class SuiteOfFiles:
    """Takes orders, and tells how far they are; None: it does not answer."""

    def __init__(self, *looks: dict[str, Any] | None) -> None:
        self.looks, self.ordered, self.fetched = list(looks), list[dict[str, Any]](), list[str]()

    def post(self, path: str, body: bytes) -> dict[str, Any]:
        assert path == "/v1/exchange-orders"
        self.ordered.append(orjson.loads(body))
        return {"id": self.ordered[-1]["id"]}

    def get(self, path: str) -> dict[str, Any]:
        self.fetched.append(path)
        if (look := self.looks.pop(0)) is None:
            raise Away("here")
        return look

    def download(self, path: str) -> Iterator[bytes]:
        yield path.encode()


def run(monkeypatch: pytest.MonkeyPatch, suite: SuiteOfFiles, *words: str) -> tuple[int, str, BaseException | None]:
    monkeypatch.setattr(client, "connect", lambda _environment: suite)
    monkeypatch.setattr(files, "LOOK", 0)
    done = CliRunner().invoke(app, ["exchange", *words])
    return done.exit_code, done.output, done.exception


def test_files_are_ordered_waited_for_and_saved_and_their_rows_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite, out = SuiteOfFiles(GOING | {"total": 0}, GOING, DONE), tmp_path / "up.zip"
    code, said, _ = run(monkeypatch, suite, "example", "--month", "2017-05", "--out", str(out))
    (ordered,) = suite.ordered
    id_ = ordered.pop("id")
    assert ordered == {"mapping": "example", "month": "2017-05"}
    assert (code, out.read_bytes()) == (0, f"/v1/exchange-orders/{id_}/files.zip".encode())
    assert "cases.csv: 12 rows 行, 3 rejected 不合格" in said
    assert f"--order {id_}" in said


def test_what_was_ordered_before_is_fetched_by_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suite, out = SuiteOfFiles(DONE), tmp_path / "up.zip"
    assert run(monkeypatch, suite, "--order", "one", "--out", str(out))[0] == 0
    assert (suite.ordered, suite.fetched) == ([], ["/v1/exchange-orders/one"])
    for words in ((), ("example", "--order", "one")):
        assert run(monkeypatch, SuiteOfFiles(), *words, "--out", str(out))[0] == 2


def test_a_suite_that_is_started_anew_meanwhile_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suite, out = SuiteOfFiles(GOING, None, None, DONE), tmp_path / "up.zip"
    assert run(monkeypatch, suite, "example", "--out", str(out))[0] == 0


def test_one_that_stays_away_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0)
    *_, error = run(monkeypatch, SuiteOfFiles(*[None] * 9), "example", "--out", str(tmp_path / "up.zip"))
    assert isinstance(error, Away)


def test_what_could_not_be_made_says_why_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "up.zip"
    *_, error = run(
        monkeypatch, SuiteOfFiles(GOING | {"state": "failed", "problem": PROBLEM}), "example", "--out", str(out)
    )
    assert isinstance(error, NotMade)
    assert "At most 9" in str(error)
    assert not out.exists()
