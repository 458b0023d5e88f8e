"""A number about a year is made of that year's days, and stands afterwards as it stood on the last of them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from contracts.errors import Undefined
from services.chassis.storage.store import Store
from services.gateway.read_model import queries
from services.gateway.read_model.programme import Programme, campaign
from services.gateway.read_model.queries import Answer
from services.gateway.read_model.read_model import ReadModel
from tests.office import PROOF, Office, build_view, day, make_as_of, measure_value
from tests.services.gateway.sample_programme import programme_text

YEAR = "since: 2017-01-01, until: 2017-12-31"
MEASURES = f"""
- {{id: A6.done, kind: distinct, {YEAR}, verified_from: E2,
   takes: [{{event: outreach.matters.finished.v1}}], ends: [{{event: outreach.matters.reopened.v1}}],
   proves: [{{event: outreach.matters.confirmed.v1, where: {{satisfied: true}}}}]}}
- {{id: A6.days, kind: percentile, {YEAR}, takes: [{{event: outreach.matters.finished.v1, amount: took_days}}]}}
- {{id: A6.share, kind: ratio, {YEAR}, whole: {{takes: [{{event: outreach.matters.registered.v1}}]}},
   part: {{takes: [{{event: outreach.matters.finished.v1}}]}}}}
- {{id: A6.missing, kind: gaps, {YEAR}, whole: {{takes: [{{event: outreach.matters.registered.v1}}]}},
   part: {{takes: [{{event: outreach.matters.finished.v1}}]}}}}
- {{id: A6.quiet, kind: age, percent: 50, {YEAR}, takes: [{{event: outreach.matters.finished.v1}}]}}
- {{id: A6.rate, kind: rate, per: 100, {YEAR},
   whole: {{takes: [{{event: training.people.joined.v1}}], ends: [{{event: training.people.left.v1}}]}},
   part: {{takes: [{{event: outreach.matters.finished.v1}}]}}}}
- {{id: A6.ever, kind: distinct, since: 2017-01-01, takes: [{{event: outreach.matters.finished.v1}}]}}
"""
PROGRAMME = Programme(programme_text(MEASURES))
LAST, LATER = "2017-12-31", ("2018-01-01", "2018-07-01", "2026-11-28")
EACH_DONE = ("2016-12-31", "2017-01-01", "2017-12-31", "2018-01-01", "2026-05-04")


def done_around_the_year(office: Office) -> list[str]:
    """Matters done the day before the year, on its first and last day, the day after, and years later."""
    return [office.matter("DT", requested="2016-12-01", done=one) for one in EACH_DONE]


def at_all_times(read_model: ReadModel, measure: str) -> list[Answer]:
    """A measure's answers as of the year's last day and of later ones."""
    return [measure_value(read_model, measure, on) for on in (LAST, *LATER)]


def test_only_days_of_the_year_count_whenever_it_is_asked(store: Store) -> None:
    office = Office(start="2026-11-01")
    done_around_the_year(office)
    read_model = build_view(office.events, PROGRAMME, store)
    days = ("2016-12-31", "2017-01-01", "2017-12-30", LAST, *LATER)
    assert [measure_value(read_model, "A6.done", on).claimed for on in days] == [0, 1, 1, 2, 2, 2, 2]
    assert [measure_value(read_model, "A6.ever", on).claimed for on in days] == [0, 1, 1, 2, 3, 3, 4], "no last day"


@pytest.mark.parametrize("measure", [name for name in PROGRAMME.measures if name != "A6.ever"])
def test_every_kind_stands_as_it_stood_at_the_years_end(measure: str, store: Store) -> None:
    office = Office(start="2026-11-01")
    office.person("a", "DT", "2017-07-01")
    office.person("b", "DT", "2018-02-01")
    done_around_the_year(office)
    read_model = build_view(office.events, PROGRAMME, store)
    first, *later = at_all_times(read_model, measure)
    assert first.n
    assert later == [first] * len(LATER)


def test_what_happens_after_the_year_takes_nothing_from_it_and_proves_nothing_of_it(store: Store) -> None:
    office = Office(start="2026-11-01")
    reopened, confirmed = (office.matter("DT", done="2017-12-20", evidence=PROOF) for _ in range(2))
    office.do("outreach.matters", reopened, "reopen", reason="又坏", reopened_on="2018-01-01")
    office.confirm(confirmed, "2018-01-01")
    read_model = build_view(office.events, PROGRAMME, store)
    assert at_all_times(read_model, "A6.done") == [Answer(2, 0, 2)] * 4
    assert measure_value(read_model, "A6.ever", "2026-11-28").claimed == 2


def test_what_was_recorded_or_put_right_after_the_year_and_happened_in_it_counts(store: Store) -> None:
    office = Office(start="2026-11-01")
    late, wrong = office.matter("DT", done="2017-12-20"), office.matter("DT", done="2018-01-02")
    place = office.record("outreach.matters", wrong).effective[-1].place
    office.do("outreach.matters", wrong, "finish", corrects=place, done_on="2017-12-31", outcome="修好")
    office.confirm(late, "2017-12-31")
    read_model = build_view(office.events, PROGRAMME, store)
    assert {answer.claimed for answer in at_all_times(read_model, "A6.done")} == {2}


def test_facts_and_missing_members_end_with_the_year_too(store: Store) -> None:
    office = Office(start="2026-11-01")
    _, first, last, after, _ = done_around_the_year(office)
    read_model = build_view(office.events, PROGRAMME, store)
    with read_model.store.begin_read() as tx:
        for on in (LAST, *LATER):
            facts = queries.facts(tx, PROGRAMME.measures["A6.done"], make_as_of(on))
            assert [row.subject for row in facts] == [first, last]
            missing = queries.gaps(tx, PROGRAMME.measures["A6.missing"], make_as_of(on))
            assert after in {row.subject for row in missing}


def test_units_are_those_of_the_years_end(store: Store) -> None:
    office = Office(start="2026-11-01", units="")
    office.unit("DD", kind="brigade")
    office.unit("DT", "DD")
    office.matter("DT", done="2017-12-20")
    office.do("training.units", "DT", "move", parents=[], moved_on="2018-01-01", reason="改隶")
    read_model = build_view(office.events, PROGRAMME, store)
    for on, by_unit in ((LAST, ["DD", "DT"]), ("2018-07-01", ["DD", "DT"])):
        with read_model.reader(make_as_of(on), "DD") as reader:
            done = PROGRAMME.measures["A6.done"]
            told = reader.measure(done)
            assert (told["claimed"], told["as_of"]) == (1, LAST)
            assert [one["unit"] for one in reader.by_unit(done)] == by_unit
    with read_model.reader(make_as_of("2018-07-01"), "DD") as reader:
        assert reader.measure(PROGRAMME.measures["A6.ever"])["claimed"] == 0, "it has gone with its unit"


@pytest.mark.parametrize("period", ["until: 2017-12-31", "since: 2018-01-01, until: 2017-12-31"])
def test_a_period_begins_before_it_ends(period: str) -> None:
    with pytest.raises(Undefined, match="last day of a period"):
        Programme(programme_text(MEASURES.replace(YEAR, period, 1)))


OF_A_YEAR = re.compile("今年|当年|本年|年内|this year|the year|in the year|year to date")


def test_every_number_of_the_campaign_about_a_year_says_so_and_ends_with_it() -> None:
    takes = {one.measure: one for some in campaign().takes.values() for one in some if one.until}
    for measure in campaign().measures.values():
        words = (*measure.title.values(), *measure.formula.values())
        said = any(OF_A_YEAR.search(one) for one in words)
        if measure.since is None:
            assert measure.until is None
            # What counts by the day asked about has periods of its own: cycles of training, a pledge's own last day.
            assert not said or measure.renewed or measure.id in takes, measure.id
        else:
            assert said, measure.id
            assert (measure.since, measure.until) == (dt.date(2017, 1, 1), day(LAST)), measure.id


def test_in_the_year_after_no_number_of_the_year_has_a_fact_of_it_whichever_way_it_is_read(store: Store) -> None:
    office = Office(start="2026-11-01")
    done_around_the_year(office)
    read_model = build_view(office.events, campaign(), store)
    matters = campaign().measures["A6.matters_done"]
    for on in LATER:
        with read_model.reader(make_as_of(on), "DT") as reader:
            reader.prepare_months([matters])
            months = reader.by_month(matters)
            assert [one["as_of"] for one in (months[0], months[-1])] == ["2017-01-31", LAST]
            assert (months[-1]["claimed"], reader.measure(matters)["claimed"]) == (2, 2)
            assert {one["claimed"] for one in reader.by_unit(matters)} == {2}


def test_a_pledge_of_one_year_counts_in_no_other() -> None:
    pledged = [one for one in campaign().takes["training.pledges.signed.v1"] if one.measure.startswith("A2.pledges")]
    assert pledged
    assert {(one.dated, one.until) for one in pledged} == {("counts_from", "counts_until")}
