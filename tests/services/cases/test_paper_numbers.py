"""A paper whose number is left empty gets the next of its agency's series, without gaps and doubles."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import forms as ask
from contracts.cases.penalties import register
from contracts.cases.penalties.papers import NUMBERED
from contracts.cases.penalties.seizures import Seizure
from contracts.errors import Problem, Undefined
from contracts.forms import fields_of
from contracts.register import NUMBER, Step
from services.cases.penalties.paper_numbers import PAPER_OF, PaperNumberBorne, with_number
from services.chassis.base import failpoints
from services.chassis.handling.command_service import CommandService, Job
from services.chassis.handling.record_lookup import TransactionLookup
from services.chassis.records.command import Command
from services.chassis.records.finding.drawn_numbers import SerialTooGreat
from services.chassis.records.finding.series import place_in, places
from services.chassis.records.record import Record
from services.chassis.storage.projection_version import shape
from services.chassis.storage.store import Store
from tests import keys
from tests.office import RULES, VAULT, Office, clerk_of, day
from tests.services.cases import agency_records
from tests.services.cases.casework import FORMS, C, Casework

DAY = "2026-03-02"
SPOT = FORMS["decide_on_spot"] | {"number": None, "act_on": DAY, "decided_on": DAY}


@pytest.fixture
def numbering(work: Casework) -> Casework:
    """A bureau whose decisions are numbered."""
    agency_records.establish(work.office)
    return work


@pytest.fixture
def bureau(store: Store) -> Casework:
    """The same on both databases."""
    work = Casework(Office(store, start="2026-12-01"))
    work.set_up()
    agency_records.establish(work.office)
    return work


def number(work: Casework, case: str, step: str = "decide_on_spot") -> Any:
    return work.record(case).all(step)[-1]["number"]


def spot(work: Casework, on: str = DAY, typed: str | None = None, **more: Any) -> str:
    """A decision on the spot; its case."""
    case = work.clue(on)
    work.take(case, "decide_on_spot", on, act_on=on, number=typed, **more)
    return case


def spot_numbers(work: Casework, count: int, on: str = DAY, typed: str | None = None) -> list[Any]:
    return [number(work, spot(work, on, typed)) for _ in range(count)]


def spot_command(case: str, key: str, **more: Any) -> Command:
    form = SPOT | more
    return Command(key, C, "decide_on_spot", form, clerk_of(C, "decide_on_spot", form), case)


def test_papers_are_counted_on_by_kind_and_year(numbering: Casework) -> None:
    assert spot_numbers(numbering, 2) == ["合成当罚字〔2026〕1号", "合成当罚字〔2026〕2号"]
    assert spot_numbers(numbering, 1, "2025-12-31") == ["合成当罚字〔2025〕1号"]
    assert number(numbering, numbering.decided_case(number=None), "decide") == "合成罚决字〔2026〕1号"
    assert spot_numbers(numbering, 1) == ["合成当罚字〔2026〕3号"]


def test_the_number_stands_in_the_event(numbering: Casework) -> None:
    event = numbering.office.events_of(spot(numbering))[-1]
    assert event.data["number"] == "合成当罚字〔2026〕1号"


def test_without_a_pattern_an_empty_number_stays_empty(work: Casework) -> None:
    assert spot_numbers(work, 1) == [None]
    agency_records.establish(work.office, numbers=[])
    assert spot_numbers(work, 1) == [None]


def test_papers_of_before_numbers_are_drawn_stay_as_they_went_out(work: Casework) -> None:
    agency_records.establish(work.office, numbers_from="2026-03-01")
    assert spot_numbers(work, 1, "2026-02-28") == [None]
    assert spot_numbers(work, 1, "2026-03-01") == ["合成当罚字〔2026〕1号"]


def test_the_series_goes_on_behind_what_was_typed_before_there_was_a_pattern(work: Casework) -> None:
    assert spot_numbers(work, 1, typed="合成当罚字[2026]17号") == ["合成当罚字[2026]17号"]
    spot(work, typed="当罚〔2026〕99号")
    agency_records.establish(work.office)
    assert spot_numbers(work, 1) == ["合成当罚字〔2026〕18号"]
    assert work.office.registers.rebuild()["same"]
    assert spot_numbers(work, 1) == ["合成当罚字〔2026〕19号"]


@pytest.mark.parametrize("typed", ["合成当罚字〔2026〕1号", " 合成当罚字[2026] 1号", "合成当罚字（２０２６）０１号"])
def test_a_number_that_another_paper_bears_or_bore_is_not_taken_again(numbering: Casework, typed: str) -> None:
    first = spot(numbering)
    with pytest.raises(PaperNumberBorne):
        spot(numbering, typed=typed)
    numbering.take(first, "decide_on_spot", DAY, act_on=DAY, corrects=2, number="合成当罚字〔2026〕5号")
    with pytest.raises(PaperNumberBorne):
        spot(numbering, typed=typed)
    numbering.take(first, "decide_on_spot", DAY, act_on=DAY, corrects=2, number=typed)
    assert spot_numbers(numbering, 1) == ["合成当罚字〔2026〕6号"]


def test_a_number_of_another_kind_of_paper_is_not_taken_again_either(numbering: Casework) -> None:
    spot(numbering)
    with pytest.raises(PaperNumberBorne):
        numbering.decided_case("2026-01-05", "2026-01-08", "2026-01-12", number="合成当罚字〔2026〕1号")


def test_what_fits_no_pattern_is_the_typists_own(numbering: Casework) -> None:
    assert spot_numbers(numbering, 2, typed="当罚7号") == ["当罚7号", "当罚7号"]
    assert spot_numbers(numbering, 1) == ["合成当罚字〔2026〕1号"]


def test_voided_cases_keep_their_numbers(numbering: Casework) -> None:
    numbering.take(spot(numbering), "void", DAY)
    assert spot_numbers(numbering, 1) == ["合成当罚字〔2026〕2号"]


def test_a_correction_keeps_the_number_that_stood(numbering: Casework) -> None:
    case = spot(numbering)
    numbering.take(case, "decide_on_spot", "2026-03-03", act_on=DAY, corrects=2, number=None)
    assert number(numbering, case) == "合成当罚字〔2026〕1号"
    numbering.take(case, "find", DAY, act="A-corrected", corrects=1)
    assert number(numbering, case) == "合成当罚字〔2026〕1号"
    assert spot_numbers(numbering, 1) == ["合成当罚字〔2026〕2号"]


def test_what_a_correction_decides_again_draws_nothing(work: Casework) -> None:
    case = spot(work)
    agency_records.establish(work.office)
    work.take(case, "find", DAY, act="A-corrected", corrects=1)
    assert number(work, case) is None
    assert spot_numbers(work, 1) == ["合成当罚字〔2026〕1号"]


def test_what_was_twice_before_there_was_a_pattern_is_corrected_as_it_stands(work: Casework) -> None:
    cases = [spot(work, typed="合成当罚字〔2026〕3号") for _ in range(2)]
    agency_records.establish(work.office)
    for case in cases:
        work.take(case, "find", DAY, act=f"A-{case}", corrects=1)
        assert number(work, case) == "合成当罚字〔2026〕3号"


def test_no_typed_number_ends_a_series(numbering: Casework) -> None:
    with pytest.raises(SerialTooGreat):
        spot(numbering, typed="合成当罚字〔2026〕9999999号")
    assert spot_numbers(numbering, 1, typed="合成当罚字〔2026〕999999号")
    assert spot_numbers(numbering, 1) == ["合成当罚字〔2026〕1000000号"]


def test_a_changed_pattern_begins_a_series_of_its_own(work: Casework) -> None:
    agency = agency_records.establish(work.office)
    changed = agency_records.patterns(on_spot_decision="合成新字〔{year}〕{serial}号")
    form = agency_records.PARTICULARS | {"numbers": changed, "in_force_on": "2026-06-01"}
    work.office.do(agency_records.AGENCIES, agency, "amend", **form)
    assert spot_numbers(work, 1, "2026-06-01") == ["合成新字〔2026〕1号"]
    assert spot_numbers(work, 1, "2026-05-31") == ["合成当罚字〔2026〕1号"]


# --- several papers of one case, and a case that has no body yet -----------------------------------------------------


class NumberedSeizure(Seizure):
    """A seizure whose paper has a number."""

    number = ask.text("文号", "Number", longest=60, required=False)


SEIZE = replace(register.step("seize"), form=NumberedSeizure)


def seizure_number(work: Casework, case: Record, typed: str | None = None) -> Any:
    """The number of a seizure's paper in a case."""
    with work.office.store.begin_read() as tx:
        form = {"seized_on": day(DAY), "number": typed}
        return with_number(SEIZE, case, form, Held(tx, case))["number"]


class Held(TransactionLookup):
    """A look-up that knows one case as it is handed in."""

    def __init__(self, tx: sa.Connection, case: Record) -> None:
        """What it reads otherwise is what there is."""
        super().__init__(tx, {one.register.name for one in RULES}, "/cases")
        self._records[C, case.id] = case


def with_seizure(case: Record, typed: str) -> Record:
    data = {"seized_on": day(DAY), "number": typed}
    found = case.revisions[-1]
    return case.plus(replace(found, step=SEIZE, version=case.version + 1, place=case.version + 1, data=data))


@pytest.fixture
def above(work: Casework) -> Casework:
    """A squadron that has no agency of its own, and one above it that numbers seizures."""
    work.office.do("training.units", "DT", "move", parents=["JU"], moved_on="2012-01-01", reason="示例")
    agency_records.establish(work.office, numbers=agency_records.patterns(seizure="合成扣字〔{year}〕{serial}号"))
    return work


def test_a_squadron_acts_in_the_name_of_the_agency_above_it_until_there_is_a_body(above: Casework) -> None:
    assert seizure_number(above, above.record(above.clue(DAY))) == "合成扣字〔2026〕1号"


def test_a_unit_below_no_agency_has_no_number(above: Casework) -> None:
    assert seizure_number(above, above.record(above.clue(DAY, unit="ZS"))) is None


def test_two_papers_of_one_case_do_not_bear_one_number(above: Casework) -> None:
    case = above.record(above.clue(DAY))
    once = with_seizure(case, "合成扣字〔2026〕1号")
    with pytest.raises(PaperNumberBorne):
        seizure_number(above, once, "合成扣字[2026]1号")
    assert seizure_number(above, once, "合成扣字〔2026〕2号") == "合成扣字〔2026〕2号"


# --- two papers of one step ------------------------------------------------------------------------------------------


@pytest.fixture
def notifying(work: Casework) -> Casework:
    """A bureau that numbers notices and, in the same series, notices of the right to a hearing."""
    pattern = "合成告字〔{year}〕{serial}号"
    agency_records.establish(work.office, numbers=agency_records.patterns(notice=pattern, hearing_told=pattern))
    return work


def notice(work: Casework, *, hearing_told: bool = True, **more: Any) -> str:
    """A case in which the party was told."""
    case = work.proposed_case(DAY, **({"hearing_ground": "large_fine"} if hearing_told else {}))
    work.take(case, "notify", DAY, defence_until="2026-03-09", hearing_told=hearing_told, **more)
    return case


def notice_numbers(work: Casework, case: str) -> list[Any]:
    said = work.record(case).all("notify")[-1]
    return [said["number"], said["hearing_number"]]


def test_a_notice_and_what_tells_of_the_hearing_draw_a_number_each(notifying: Casework) -> None:
    first = notice(notifying)
    assert notice_numbers(notifying, first) == ["合成告字〔2026〕1号", "合成告字〔2026〕2号"]
    assert notice_numbers(notifying, notice(notifying, hearing_told=False)) == ["合成告字〔2026〕3号", None]
    place = notifying.record(first).latest_revisions[-1].place
    form = {"defence_until": "2026-03-10", "hearing_told": True, "number": None, "hearing_number": None}
    notifying.take(first, "notify", DAY, corrects=place, **form)
    assert notice_numbers(notifying, first) == ["合成告字〔2026〕1号", "合成告字〔2026〕2号"], "a correction keeps both"
    assert notifying.office.registers.rebuild()["same"]
    assert notice_numbers(notifying, notice(notifying)) == ["合成告字〔2026〕4号", "合成告字〔2026〕5号"]


@pytest.mark.parametrize("field", ["number", "hearing_number"])
def test_beside_a_typed_number_the_other_one_is_drawn_behind_it(notifying: Casework, field: str) -> None:
    typed: dict[str, Any] = {"number": None, "hearing_number": None} | {field: "合成告字〔2026〕1号"}
    assert sorted(notice_numbers(notifying, notice(notifying, **typed))) == [
        "合成告字〔2026〕1号",
        "合成告字〔2026〕2号",
    ]
    with pytest.raises(PaperNumberBorne) as refusal:
        notice(notifying, **typed)
    assert [one["field"] for one in refusal.value.errors][-1:] == [field]


def test_two_papers_of_one_step_do_not_bear_one_number(notifying: Casework) -> None:
    with pytest.raises(PaperNumberBorne):
        notice(notifying, number="合成告字〔2026〕7号", hearing_number="合成告字[2026]7号")


NUMBERING = [step for step in register.steps if step.name in PAPER_OF and NUMBER in fields_of(step.form)]


@pytest.mark.parametrize("step", NUMBERING, ids=lambda step: step.name)
def test_each_step_draws_from_the_series_of_its_paper(work: Casework, step: Step) -> None:
    paper = PAPER_OF[step.name]
    patterns = agency_records.patterns(**{one: f"合成{one}〔{{year}}〕{{serial}}号" for one in set(PAPER_OF.values())})
    agency_records.establish(work.office, numbers=patterns)
    form = {str(step.form.business_day_field()): day(DAY), "number": None, "body": "JU"}
    case = work.record(work.clue(DAY))
    with work.office.store.begin_read() as tx:
        assert with_number(step, case, form, Held(tx, case))["number"] == f"合成{paper}〔2026〕1号"


# --- whoever draws draws alone ---------------------------------------------------------------------------------------


def test_many_in_one_transaction_are_counted_on_and_a_refused_one_leaves_no_gap(bureau: Casework) -> None:
    cases = [bureau.clue(DAY) for _ in range(6)]
    commands = [spot_command(case, f"k{n}") for n, case in enumerate(cases)]
    commands[2] = spot_command(cases[2], "refused", told=False)
    dry = bureau.office.registers.carry_out(Job(tuple((one,) for one in commands), dry=True))
    results = bureau.office.registers.carry_out(Job(tuple((one,) for one in commands)))
    assert [isinstance(one, Problem) for one in results] == [n == 2 for n in range(6)]
    for every in (dry, results):
        drawn = [one[0].record["number"] for one in every if isinstance(one, list)]
        assert drawn == [f"合成当罚字〔2026〕{serial}号" for serial in range(1, 6)]


def test_a_repetition_has_the_number_of_the_first_time(bureau: Casework) -> None:
    once = spot_command(bureau.clue(DAY), "once")
    first, again = (bureau.office.registers.execute(once) for _ in range(2))
    assert again.repeated
    assert first.record["number"] == again.record["number"] == "合成当罚字〔2026〕1号"


def test_two_processes_at_once_draw_no_number_twice(bureau: Casework) -> None:
    store = bureau.office.store
    other = Store(store.url.render_as_string(hide_password=False))
    owners = bureau.office.registers, CommandService(other, RULES, keys.sealer(), now=bureau.office._now, vault=VAULT)
    cases = [bureau.clue(DAY) for _ in range(16)]
    drawn: list[str] = []

    def work(owner: CommandService, own: list[str]) -> None:
        drawn.extend(owner.execute(spot_command(case, f"of-{case}")).record["number"] for case in own)

    threads = [threading.Thread(target=work, args=(one, cases[n::2])) for n, one in enumerate(owners)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    other.close()
    assert sorted(filter(None, map(place_in, drawn))) == [("合成当罚字(2026)#号", serial) for serial in range(1, 17)]


def test_a_transaction_that_fails_after_it_has_drawn_leaves_no_gap(bureau: Casework) -> None:
    first, second = (bureau.clue(DAY) for _ in range(2))
    failpoints.arm("registers.written:raise")  # once: the group's commands are then carried out one by one
    drawn = [bureau.office.registers.execute(spot_command(one, f"k-{one}")) for one in (first, second)]
    assert [one.record["number"] for one in drawn] == ["合成当罚字〔2026〕1号", "合成当罚字〔2026〕2号"]


@given(typed=st.lists(st.none() | st.integers(1, 12), max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_no_two_papers_bear_one_number_and_each_drawn_one_follows_the_greatest(
    numbering: Casework, typed: list[int | None]
) -> None:
    work = Casework(Office.like(numbering.office.image()))
    borne: list[int] = []
    for serial in typed:
        case = work.clue(DAY)
        given_number = f"合成当罚字〔2026〕{serial}号" if serial else None
        if serial in borne:
            with pytest.raises(PaperNumberBorne):
                work.take(case, "decide_on_spot", DAY, act_on=DAY, number=given_number)
            continue
        work.take(case, "decide_on_spot", DAY, act_on=DAY, number=given_number)
        expected = serial or max(borne, default=0) + 1
        assert number(work, case) == f"合成当罚字〔2026〕{expected}号"
        borne.append(expected)
    work.office.store.close()


# --- the tables ------------------------------------------------------------------------------------------------------


def test_steps_make_numbered_papers_and_places_are_read_from_all_that_stood(numbering: Casework) -> None:
    assert set(PAPER_OF.values()) <= set(NUMBERED)
    case = spot(numbering)
    numbering.take(case, "decide_on_spot", DAY, act_on=DAY, corrects=2, number="当罚9号")
    assert places(numbering.record(case)) == {("合成当罚字(2026)#号", 1), ("当罚#号", 9)}


def test_what_was_projected_before_papers_had_series_is_projected_anew() -> None:
    assert shape(register) != shape(replace(register, serials=""))


def test_a_register_has_numbers_of_records_or_of_papers() -> None:
    with pytest.raises(Undefined):
        replace(register, serials="nothing")
    with pytest.raises(Undefined):
        replace(register, numbered="XX")
