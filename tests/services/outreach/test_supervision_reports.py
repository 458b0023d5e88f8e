from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import OtherCategory
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.records.references import UnknownReference
from services.outreach.supervision_reports import NotInOffice
from tests.office import Office
from tests.services.outreach.service_brand import number
from tests.services.outreach.test_supervisors import WHO, supervisor

REPORTS = "outreach.supervision_reports"
REPORTING, IN_TIME = "B3.supervisors_reporting", "B3.reports_in_time"


def report(office: Office, by: str = "JD1", on: str = "2017-05-02", **more: Any) -> str:
    form = {"supervisor": by, "unit": "DBT", "matter": "占道", "received_on": on}
    return office.do(REPORTS, "", "receive", **form | more)[-1].subject


def reply_to_report(office: Office, record: str, on: str = "2017-05-10") -> None:
    office.do(REPORTS, record, "assign", unit="ZS", assigned_on="2017-05-03")
    office.do(REPORTS, record, "handle", handled_on="2017-05-05", outcome="已整改")
    office.do(REPORTS, record, "reply", replied_on=on, reply="已整改")


def test_a_report_is_handled_by_the_unit_it_was_assigned_to_and_rated(office: Office) -> None:
    supervisor(office)
    record = report(office)
    reply_to_report(office, record)
    assert office.record(REPORTS, record).unit == "ZS"
    (rated,) = office.do(REPORTS, record, "rate", rated_on="2017-05-12", satisfied=True)
    assert rated.evidencelevel == "E2"
    assert office.record(REPORTS, record).status() == "rated"


def test_nobody_reports_before_the_term_after_it_or_without_one(office: Office) -> None:
    supervisor(office, to="2017-06-30")
    supervisor(office, "JD2", appointed=None)
    for on in ("2017-01-09", "2017-07-01"):
        with pytest.raises(NotInOffice):
            report(office, on=on)
    with pytest.raises(NotInOffice):
        report(office, "JD2")
    with pytest.raises(UnknownReference):
        report(office, "nobody")
    office.do(WHO, "JD1", "resign", resigned_on="2017-06-01", reason="迁居")
    report(office, on="2017-05-31")
    with pytest.raises(NotInOffice):
        report(office, on="2017-06-01")


def test_a_report_that_came_in_the_term_may_be_corrected_when_the_term_is_over(office: Office) -> None:
    supervisor(office, to="2017-06-30")
    record = report(office)
    office.do(WHO, "JD1", "expire", expired_on="2017-07-01")
    form = {"supervisor": "JD1", "unit": "DBT", "matter": "店外经营", "received_on": "2017-05-02"}
    office.do(REPORTS, record, "receive", corrects=1, **form)
    with pytest.raises(NotInOffice):
        office.do(REPORTS, record, "receive", corrects=1, **form | {"received_on": "2017-07-02"})


def test_who_has_reported_in_the_last_quarter_is_counted_among_those_in_office(office: Office) -> None:
    supervisor(office, to="2017-08-31")
    supervisor(office, "JD2")
    assert number(office.events, REPORTING).claimed == 0
    record = report(office)
    report(office, on="2017-05-03")
    result = number(office.events, REPORTING)
    assert (result.claimed, result.n) == (0.5, 2)
    assert number(office.events, REPORTING, "2017-08-03").claimed == 0.5
    assert number(office.events, REPORTING, "2017-08-04").claimed == 0, "93 days after the last report"
    assert number(office.events, REPORTING, "2017-09-01").n == 1
    office.do(REPORTS, record, "void", reason="误录")
    assert number(office.events, REPORTING, "2017-08-03").claimed == 0.5
    assert number(office.events, REPORTING, "2017-05-02").claimed == 0


def test_a_ratio_over_nobody_is_null(office: Office) -> None:
    assert number(office.events, REPORTING).claimed is None


def test_replies_in_time_are_those_within_ten_working_days_of_those_due(office: Office) -> None:
    supervisor(office)
    first, second = report(office), report(office)
    report(office, on="2017-06-14")
    reply_to_report(office, first, "2017-05-16")
    reply_to_report(office, second, "2017-05-17")
    result = number(office.events, IN_TIME)
    assert (result.claimed, result.n) == (0.5, 2)
    office.do(REPORTS, second, "void", reason="误录")
    assert number(office.events, IN_TIME).claimed == 1


def test_a_report_says_what_was_seen_and_not_whose_number_it_is(office: Office) -> None:
    supervisor(office)
    with pytest.raises(NamesSomebody):
        report(office, matter="店主电话13812345678")


@pytest.mark.parametrize(("target", "category"), [("rectification", "street_order"), ("case", "slow")])
def test_a_report_is_converted_into_what_fits_its_category(office: Office, target: str, category: str) -> None:
    supervisor(office)
    form: dict[str, Any] = {"converted_on": "2017-05-03", "target": target, "summary": "店外经营"}
    with pytest.raises(OtherCategory):
        office.do(REPORTS, report(office), "convert", category=category, **form)
    (event,) = office.do(REPORTS, report(office), "convert", category="other", **form)
    assert event.data["responsible_unit"] == "DBT"


def test_what_is_converted_waits_for_its_outcome_which_names_nobody(office: Office) -> None:
    supervisor(office)
    record = report(office)
    form: dict[str, Any] = {"converted_on": "2017-05-03", "target": "case", "summary": "店外经营"}
    office.do(REPORTS, record, "convert", category="street_order", **form)
    with pytest.raises(NotNow):
        office.do(REPORTS, record, "reply", replied_on="2017-05-04", reply="办理中")
    resolution: dict[str, Any] = {"resolved_on": "2017-05-08", "result": "done"}
    with pytest.raises(NamesSomebody):
        office.do(REPORTS, record, "resolve", outcome_text="已告知13812345678", **resolution)
    office.do(REPORTS, record, "resolve", outcome_text="已整改", **resolution)
    office.do(REPORTS, record, "reply", replied_on="2017-05-09", reply="已整改")


def test_reports_are_counted_by_what_they_are_about(office: Office) -> None:
    supervisor(office)
    report(office, concern="dress")
    report(office)
    voided = report(office, concern="dress")
    office.do(REPORTS, voided, "void", reason="误录")
    assert [number(office.events, f"B3.reports_on_{one}").claimed for one in ("dress", "vehicles")] == [1, 0]
