"""The indicator table: every number from the cases' own events, every rate over its declared denominator."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import Client

from contracts import envelope
from contracts.cases.case_classes import LIMITS
from contracts.envelope import Event
from services.chassis.handling.command_service import Job
from services.chassis.records.command import Command
from services.chassis.storage import journal
from services.chassis.storage.store import Store
from services.gateway.api.indicators import Indicators
from services.gateway.http import routing
from services.gateway.read_model.indicators import city_cases
from services.gateway.read_model.indicators.case_memory import CaseMemory
from services.gateway.read_model.indicators.counts import COUNTS, VOIDED
from services.gateway.read_model.indicators.periods import Period
from services.gateway.read_model.indicators.rates import RATES
from services.gateway.read_model.indicators.table import GROUPS, IndicatorRow, IndicatorTable, Values
from services.gateway.read_model.read_model import ReadModel
from services.gateway.web.leader.indicator_page import IndicatorPage
from tests.office import DISTRICT, Office, build_view, clerk_of, day, migrated_store
from tests.services.cases.city import CASES, FORMS, WAY, City
from tests.services.gateway import indicators_by_query
from tests.services.gateway.journal_copies import JournalCopies
from tests.services.gateway.sample_programme import PROGRAMME
from tests.services.gateway.test_changes_due_rankings import Gate
from tests.tokens import bearer_of

MARCH = Period(day("2017-03-01"), day("2017-03-31"))


@pytest.fixture(name="city")
def a_city(office: Office) -> City:
    return City(office)


def values(read_model: ReadModel, period: Period = MARCH) -> Values:
    return groups_of(read_model, period)[0].values


def groups_of(read_model: ReadModel, period: Period, by: str | None = None) -> list[IndicatorRow]:
    """The indicators as a gateway counts them that has just begun, held against the rows."""
    memory = CaseMemory(read_model.district, read_model.today)
    with read_model.store.begin_read() as tx:
        counted = memory.count(tx, period, GROUPS[by] if by else None)[bool(by)]
        defined = indicators_by_query.rows(tx, DISTRICT, period, by)
    table = IndicatorTable(counted)
    rows = [table.row(group) for group in table.groups]
    assert rows == [replace(one, times=tuple(one.times)) for one in defined]
    return rows


def count_indicators(city: City, period: Period = MARCH) -> Values:
    return values(build_view(city.office.events, PROGRAMME), period)


def get(read_model: ReadModel, **query: str) -> Any:
    client = Client(Gate(routing.bind([Indicators(read_model)]), b"", bearer_of))
    response = client.get("/v1/indicators", query_string=query)
    return response.status_code, response.json


# --- one case after the other -----------------------------------------------------------------------------------------


def test_a_case_that_went_well_counts_once_in_every_step(city: City) -> None:
    city.case_after("close")
    counts = count_indicators(city)
    ones = ("reported", "accepted", "filed", "filed_in_time", "dispatched", "due_to_dispose", "disposed_in_time")
    assert [counts[one] for one in (*ones, "due_to_close", "closed", "closed_in_time")] == [1] * 10
    assert [counts[one] for one in ("disposed_late", "overdue", "reworked", "extended", "sent_back", "voided")] == [
        0
    ] * 6
    unasked = {"in_time_verification_rate", "appeal_rate"}
    assert {one.id for one in RATES if counts[one.id] is None} == unasked, "nobody had to go and see, nobody appealed"
    assert {counts[one.id] for one in RATES} == {0.0, 1.0, None}


def test_over_nothing_there_is_no_rate(city: City) -> None:
    counts = count_indicators(city)
    assert {counts[one.id] for one in RATES} == {None}
    assert {counts[one.id] for one in (*COUNTS, VOIDED)} == {0}


def test_a_case_is_due_as_it_was_extended_or_deferred(city: City) -> None:
    case, other = city.case_after("receive"), city.case_after("receive")
    city.take(case, "ask_extension")
    city.take(case, "grant_extension", dispose_due_at="2017-04-06T18:00:00+08:00")
    city.take(other, "defer", dispose_due_at="2017-04-20T18:00:00+08:00")
    counts = count_indicators(city)
    assert (counts["due_to_dispose"], counts["extension_rate"], counts["deferral_rate"]) == (0, 0.5, 0.5)
    assert count_indicators(city, Period(day("2017-04-01"), day("2017-04-30")))["overdue"] == 2


def test_what_was_sent_back_is_due_when_it_was_dispatched_again(city: City) -> None:
    case = city.case_after("receive")
    city.take(case, "send_back")
    counts = count_indicators(city)
    assert (counts["due_to_dispose"], counts["accurate_dispatch_rate"], counts["send_back_rate"]) == (0, 0.0, 1.0)
    city.take(case, "dispatch", dispatched_at="2017-03-02T09:00:00+08:00", unit="DBT")
    counts = count_indicators(city)
    assert (counts["due_to_dispose"], counts["dispatched"]) == (1, 1)


def test_what_is_being_done_again_is_not_disposed_of(city: City) -> None:
    case = city.case_after("check", result="not_pass")
    city.take(case, "rework")
    counts = count_indicators(city)
    assert (counts["disposed"], counts["overdue"], counts["rework_rate"]) == (0, 1, None)
    city.take(case, "dispose", disposed_at="2017-03-02T10:31:00+08:00")
    counts = count_indicators(city)
    assert (counts["disposed_late"], counts["in_time_disposal_rate"], counts["rework_rate"]) == (1, 0.0, 1.0)


def test_what_was_closed_by_force_is_due_and_counted_apart(city: City) -> None:
    city.take(city.case_after("receive"), "force_close")
    counts = count_indicators(city)
    assert (counts["due_to_close"], counts["closed"], counts["forced_closed"], counts["closing_rate"]) == (1, 0, 1, 0.0)


def test_a_voided_case_counts_as_voided_and_nowhere_else(city: City) -> None:
    city.take(city.case_after("close"), "void")
    counts = count_indicators(city, Period(day("2017-03-01"), day("2018-12-31")))
    assert {name for name, value in counts.items() if value} == {"voided"}


def test_a_rejected_report_lowers_the_filing_rate(city: City) -> None:
    city.take(city.case_after("accept"), "reject")
    city.case_after("file")
    assert count_indicators(city)["filing_rate"] == 0.5


def test_what_happened_after_the_period_does_not_count_in_it(city: City) -> None:
    case = city.case_after("receive")
    city.take(case, "dispose", disposed_at="2017-03-08T10:00:00+08:00")
    week = Period(day("2017-03-01"), day("2017-03-07"))
    assert [count_indicators(city, one)["disposed_late"] for one in (week, MARCH)] == [0, 1]
    assert count_indicators(city, week)["overdue"] == 1
    assert count_indicators(city, Period(day("2017-03-08"), day("2017-03-31")))["disposed_in_period"] == 1


def test_a_person_says_what_repeats(city: City) -> None:
    first, case = city.case_after("close"), city.reported_case(reported_at="2017-03-05T09:00:00+08:00")
    city.take(case, "accept", accepted_on="2017-03-05")
    city.take(case, "file", filed_at="2017-03-05T10:00:00+08:00", recurs=first)
    assert count_indicators(city)["repeat_rate"] == 0.5


def test_what_others_reported_is_due_to_be_verified_unless_it_was_rejected_unseen(city: City) -> None:
    verified_case, late, waiting, unseen, _ = (city.reported_case(source=one) for one in (*["public"] * 4, "collector"))
    city.take(verified_case, "verify")
    city.take(late, "verify", verified_at="2017-03-02T09:00:01+08:00")
    city.take(unseen, "reject")
    counts = count_indicators(city)
    assert (counts["due_to_verify"], counts["verified_in_time"]) == (3, 1)
    assert counts["in_time_verification_rate"] == 1 / 3
    assert count_indicators(city, Period(day("2017-03-01"), day("2017-03-01")))["due_to_verify"] == 0, (
        "due the day after"
    )
    assert city.case(waiting).status() == "reported"


def test_the_check_of_the_last_disposal_is_what_counts(city: City) -> None:
    city.case_after("check")
    again = city.case_after("check", result="not_pass")
    city.take(again, "rework")
    city.take(again, "dispose", disposed_at="2017-03-01T17:30:00+08:00")
    counts = count_indicators(city)
    assert (counts["due_to_check"], counts["checked_in_time"], counts["in_time_check_rate"]) == (2, 1, 0.5)
    city.take(again, "check", checked_at="2017-03-01T19:30:00+08:00")
    assert count_indicators(city)["in_time_check_rate"] == 1.0
    city.take(city.case_after("dispose"), "force_close")
    assert count_indicators(city)["due_to_check"] == 2


def test_effective_reports_are_those_of_collectors_that_were_filed(city: City) -> None:
    city.case_after("file")
    city.reported_case()
    city.take(city.reported_case(source="public"), "verify")
    counts = count_indicators(city)
    assert (counts["collected"], counts["effective_report_rate"]) == (2, 0.5)


def test_a_class_is_frequent_in_a_grid_cell_from_three_filed_cases_on(city: City) -> None:
    for grid in ("G-01", "G-01", "G-02"):
        city.advance_to(city.reported_case(grid=grid), "file")
    assert count_indicators(city)["frequent_rate"] == 0.0
    city.take(city.case_after("file"), "void")
    assert count_indicators(city)["frequent"] == 0, "a voided one does not count"
    city.case_after("file")
    counts = count_indicators(city)
    assert (counts["frequent"], counts["frequent_rate"]) == (3, 3 / 4)
    _, answer = get(build_view(city.office.events, PROGRAMME), by="grid", to="2017-03-31", **{"from": "2017-03-01"})
    assert {one["group"]: one["values"]["frequent_rate"] for one in answer["groups"]} == {"G-01": 1.0, "G-02": 0.0}


def test_appeals_allowed_are_counted_of_those_made(city: City) -> None:
    allowed, dismissed = city.case_after("close"), city.case_after("close")
    for case, step in ((allowed, "allow_appeal"), (dismissed, "dismiss_appeal")):
        city.take(case, "appeal")
        city.take(case, step)
    counts = count_indicators(city)
    assert (counts["appealed"], counts["appeals_allowed"], counts["appeal_rate"]) == (2, 1, 0.5)


def test_the_keys_are_those_of_egova_type_platforms(town: ReadModel) -> None:
    _, answer = get(town)
    assert {one["key"]: one["id"] for one in answer["definitions"] if one["key"]} == {
        "report": "reported",
        "accept": "accepted",
        "register": "filed",
        "inTimeRegisterRate": "in_time_filing_rate",
        "dispatch": "dispatched",
        "accurDispatchRate": "accurate_dispatch_rate",
        "dispose": "disposed",
        "inTimeDispose": "disposed_in_time",
        "overtimeDispose": "disposed_late",
        "overTimeToDispose": "overdue",
        "disposeRate": "disposal_rate",
        "inTimeDisposeRate": "in_time_disposal_rate",
        "needArchiveNum": "due_to_close",
        "archiveRate": "closing_rate",
        "inTimeArchiveRate": "in_time_closing_rate",
        "avgHandleTime": "disposal_time",
        "avgAcceptTime": "acceptance_time",
    }


def test_corrections_move_the_numbers(city: City) -> None:
    case = city.case_after("close")
    city.take(case, "dispose", corrects=6, disposed_at="2017-03-01T16:30:00+08:00", outcome="已整改")
    city.take(case, "close", corrects=8, closed_at="2017-03-02T12:30:01+08:00")
    assert count_indicators(city)["in_time_closing_rate"] == 0.0


# --- the table that others have published -----------------------------------------------------------------------------


FILED, DUE, CLOSED, IN_TIME = 996, 972, 911, 737


def month(city: City) -> list[Event]:
    """A month with as many cases as Tianmen's bulletin of December 2016 tells of."""
    groups = [tuple(_case(number)) for number in range(FILED)]
    city.office.registers.carry_out(Job(tuple(groups), whole=True))
    with city.office.store.begin_read() as tx:
        return [envelope.decode(body.encode()) for _, body in journal.page(tx, 0, 100_000)]


def _case(number: int) -> Iterator[Command]:
    late = number >= IN_TIME
    closing = "2017-03-15T10:00:00+08:00" if late else FORMS["close"]["closed_at"]
    steps = WAY if number < CLOSED else WAY[:-1] if number < DUE else ("accept", "file")
    for step in ("report", *steps):
        form = dict(FORMS[step]) | ({"grid": f"G-{number}"} if step == "report" else {})
        if step == "close":
            form["closed_at"] = closing
        yield Command(
            f"{number}-{step}", CASES, step, form, clerk_of(CASES, step), "" if step == "report" else f"{number}-report"
        )


def test_a_published_months_closing_rates_come_out(city: City) -> None:
    counts = values(build_view(month(city), PROGRAMME, batch=500))
    assert (counts["filed"], counts["due_to_close"], counts["closed"], counts["closed_in_time"]) == (
        FILED,
        DUE,
        CLOSED,
        IN_TIME,
    )
    assert f"{counts['closing_rate']:.2%}" == "93.72%"
    assert f"{counts['in_time_closing_rate']:.2%}" == "75.82%"


# --- groups, comparisons, ranks ---------------------------------------------------------------------------------------


@pytest.fixture(name="town")
def a_town(city: City) -> ReadModel:
    """Two squadrons with unlike numbers of cases and unlike punctuality."""
    for grid, unit, at in (("G-01", "DT", "16:00"), ("G-02", "DT", "16:30"), ("G-03", "DBT", "16:00")):
        case = city.reported_case(grid=grid, community="映月" if unit == "DT" else "诺卡")
        city.advance_to(case, "file")
        city.take(case, "dispatch", unit=unit)
        city.advance_to(case, "receive")
        city.take(case, "dispose", disposed_at=f"2017-03-01T{at}:00+08:00")
        city.take(case, "check")
        city.take(case, "close", closed_at=f"2017-03-{'02' if grid == 'G-01' else '03'}T12:00:00+08:00")
    return build_view(city.office.events, PROGRAMME)


def test_each_group_is_counted_for_itself_and_none_is_averaged(town: ReadModel) -> None:
    status, answer = get(town, by="unit", to="2017-03-31", minimum_n="1", **{"from": "2017-03-01"})
    assert status == 200
    assert answer["whole"]["values"]["in_time_closing_rate"] == 1 / 3
    groups = {one["group"]: one for one in answer["groups"]}
    assert {name: one["values"]["in_time_closing_rate"] for name, one in groups.items()} == {"DT": 0.5, "DBT": 0.0}
    assert {name: (one["rank"], one["title"]) for name, one in groups.items()} == {
        "DT": (1, "单位DT"),
        "DBT": (2, "单位DBT"),
    }


def test_a_group_with_few_cases_due_is_not_ranked(town: ReadModel) -> None:
    _, answer = get(town, by="unit", to="2017-03-31", minimum_n="2", **{"from": "2017-03-01"})
    assert {one["group"]: one["rank"] for one in answer["groups"]} == {"DT": 1, "DBT": None}


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("source", ["collector"]),
        ("district", [None]),
        ("street", ["东亭街道"]),
        ("community", ["映月", "诺卡"]),
        ("grid", ["G-01", "G-02", "G-03"]),
        ("class", ["E-0501"]),
        ("unit", ["DBT", "DT"]),
    ],
)
def test_cases_are_grouped_by_what_was_said_of_them(town: ReadModel, by: str, groups: list[Any]) -> None:
    _, answer = get(town, by=by, to="2017-03-31", **{"from": "2017-03-01"})
    assert [one["group"] for one in answer["groups"]] == groups
    assert sum(one["values"]["closed"] for one in answer["groups"]) == answer["whole"]["values"]["closed"] == 3


def test_times_are_told_in_each_limits_own_clock(city: City) -> None:
    for disposed in ("14:30", "15:30", "16:30"):
        city.take(city.case_after("receive"), "dispose", disposed_at=f"2017-03-01T{disposed}:00+08:00")
    case = city.reported_case(case_class="C-0102")
    city.advance_to(case, "accept")
    city.take(case, "file", grade="C")
    city.advance_to(case, "receive")
    city.take(case, "dispose", disposed_at="2017-03-05T09:00:00+08:00")
    _, answer = get(build_view(city.office.events, PROGRAMME), to="2017-03-31", **{"from": "2017-03-01"})
    assert answer["whole"]["times"] == [
        {"id": "acceptance_time", "clock": "days", "n": 4, "mean": 0.0, "p50": 0, "p90": 0},
        {"id": "disposal_time", "clock": "days", "n": 1, "mean": 4.0, "p50": 4, "p90": 4},
        {"id": "disposal_time", "clock": "workhours", "n": 3, "mean": 3.0, "p50": 3, "p90": 4},
    ]


def test_the_days_to_acceptance_are_told_of_the_cases_accepted(city: City) -> None:
    for on in ("2017-03-01", "2017-03-03", "2017-03-08"):
        city.take(city.reported_case(), "accept", accepted_on=on)
    _, answer = get(build_view(city.office.events, PROGRAMME), to="2017-03-07", **{"from": "2017-03-01"})
    assert answer["whole"]["times"] == [
        {"id": "acceptance_time", "clock": "days", "n": 2, "mean": 1.0, "p50": 0, "p90": 2}
    ]


@pytest.mark.parametrize(
    ("first", "last", "compare", "expected"),
    [
        ("2017-03-01", "2017-03-31", "yoy", ("2016-03-01", "2016-03-31")),
        ("2017-02-01", "2017-02-28", "yoy", ("2016-02-01", "2016-02-29")),  # whole months stay whole
        ("2016-02-29", "2016-02-29", "yoy", ("2015-02-28", "2015-02-28")),
        ("2017-03-01", "2017-03-31", "pop", ("2017-02-01", "2017-02-28")),
        ("2017-01-01", "2017-03-31", "pop", ("2016-10-01", "2016-12-31")),
        ("2017-03-06", "2017-03-12", "pop", ("2017-02-27", "2017-03-05")),
    ],
)
def test_a_period_is_compared_with_the_same_a_year_before_or_the_one_before(
    first: str, last: str, compare: str, expected: tuple[str, str]
) -> None:
    comparison = Period(day(first), day(last)).comparison_period(compare)
    assert (str(comparison.first), str(comparison.last)) == expected


def test_beside_another_period_stand_its_values_and_what_changed(city: City) -> None:
    for at, times in (("2017-02", 2), ("2017-03", 3)):
        for number in range(times):
            case = city.reported_case(reported_at=f"{at}-06T09:00:00+08:00", grid=f"G-{number}")
            if at == "2017-03" and not number:
                city.take(case, "reject", rejected_on="2017-03-07")
            else:
                city.take(case, "accept", accepted_on=f"{at}-06")
                city.take(case, "file", filed_at=f"{at}-06T10:00:00+08:00")
    read_model = build_view(city.office.events, PROGRAMME)
    _, answer = get(read_model, compare="pop", by="grid", to="2017-03-31", **{"from": "2017-03-01"})
    assert answer["compared"] == {"from": "2017-02-01", "to": "2017-02-28", "with": "pop"}
    whole = answer["whole"]
    assert (whole["values"]["reported"], whole["before"]["reported"], whole["change"]["reported"]) == (3, 2, 0.5)
    assert whole["change"]["filing_rate"] == pytest.approx(2 / 3 - 1)
    assert whole["change"]["closing_rate"] is None
    new = next(one for one in answer["groups"] if one["group"] == "G-2")
    assert (new["before"]["reported"], new["change"]["reported"]) == (0, None)
    _, plain = get(read_model, to="2017-03-31", **{"from": "2017-03-01"})
    assert (plain["compared"], plain["whole"]["before"], plain["groups"]) == (None, None, [])


def test_every_number_is_explained_with_its_denominator_in_words(town: ReadModel) -> None:
    _, answer = get(town)
    definitions = {one["id"]: one for one in answer["definitions"]}
    assert set(definitions) == {*answer["whole"]["values"], "acceptance_time", "disposal_time"}
    assert definitions["closing_rate"]["whole"] == "due_to_close"
    assert "应结案数" in definitions["closing_rate"]["formula"]["zh"]
    for one in definitions.values():
        assert all(one[name][lang] for name in ("title", "formula") for lang in ("zh", "en")), one


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2017-04-01", "to": "2017-03-31"}, "from"),
        ({"by": "person"}, "by"),
        ({"compare": "qoq"}, "compare"),
        ({"minimum_n": "0"}, "minimum_n"),
        ({"to": "31.3.2017"}, "to"),
        ({"from": "0001-01-01", "to": "2017-03-31", "compare": "yoy"}, "from"),
        ({"to": "9999-12-31", "compare": "pop"}, "to"),
    ],
)
def test_a_question_that_means_nothing_is_refused(town: ReadModel, query: dict[str, str], field: str) -> None:
    status, problem = get(town, **query)
    assert (status, problem["errors"][0]["field"]) == (422, field)


def test_a_silent_service_makes_the_table_stale(town: ReadModel) -> None:
    town.mark_stale({"cases": "2018-01-01T00:00:00+00:00"})
    assert get(town)[1]["stale_since"] == "2018-01-01T00:00:00+00:00"


# --- kept like the ledger ---------------------------------------------------------------------------------------------


def test_any_order_and_repetition_of_events_gives_the_same_rows(city: City) -> None:
    for step in ("close", "dispose", "file"):
        case = city.case_after(step)
    city.take(case, "dispatch")
    city.take(city.case_after("receive"), "send_back")
    city.take(city.case_after("close"), "void")
    city.take(city.case_after("close"), "file", corrects=3, grade="A")
    events, dice = city.office.events, random.Random(463)
    plain = build_view(events, PROGRAMME)
    for _ in range(5):
        mixed = [*events, *dice.sample(events, 10)]
        dice.shuffle(mixed)
        assert fingerprint(build_view(mixed, PROGRAMME)) == fingerprint(plain)


def fingerprint(read_model: ReadModel) -> str:
    with read_model.store.begin_read() as tx:
        return read_model.digest(tx)


def test_both_databases_count_the_same(city: City, store: Store) -> None:
    for grid in ("G-01", "G-01", "G-01", "G-02"):
        city.advance_to(city.reported_case(grid=grid), "close")
    read_model = build_view(city.office.events, PROGRAMME, store)
    rows = {one.group: one for one in groups_of(read_model, MARCH, "grid")}
    assert {group: one.values["frequent"] for group, one in rows.items()} == {"G-01": 3, "G-02": 0}
    assert [(one.id, one.clock, one.n) for one in rows["G-01"].times] == [
        ("acceptance_time", "days", 3),
        ("disposal_time", "workhours", 3),
    ]


def test_the_table_is_made_anew_from_the_journals(town: ReadModel, city: City) -> None:
    result = town.rebuild(JournalCopies(city.office.events))
    assert result["same"]
    assert values(town)["closed"] == 3


def test_a_ledger_of_an_older_version_gets_its_table(city: City) -> None:
    city.case_after("close")
    store = migrated_store("sqlite://")
    build_view(city.office.events, PROGRAMME, store)
    with store.begin() as tx:
        city_cases.clear(tx, DISTRICT)
    read_model = ReadModel(store, PROGRAMME, DISTRICT, today=lambda: dt.date(2018, 1, 1))
    read_model.ensure_programme()
    assert values(read_model)["closed"] == 1


def test_groups_come_a_page_at_a_time_with_their_place_among_all(town: ReadModel) -> None:
    query = {"by": "grid", "from": "2017-03-01", "to": "2017-03-31", "minimum_n": "1"}
    _, answer = get(town, **query)
    assert answer["next"] is None
    pages: list[Any] = []
    cursor: dict[str, str] = {}
    while not pages or cursor:
        _, page = get(town, limit="1", **query, **cursor)
        assert len(page["groups"]) == 1
        pages += page["groups"]
        cursor = {"cursor": page["next"]} if page["next"] else {}
    assert pages == answer["groups"]
    assert [one["rank"] for one in pages] == [1, 2, 2]
    assert get(town, cursor="é", **query)[0] == 422


def open_cases(read_model: ReadModel, **query: str) -> Any:
    """The cases behind a number, as they are answered to a leader."""
    gate = Gate(
        routing.bind([Indicators(read_model), IndicatorPage(Indicators(read_model), b"k" * 64)]), b"", bearer_of
    )
    gate.role = "leader"
    client = Client(gate)
    return client.get("/v1/indicators/cases", query_string=query), client.get("/indicators/cases", query_string=query)


def test_a_number_of_a_group_opens_to_its_cases_and_each_case_to_its_page(city: City) -> None:
    cases = [city.case_after("close"), city.case_after("receive")]
    read_model = build_view(city.office.events, PROGRAMME)
    march = {"from": "2017-03-01", "to": "2017-03-31"}
    answer, page = open_cases(read_model, count="filed", by="unit", group="DT", **march)
    assert (answer.status_code, page.status_code) == (200, 200)
    assert [one["record"] for one in answer.json["cases"]] == [f"{CASES}/{one}" for one in cases]
    assert all(f'href="/registers/cases/digital_cases/{one}' in page.text for one in cases)
    answer, page = open_cases(read_model, count="closed", **march)
    assert (answer.json["n"], answer.json["cases"][0]["record"]) == (1, f"{CASES}/{cases[0]}")
    first, _ = open_cases(read_model, count="filed", limit="1", **march)
    after, _ = open_cases(read_model, count="filed", limit="1", cursor=first.json["next"], **march)
    assert [one.json["cases"][0]["record"] for one in (first, after)] == [f"{CASES}/{one}" for one in cases]
    assert after.json["next"] is None


@pytest.mark.parametrize("query", [{"count": "x"}, {"by": "x"}, {"cursor": "eA"}, {"from": "9"}])
def test_a_question_for_cases_that_makes_no_sense_is_refused(city: City, query: dict[str, str]) -> None:
    answer, _ = open_cases(build_view(city.office.events, PROGRAMME), **query)
    assert answer.status_code == 422


def test_how_many_a_time_is_told_of_opens_to_these_cases(city: City) -> None:
    for _ in range(2):
        city.case_after("close")
    city.case_after("receive")
    read_model = build_view(city.office.events, PROGRAMME)
    march = {"from": "2017-03-01", "to": "2017-03-31"}
    gate = Gate(
        routing.bind([Indicators(read_model), IndicatorPage(Indicators(read_model), b"k" * 64)]), b"", bearer_of
    )
    gate.role = "leader"
    client = Client(gate)
    times = client.get("/v1/indicators", query_string=march).json["whole"]["times"]  # type: ignore[index]
    assert {one["id"] for one in times} == {"acceptance_time", "disposal_time"}
    page = client.get("/indicators", query_string=march).text.partition('aria-labelledby="times"')[2]
    for one in times:
        answer, shown = open_cases(read_model, count=one["id"], clock=one["clock"], **march)
        assert (answer.json["n"], len(answer.json["cases"]), answer.json["clock"]) == (one["n"], one["n"], one["clock"])
        assert shown.status_code == 200
        assert f"count={one['id']}&amp;clock={one['clock']}" in page
    (disposal,) = (one for one in times if one["id"] == "disposal_time")
    other = next(name for name in LIMITS if name != disposal["clock"])
    assert open_cases(read_model, count="disposal_time", clock=other, **march)[0].json["n"] == 0
    assert open_cases(read_model, count="disposal_time", clock="sundial")[0].status_code == 422


def test_every_number_of_the_page_opens(city: City) -> None:
    city.case_after("close")
    read_model = build_view(city.office.events, PROGRAMME)
    gate = Gate(routing.bind([IndicatorPage(Indicators(read_model), b"k" * 64)]), b"", bearer_of)
    gate.role = "leader"
    page = Client(gate).get("/indicators?from=2017-03-01&to=2017-03-31&compare=pop").text
    body = page.partition("<main")[2]
    numbers = re.findall(r'<td class="n"[^>]*>(.*?)</td>', body.partition('aria-labelledby="times"')[0], re.DOTALL)
    bare = [one for one in numbers if re.fullmatch(r"\s*[1-9]\d*\s*", one)]
    assert not bare
    assert sum("/indicators/cases?" in one for one in numbers) > 10
