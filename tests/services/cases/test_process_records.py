from __future__ import annotations

from typing import Any

import pytest

from contracts.cases.process_records import STAGES
from services.cases.penalties.closing import ServedNotVoided
from services.cases.process_records import (
    DeviceUnnamed,
    NothingRecorded,
    StageNeeded,
    StageNotReached,
    WrongTimes,
)
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, build_view, make_as_of, measure_value
from tests.services.cases.casework import Casework
from tests.services.cases.file_reviews import closed_case

R = "cases.process_records"
END = "2026-12-31"
VIDEO: dict[str, Any] = {
    "medium": "video",
    "device": "ZFJLY-01",
    "started_at": "2026-03-10T09:00:00+08:00",
    "ended_at": "2026-03-10T09:20:00+08:00",
}


def capture(work: Casework, case: str, stage: str, on: str = "2026-03-10", **more: Any) -> str:
    form = {"case": case, "stage": stage, "medium": "text", "captured_on": on, "evidence": PROOF}
    return work.office.do(R, "", "capture", **form | more)[-1].subject


def excuse(work: Casework, case: str, stage: str, on: str = "2026-03-20") -> str:
    form: dict[str, Any] = {"case": case, "stage": stage, "reason": "本案无此环节", "excused_on": on}
    return work.office.do(R, "", "excuse", **form)[-1].subject


def complete(work: Casework, case: str) -> list[str]:
    records = [capture(work, case, stage) for stage in STAGES if stage != "review"]
    return [*records, excuse(work, case, "review")]


# --- what is a record -----------------------------------------------------------------------------------------------


def test_a_record_is_a_file_of_its_case_s_unit(work: Casework) -> None:
    case = work.filed_case()
    with pytest.raises(NothingRecorded) as refused:
        capture(work, case, "start", "2026-03-02", evidence=[])
    assert refused.value.to_dict()["article"] == "行政处罚法 第四十七条"
    record = work.office.record(R, capture(work, case, "start", "2026-03-02"))
    assert (record.unit, record.effective[-1].level) == ("DT", "E1")


@pytest.mark.parametrize("lacking", ["device", "started_at", "ended_at"])
def test_a_recording_names_its_device_and_its_times(work: Casework, lacking: str) -> None:
    case = work.served_case()
    with pytest.raises(DeviceUnnamed):
        capture(work, case, "service", **VIDEO | {lacking: None})
    assert capture(work, case, "service", **VIDEO)


@pytest.mark.parametrize("wrong", [{"ended_at": VIDEO["started_at"]}, {"captured_on": "2026-03-11"}])
def test_a_recording_ends_after_it_began_on_its_day(work: Casework, wrong: dict[str, str]) -> None:
    case = work.served_case()
    with pytest.raises(WrongTimes):
        capture(work, case, "service", **VIDEO | wrong)


def test_a_stage_is_recorded_when_the_case_has_come_to_it(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    assert capture(work, case, "evidence", "2026-03-02")
    for stage in ("review", "decision", "service", "execution"):
        with pytest.raises(StageNotReached):
            capture(work, case, stage, "2026-03-02")
    with pytest.raises(StageNotReached):
        capture(work, case, "start", "2026-03-01")


def test_a_case_on_the_spot_comes_to_all_its_stages_in_one_day(work: Casework) -> None:
    case = work.on_spot_case()
    for stage in STAGES:
        assert capture(work, case, stage, "2026-03-02")
    with pytest.raises(StageNotReached):
        capture(work, case, "service", "2026-03-01")


def test_a_case_proposed_without_a_closing_of_its_own_has_come_to_its_review(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    work.take(case, "propose", "2026-03-03", findings="占道经营属实")
    assert capture(work, case, "review", "2026-03-03")


# --- what a case does not have --------------------------------------------------------------------------------------


def test_a_review_that_was_not_needed_is_not_missing(work: Casework) -> None:
    plain = work.decided_case()
    assert excuse(work, plain, "review")
    reviewed = work.notified_case(review_ground="complex")
    with pytest.raises(StageNeeded):
        excuse(work, reviewed, "review")
    work.take(reviewed, "request_review", "2026-03-05")
    work.take(reviewed, "pass_review", "2026-03-06")
    work.take(reviewed, "decide", "2026-03-09")
    with pytest.raises(StageNeeded):
        excuse(work, reviewed, "review")


def test_only_a_case_with_nothing_to_pay_has_no_execution(work: Casework) -> None:
    fined = work.served_case()
    with pytest.raises(StageNeeded):
        excuse(work, fined, "execution")
    warned = work.notified_case(fine=None, other="warning", tier=None)
    work.take(warned, "decide", "2026-03-09", fine=None, other="warning", tier=None)
    work.take(warned, "serve", "2026-03-10")
    assert excuse(work, warned, "execution")
    with pytest.raises(StageNeeded):
        excuse(work, warned, "decision")


# --- numbers --------------------------------------------------------------------------------------------------------


def complete_share(work: Casework, as_of: str = END) -> tuple[Any, int]:
    result = measure_value(build_view(work.office.events, campaign()), "S2.records_complete", as_of)
    return result.claimed, result.n


def test_a_closed_case_is_complete_with_all_six_stages(work: Casework) -> None:
    case, other = closed_case(work), closed_case(work)
    open_ = work.served_case()
    assert complete_share(work) == (0, 2)
    records = complete(work, case)
    for stage in ("start", "evidence"):
        capture(work, other, stage)
        capture(work, open_, stage)
    assert complete_share(work) == (0.5, 2)
    assert complete_share(work, "2026-03-19") == (None, 0), "none was closed by then"
    read_model = build_view(work.office.events, campaign())
    with read_model.store.begin_read() as tx:
        missing = queries.gaps(tx, read_model.programme.measures["S2.records_complete"], make_as_of(END))
    assert [row.subject for row in missing] == [other]
    assert len(records) == len(STAGES)


def test_a_record_that_cannot_be_used_counts_no_longer(work: Casework) -> None:
    case = closed_case(work)
    records = complete(work, case)
    work.office.do(R, records[0], "reject", checker="L1", reason="画面中断", rejected_on="2026-04-01")
    assert complete_share(work, "2026-03-31") == (1, 1)
    assert complete_share(work) == (0, 1)
    capture(work, case, "start", "2026-04-02")
    assert complete_share(work) == (1, 1)


def test_a_void_and_a_correction_move_the_number_and_a_served_case_is_not_voided(work: Casework) -> None:
    case = closed_case(work)
    records = complete(work, case)
    form: dict[str, Any] = {"case": case, "medium": "text", "captured_on": "2026-03-10", "evidence": PROOF}
    work.office.do(R, records[0], "capture", corrects=1, stage="evidence", **form)
    assert complete_share(work) == (0, 1), "the start was entered as something else"
    work.office.do(R, records[0], "capture", corrects=1, stage="start", **form)
    assert complete_share(work) == (1, 1)
    work.office.do(R, records[1], "void", reason="误录")
    assert complete_share(work) == (0, 1)
    with pytest.raises(ServedNotVoided):
        work.take(case, "void", "2026-05-01")
    assert complete_share(work) == (0, 1)


def test_whoever_has_looked_raises_the_level(work: Casework) -> None:
    record = capture(work, work.filed_case(), "start", "2026-03-02")
    work.office.person("Z1", "ZS")
    (event,) = work.office.do(R, record, "check", checker="Z1", checked_on="2026-03-05")
    assert event.evidencelevel == "E3"
