"""Next year's programme: its targets are confirmed row by row, its years carried along, and nothing is lost."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from typer.testing import CliRunner

from operations.base.environment import Environment
from operations.client import sheets
from operations.programme import adoption, commands, sheet, years
from operations.programme.sheet import WrongTargets
from services.chassis.base import settings
from services.chassis.base.settings import Misconfigured
from services.gateway.read_model.generations.own_programme import campaign_of, is_own
from services.gateway.read_model.programme import Programme, campaign
from tests.broker import environment

MATTERS = "A6.matters_done"
FEW = ("A3", "A6", "B1")
"""Items with targets of each kind, and measures that count within the year: to read all takes a second."""


def few_items() -> dict[str, Any]:
    """The programme with these items alone."""
    whole = yaml.safe_load(adoption.PACKAGED.read_text("utf-8"))
    for pillar in whole["pillars"]:
        pillar["items"] = [one for one in pillar["items"] if one["id"] in FEW] or pillar["items"][:1]
    return dict(whole)


DOCUMENT: Mapping[str, Any] = few_items()
NAMES = {one["id"] for one in sheet.measures_of(DOCUMENT)}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def sheet_with(change: Mapping[str, dict[str, str]], answer: str = "是") -> bytes:
    """The sheet of 2018 with every target confirmed, and some cells otherwise."""
    out = StringIO()
    lines = csv.DictWriter(out, sheet.HEADINGS)
    lines.writeheader()
    for row in rows_of(sheet.write(DOCUMENT, 2018)):
        lines.writerow(
            row | {sheet.CONFIRMED: answer if row[sheet.TARGET] else ""} | change.get(row[sheet.MEASURE], {})
        )
    return out.getvalue().encode()


def targets_of(body: bytes) -> dict[str, dict[str, Any]]:
    return sheet.targets(DOCUMENT, sheet.read(body), 2018)


@cache
def programme_of_2018(*, first: bool = False) -> Programme:
    text = years.as_text(years.following(DOCUMENT, 2018, targets_of(sheet_with({})), first=first))
    return Programme(text)


def test_the_sheet_proposes_each_target_and_confirms_none() -> None:
    rows = {row[sheet.MEASURE]: row for row in rows_of(sheet.write(DOCUMENT, 2018))}
    assert rows.keys() == NAMES
    assert rows[MATTERS][sheet.TARGET] == ">= 28"
    assert rows["B1.card_coverage"][sheet.TARGET] == "== 100%"
    assert rows[MATTERS][sheet.BY] == "2018-12-31"
    assert {row[sheet.CONFIRMED] for row in rows.values()} == {""}
    with pytest.raises(WrongTargets, match="not confirmed"):
        targets_of(sheet.write(DOCUMENT, 2018).encode())


def test_each_row_says_whether_it_counts_within_the_year_or_goes_on() -> None:
    rows = {row[sheet.MEASURE]: row[sheet.COUNTS] for row in rows_of(sheet.write(DOCUMENT, 2018))}
    within = {name for name, counts in rows.items() if counts == sheet.WITHIN_YEAR}
    assert within == {one.name for one in programme_of_2018().measures.values() if one.id != one.name}
    assert MATTERS in within
    assert rows["A3.applied"] == rows["B1.card_coverage"] == "累计 over all time"
    assert rows["S1.rotation_coverage"] == sheet.BY_PERIOD, "it counts anew in each of its periods"


def test_a_sheet_of_before_that_does_not_say_how_it_counts_is_read() -> None:
    lines = csv.reader(StringIO(sheet_with({}).decode()))
    out = StringIO()
    place = sheet.HEADINGS.index(sheet.COUNTS)
    csv.writer(out).writerows(line[:place] + line[place + 1 :] for line in lines)
    assert targets_of(out.getvalue().encode()) == targets_of(sheet_with({}))


def test_a_confirmed_sheet_carries_every_target_and_one_refused_has_none() -> None:
    assert targets_of(sheet_with({})).keys() == {one["id"] for one in sheet.measures_of(DOCUMENT) if one.get("target")}
    chosen = targets_of(sheet_with({MATTERS: {sheet.CONFIRMED: "否"}}))
    assert MATTERS not in chosen
    assert chosen["A3.applied"] == {"op": ">=", "value": 12, "by": dt.date(2018, 12, 31), "source": "F072"}


def test_a_sheet_saved_by_a_chinese_spreadsheet_program_is_read() -> None:
    change = {MATTERS: {sheet.TARGET: "≥ 30", sheet.BY: "2018/6/30", sheet.SOURCE: "局发〔2018〕1 号（合成）"}}
    for coding in ("utf-8-sig", "gb18030"):
        chosen = targets_of(sheet_with(change).decode().encode(coding))
        assert (chosen[MATTERS]["value"], chosen[MATTERS]["by"]) == (30, dt.date(2018, 6, 30))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({sheet.CONFIRMED: ""}, "not confirmed"),
        ({sheet.TARGET: "", sheet.CONFIRMED: "是"}, "not decided"),
        ({sheet.TARGET: "thirty"}, "not like >= 28"),
        ({sheet.TARGET: ">= 30%"}, "not like >= 28"),
        ({sheet.TARGET: ">= 30"}, "another number"),
        ({sheet.SOURCE: ""}, "who set it"),
        ({sheet.BY: "2017-12-31"}, "no day of 2018"),
        ({sheet.BY: "2018-02-30"}, "day is out of range"),
        ({sheet.MEASURE: "A6.nothing"}, "no such measure"),
    ],
)
def test_what_nobody_confirmed_as_it_stands_is_refused(cells: dict[str, str], said: str) -> None:
    with pytest.raises(WrongTargets, match=said):
        targets_of(sheet_with({MATTERS: cells}))


def test_a_row_that_is_missing_is_not_decided() -> None:
    with pytest.raises(WrongTargets, match="28 is not decided"):
        sheet.targets(DOCUMENT, [one for one in sheet.read(sheet_with({})) if one.measure != MATTERS], 2018)


def test_next_year_counts_anew_and_keeps_the_year_before() -> None:
    new, old = programme_of_2018(), campaign()
    assert new.by_name[MATTERS].since == dt.date(2018, 1, 1)
    last_year = new.on(dt.date(2017, 12, 31))
    for name in NAMES:
        kept, measure = last_year.by_name[name], old.measures[name]
        assert (kept.target, kept.since, kept.until) == (measure.target, measure.since, measure.until), name
    assert new.by_name.keys() == NAMES
    with pytest.raises(years.NotNext):
        years.following(DOCUMENT, 2017, {}, first=False)


def test_a_third_year_keeps_both_before() -> None:
    second = yaml.safe_load(programme_of_2018().text)
    third = Programme(years.as_text(years.following(second, 2019, {}, first=False)))
    assert [one.start.year for one in third.editions] == [2017, 2018, 2019]
    assert third.on(dt.date(2017, 5, 1)).by_name[MATTERS].target == campaign().measures[MATTERS].target


def test_a_bureau_that_begins_has_no_year_before() -> None:
    assert [one.start.year for one in programme_of_2018(first=True).editions] == [2018]


def test_a_home_counts_by_its_own_programme_and_keeps_the_one_of_before(tmp_path: Path) -> None:
    here = environment(tmp_path / "home")
    place = settings.from_environment("gateway", {**here.inherited, "AMQP_URI": "amqp://a:b@c:1/"}).programme
    assert not is_own(campaign_of(place, here.home))
    (tmp_path / "first.yaml").write_text(programme_of_2018().text, "utf-8")
    assert adoption.adopt(here, tmp_path / "first.yaml") == place
    assert is_own(campaign_of(place, here.home))
    following = years.following(yaml.safe_load(place.read_text("utf-8")), 2019, {}, first=False)
    (tmp_path / "next.yaml").write_text(years.as_text(following), "utf-8")
    adoption.adopt(here, tmp_path / "next.yaml")
    assert [one.read_text("utf-8") for one in place.parent.glob("programme-2018-*.yaml")] == [programme_of_2018().text]
    with pytest.raises(adoption.YearsDropped, match="2019"):
        adoption.adopt(here, tmp_path / "first.yaml")


def test_a_programme_that_cannot_be_counted_by_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    confirmed, new, here = tmp_path / "targets.csv", tmp_path / "2018.yaml", environment(tmp_path / "home")
    monkeypatch.setattr(Environment, "load", lambda *_given: here)
    monkeypatch.setattr(adoption, "document", lambda _file: DOCUMENT)
    confirmed.write_bytes(sheet_with({}))
    text = programme_of_2018().text.replace("kind: count", "kind: counts", 1)
    with monkeypatch.context() as wrong:
        wrong.setattr(years, "as_text", lambda _document: text)
        with pytest.raises(adoption.WrongProgramme, match=r"2018\.yaml .*Must be one of"):
            commands.next_year(confirmed, new, year=2018)
    assert not new.exists()
    commands.next_year(confirmed, new, year=2018)
    assert adoption.parse(new).digest == programme_of_2018().digest


def test_a_file_that_is_no_programme_is_neither_adopted_nor_counted_by(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(programme_of_2018().text.replace("kind: count", "kind: counts", 1), "utf-8")
    with pytest.raises(adoption.WrongProgramme, match="Must be one of"):
        adoption.adopt(environment(tmp_path / "home"), wrong)
    with pytest.raises(Misconfigured, match="cannot be counted by"):
        campaign_of(wrong, tmp_path)


def test_a_programme_that_is_named_and_missing_is_not_counted_without(tmp_path: Path) -> None:
    named, link = tmp_path / "2018.yaml", tmp_path / "programme.yaml"
    with pytest.raises(Misconfigured, match=r"2018\.yaml cannot be counted by: .*No such file"):
        campaign_of(named, tmp_path)
    assert not is_own(campaign_of(link, tmp_path))
    link.symlink_to(named)
    with pytest.raises(Misconfigured, match="No such file"):
        campaign_of(link, tmp_path)


def adopt_2019(folder: Path, change: Callable[[dict[str, Any]], None], *, rewrite_past: bool = False) -> Path:
    """Where the programme of 2018 is in force, adopt that of 2019 with a change."""
    here, file, text = environment(folder / "home"), folder / "next.yaml", programme_of_2018(first=True).text
    here.home.mkdir(parents=True, exist_ok=True)
    adoption.own_file(here).write_text(text, "utf-8")
    said = years.following(yaml.safe_load(text), 2019, targets_of_2019(), first=False)
    change(said := dict(yaml.safe_load(years.as_text(said))))
    file.write_text(years.as_text(said), "utf-8")
    return adoption.adopt(here, file, rewrite_past=rewrite_past)


def targets_of_2019() -> dict[str, dict[str, Any]]:
    by = dt.date(2019, 12, 31)
    return {name: target | {"by": by} for name, target in targets_of(sheet_with({})).items()}


def _another_target(said: dict[str, Any]) -> None:
    said["earlier"][0]["targets"][MATTERS]["value"] = 1


def _no_target(said: dict[str, Any]) -> None:
    del said["earlier"][0]["targets"][MATTERS]


def _another_period(said: dict[str, Any]) -> None:
    (one,) = (one for one in sheet.measures_of(said) if one["id"] == MATTERS)
    one["since"] = dt.date(2019, 2, 1)


def _other_days(said: dict[str, Any]) -> None:
    said["earlier"][0]["start"] = dt.date(2018, 3, 1)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_another_target, f"2018 {MATTERS}"),
        (_no_target, f"2018 {MATTERS}"),
        (_another_period, f"2018 {MATTERS}"),
        (_other_days, "2018 2018-03-01"),
    ],
)
def test_a_year_that_is_over_is_rewritten_only_on_purpose(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], named: str
) -> None:
    with pytest.raises(adoption.PastChange, match=named):
        adopt_2019(tmp_path, change)


def test_a_year_that_is_over_is_rewritten_where_that_is_asked_and_kept_where_it_is_the_same(tmp_path: Path) -> None:
    for change, asked in ((_another_target, True), (lambda _: None, False)):
        place = adopt_2019(tmp_path, change, rewrite_past=asked)
        assert place.read_bytes() == (tmp_path / "next.yaml").read_bytes()


def test_the_year_that_runs_may_be_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adoption, "today", lambda: dt.date(2018, 12, 31))
    assert adopt_2019(tmp_path, _another_target).exists()
    monkeypatch.setattr(adoption, "today", lambda: dt.date(2019, 1, 1))
    with pytest.raises(adoption.PastChange):
        adopt_2019(tmp_path / "after", _another_target)


class _Suite:
    """Takes the running suite's place: remembers what it was handed, and answers as it would."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def post(self, path: str, body: bytes) -> dict[str, Any]:
        self.asked.append((path, orjson.loads(body)))
        counts = {"campaign": "CITY-2018", "items": 1, "measures": 4, "targets": 1}
        return counts if path.endswith("/check") else {"record": {"status": "handed_in"}}


@pytest.mark.parametrize(
    ("options", "paths"), [(["--check"], ["/v1/programmes/check"]), ([], ["/v1/programmes/check", "/v1/programmes"])]
)
def test_a_programme_is_handed_in_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], paths: list[str]
) -> None:
    suite, file = _Suite(), tmp_path / "city.yaml"
    file.write_text("\ufeffcampaign: CITY-2018", encoding="utf-8")
    monkeypatch.setattr(sheets, "bearer", lambda _environment: suite)
    done = CliRunner().invoke(commands.app, ["hand-in", str(file), *options])
    assert done.exit_code == 0, done.output
    assert "CITY-2018: 1 items" in done.output
    assert suite.asked == [(path, {"programme": "campaign: CITY-2018"}) for path in paths]
