"""Where districts are kept: a home for each size, grown out of the next smaller one, and copies that are measured."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.postgres import Server
from bench.year import transfer
from bench.year.house import House
from contracts import catalogue
from operations.base.progress_bar import progress_bar
from operations.year.district import District

GROWTH, SMALLEST = 10, 1000
SERVICES = (*catalogue.SERVICES, "gateway")


class Shelf(Protocol):
    """Where the databases of one kind lie."""

    name: str

    def url(self, home: Path) -> str:
        """The address of a home's databases, with `{service}` in it; empty for files in the home."""

    def copy(self, source: Path, target: Path) -> None:
        """A home again, databases and all."""

    def remove(self, home: Path) -> None:
        """A home and its databases."""


class Files:
    """SQLite, in the homes themselves."""

    name = "sqlite"

    def url(self, _home: Path) -> str:
        """Nothing: that is what a suite does by itself."""
        return ""

    def copy(self, source: Path, target: Path) -> None:
        """The folder with all that is in it."""
        shutil.copytree(source, target)

    def remove(self, home: Path) -> None:
        """The folder with all that is in it."""
        shutil.rmtree(home, ignore_errors=True)


@dataclass
class Databases:
    """PostgreSQL, on a server of its own whose folder stays."""

    server: Server
    name: str = "postgresql"

    def url(self, home: Path) -> str:
        """The databases of a home are called like it."""
        return self.server.url(f"{_stem(home)}_{{service}}")

    def copy(self, source: Path, target: Path) -> None:
        """Each database, and the folder with keys and papers."""
        for service in SERVICES:
            names = (f"{_stem(one)}_{service}" for one in (target, source))
            self.server.create(*names, strategy="FILE_COPY")
        shutil.copytree(source, target)

    def remove(self, home: Path) -> None:
        """Each database, and the folder."""
        for service in SERVICES:
            self.server.drop(f"{_stem(home)}_{service}")
        shutil.rmtree(home, ignore_errors=True)

    def create(self, home: Path) -> None:
        """Empty databases."""
        for service in SERVICES:
            self.server.create(f"{_stem(home)}_{service}")

    def carry(self, source: Path, target: Path) -> None:
        """The rows of a home of files in databases, its keys and papers in a folder; half of it is begun anew.

        Raises OtherSchema.
        """
        House(source, "").close()  # one that an earlier version built is brought to the present schema
        self.remove(target)
        self.create(target)
        with progress_bar() as bar:
            for service in bar.track(SERVICES, description=f"{source.name} into {self.name}"):
                file, url = source / "data" / f"{service}.db", self.server.url(f"{_stem(target)}_{service}")
                transfer.carry(file, url, service)
        whole = target.with_name(f"{target.name}-begun")
        shutil.rmtree(whole, ignore_errors=True)
        shutil.copytree(source, whole, ignore=lambda _folder, names: [one for one in names if ".db" in one])
        whole.rename(target)


def _stem(home: Path) -> str:
    return home.name.replace("-", "_").replace(".", "_")


@dataclass(frozen=True)
class Homes:
    """The homes of a district's sizes under one folder."""

    folder: Path
    shelf: Files | Databases
    seed: int
    origin: Homes | None = None
    """Whose districts are carried over, table by table, instead of being built here."""

    def path(self, size: int) -> Path:
        """The home of a size."""
        return self.folder / f"{self.shelf.name}-{self.seed}-{size}"

    def databases_of_copy(self, size: int) -> list[str]:
        """The databases of the copy that is measured, where they have names."""
        return [f"{_stem(copy_path(self.path(size)))}_{service}" for service in SERVICES]

    def build(self, size: int) -> Path:
        """The home of a district, built as far as it is not there yet; one that was left half built goes on.

        What a gateway does by itself some time after the events is done. Raises Declined.
        """
        home = self._built(size)
        if not _is_settled(home):
            house = House(home, self.shelf.url(home))
            house.settle()
            house.close()
            _note_slices(home, _slices(home), settled=True)
        return home

    def _built(self, size: int) -> Path:
        district, home = District(size, self.seed), self.path(size)
        if _slices(home) >= district.slices:
            return home
        if self.origin and isinstance(self.shelf, Databases):
            self.shelf.carry(self.origin.build(size), home)
            return home
        self._begin(size, home)
        self._grow(district, home)
        return home

    def _begin(self, size: int, home: Path) -> None:
        """A home with the smaller district in it, or with nothing, unless it was begun before."""
        if (home / "year.json").exists():
            return
        self.shelf.remove(home)
        if size // GROWTH >= SMALLEST:
            self.shelf.copy(self.build(size // GROWTH), home)
            return
        home.mkdir(parents=True)
        if isinstance(self.shelf, Databases):
            self.shelf.create(home)

    def _grow(self, district: District, home: Path) -> None:
        house = House(home, self.shelf.url(home))
        with progress_bar() as bar:
            task = bar.add_task(f"district {district.size:,} {self.shelf.name}", total=district.slices)
            if (done := _slices(home)) == 0:
                house.take(district.founding(), seed=district.seed)
            bar.update(task, completed=done)
            for number in range(done, district.slices):
                house.take(district.piece(number), seed=district.seed)
                _note_slices(home, number + 1)
                bar.advance(task)
        house.close()

    @contextmanager
    def copy_of(self, home: Path) -> Iterator[House]:
        """A house over a copy, so that what is measured leaves the home as it was built."""
        copied = copy_path(home)
        self.shelf.remove(copied)
        self.shelf.copy(home, copied)
        house = House(copied, self.shelf.url(copied))
        try:
            yield house
        finally:
            house.close()
            self.shelf.remove(copied)


def copy_path(home: Path) -> Path:
    """Where the copy of a home lies that is measured."""
    return home.with_name(f"{home.name}-copy")


def _slices(home: Path) -> int:
    """How many slices a home has for certain; one that was in hand when it was left is taken again, to no effect."""
    path = home / "year.json"
    return int(json.loads(path.read_text())["slices"]) if path.exists() else 0


def _is_settled(home: Path) -> bool:
    return bool(json.loads((home / "year.json").read_text()).get("settled"))


def _note_slices(home: Path, count: int, *, settled: bool = False) -> None:
    fresh = home / "year.json.new"
    fresh.write_text(json.dumps({"slices": count, "synthetic": True, "settled": settled}))
    fresh.replace(home / "year.json")
