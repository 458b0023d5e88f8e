"""All that somebody may read as files: whole or not there, gone on with, and what was declined is listed."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts import catalogue
from operations.client.client import Broken, Client, Declined
from operations.client.take_away import Leaving

PAPER = hashlib.sha256(b"paper").hexdigest()
RECORDED = ("2024-01-01T00:00:00+00:00", "2025-12-31T23:00:00+00:00", "2026-03-01T00:00:00+00:00")
FIRST, CLOSED = "outreach.matters", "cases.penalties"


class SuiteOfTests(Client):
    """Answers with what it was asked; breaks off at `breaks`; declines what ends with one of `declines`."""

    declines: tuple[str, ...] = ()
    breaks = ""

    def get(self, path: str, **query: str | None) -> Any:
        if path.endswith(self.declines or "-"):
            raise Declined(path, "forbidden 无权办理")
        if path == "/v1/reports":
            second = {"id": "r2", "month": "2017-06", "unit": None, "number": 2}
            first = {"id": "r1", "month": "2017-06", "unit": "DT", "number": 1}
            return {"items": [first if query["cursor"] else second], "next": None if query["cursor"] else "more"}
        before = [one for one in RECORDED if one < str(query["until"])]
        return {"items": [{"recorded_at": before[-1]}] if before else []}

    def download(self, path: str, _body: bytes | None = None, /, **_query: str | None) -> Iterator[bytes]:
        if path.endswith(self.declines or "-"):
            raise Declined(path, "forbidden 无权办理")
        yield f"{path} {PAPER if 'matters' in path else ''}\n".encode()
        if path == self.breaks:
            raise Broken(path)


@pytest.fixture
def suite() -> SuiteOfTests:
    one: type[SuiteOfTests] = type("Suite", (SuiteOfTests,), {})
    return one("http://x/", "t")


def take_all(suite: SuiteOfTests, folder: Path) -> set[str]:
    Leaving(suite, folder).take()
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}


def test_every_register_each_paper_and_each_year_is_there_with_its_hash(suite: SuiteOfTests, tmp_path: Path) -> None:
    files = take_all(suite, tmp_path)
    assert {f"registers/{one}.csv" for one in catalogue.REGISTERS} <= files
    assert {f"papers/{PAPER[:2]}/{PAPER}", "packs/2024.zip", "packs/2026.zip", "numbers/progress.json"} <= files
    assert {"documents/openapi.json", "documents/asyncapi.json", "README.txt"} <= files
    reports = {f"reports/2017-06-{one}.{form}" for one in ("bureau-2", "DT-1") for form in ("docx", "pdf")}
    assert reports <= files
    assert (tmp_path / "not-taken.txt").read_text() == ""
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert len((tmp_path / "SHA256SUMS").read_text().splitlines()) == len(files) - 1


def test_what_is_declined_is_listed_and_the_next_person_adds_it(suite: SuiteOfTests, tmp_path: Path) -> None:
    type(suite).declines = ("/v1/cases/penalties/export", "/v1/audit/entries", PAPER)
    assert f"registers/{CLOSED}.csv" not in take_all(suite, tmp_path)
    absent = (tmp_path / "not-taken.txt").read_text().splitlines()
    assert [one.partition(":")[0] for one in absent] == [
        f"registers/{CLOSED}.csv",
        f"papers/{PAPER[:2]}/{PAPER}",
        "packs",
    ]
    own = tmp_path / "registers" / f"{FIRST}.csv"
    own.write_text("in clear, as the first may read it")
    type(suite).declines = ()
    assert {f"registers/{CLOSED}.csv", "packs/2025.zip"} <= take_all(suite, tmp_path)
    assert own.read_text() == "in clear, as the first may read it"
    assert (tmp_path / "not-taken.txt").read_text() == ""


def test_what_breaks_off_is_not_there_and_is_fetched_the_next_time(suite: SuiteOfTests, tmp_path: Path) -> None:
    type(suite).breaks = "/v1/outreach/matters/export"
    with pytest.raises(Broken):
        Leaving(suite, tmp_path).take()
    assert not [one for one in tmp_path.rglob("*") if FIRST in one.name or one.name == "SHA256SUMS"]
    type(suite).breaks = ""
    assert f"registers/{FIRST}.csv" in take_all(suite, tmp_path)
