"""`take-away`: all that somebody may read, as open files for which no suite is needed: when a bureau leaves.

What is there already stays: a second person, who may read something else, goes on in the same folder, and so does who
was interrupted. What somebody may not have is listed with the reason; it is no error.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson

from contracts import catalogue
from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.client import client, downloads, sheets
from operations.client.client import Client, Declined
from operations.client.packs import PACKS
from services.chassis.base import clock

REGISTERS, PAPERS, PACKED, DOCUMENTS, NUMBERS = "registers", "papers", "packs", "documents", "numbers"
REPORTS, ISSUED = "reports", "/v1/reports"
SUMS, ABSENT, ABOUT = "SHA256SUMS", "not-taken.txt", "README.txt"
DESCRIPTIONS = ("openapi.json", "asyncapi.json")
ENTRIES = "/v1/audit/entries"
HASH = re.compile(rb"\b[0-9a-f]{64}\b")
README = """四六三工程管理套件：全部数据 / All data of a campaign
{moment}

registers/   台账，每个一份 CSV（UTF-8） / a CSV of each register; its first row names the columns
papers/      台账所列的佐证材料，以 SHA-256 命名 / papers that the registers name, under their SHA-256
packs/       审计日志，每年一个核验包：全部事实、材料与证明；包内 verify.pyz 可独立核验 / the audit log, a pack for each
             year of recording: facts, papers, proofs; `python verify.pyz PACK.zip` checks one without the suite
numbers/     导出当日的进展数字 / the campaign's numbers on the day of taking
reports/     签发的月报，Word 与 PDF，与签发时逐字节相同 / monthly reports, byte for byte as they were issued
documents/   接口与事件说明 / what addresses and events mean (OpenAPI, AsyncAPI)
not-taken.txt  未能导出的内容及原因 / what was not to be had, and why
SHA256SUMS   `sha256sum --check SHA256SUMS`

所载个人信息以导出人的权限为准，请妥善保管。
Texts about persons stand here as far as whoever took them may read them: keep them accordingly.
"""


@dataclass
class Leaving:
    """What is taken into a folder as one person."""

    suite: Client
    folder: Path
    absent: list[str] = field(default_factory=list)

    def take(self) -> None:
        """All of it. Raises Away, Broken; called again, it goes on."""
        for part in (REGISTERS, PAPERS, PACKED, DOCUMENTS, NUMBERS, REPORTS):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        for name in DESCRIPTIONS:
            self._fetch(self.folder / DOCUMENTS / name, f"/{name}")
        self._fetch(self.folder / NUMBERS / "progress.json", "/v1/progress")
        for register in catalogue.REGISTERS:
            self._fetch(self.folder / REGISTERS / f"{register}.csv", sheets.export_path(register), format="csv")
        self._take_papers()
        self._take_packs()
        self._take_reports()
        self._close()

    def _fetch(
        self, file: Path, address: str, body: bytes | None = None, *, quietly: bool = False, **query: str
    ) -> None:
        """A file, unless it is there; where it is declined, that is noted."""
        if file.exists():
            return
        try:
            downloads.save(self.suite.download(address, body, **query), file, quietly=quietly)
        except Declined as error:
            self.absent.append(f"{file.relative_to(self.folder)}: {error.about[1]}")

    def _take_papers(self) -> None:
        """Those that the registers' files name."""
        names = sorted({name for file in (self.folder / REGISTERS).glob("*.csv") for name in _hashes_in(file)})
        with progress_bar() as bar:
            for name in bar.track(names, description="papers 材料"):
                place = self.folder / PAPERS / name[:2]
                place.mkdir(exist_ok=True)
                self._fetch(place / name, f"/v1/evidence/{name}", quietly=True)

    def _take_packs(self) -> None:
        """The audit log, a pack for each year in which anything was recorded."""
        try:
            years = list(self._years())
        except Declined as error:
            self.absent.append(f"{PACKED}: {error.about[1]}")
            return
        for year in years:
            wish = orjson.dumps({"kind": "period", "since": _start_of(year), "until": _start_of(year + 1)})
            self._fetch(self.folder / PACKED / f"{year}.zip", PACKS, wish)

    def _take_reports(self) -> None:
        """Both files of each, under its month, its unit and its number."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.suite.get(ISSUED, cursor=cursor or None)
            for one in page["items"]:
                name = f"{one['month']}-{one['unit'] or 'bureau'}-{one['number']}"
                for form in ("docx", "pdf"):
                    self._fetch(self.folder / REPORTS / f"{name}.{form}", f"{ISSUED}/{one['id']}/report.{form}")
            cursor = page["next"]

    def _years(self) -> Iterator[int]:
        """Those in which anything was recorded, the last first: entries of several journals are in no order."""
        year = clock.now().year + 1
        while newest := self.suite.get(ENTRIES, until=_start_of(year), limit="1")["items"]:
            year = dt.datetime.fromisoformat(newest[0]["recorded_at"]).astimezone(dt.UTC).year
            yield year

    def _close(self) -> None:
        """Say what lies here, what does not, and the hash of each file."""
        (self.folder / ABOUT).write_text(README.format(moment=clock.now().isoformat()), encoding="utf-8")
        (self.folder / ABSENT).write_text("".join(f"{one}\n" for one in self.absent), encoding="utf-8")
        lines = (f"{_digest(file)}  {file.relative_to(self.folder)}\n" for file in files_of(self.folder))
        (self.folder / SUMS).write_text("".join(lines), encoding="utf-8")


def take(environment: Environment, folder: Path) -> Leaving:
    """Take all that whoever CAMPAIGN_TOKEN stands for may read into a folder. Raises NoToken, Away, Broken."""
    leaving = Leaving(replace(sheets.bearer(environment), patience=client.LONG_WORK), folder)
    leaving.take()
    return leaving


def files_of(folder: Path) -> list[Path]:
    """What was taken, in the order of its names."""
    return sorted(one for one in folder.rglob("*") if one.is_file() and one != folder / SUMS)


def _start_of(year: int) -> str:
    return dt.datetime(year, 1, 1, tzinfo=dt.UTC).isoformat()


def _hashes_in(file: Path) -> Iterator[str]:
    with file.open("rb") as lines:
        for line in lines:
            yield from (one.decode() for one in HASH.findall(line))


def _digest(file: Path) -> str:
    with file.open("rb") as body:
        return hashlib.file_digest(body, "sha256").hexdigest()
