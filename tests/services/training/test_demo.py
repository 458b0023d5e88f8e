"""S1 comes out of the demo's sheets, read as a clerk's are; and what must be refused is refused, by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from operations.demo.sheets import FOLDER, SHEETS, Sheet
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from services.gateway.spreadsheets.faults import ImportRefused
from tests.office import DISTRICT, day, due_until, make_as_of
from tests.services.gateway.sheet_clerk import Clerk
from tests.services.training.training_records import CERTIFICATES, PAPERS, PEOPLE, value

BASELINE = "2017-06-15"
OURS = SHEETS[: [sheet.file for sheet in SHEETS].index("rain_days.csv") + 1]


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported units, people and all that belongs to training."""
    demo_clerk = Clerk(tmp_path_factory.mktemp("demo"), units="")
    for sheet in OURS:
        for name in sheet.pictures():
            demo_clerk.upload_file(name, name.encode())
        assert import_sheet(demo_clerk, sheet)["refused"] == 0
    yield demo_clerk
    demo_clerk.close()


def import_sheet(clerk: Clerk, sheet: Sheet) -> dict[str, Any]:
    return clerk.import_csv((FOLDER / sheet.file).read_bytes(), sheet.register.replace("/", "."))


def missing(clerk: Clerk, measure: str) -> list[str]:
    with clerk.read_model.store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, campaign().measures[measure], make_as_of(BASELINE))]


@pytest.mark.parametrize(
    ("measure", "claimed", "verified"),
    [
        ("S1.sessions_held", 25, 23),
        ("S1.rainy_day_sessions", 20, 18),
        ("S1.backbone_captains", 0.9, 0.9),
        ("S1.backbone_clerks", 0.9, 0.9),
        ("S1.induction_coverage", 1, 1),
        ("S1.rain_days_used", pytest.approx(21 / 530), pytest.approx(19 / 530)),
    ],
)
def test_the_numbers_come_out(clerk: Clerk, measure: str, claimed: Any, verified: Any) -> None:
    assert value(clerk.read_model, measure, BASELINE) == (claimed, verified)


def test_every_number_of_training_has_a_source_and_a_value(clerk: Clerk) -> None:
    item = next(one for one in campaign().items() if one.id == "S1")
    for name in item.measures:
        assert campaign().measures[name].awaits is None
        claimed, verified = value(clerk.read_model, name, BASELINE)
        if name.endswith(("_baseline", "_later", "_surveys")) or name in ("S1.needs_without_course", "S1.tested_again"):
            assert not claimed, "nobody was asked, or tested before and after: no number is made up"
            continue
        assert claimed is not None
        assert claimed >= verified


def test_people_and_person_times_differ(clerk: Clerk) -> None:
    people, times = (value(clerk.read_model, f"S1.{name}", BASELINE)[0] for name in ("people_trained", "person_times"))
    assert 300 < people < times


def test_the_gap_list_names_who_has_not_been_trained_this_cycle(clerk: Clerk) -> None:
    people_missing = missing(clerk, "S1.rotation_coverage")
    assert {"bureau-01", "YJ-X02", "SZZX-14"} <= set(people_missing)
    assert not {"ZS-01", "DT-X01", "AZ-14"} & set(people_missing)


def test_the_strength_is_that_of_the_units(clerk: Clerk) -> None:
    people = [row["fields"] for row in clerk.office.registers.page(PEOPLE, within={}, after="", most=1000)]
    assert len(people) == 124 + 228 + 38 + 5
    assert sum(one["party_member"] for one in people) == 96
    recruits = [one["code"] for one in people if one["recruit"]]
    assert len(recruits) == 9
    assert {clerk.office.record(PEOPLE, code).status() for code in recruits} == {"on_duty"}
    assert len(clerk.records(CERTIFICATES)) == 9


def test_the_paper_of_the_campaign_can_be_sat(clerk: Clerk) -> None:
    assert len(clerk.office.record(PAPERS, "P-463")["questions"]) == 10


def announced_deadlines(clerk: Clerk, on: str) -> dict[str, int | None]:
    """What is announced on a day: the record, and how many days before its end."""
    with clerk.read_model.store.begin_read() as tx:
        entries = due_until(tx, DISTRICT, day("2020-01-01"), day(on))
    announcements = {
        one.record: one.nearest_announcement(day(on)) for one in entries if one.register.service == "training"
    }
    return {record: days for record, days in announcements.items() if days is not None}


def test_certificates_and_the_cycle_are_announced_90_30_and_7_days_before_their_end(clerk: Clerk) -> None:
    announcements = announced_deadlines(clerk, BASELINE)
    assert {code: announcements[code] for code in ("DT-05", "EH-04", "YJ-03")} == {"DT-05": 90, "EH-04": 30, "YJ-03": 7}
    assert "2017" not in announcements
    assert announced_deadlines(clerk, "2017-12-02")["2017"] == 30


def test_a_recruit_posted_before_the_examination_is_refused_by_row(clerk: Clerk) -> None:
    body = (FOLDER / "refused" / "people.csv").read_bytes()
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(body, PEOPLE)
    (fault,) = refused.value.to_dict()["errors"]
    assert (fault["row"], fault["column"], fault["slug"], fault["step"]) == (3, "J", "not-inducted", "post")
    assert "岗前培训" in fault["zh"]
    report = clerk.import_csv(body, PEOPLE, partial=True)
    assert (report["accepted"], report["refused"]) == (1, 1)
    assert [row["id"] for row in report["records"]] == ["XB-11"]


def test_the_sheets_twice_change_nothing(clerk: Clerk) -> None:
    for sheet in OURS:
        assert import_sheet(clerk, sheet)["accepted"] == 0, sheet.file


def test_no_name_in_the_sheets_resembles_a_persons() -> None:
    rows = (FOLDER / "people.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert all(row.split(",")[1] == f"合成人员 {row.split(',')[0]}" for row in rows)
    assert Path(FOLDER / "refused").is_dir()
