from __future__ import annotations

from typing import Any, cast

import pytest

from contracts.errors import NotNow, NotYet
from contracts.refusals import NotLonger
from services.cases import recordings
from services.cases.recordings import (
    CaseNotOver,
    DamageStands,
    HashDiffers,
    LinkedAlready,
    LinkedNotVoided,
    LongerThanTaken,
    MalformedHash,
    NoCamera,
    NoDamage,
    NotLinked,
    OneDevice,
    OneTarget,
    StillRetained,
)
from services.chassis.records import separation
from services.chassis.records.command import Actor
from services.chassis.records.references import UnknownReference
from services.chassis.records.separation import AboutYourself, NotApart
from services.chassis.records.uniqueness import BorneByAnother
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, build_view, make_as_of, measure_value
from tests.services.cases.casework import Casework
from tests.services.cases.file_reviews import closed_case

R, P = "cases.recordings", "cases.process_records"
END = "2026-12-31"
HASH = "0" * 63


@pytest.fixture
def archive(work: Casework) -> Casework:
    """A bureau with a body camera, a radio and a dashcam in a vehicle."""
    do = work.office.do
    for code, kind in (("CAM-1", "body_camera"), ("RADIO-1", "radio")):
        do(
            "equipment.assets",
            "",
            "register",
            code=code,
            unit="DT",
            kind=kind,
            model="某型",
            registered_on="2026-01-05",
        )
    vehicle: dict[str, Any] = {"code": "DT-C1", "unit": "DT", "plate": "苏B12345", "vin": "123456"}
    do("equipment.vehicles", "", "commission", in_service_on="2020-01-01", **vehicle)
    return work


def dashcam(work: Casework) -> str:
    form: dict[str, Any] = {"vehicle": "DT-C1", "serial": "S-1", "installed_on": "2026-01-10"}
    return work.office.do("equipment.dashcams", "", "install", **form)[-1].subject


def recording(work: Casework, code: str = "YX-1", **more: Any) -> str:
    form: dict[str, Any] = {
        "code": code,
        "unit": "DT",
        "medium": "video",
        "sha256": f"{HASH}{code[-1]}",
        "size": 3_000_000_000,
        "seconds": 1200,
        "camera": "CAM-1",
        "officer": "O1",
        "taken_from": "2026-03-02T09:00:00+08:00",
        "taken_to": "2026-03-02T09:20:00+08:00",
        "place": "某路",
        "store": "局音像库（示例）",
        "path": "/2026/03/02/20260302090000_138.mp4",
        "retain_until": "2026-06-30",
        "registered_on": "2026-03-03",
    }
    return work.office.do(R, "", "register", **form | more)[-1].subject


def link(work: Casework, code: str, on: str = "2026-03-04", **to: Any) -> None:
    work.office.do(R, code, "link", linked_on=on, **to)


def unlink(work: Casework, code: str, on: str = "2026-03-05", **to: Any) -> None:
    work.office.do(R, code, "unlink", reason="误关联", unlinked_on=on, **to)


def process_record(work: Casework, case: str, stage: str = "start") -> str:
    form: dict[str, Any] = {"case": case, "stage": stage, "medium": "video", "device": "CAM-1", "evidence": PROOF}
    form |= {"started_at": "2026-03-02T09:00:00+08:00", "ended_at": "2026-03-02T09:20:00+08:00"}
    return work.office.do(P, "", "capture", captured_on="2026-03-02", **form)[-1].subject


def delete(work: Casework, code: str, on: str) -> None:
    work.office.do(R, code, "propose_deletion", reason="保存期满", proposed_on=on)
    work.office.do(R, code, "confirm_deletion", confirmer="L1", deleted_on=on)


# --- what is indexed ------------------------------------------------------------------------------------------------


def test_a_recording_was_made_by_one_device_of_the_bureau(archive: Casework) -> None:
    installed = dashcam(archive)
    for wrong in ({"camera": None}, {"dashcam": installed}):
        with pytest.raises(OneDevice):
            recording(archive, **wrong)
    with pytest.raises(NoCamera):
        recording(archive, camera="RADIO-1")
    with pytest.raises(UnknownReference):
        recording(archive, camera="CAM-9")
    assert archive.office.record(R, recording(archive, camera=None, dashcam=installed))["dashcam"] == installed


def test_a_hash_is_a_sha_256_and_stands_in_one_recording(archive: Casework) -> None:
    with pytest.raises(MalformedHash):
        recording(archive, sha256="g" * 64)
    recording(archive, sha256="AB" * 32)
    assert archive.office.record(R, "YX-1")["sha256"] == "ab" * 32
    with pytest.raises(BorneByAnother):
        recording(archive, "YX-2", sha256="ab" * 32)


def test_it_is_no_longer_than_the_time_in_which_it_was_taken(archive: Casework) -> None:
    for wrong in ({"seconds": 1201}, {"taken_to": "2026-03-02T09:00:00+08:00"}):
        with pytest.raises(LongerThanTaken):
            recording(archive, **wrong)
    with pytest.raises(NotYet):
        recording(archive, taken_to="2027-03-02T09:00:00+08:00")


# --- what it belongs to ---------------------------------------------------------------------------------------------


def test_a_recording_belongs_to_several_cases_and_to_each_once(archive: Casework) -> None:
    code, case, other = recording(archive), archive.filed_case(), archive.filed_case()
    record = process_record(archive, other)
    for wrong in ({}, {"case": case, "process_record": record}):
        with pytest.raises(OneTarget):
            link(archive, code, **wrong)
    link(archive, code, case=case)
    link(archive, code, process_record=record)
    assert archive.office.record(R, code)["of_case"] == other
    with pytest.raises(LinkedAlready):
        link(archive, code, case=case)
    link(archive, code, case=other)


def test_a_link_is_undone_with_a_reason_and_only_where_there_is_one(archive: Casework) -> None:
    code, case = recording(archive), archive.filed_case()
    with pytest.raises(NotLinked):
        unlink(archive, code, case=case)
    link(archive, code, case=case)
    link(archive, code, process_record=process_record(archive, case))
    unlink(archive, code, case=case)
    assert archive.office.record(R, code)["case_free"] is False
    with pytest.raises(LinkedNotVoided):
        archive.office.do(R, code, "void", reason="误录")


# --- who had it -----------------------------------------------------------------------------------------------------


def test_who_has_it_is_known_and_it_comes_back(archive: Casework) -> None:
    code = recording(archive)
    out: dict[str, Any] = {"receiver": "区法院", "purpose": "庭审举证", "handed_over_on": "2026-04-01"}
    archive.office.do(R, code, "hand_over", **out)
    with pytest.raises(NotNow):
        archive.office.do(R, code, "hand_over", **out)
    assert value(archive, "S2.recordings_out") == 1
    archive.office.do(R, code, "take_back", returned_on="2026-04-20")
    assert [value(archive, "S2.recordings_out", on) for on in ("2026-04-19", END)] == [1, 0]


def test_somebody_else_reckons_the_hash_anew(archive: Casework) -> None:
    code = recording(archive)
    good: dict[str, Any] = {"hash_now": f"{HASH}1", "verified_on": "2026-04-01"}
    with pytest.raises(HashDiffers):
        archive.office.do(R, code, "verify", checker="L1", hash_now=f"{HASH}2", verified_on="2026-04-01")
    with pytest.raises(AboutYourself):
        archive.office.do_as(Actor("O1", "captain"), R, code, "verify", checker="O1", **good)
    assert value(archive, "S2.recordings_verified") == 0
    (event,) = archive.office.do(R, code, "verify", checker="L1", **good)
    assert (event.evidencelevel, value(archive, "S2.recordings_verified")) == ("E2", 1)
    archive.office.do(R, code, "report_damage", reason="文件无法读取", damaged_on="2026-05-01")
    assert value(archive, "S2.recordings_verified") == 0


# --- how long it is kept --------------------------------------------------------------------------------------------


def test_nothing_goes_before_its_time_has_ended(archive: Casework) -> None:
    code = recording(archive)
    with pytest.raises(StillRetained):
        delete(archive, code, "2026-06-30")
    with pytest.raises(NotLonger):
        archive.office.do(R, code, "extend", reason="诉讼", retain_until="2026-06-30", extended_on="2026-06-01")
    archive.office.do(R, code, "extend", reason="诉讼", retain_until="2026-09-30", extended_on="2026-06-01")
    with pytest.raises(StillRetained):
        delete(archive, code, "2026-07-01")
    delete(archive, code, "2026-10-01")
    assert archive.office.record(R, code).status() == "deleted"


def test_nothing_goes_while_a_case_needs_it(archive: Casework) -> None:
    code, over, open_ = recording(archive), closed_case(archive), archive.filed_case()
    link(archive, code, case=over)
    link(archive, code, case=open_)
    with pytest.raises(CaseNotOver) as refused:
        delete(archive, code, "2026-07-01")
    assert refused.value.to_dict()["detail"] == open_
    unlink(archive, code, case=open_)
    delete(archive, code, "2026-07-01")


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ([("ask_reconsideration", "2026-04-01")], [("end_reconsideration", "2026-07-02")]),
        ([("sue", "2026-04-01")], [("end_suit", "2026-07-02")]),
        ([("sue", "2026-04-01"), ("end_suit", "2026-05-06"), ("appeal", "2026-05-11")], [("end_appeal", "2026-07-02")]),
        ([("sue", "2026-04-01"), ("end_suit", "2026-05-06"), ("retry", "2026-06-01")], [("end_retrial", "2026-07-02")]),
    ],
    ids=["reconsideration", "suit", "appeal", "retrial"],
)
def test_nothing_goes_while_a_closed_case_is_reconsidered_or_before_a_court(
    archive: Casework, begin: list[tuple[str, str]], end: list[tuple[str, str]]
) -> None:
    code, case = recording(archive), closed_case(archive)
    link(archive, code, case=case)
    for step, on in begin:
        archive.take(case, step, on, **remedy(step))
    with pytest.raises(CaseNotOver) as refused:
        delete(archive, code, "2026-07-01")
    assert refused.value.to_dict()["detail"] == case
    for step, on in end:
        archive.take(case, step, on, **remedy(step))
    delete(archive, code, "2026-07-03")


def remedy(step: str) -> dict[str, Any]:
    return {"outcome": "dismissed"} if step in ("end_reconsideration", "end_suit") else {}


def test_a_process_record_that_was_corrected_to_another_case_keeps_a_recording_for_that(archive: Casework) -> None:
    code, over, open_ = recording(archive), closed_case(archive), archive.filed_case()
    record = process_record(archive, over)
    link(archive, code, process_record=record)
    form: dict[str, Any] = {"case": open_, "stage": "start", "medium": "text", "evidence": PROOF}
    archive.office.do(P, record, "capture", corrects=1, captured_on="2026-03-02", **form)
    with pytest.raises(CaseNotOver) as refused:
        delete(archive, code, "2026-07-01")
    assert refused.value.to_dict()["detail"] == open_


def test_what_was_ever_linked_is_not_voided(archive: Casework) -> None:
    code, plain, case = recording(archive), recording(archive, "YX-2"), archive.filed_case()
    link(archive, code, case=case)
    unlink(archive, code, case=case)
    with pytest.raises(LinkedNotVoided) as refused:
        archive.office.do(R, code, "void", reason="误录")
    assert refused.value.to_dict()["detail"] == case
    archive.office.do(R, plain, "void", reason="误录")


def test_who_unlinked_a_recording_does_not_void_it(archive: Casework) -> None:
    code, case = recording(archive), archive.filed_case()
    link(archive, code, case=case)
    captain = Actor("L3", "captain")
    archive.office.do_as(captain, R, code, "unlink", reason="误关联", unlinked_on="2026-03-05", case=case)
    record = archive.office.record(R, code)
    assert "L3" in separation.people_barred(record, record.register.step("void"))


def test_who_proposes_a_deletion_does_not_confirm_it(archive: Casework) -> None:
    code = recording(archive)
    archive.office.do_as(Actor("L1", "captain"), R, code, "propose_deletion", reason="期满", proposed_on="2026-07-01")
    with pytest.raises(NotApart):
        archive.office.do(R, code, "confirm_deletion", confirmer="L1", deleted_on="2026-07-02")
    archive.office.do(R, code, "refuse_deletion", reason="尚需留存", confirmer="L2", refused_on="2026-07-02")
    assert archive.office.record(R, code).status() == "kept"


def test_what_is_damaged_stays_so_when_its_deletion_is_refused(archive: Casework) -> None:
    code = recording(archive)
    kept: dict[str, Any] = {"reason": "尚需留存", "confirmer": "L2", "refused_on": "2026-07-02"}
    propose: dict[str, Any] = {"reason": "保存期满", "proposed_on": "2026-07-01"}
    archive.office.do(R, code, "propose_deletion", **propose)
    with pytest.raises(NoDamage):
        archive.office.do(R, code, "keep_damaged", **kept)
    archive.office.do(R, code, "refuse_deletion", **kept)
    archive.office.do(R, code, "report_damage", reason="文件无法读取", damaged_on="2026-07-03")
    archive.office.do(R, code, "propose_deletion", **propose | {"proposed_on": "2026-07-04"})
    kept |= {"refused_on": "2026-07-05"}
    with pytest.raises(DamageStands):
        archive.office.do(R, code, "refuse_deletion", **kept)
    archive.office.do(R, code, "keep_damaged", **kept)
    assert archive.office.record(R, code).status() == "damaged"
    verify: dict[str, Any] = {"checker": "L1", "hash_now": f"{HASH}1"}
    with pytest.raises(NotNow):
        archive.office.do(R, code, "verify", verified_on="2026-07-06", **verify)
    assert value(archive, "S2.recordings_verified") == 0


def test_what_was_reported_damaged_is_not_verified(archive: Casework) -> None:
    """Also where it came back among what is kept, as it could before."""
    code = recording(archive)
    archive.office.do(R, code, "report_damage", reason="文件无法读取", damaged_on="2026-07-03")
    with pytest.raises(DamageStands):
        recordings.verify(archive.office.record(R, code), {"hash_now": f"{HASH}1"}, cast("Any", None))


# --- what lacks a recording -----------------------------------------------------------------------------------------


def value(work: Casework, measure: str, as_of: str = END) -> Any:
    return measure_value(build_view(work.office.events, campaign()), measure, as_of).claimed


def missing(work: Casework, measure: str) -> list[str]:
    read_model = build_view(work.office.events, campaign())
    with read_model.store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, campaign().measures[measure], make_as_of(END))]


def test_a_case_with_a_seizure_and_no_recording_is_a_gap(archive: Casework) -> None:
    gap = "S2.acts_without_recording"
    case, plain, code = archive.filed_case(), archive.filed_case(), recording(archive)
    archive.take(case, "seize", "2026-03-03", seized_at="2026-03-03T10:00:00+08:00")
    assert missing(archive, gap) == [case], f"{plain} has no seizure"
    link(archive, code, case=case)
    link(archive, code, process_record=process_record(archive, case))
    unlink(archive, code, case=case)
    assert missing(archive, gap) == [], "the process record still links it"
    record = archive.office.record(R, code)["process_record"]
    unlink(archive, code, process_record=record)
    assert missing(archive, gap) == [case]


def test_a_process_record_in_pictures_that_no_recording_is_linked_to_is_a_gap(archive: Casework) -> None:
    gap = "S2.process_records_unindexed"
    record, code = process_record(archive, archive.filed_case()), recording(archive)
    assert missing(archive, gap) == [record]
    link(archive, code, process_record=record)
    assert missing(archive, gap) == []
    unlink(archive, code, process_record=record)
    assert missing(archive, gap) == [record]
