from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.training.rain_days import NotByName, RecordedTwice
from services.training.units import NoBureau
from tests.office import Office
from tests.services.training.training_records import (
    RAIN,
    SESSIONS,
    claimed_value,
    closed_session,
    course,
    gaps,
    held_session,
    read_model,
    take_steps,
    value,
)

USED, HELD = "S1.rain_days_used", "S1.rainy_day_sessions"


def weather(office: Office, on: str, *, rain: bool = True, district: str = "锡山区", **more: object) -> str:
    return take_steps(office, RAIN, "", observe={"day": on, "district": district, "rain": rain} | more)


@pytest.fixture
def wet() -> Iterator[Office]:
    """Three squadrons, of which one was set up in April and one dissolved in May; a bureau and a section."""
    office = Office(units="")
    office.unit("JU", kind="bureau")
    office.unit("FZK", kind="section")
    office.unit("DT")
    office.unit("DBT", opened_on="2017-04-01")
    office.unit("ZS")
    office.do("training.units", "ZS", "close", closed_on="2017-05-01", reason="撤并")
    for code, unit in (("a", "DT"), ("b", "DBT"), ("c", "ZS")):
        office.person(code, unit)
    course(office, "R", "rainy_day")
    yield office
    office.store.close()


def rainy(office: Office, person: str, unit: str, on: str, **more: object) -> str:
    return closed_session(office, person, on=on, unit=unit, course="R", form="rainy_day", **more)


def test_a_rain_day_has_the_squadrons_that_existed(wet: Office) -> None:
    for on, squadrons in (
        ("2017-03-01", ["DT", "ZS"]),
        ("2017-04-01", ["DBT", "DT", "ZS"]),
        ("2017-05-01", ["DBT", "DT"]),
    ):
        record = wet.record(RAIN, weather(wet, on))
        assert [one["unit"] for one in record["squadrons"]] == squadrons
        assert record.unit == "JU"


def test_the_share_of_rain_days_used_is_counted_by_squadron_and_day(wet: Office) -> None:
    weather(wet, "2017-03-01")
    weather(wet, "2017-04-10")
    weather(wet, "2017-04-11", rain=False)
    rainy(wet, "a", "DT", "2017-03-01")
    rainy(wet, "a", "DT", "2017-04-11")
    assert claimed_value(wet, USED) == pytest.approx(1 / 5), "a dry day is no rain day, whatever was studied"
    assert gaps(wet, USED) == ["2017-03-01/ZS", "2017-04-10/DBT", "2017-04-10/DT", "2017-04-10/ZS"]
    assert [claimed_value(wet, USED, units=unit) for unit in ("DT", "DBT", "ZS", "FZK")] == [0.5, 0, 0, None]
    assert claimed_value(wet, HELD) == 2


def test_a_joint_session_uses_the_day_for_each_of_its_squadrons(wet: Office) -> None:
    weather(wet, "2017-04-10")
    rainy(wet, "a", "DT", "2017-04-10", counits=["DBT"])
    assert gaps(wet, USED) == ["2017-04-10/ZS"]
    assert claimed_value(wet, HELD) == 1


def test_two_sessions_on_one_day_use_it_once_and_another_form_does_not(wet: Office) -> None:
    course(wet)
    weather(wet, "2017-04-10")
    rainy(wet, "a", "DT", "2017-04-10")
    rainy(wet, "b", "DT", "2017-04-10")
    held_session(wet, "b", on="2017-04-10", unit="DBT")
    assert claimed_value(wet, USED) == pytest.approx(1 / 3)


def test_the_sign_in_sheet_verifies_a_day_used(wet: Office) -> None:
    weather(wet, "2017-04-10")
    session = held_session(wet, "a", on="2017-04-10", course="R", form="rainy_day")
    assert value(read_model(wet), USED) == (pytest.approx(1 / 3), 0)
    wet.do(SESSIONS, session, "close", closed_on="2017-04-10", evidence=["a" * 64])
    assert value(read_model(wet), USED) == (pytest.approx(1 / 3), pytest.approx(1 / 3))


def test_a_day_is_recorded_once_for_each_district(wet: Office) -> None:
    record = weather(wet, "2017-03-01")
    with pytest.raises(RecordedTwice):
        weather(wet, "2017-03-01", rain=False)
    weather(wet, "2017-03-01", district="惠山区")
    wet.do(RAIN, record, "observe", corrects=1, day="2017-03-01", district="锡山区", rain=False)
    wet.do(RAIN, record, "void", reason="x")
    weather(wet, "2017-03-01")


@pytest.mark.parametrize("district", ["锡山", " 锡 山 区 ", "锡山区"])
def test_a_district_has_one_name(wet: Office, district: str) -> None:
    record = weather(wet, "2017-03-01", district=district)
    assert wet.record(RAIN, record)["district"] == "锡山区"
    for again in ("锡山", "锡山区"):
        with pytest.raises(RecordedTwice):
            weather(wet, "2017-03-01", district=again)
    with pytest.raises(NotByName):
        weather(wet, "2017-03-01", district="320205")
    weather(wet, "2017-03-01", district="江阴市")


def test_a_corrected_or_voided_rain_day_leaves_the_whole(wet: Office) -> None:
    record, other = weather(wet, "2017-03-01"), weather(wet, "2017-03-02")
    assert len(gaps(wet, USED)) == 4
    wet.do(RAIN, record, "observe", corrects=1, day="2017-03-01", district="锡山区", rain=False)
    assert len(gaps(wet, USED)) == 2
    wet.do(RAIN, other, "void", reason="x")
    assert claimed_value(wet, USED) is None


def test_without_a_bureau_it_belongs_to_nobody(office: Office) -> None:
    with pytest.raises(NoBureau):
        weather(office, "2017-03-01")
