"""What the programme's later words mean: facets, expiry, gaps, ages, means, rates, privacy; a ledger made anew."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Undefined
from services.chassis.storage.store import Store
from services.gateway.read_model import queries, status
from services.gateway.read_model.programme import Programme, Target
from services.gateway.read_model.queries import Answer, disclosure
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.shadow import steps
from tests.office import DISTRICT, PROOF, Office, build_view, day, due_until, make_as_of, measure_value
from tests.services.gateway.sample_programme import programme_text

EVENTS = "outreach.volunteer_events"
HELD = "- {id: A6.held, kind: count, takes: [{event: outreach.volunteer_events.held.v1}]}"
WORDS = """
- {id: A6.asked, kind: gaps, whole: {takes: [{event: outreach.matters.registered.v1}]},
   part: {takes: [{event: outreach.matters.finished.v1}]}}
- {id: A6.answered, kind: covered, whole: {takes: [{event: outreach.matters.registered.v1}]},
   part: {takes: [{event: outreach.matters.finished.v1}], ends: [{event: outreach.matters.reopened.v1}]}}
- {id: A6.quiet, kind: age, percent: 100, ends: [{event: outreach.features.withdrawn.v1}],
   takes: [{event: outreach.features.applied.v1}, {event: outreach.features.approved.v1}]}
- {id: A6.length, kind: mean, takes: [{event: outreach.volunteer_events.held.v1, amount: minutes}]}
- {id: A6.recent, kind: distinct, takes: [{event: outreach.volunteer_events.held.v1, subject: unit, lasts: 30}]}
- {id: A6.certified, kind: distinct, takes: [{event: training.people.certified.v1, until: valid_until}]}
- {id: A6.law_taught, kind: distinct, ends: [{event: training.courses.withdrawn.v1}],
   takes: [{event: training.courses.defined.v1, where: {of.category: induction, topics: [law, skills]}}]}
- {id: A6.angles, kind: ratio, facets: 2,
   whole: {takes: [{event: training.units.opened.v1, where: {kind: squadron}}]},
   part: {takes: [{event: outreach.features.applied.v1, subject: unit, facet: angle}]}}
- {id: A6.renewed, kind: ratio,
   whole: {takes: [{event: training.people.joined.v1}]},
   part: {takes: [{event: training.people.certified.v1}]},
   anew: {takes: [{event: training.cycles.set.v1, dated: starts_on, until: until}]}}
- {id: A6.rate, kind: rate, per: 100, private: true, since: 2017-01-01,
   whole: {takes: [{event: training.people.joined.v1}, {event: training.people.transferred.v1}],
           ends: [{event: training.people.left.v1}]},
   part: {takes: [{event: outreach.matters.reopened.v1}]},
   basis: {takes: [{event: outreach.volunteer_events.held.v1}]}}
- {id: A6.relapses, kind: count, least: true, takes: [{event: outreach.matters.reopened.v1}],
   basis: {takes: [{event: outreach.volunteer_events.held.v1}]}}
- {id: A6.relapsed, kind: covered, least: true, whole: {takes: [{event: outreach.matters.registered.v1}]},
   part: {takes: [{event: outreach.matters.reopened.v1}]},
   basis: {takes: [{event: outreach.volunteer_events.held.v1}]}}
- {id: A6.share_relapsed, kind: ratio, least: true, whole: {takes: [{event: outreach.matters.finished.v1}]},
   part: {takes: [{event: outreach.matters.reopened.v1}]}}
- {id: A6.share_asked, kind: ratio, whole: {takes: [{event: outreach.matters.finished.v1}]},
   part: {takes: [{event: outreach.matters.reopened.v1}]}}
- {id: A6.helpers, kind: distinct, or_null: true,
   takes: [{event: outreach.volunteer_events.hours_logged.v1, each: service, subject: volunteer}]}
"""
PROGRAMME = Programme(programme_text(WORDS))


def test_gaps_are_the_members_that_are_missing(office: Office, store: Store) -> None:
    office.matter()
    office.do("outreach.matters", "", "register", unit="ZS", community="诺卡", matter="x", requested_on="2017-03-01")
    read_model = build_view(office.events, PROGRAMME, store)
    assert measure_value(read_model, "A6.asked") == Answer(1, 2, 2)  # one is not done; neither is proven
    assert measure_value(read_model, "A6.asked", units="DT").claimed == 0
    assert measure_value(read_model, "A6.asked", "2017-02-01") == Answer(None, None, 0)


def test_of_several_topics_of_a_course_one_that_is_asked_for_will_do(office: Office) -> None:
    define = ("training.courses", "", "define")
    words: dict[str, Any] = {"title": "x", "unit": "DT", "hours": 4, "in_force_on": "2017-01-03"}
    office.do(*define, **words, code="IND-1", category="induction", topics=["politics", "law", "skills"])
    office.do(*define, **words, code="IND-2", category="induction", topics=["politics"])
    office.do(*define, **words, code="BB-1", category="backbone", topics=["law"])
    assert measure_value(build_view(office.events, PROGRAMME), "A6.law_taught").claimed == 1
    office.do("training.courses", "IND-1", "withdraw", withdrawn_on="2017-03-01", reason="x")
    assert measure_value(build_view(office.events, PROGRAMME), "A6.law_taught").claimed == 0


def test_covered_are_the_members_that_are_in_the_part(office: Office, store: Store) -> None:
    done = office.matter()
    asked_for: dict[str, Any] = {"community": "诺卡", "matter": "x", "requested_on": "2017-03-01"}
    office.do("outreach.matters", "", "register", unit="ZS", **asked_for)
    read_model = build_view(office.events, PROGRAMME)
    assert measure_value(read_model, "A6.answered") == Answer(1, 0, 2)
    assert [measure_value(read_model, "A6.answered", units=unit).claimed for unit in ("DT", "ZS")] == [1, 0]
    assert measure_value(read_model, "A6.answered", "2017-02-01") == Answer(0, 0, 0)
    with read_model.store.begin_read() as tx:
        measure = PROGRAMME.measures["A6.answered"]
        assert [row.subject for row in queries.facts(tx, measure, make_as_of("2017-12-31"))] == [done]
        assert done not in {row.subject for row in queries.gaps(tx, measure, make_as_of("2017-12-31"))}
    office.do("outreach.matters", done, "reopen", reason="又坏", reopened_on="2017-12-01")
    assert measure_value(build_view(office.events, PROGRAMME, store), "A6.answered").claimed == 0


def test_an_age_grows_by_working_days_and_the_last_word_makes_it_young(office: Office, store: Store) -> None:
    first = office.feature("DT", applied_on="2017-05-25", evidence=PROOF)
    second = office.feature("ZS", applied_on="2017-06-01")
    read_model = build_view(office.events, PROGRAMME)
    days = ("2017-05-24", "2017-05-25", "2017-05-27", "2017-05-30", "2017-06-05")
    assert [measure_value(read_model, "A6.quiet", on).claimed for on in days] == [None, 0, 2, 2, 6], (
        "a make-up day, then the festival"
    )
    assert measure_value(read_model, "A6.quiet", "2017-06-05") == Answer(6, 6, 2)
    assert measure_value(read_model, "A6.quiet", "2017-06-05", units="ZS") == Answer(2, None, 1)
    office.do("outreach.features", first, "approve", approved_on="2017-06-02")
    read_model = build_view(office.events, PROGRAMME)
    assert measure_value(read_model, "A6.quiet", "2017-06-05") == Answer(2, 1, 2)
    office.do("outreach.features", second, "withdraw", withdrawn_on="2017-06-05", reason="重报")
    assert measure_value(build_view(office.events, PROGRAMME, store), "A6.quiet", "2017-06-05") == Answer(1, 1, 1)


def test_what_counts_anew_counts_in_the_period_of_the_day_however_late_that_was_told(
    office: Office, store: Store
) -> None:
    office.unit("JU", kind="bureau")
    office.person("a", "DT")
    form: dict[str, Any] = {"certificate": "1", "certified_on": "2017-03-01", "valid_until": "2020-03-01"}
    office.do("training.people", "a", "certify", **form)
    days = ("2017-02-28", "2017-03-31", "2017-04-30", "2017-12-31", "2018-01-01")
    read_model = build_view(office.events, PROGRAMME, store)
    assert [measure_value(read_model, "A6.renewed", on).claimed for on in days] == [0, 1, 1, 1, 0], "the calendar year"
    period: dict[str, Any] = {"code": "A", "starts_on": "2017-02-01", "until": "2017-04-29", "set_on": "2017-01-10"}
    events = office.do("training.cycles", "", "set", **period)
    with read_model.store.begin() as tx:
        read_model.handle(tx, events)
    assert [measure_value(read_model, "A6.renewed", on).claimed for on in days] == [0, 1, 0, 0, 0], (
        "and a period that is over"
    )


def test_a_period_has_a_last_day() -> None:
    with pytest.raises(Undefined):
        Programme(programme_text(WORDS.replace(", until: until}]}}", "}]}}")))


def test_a_mean_is_of_amounts_and_of_nothing_null(office: Office, store: Store) -> None:
    for unit, minutes in (("DT", 60), ("DT", 91), ("ZS", 30)):
        office.do(EVENTS, office.event(unit, held_on=None), "hold", held_on="2017-04-01", minutes=minutes)
    read_model = build_view(office.events, PROGRAMME, store)
    assert measure_value(read_model, "A6.length").claimed == 60.3333
    assert measure_value(read_model, "A6.length", units="DT") == Answer(75.5, None, 2)
    assert measure_value(read_model, "A6.length", "2017-03-01").claimed is None


def test_what_lasts_thirty_days_counts_on_the_thirtieth_and_no_longer(office: Office, store: Store) -> None:
    office.event("DT", held_on="2017-04-01")
    read_model = build_view(office.events, PROGRAMME, store)
    assert [
        measure_value(read_model, "A6.recent", one).claimed for one in ("2017-04-01", "2017-05-01", "2017-05-02")
    ] == [
        1,
        1,
        0,
    ]


def test_a_certificate_counts_until_its_last_day_and_a_newer_one_in_its_stead(office: Office, store: Store) -> None:
    office.person("p", "DT")
    certify: dict[str, Any] = {"certificate": "1", "certified_on": "2016-01-01", "valid_until": "2017-06-30"}
    office.do("training.people", "p", "certify", **certify)
    read_model = build_view(office.events, PROGRAMME)
    assert [measure_value(read_model, "A6.certified", one).claimed for one in ("2017-06-30", "2017-07-01")] == [1, 0]
    office.do(
        "training.people", "p", "certify", **certify | {"certified_on": "2017-06-01", "valid_until": "2017-12-01"}
    )
    read_model = build_view(office.events, PROGRAMME, store)
    assert [measure_value(read_model, "A6.certified", one).claimed for one in ("2017-07-01", "2017-12-02")] == [1, 0]


def test_what_is_recorded_late_does_not_overrule_what_happened_after_it(office: Office, store: Store) -> None:
    office.person("p", "DT")
    certify: dict[str, Any] = {"certificate": "2", "certified_on": "2017-06-01", "valid_until": "2017-12-01"}
    office.do("training.people", "p", "certify", **certify)
    late: dict[str, Any] = {"certificate": "1", "certified_on": "2016-02-01", "valid_until": "2017-01-31"}
    office.do("training.people", "p", "certify", **late)
    read_model = build_view(office.events, PROGRAMME, store)
    assert [
        measure_value(read_model, "A6.certified", one).claimed for one in ("2017-01-31", "2017-03-01", "2017-07-01")
    ] == [
        1,
        0,
        1,
    ]
    assert office.record("training.people", "p")["certificate"] == "2"
    with read_model.store.begin_read() as tx:
        entries = due_until(tx, DISTRICT, day("2018-12-31"), day("2018-01-01"))
    assert [one.due.isoformat() for one in entries] == ["2017-12-01"]


def test_a_subject_is_in_the_part_with_all_its_facets_only(office: Office, store: Store) -> None:
    office.feature("DT", angle="benefit", evidence=PROOF)
    office.feature("DT", angle="benefit")
    office.feature("ZS", angle="benefit", evidence=PROOF)
    office.feature("ZS", angle="publicity")
    read_model = build_view(office.events, PROGRAMME, store)
    assert measure_value(read_model, "A6.angles") == Answer(1 / 3, 0, 3)  # ZS has both, one of them without papers


def test_a_rate_is_of_person_months_in_the_units_where_they_were_spent(office: Office, store: Store) -> None:
    office.person("a", "DT", "2016-06-01")
    office.person("b", "ZS", "2017-01-01")
    office.do("training.people", "a", "transfer", unit="ZS", transferred_on="2017-07-02")  # half of the year in each
    for _ in range(3):
        office.do("outreach.matters", office.matter(), "reopen", reason="又坏", reopened_on="2017-04-01")
    office.event("DT")
    read_model = build_view(office.events, PROGRAMME, store)
    whole, half = measure_value(read_model, "A6.rate"), measure_value(read_model, "A6.rate", units="DT")
    assert whole.claimed == pytest.approx(100 * 3 / 24, rel=0.01)
    assert (whole.n, whole.events) == (2, 3)
    assert half.claimed == pytest.approx(100 * 3 / 6, rel=0.01)


def test_somebody_who_left_is_exposed_no_longer(office: Office, store: Store) -> None:
    office.person("a", "DT", "2017-01-01")
    office.do("training.people", "a", "leave", left_on="2017-07-02", reason="调离")
    office.do("outreach.matters", office.matter(), "reopen", reason="又坏", reopened_on="2017-04-01")
    office.event("DT")
    assert measure_value(build_view(office.events, PROGRAMME, store), "A6.rate").claimed == pytest.approx(
        100 / 6, rel=0.01
    )


def test_a_rate_without_anybody_who_looked_is_null_not_zero(office: Office, store: Store) -> None:
    office.person("a", "DT", "2017-01-01")
    assert measure_value(build_view(office.events, PROGRAMME), "A6.rate").claimed is None
    office.event("DT")
    assert measure_value(build_view(office.events, PROGRAMME, store), "A6.rate").claimed == 0


def test_a_count_without_anybody_who_looked_is_null_not_zero(office: Office, store: Store) -> None:
    office.matter()
    read_model = build_view(office.events, PROGRAMME)
    for name in ("A6.relapses", "A6.relapsed"):
        assert measure_value(read_model, name) == Answer(None, None, 0), f"{name}: nobody looked"
    office.event("DT")
    read_model = build_view(office.events, PROGRAMME, store)
    assert [measure_value(read_model, name).claimed for name in ("A6.relapses", "A6.relapsed")] == [0, 0]
    assert measure_value(read_model, "A6.relapses", units="ZS").claimed is None, "of a unit where nobody looked"


@pytest.mark.parametrize("word", ["kind: distinct, takes: [{event: outreach.volunteer_events.held.v1}]", "kind: gaps"])
def test_only_kinds_that_ask_for_it_have_a_basis(word: str) -> None:
    more = "" if "takes" in word else ", whole: {takes: [{event: outreach.matters.registered.v1}]}, part: {}"
    with pytest.raises(Undefined, match="anybody looked"):
        Programme(programme_text(f"- {{id: A6.x, {word}{more}, basis: {{takes: []}}}}"))


def test_of_nobody_who_is_known_there_is_no_number(office: Office, store: Store) -> None:
    event, measure = office.event("DT"), PROGRAMME.measures["A6.helpers"]
    read_model = build_view(office.events, PROGRAMME)
    with read_model.reader(make_as_of("2017-12-31")) as reader:
        assert reader.answer(measure) == Answer(None, None, 0), "nobody was told apart"
    assert measure_value(read_model, "A6.helpers") == Answer(None, None, 0), "by rows as by tallies"
    service = [{"volunteer": "p1", "minutes": 30}]
    office.do("outreach.volunteer_events", event, "log_hours", logged_on="2017-04-02", service=service)
    assert measure_value(build_view(office.events, PROGRAMME, store), "A6.helpers").claimed == 1


def test_a_zero_that_is_best_was_begun_and_is_not_judged_without_a_target(office: Office, store: Store) -> None:
    office.matter()
    office.event("DT")
    read_model = build_view(office.events, PROGRAMME, store)
    with read_model.reader(make_as_of("2017-12-31")) as reader:
        told = {name: reader.measure(PROGRAMME.measures[name]) for name in PROGRAMME.measures}
    for name in ("A6.asked", "A6.share_relapsed"):
        assert (told[name]["claimed"], told[name]["status"]) == (0, None), name
    assert (told["A6.share_asked"]["claimed"], told["A6.share_asked"]["status"]) == (0, "not_started")


@pytest.mark.parametrize(
    ("claimed", "verified", "expected"), [(0, 0, "achieved"), (1, 0, "behind"), (0, 1, "unverifiable")]
)
def test_a_ceiling_is_kept_by_what_is_claimed_and_by_what_is_verified(
    claimed: int, verified: int, expected: str
) -> None:
    target = Target("<=", 0, day("2017-12-31"), "test")
    state = status.of_measure(Answer(claimed, verified, 3), target, day("2017-01-01"), day("2017-06-15"))
    assert state == expected


@pytest.mark.parametrize(
    ("events", "expected"), [(0, None), (1, None), (2, None), (3, 30), (5, 30), (6, 60), (8, 60), (9, 90)]
)
def test_a_private_rate_counts_in_threes_and_none_is_as_few_as_two(events: int, expected: float | None) -> None:
    exactly = Answer(10.0 * events, 10.0 * events, 40, events, events, 10.0)
    told = disclosure.round_down(PROGRAMME.measures["A6.rate"], exactly, day("2017-05-31"))
    assert (told.answer.claimed, told.answer.verified, told.answer.n) == (expected, expected, 40)
    assert told.withheld is (expected is None)


def test_of_a_private_count_over_how_many_is_kept_back_too() -> None:
    count = Programme(programme_text(HELD.replace("kind: count", "kind: count, private: true"))).measures["A6.held"]
    told = [disclosure.round_down(count, Answer(n, n - 1, n), day("2017-05-31")).answer for n in (0, 1, 2, 3, 4, 7)]
    assert told == [Answer(None, None, 0)] * 3 + [Answer(3, None, 3), Answer(3, 3, 3), Answer(6, 6, 6)]


def test_a_private_mean_is_no_measure() -> None:
    with pytest.raises(Undefined, match="in threes"):
        Programme(programme_text(HELD.replace("kind: count", "kind: sum, private: true")))


PARTS = """
- {id: A6.parts, kind: covered, private: true, part: {takes: [{event: outreach.matters.finished.v1}]},
   whole: {takes: [{event: outreach.matters.registered.v1, by: [community, category]}]}}"""


def test_a_private_number_is_told_part_by_part_to_those_who_may_see_it_as_it_is(office: Office, store: Store) -> None:
    form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
    for category, done in (("order", True), ("order", True), (None, True), ("order", False)):
        matter = office.do("outreach.matters", "", "register", **form | {"category": category})[-1].subject
        office.do("outreach.matters", matter, "accept", accepted_on="2017-03-02")
        if done:
            office.do("outreach.matters", matter, "finish", done_on="2017-03-10", outcome="修好")
    programme = Programme(programme_text(PARTS))
    read_model = build_view(office.events, programme, store)
    measure, asked = programme.measures["A6.parts"], make_as_of("2017-03-31")
    with read_model.reader(asked, None, frozenset({"A6.parts"})) as reader:
        parts = {one["by"]["category"]: (one["claimed"], one["verified"]) for one in reader.by_part(measure)}
        assert parts == {None: (1, 0), "order": (2, 0)}, "and what does not say stands by itself"
        assert reader.answer(measure).claimed == 3
    with read_model.reader(asked) as reader:
        assert reader.by_part(measure) == []


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("private: true, ", ""),
        ("by: [community, category]", "by: [requester_name]"),
        ("by: [community, category]", "by: [subject]"),
        ("by: [community, category]", "by: [of.community]"),
        ("by: [community, category]", "by: [community], facet: category"),
        ("finished.v1}", "finished.v1, by: [outcome]}"),
    ],
)
def test_what_is_told_part_by_part_is_private_and_names_nobody(said: str, instead: str) -> None:
    Programme(programme_text(PARTS))
    with pytest.raises(Undefined):
        Programme(programme_text(PARTS.replace(said, instead)))


def test_month_ends_are_the_days_before_a_first() -> None:
    days = ("2017-05-31", "2017-06-01", "2017-06-29", "2017-06-30", "2016-03-15")
    assert [disclosure.month_end(day(one)).isoformat() for one in days] == [
        "2017-05-31",
        "2017-05-31",
        "2017-05-31",
        "2017-06-30",
        "2016-02-29",
    ]


@pytest.mark.parametrize(
    ("counts", "total", "expected"),
    [
        ({"A": 3, "B": 4, "C": 9}, 16, {"A", "B", "C"}),
        ({"A": 3, "B": 2, "C": 9}, 14, set()),
        ({"A": 3, "B": 0, "C": 9}, 12, set()),
        ({"A": 3, "B": 4, "C": 9}, 17, set()),
        ({"A": 3, "B": 4, "C": 9}, 19, {"A", "B", "C"}),
        ({"A": 3, "B": 4, "C": 9}, 14, {"A", "B", "C"}),
    ],
    ids=["all are many", "one is small", "one is none", "one beside them", "three beside them", "joint ones"],
)
def test_siblings_are_told_together_or_not_at_all(counts: dict[str, int], total: int, expected: set[str]) -> None:
    assert disclosure.publishable_units({code: [] for code in counts}, counts, total) == expected


def test_what_lies_under_a_unit_that_is_kept_back_is_kept_back() -> None:
    parents = {"A": [], "B": [], "A1": ["A"], "A2": ["A"], "A11": ["A1"]}
    counts = {"A": 9, "B": 1, "A1": 5, "A2": 4, "A11": 5}
    assert disclosure.publishable_units(parents, counts, 10) == set()
    assert disclosure.publishable_units(parents, counts | {"B": 3}, 12) == {*parents}
    assert disclosure.publishable_units(parents, counts | {"B": 3, "A2": 3}, 12) == {"A", "B"}


def test_another_programme_makes_the_ledger_anew_from_what_was_told(office: Office, store: Store) -> None:
    office.matter()
    read_model = build_view(office.events, Programme(programme_text(HELD)), store)
    fresh = build_view(office.events, PROGRAMME)
    fresh.ensure_programme()
    again = ReadModel(read_model.store, PROGRAMME, DISTRICT, today=read_model.today)
    again.ensure_programme()
    with again.store.begin_read() as one, fresh.store.begin_read() as other:
        assert again.digest(one) == fresh.digest(other)
    assert measure_value(again, "A6.asked") == Answer(0, 1, 1)


def test_a_ledger_that_agrees_is_left_alone(office: Office, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read_model = build_view(office.events, PROGRAMME, store)
    read_model.ensure_programme()
    monkeypatch.setattr(steps, "step", lambda *_: pytest.fail("made anew"))
    read_model.ensure_programme()
    assert steps.next_of(read_model.generations(), PROGRAMME) is None


def due(read_model: ReadModel, by: str, as_of: str = "2018-01-01") -> list[tuple[str, str, str]]:
    with read_model.store.begin_read() as tx:
        running = due_until(tx, DISTRICT, day(by), day(as_of))
    return [(one.record, one.clock.name, one.due.isoformat()) for one in running]


def test_a_running_clock_is_due_until_it_is_stopped(office: Office, store: Store) -> None:
    events = office.do(
        "outreach.matters", "", "register", unit="DT", community="映月", matter="x", requested_on="2017-05-25"
    )
    record = events[-1].subject
    assert due(build_view(office.events, PROGRAMME), "2017-06-30") == [(record, "reply", "2017-06-02")]
    assert due(build_view(office.events, PROGRAMME), "2017-06-01") == []
    office.do("outreach.matters", record, "accept", accepted_on="2017-05-26")
    read_model = build_view(office.events, PROGRAMME, store)
    assert due(read_model, "2017-06-30") == []
    assert [len(due(read_model, "2017-06-30", on)) for on in ("2017-05-24", "2017-05-25", "2017-05-26")] == [0, 1, 0]


def test_what_is_due_does_not_depend_on_the_order_of_events(office: Office, store: Store) -> None:
    matter_events = office.do(
        "outreach.matters", "", "register", unit="DT", community="映月", matter="x", requested_on="2017-05-25"
    )
    record = matter_events[-1].subject
    office.do("outreach.matters", record, "accept", accepted_on="2017-05-26")
    office.do("outreach.matters", "", "register", unit="ZS", community="映月", matter="y", requested_on="2017-05-25")
    events = [*reversed(office.events), *office.events]
    assert due(build_view(events, PROGRAMME, store, batch=1), "2017-06-30") == due(
        build_view(office.events, PROGRAMME), "2017-06-30"
    )
