"""S4 and the vehicles and uniforms of S3 come out of the demo's sheets; what must be refused is refused, by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from operations.demo.load import BASELINE
from operations.demo.sheets import FOLDER, SHEETS, Sheet
from services.chassis.storage.lists.window import ListWindow
from services.gateway.api.measures import gap_list
from services.gateway.read_model import gaps, queries
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.progress import Reader
from services.gateway.spreadsheets.faults import ImportRefused
from tests.office import make_as_of, measure_value
from tests.services.gateway.sheet_clerk import Clerk

OURS = [one for one in SHEETS if one.file in ("units.csv", "people.csv") or one.register.startswith("equipment/")]


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported units, people and all that belongs to equipment."""
    demo_clerk = Clerk(tmp_path_factory.mktemp("demo"), units="")
    for sheet in OURS:
        for name in sheet.pictures():
            demo_clerk.upload_file(name, name.encode())
        assert import_sheet(demo_clerk, sheet)["refused"] == 0
    yield demo_clerk
    demo_clerk.close()


def import_sheet(clerk: Clerk, sheet: Sheet) -> dict[str, Any]:
    return clerk.import_csv((FOLDER / sheet.file).read_bytes(), sheet.register.replace("/", "."))


def value(clerk: Clerk, name: str, as_of: str = BASELINE) -> Any:
    scope = campaign().measures[name].scope
    result = measure_value(clerk.read_model, name, as_of, **({} if scope == "bureau" else {"units": scope}))
    return result.claimed, result.verified


def missing(clerk: Clerk, name: str, as_of: str = BASELINE) -> list[str]:
    with clerk.read_model.store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, campaign().measures[name], make_as_of(as_of))]


@pytest.mark.parametrize(
    ("measure", "claimed", "verified"),
    [
        ("S3.uniform_changeover", 84 / 124, 84 / 124),
        ("S3.vehicle_marking", 40 / 41, 40 / 41),
        ("S3.vehicle_cleanliness", 1, 1),
        ("S4.dashcam_coverage", 40 / 41, 40 / 41),
        ("S4.dashcam_downtime", 120, 120),
        ("S4.kits_issued", 18, 17),
        ("S4.kits_complete", 17 / 18, 16 / 18),
        ("S4.kit_coverage", 1, 17 / 18),
        ("S4.complete_kit_coverage", 17 / 18, 16 / 18),
        ("S4.front_line_share", 352 / 395, 330 / 395),
        ("S4.norm_gap", 3, 3),
        ("S4.facility_pass_rate", 11 / 12, 11 / 12),
        ("S4.custody_signed", 37 / 38, 36 / 38),
        ("S3.vehicle_trips", 7, 0),
        ("S3.vehicle_kilometres", 152, 0),
        ("S3.trips_not_back", 1, 7),
        ("S4.driving_incidents_filmed", 1 / 2, 0),
        ("S4.kit_helps", 6, 0),
        ("S4.premises_combed", 2 / 3, 0),
        ("S4.staffing_gap", 2, 2),
        ("S4.stocktake_surplus", 1, 1),
    ],
)
def test_the_numbers_come_out(clerk: Clerk, measure: str, claimed: float, verified: float) -> None:
    assert value(clerk, measure) == (pytest.approx(claimed), pytest.approx(verified))


def test_the_gap_lists_answer_the_keeper_s_questions(clerk: Clerk) -> None:
    assert missing(clerk, "S4.dashcam_coverage") == ["XB-C3"]
    assert missing(clerk, "S4.kits_complete") == ["KIT-ZS-07"]
    assert clerk.office.record("equipment.kits", "KIT-ZS-07")["lacking"][0]["name"] == "地图"
    assert missing(clerk, "S3.vehicle_marking") == ["YJ-C2"]
    assert missing(clerk, "S4.norm_gap") == ["DBT/body_camera/5", "ZS/body_camera/7", "ZS/body_camera/8"]
    assert missing(clerk, "S4.facility_pass_rate") == ["AZ-F1"]
    assert missing(clerk, "S4.custody_signed") == ["AZ-BC04/1"]


def gaps_told(reader: Reader, name: str) -> list[dict[str, Any]]:
    """A measure's gaps as they are answered."""
    measure = campaign().measures[name]
    page = gaps.gaps_of(reader.tx, reader.programme, measure, reader.as_of_for(measure), ListWindow(100))
    return gap_list.items(reader, page.gaps)


def test_the_gap_list_itself_says_which_slot_of_which_kit_is_missing(clerk: Clerk) -> None:
    with clerk.read_model.reader(make_as_of(BASELINE)) as reader:
        (kit,), (vehicle,) = (gaps_told(reader, name) for name in ("S4.kits_complete", "S4.dashcam_coverage"))
    assert kit["last"]["said"] == {"present": 9, "lacking": [{"slot": 4, "name": "地图", "state": "missing"}]}
    assert (kit["subject"], str(kit["last"]["happened"])) == ("KIT-ZS-07", "2017-05-22")
    assert (vehicle["subject"], vehicle["name"], vehicle["last"]) == ("XB-C3", "苏B037SX · SX0037", None)


def test_the_dashcams_came_in_march_and_one_was_out_for_five_days(clerk: Clerk) -> None:
    days = ("2017-03-19", "2017-03-31", "2017-05-07", "2017-05-08", "2017-05-12", "2017-05-13")
    covered = [round(value(clerk, "S4.dashcam_coverage", on)[0] * 41) for on in days]
    assert covered == [0, 40, 40, 39, 39, 40]
    assert missing(clerk, "S4.dashcam_coverage", "2017-05-10") == ["DT-C3", "XB-C3"]


def test_the_changeover_goes_on_until_all_124_have_a_full_uniform(clerk: Clerk) -> None:
    days = ("2017-03-19", "2017-04-30", "2017-05-15", BASELINE, "2017-08-06", "2017-08-07")
    issued = [round(value(clerk, "S3.uniform_changeover", on)[0] * 124) for on in days]
    assert issued == [0, 49, 62, 84, 112, 124]
    assert missing(clerk, "S3.uniform_changeover", "2017-05-14")[0] == "AZ-01"
    assert "DT-20" in missing(clerk, "S3.uniform_changeover", "2017-05-14")


@pytest.mark.parametrize(
    ("register", "slugs"),
    [
        ("uniforms", ["not-front-line-staff", "not-front-line-staff"]),
        ("dashcams", ["already-fitted", "device-in-use"]),
        ("kits", ["kit-issued-short", "holds-another-kit"]),
    ],
)
def test_what_must_be_refused_is_refused_by_row(clerk: Clerk, register: str, slugs: list[str]) -> None:
    body = (FOLDER / "refused" / f"{register}.csv").read_bytes()
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(body, f"equipment.{register}")
    assert [one["slug"] for one in refused.value.errors] == slugs
    assert all(one["zh"] and one["en"] for one in refused.value.errors)


def test_the_sheets_twice_change_nothing(clerk: Clerk) -> None:
    for sheet in OURS:
        assert import_sheet(clerk, sheet)["accepted"] == 0, sheet.file


def test_what_the_article_does_not_say_is_marked_as_synthetic() -> None:
    for sheet in OURS[2:]:
        rows = sheet.rows()
        note = rows[0].index("备注")
        assert all("合成" in row[note] for row in rows[1:] if row[note]), sheet.file
        assert sum(bool(row[note]) for row in rows[1:]) >= len(rows) - 2, sheet.file
