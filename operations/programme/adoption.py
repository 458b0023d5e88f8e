"""Which programme a home counts by, and how another takes its place."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from contracts import programme
from contracts.errors import Invalid
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from services.chassis.base import clock
from services.gateway.read_model.generations import previews
from services.gateway.read_model.programme import Programme, campaign

PACKAGED = Path(programme.__file__).parent / "463.yaml"
NAMED = 5
"""How many changes a refusal names."""


class WrongProgramme(OperatorError):
    """{0} is no programme to count by: {1}"""


class YearsDropped(OperatorError):
    """{0} leaves out {1}: numbers as of those days would be answered no more. 缺少往年目标。"""


class PastChange(OperatorError):
    """{0} changes years that are over: {1}. What was read as of those days would read otherwise; --rewrite-past adopts
    it all the same. 改动了已结束年度的目标或日期，未启用。
    """


def today() -> dt.date:
    """The business day."""
    return clock.day_of(clock.now())


def own_file(environment: Environment) -> Path:
    """Where the bureau's own programme stands, or would."""
    return environment.own_programme()


def file_in_force(environment: Environment) -> Path:
    """The file by which the next start counts."""
    own = own_file(environment)
    return own if own.exists() else PACKAGED


def document(file: Path) -> Mapping[str, Any]:
    """What a programme says, as it is written. Raises WrongProgramme."""
    parse(file)
    said: Mapping[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return said


def parse(file: Path) -> Programme:
    """A file as the gateway reads it. Raises WrongProgramme."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongProgramme(file, error) from None
    return parse_text(text, file)


def parse_text(text: str, file: Path) -> Programme:
    """What stands in a file, or would, as the gateway reads it. Raises WrongProgramme."""
    try:
        return previews.parse(text, campaign().campaign)
    except Invalid as error:
        raise WrongProgramme(file, error.errors[0]["en"]) from None


def adopt(environment: Environment, file: Path, *, rewrite_past: bool = False) -> Path:
    """Have the next start count by this file; the one of before is kept beside it. Where it lies then.

    rewrite_past  also where it changes a year that is over

    Raises WrongProgramme, YearsDropped, PastChange.
    """
    new, place = parse(file), own_file(environment)
    if place.exists():
        old = parse(place)
        if lost := _years(old) - _years(new):
            raise YearsDropped(file, ", ".join(str(one) for one in sorted(lost)))
        if not rewrite_past and (changes := list(_changes(old, new))):
            raise PastChange(file, ", ".join(changes[:NAMED]))
        if old.digest != new.digest:
            _write(place.with_name(f"{place.stem}-{old.start.year}-{old.digest[:8]}{place.suffix}"), old.text)
    _write(place, new.text)
    return place


def _years(one: Programme) -> set[int]:
    return {edition.start.year for edition in one.editions}


def _changes(old: Programme, new: Programme) -> Iterator[str]:
    """What another programme makes of the years that are over: the year, and its days or a measure."""
    by_year = {edition.start.year: edition for edition in new.editions}
    for was in (one for one in old.editions if one.end < today()):
        year = by_year[was.start.year]
        if (year.start, year.end) != (was.start, was.end):
            yield f"{was.start.year} {year.start} – {year.end}"
        for name in sorted(was.by_name.keys() | year.by_name.keys()):
            if _goal(was, name) != _goal(year, name):
                yield f"{was.start.year} {name}"


def _goal(year: Programme, name: str) -> object:
    """What a measure had to reach in a year, and the days within which it counts."""
    measure = year.by_name.get(name)
    return measure and measure.target and (measure.target, measure.since, measure.until)


def _write(place: Path, text: str) -> None:
    """All of it at once, and on the disk before it counts."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = place.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place)
