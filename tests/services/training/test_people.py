from __future__ import annotations

import pytest

from contracts.errors import NotNow
from services.training.people import ExpiredAtOnce, SameUnit, unit_on
from tests.office import Office, day

P = "training.people"


def test_the_unit_of_the_day_is_the_last_posting_that_had_happened(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "transfer", unit="DBT", transferred_on="2017-05-01")
    person = office.record(P, "a")
    assert [unit_on(person, day(on)) for on in ("2015-12-31", "2016-01-01", "2017-04-30", "2017-05-01")] == [
        None,
        "DT",
        "DT",
        "DBT",
    ]


def test_a_transfer_goes_elsewhere(office: Office) -> None:
    office.person("a", "DT")
    with pytest.raises(SameUnit):
        office.do(P, "a", "transfer", unit="DT", transferred_on="2017-05-01")


def test_a_certificate_is_valid_for_some_time(office: Office) -> None:
    office.person("a", "DT")
    with pytest.raises(ExpiredAtOnce):
        office.do(P, "a", "certify", certificate="1", certified_on="2017-03-01", valid_until="2017-02-28")


def test_who_has_left_is_not_posted(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "leave", reason="退休", left_on="2017-05-01")
    with pytest.raises(NotNow):
        office.do(P, "a", "post", first_duty_on="2017-06-01")
