from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Conflict, Forbidden, Invalid, KeyReused, NotNow, NotYet, OutOfOrder, Problem, Unknown
from services.chassis.handling.unit_of_work import Unchanged
from services.chassis.records import deadlines
from services.chassis.records.command import Actor, Command
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.records.references import UnknownReference
from services.outreach.matters import DoneBeforeRequested, MatterSameUnit, MergedIntoRejected, RepeatsItself
from tests.office import Office, clerk_of
from tests.services.outreach.service_brand import number

M = "outreach.matters"


def registration(**more: Any) -> dict[str, Any]:
    return {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"} | more


def test_a_matter_is_finished_with_the_days_it_took(office: Office) -> None:
    record = office.record(M, office.matter())
    assert (record.status(), record["took_days"]) == ("done", 7)


def test_a_matter_cannot_be_done_before_it_was_asked_for(office: Office) -> None:
    record = office.do(M, "", "register", **registration())[-1].subject
    office.do(M, record, "transfer", unit="DBT", reason="辖区", transferred_on="2017-03-01")
    before = len(office.events)
    with pytest.raises(OutOfOrder):
        office.do(M, record, "accept", accepted_on="2017-02-01")
    assert len(office.events) == before, "nothing was left"


def test_a_comment_leaves_the_status_alone(office: Office) -> None:
    record = office.matter()
    office.do(M, record, "comment", note="谢谢")
    assert office.record(M, record).status() == "done"


@pytest.mark.parametrize(
    ("wrong", "kind", "field"),
    [
        ({"colour": "red"}, Invalid, "colour"),
        ({"requested_on": "2017-3-1"}, Invalid, "requested_on"),
        ({"requested_on": 20170301}, Invalid, "requested_on"),
        ({"requested_on": "1812-01-01"}, Invalid, "requested_on"),
        ({"requested_on": "2018-01-03"}, NotYet, "requested_on"),
        ({"matter": ""}, Invalid, "matter"),
        ({"matter": "   "}, Invalid, "matter"),
        ({"matter": "a\x00b"}, Invalid, "matter"),
        ({"matter": "x" * 2001}, Invalid, "matter"),
        ({"community": None}, Invalid, "community"),
        ({"community": ["映月"]}, Invalid, "community"),
        ({"requester": "king"}, Invalid, "requester"),
        ({"unit": "XX"}, UnknownReference, "unit"),
        ({"unit": "../etc"}, Invalid, "unit"),
        ({"unit": 7}, Invalid, "unit"),
    ],
)
def test_bad_input_names_its_field_in_both_languages_and_leaves_nothing(
    office: Office, wrong: dict[str, Any], kind: type[Problem], field: str
) -> None:
    before = len(office.events)
    with pytest.raises(kind) as refused:
        office.do(M, "", "register", **registration(**wrong))
    problem = refused.value.to_dict()
    assert [one["field"] for one in problem["errors"]] == [field]
    assert all(one["en"] and one["zh"] for one in problem["errors"])
    assert all(problem[name] for name in ("slug", "title", "title_zh"))
    assert len(office.events) == before


def test_every_missing_field_is_named_at_once(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.do(M, "", "register")
    assert {one["field"] for one in refused.value.errors} == {"unit", "community", "matter", "requested_on"}


def test_a_step_from_a_wrong_status_is_refused(office: Office) -> None:
    record = office.matter()
    with pytest.raises(NotNow):
        office.do(M, record, "accept", accepted_on="2017-03-09")
    with pytest.raises(Unknown):
        office.do(M, "nobody", "accept", accepted_on="2017-03-09")
    with pytest.raises(Unknown):
        office.do(M, record, "sing")


def test_a_correction_tells_again_only_the_steps_it_changes(office: Office) -> None:
    record = office.matter()
    events = office.do(M, record, "register", corrects=1, **registration(requested_on="2017-02-26"))
    assert [(one.type.split(".")[2], one.recordversion, one.place) for one in events] == [
        ("registered", 4, 1),
        ("finished", 5, 3),
    ]
    assert events[1].data["took_days"] == 10
    assert events[0].data["due"] == {"reply": "2017-03-03"}
    assert len(office.record(M, record).revisions) == 5


def test_a_correction_that_a_later_rule_forbids_is_refused(office: Office) -> None:
    record = office.matter()
    with pytest.raises((DoneBeforeRequested, OutOfOrder)):
        office.do(M, record, "register", corrects=1, **registration(requested_on="2017-04-01"))
    assert office.record(M, record).version == 3


def test_a_correction_of_what_is_not_there_or_changes_nothing_is_refused(office: Office) -> None:
    record = office.matter()
    with pytest.raises(Unknown):
        office.do(M, record, "finish", corrects=2, done_on="2017-03-08", outcome="好")
    with pytest.raises(Unchanged):
        office.do(M, record, "finish", corrects=3, done_on="2017-03-08", outcome="修好")


def test_a_voided_matter_takes_no_more_steps(office: Office) -> None:
    record = office.matter()
    office.do(M, record, "void", reason="误录")
    for step, form in (("confirm", {"confirmed_on": "2017-03-09", "satisfied": True}), ("void", {"reason": "再"})):
        with pytest.raises(NotNow):
            office.do(M, record, step, **form)
    with pytest.raises(NotNow):
        office.do(M, record, "finish", corrects=3, done_on="2017-03-09", outcome="好")


def test_a_transfer_goes_to_another_unit_and_back(office: Office) -> None:
    record = office.do(M, "", "register", **registration())[-1].subject
    with pytest.raises(MatterSameUnit):
        office.do(M, record, "transfer", unit="DT", reason="x", transferred_on="2017-03-02")
    office.do(M, record, "transfer", unit="DBT", reason="x", transferred_on="2017-03-02")
    assert office.record(M, record).unit == "DBT"


def test_papers_give_level_one_and_a_resident_gives_level_two(office: Office) -> None:
    record = office.matter(evidence=["a" * 64])
    office.confirm(record)
    assert [event.evidencelevel for event in office.events[-2:]] == ["E1", "E2"]


def test_the_reply_clock_runs_until_it_is_accepted(office: Office) -> None:
    record = office.do(M, "", "register", **registration())[-1].subject
    (due,) = deadlines.running(office.record(M, record))
    assert (due.clock, due.due.isoformat()) == ("reply", "2017-03-08")
    office.do(M, record, "accept", accepted_on="2017-03-09")
    assert deadlines.running(office.record(M, record)) == []


def test_the_same_key_twice_leaves_one_record_and_another_body_is_refused(office: Office) -> None:
    command = Command("key", M, "register", registration(), clerk_of(M, "register"))
    first = office.registers.execute(command)
    again = office.registers.execute(command)
    assert (first.record.id, again.repeated, again.event) == (again.record.id, True, first.event)
    with pytest.raises(KeyReused):
        office.registers.execute(Command("key", M, "register", registration(matter="别的"), clerk_of(M, "register")))


def test_a_repeat_answers_as_the_first_did_even_when_the_record_went_on(office: Office) -> None:
    command = Command("key", M, "register", registration(), clerk_of(M, "register"))
    record = office.registers.execute(command).record.id
    office.do(M, record, "accept", accepted_on="2017-03-02")
    assert office.registers.execute(command).record.status() == "registered"


def test_a_stale_version_is_refused(office: Office) -> None:
    record = office.matter()
    with pytest.raises(Conflict):
        office.command(
            Command(
                "k",
                M,
                "confirm",
                {"confirmed_on": "2017-03-09", "satisfied": True},
                clerk_of(M, "confirm"),
                record,
                expected=2,
            )
        )


def test_only_the_unit_that_has_it_may_touch_a_record(office: Office) -> None:
    record = office.matter(unit="DT")
    stranger = Actor("clerk@ZS", "clerk", frozenset({"ZS"}))
    form = {"confirmed_on": "2017-03-09", "satisfied": True}
    with pytest.raises(Forbidden):
        office.command(Command("k1", M, "confirm", form, stranger, record))
    with pytest.raises(Forbidden):
        office.command(Command("k2", M, "register", registration(), stranger))
    assert office.command(Command("k3", M, "register", registration(unit="ZS"), stranger))


def test_nobody_rewrites_what_another_unit_did(office: Office) -> None:
    record = office.do(M, "", "register", **registration())[-1].subject
    office.do(M, record, "transfer", unit="ZS", reason="x", transferred_on="2017-03-02")
    clerk = Actor("clerk@ZS", "clerk", frozenset({"ZS"}))
    with pytest.raises(Forbidden):
        office.command(Command("k1", M, "register", registration(matter="别的"), clerk, record, corrects=1))


def test_a_correction_does_not_carry_a_record_into_another_unit(office: Office) -> None:
    clerk = Actor("clerk@DT", "clerk", frozenset({"DT"}))
    record = office.command(Command("k1", M, "register", registration(), clerk))[-1].subject
    with pytest.raises(Forbidden):
        office.command(Command("k2", M, "register", registration(unit="ZS"), clerk, record, corrects=1))


def test_a_malformed_command_costs_its_neighbours_nothing(office: Office) -> None:
    bad = Command("bad", M, "register", registration(), clerk_of(M, "register"), ["x"])  # type: ignore[arg-type]
    commit = office.registers._commit
    from services.chassis.handling.command_service import Job
    from services.chassis.handling.group_commit import _Ticket

    ticket: Any = _Ticket(Job(((bad,),)))
    commit._waiting.append(ticket)
    assert (
        office.registers.execute(Command("good", M, "register", registration(), clerk_of(M, "register"))).record.version
        == 1
    )
    assert isinstance(ticket.error, TypeError)


# --- duplicates ---------------------------------------------------------------------------------------------------


def register_matter(office: Office, matter: str, **more: Any) -> str:
    return office.do(M, "", "register", **registration(matter=matter, **more))[-1].subject


def accept_matter(office: Office, record: str) -> Any:
    return office.do(M, record, "accept", accepted_on="2017-03-20")[-1].data["alike"]


def test_who_accepts_a_matter_is_shown_which_recent_one_it_may_repeat(office: Office) -> None:
    first = register_matter(office, "映月小区3号楼前路灯不亮")
    assert accept_matter(office, first) == []
    second = register_matter(office, "映月小区３号楼前的路灯不亮！", requested_on="2017-03-15")
    assert accept_matter(office, second) == [{"matter": first, "percent": 76}]


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "ZS"},
        {"community": "诺卡"},
        {"requested_on": "2016-03-01"},
        {"matter": "清理楼道小广告"},
    ],
)
def test_another_units_communitys_years_or_text_is_not_proposed(office: Office, other: dict[str, Any]) -> None:
    office.do(M, "", "register", **registration(matter="映月小区3号楼前路灯不亮") | other)
    assert accept_matter(office, register_matter(office, "映月小区3号楼前路灯不亮")) == []


def test_a_matter_is_merged_into_another_and_never_into_itself_or_round_in_a_circle(office: Office) -> None:
    one, two, three = (register_matter(office, "路灯不亮") for _ in range(3))
    with pytest.raises(RepeatsItself):
        office.do(M, one, "mark_duplicate", duplicate_of=one, merged_on="2017-03-02")
    office.do(M, one, "mark_duplicate", duplicate_of=two, merged_on="2017-03-02")
    office.do(M, two, "mark_duplicate", duplicate_of=three, merged_on="2017-03-02")
    with pytest.raises(RepeatsItself):
        office.do(M, three, "mark_duplicate", duplicate_of=one, merged_on="2017-03-02")
    with pytest.raises(UnknownReference):
        office.do(M, three, "mark_duplicate", duplicate_of="nothing", merged_on="2017-03-02")
    assert deadlines.running(office.record(M, one)) == [], "nobody waits for a reply any more"


def test_a_matter_is_not_merged_into_one_that_was_rejected(office: Office) -> None:
    rejected, other = register_matter(office, "路灯不亮"), register_matter(office, "路灯不亮")
    office.do(M, rejected, "reject", reason="不属本部门", rejected_on="2017-03-02")
    with pytest.raises(MergedIntoRejected) as refused:
        office.do(M, other, "mark_duplicate", duplicate_of=rejected, merged_on="2017-03-02")
    assert refused.value.to_dict()["errors"][0]["field"] == "duplicate_of"


def test_one_community_has_one_name_when_duplicates_are_sought(office: Office) -> None:
    first = register_matter(office, "映月小区3号楼前路灯不亮", community="映月社区")
    second = register_matter(office, "映月小区3号楼前路灯不亮", community=" 映月 ")
    assert accept_matter(office, second) == [{"matter": first, "percent": 100}]


def test_a_merged_matter_counts_no_more_and_a_separated_one_when_it_is_done_again(office: Office) -> None:
    one, two = office.matter(), office.matter()
    office.confirm(one)
    assert number(office.events, "A6.matters_done").claimed == 2
    office.do(M, one, "mark_duplicate", duplicate_of=two, merged_on="2017-04-01")
    for measure, expected in (("matters_done", 1), ("confirmed", 0), ("days_to_done", 7), ("reopened", 0)):
        assert number(office.events, f"A6.{measure}").claimed == expected, measure
    assert number(office.events, "A6.matters_done", "2017-03-31").claimed == 2
    office.do(M, one, "separate", separated_on="2017-04-02", reason="两处路灯")
    assert number(office.events, "A6.matters_done").claimed == 1
    office.do(M, one, "finish", done_on="2017-04-05", outcome="修好")
    assert number(office.events, "A6.matters_done").claimed == 2


def test_a_reopened_matter_counts_in_the_share_of_reopened_ones_once(office: Office) -> None:
    one, _ = office.matter(), office.matter()
    for on in ("2017-03-20", "2017-04-20"):
        office.do(M, one, "reopen", reopened_on=on, reason="又坏")
        office.do(M, one, "finish", done_on=on, outcome="修好")
    assert number(office.events, "A6.reopened").claimed == 0.5
    assert number(office.events, "A6.replied_in_time").claimed == 1


def test_the_same_upload_under_two_keys_is_proposed_as_one(office: Office) -> None:
    first = office.matter(evidence=["a" * 64])
    second = register_matter(office, "路灯")
    assert accept_matter(office, second) == [{"matter": first, "percent": 100}]


# --- numbers ------------------------------------------------------------------------------------------------------


def test_matters_done_follow_voids_and_corrected_days(office: Office) -> None:
    one, two = office.matter(evidence=["a" * 64]), office.matter(done="2017-03-31")
    office.confirm(two, "2017-04-02")
    result = number(office.events, "A6.matters_done")
    assert (result.claimed, result.verified) == (2, 1)
    office.do(M, two, "finish", corrects=3, done_on="2017-04-01", outcome="修好")
    assert [number(office.events, "A6.matters_done", one).claimed for one in ("2017-03-31", "2017-04-01")] == [1, 2]
    assert number(office.events, "A6.days_to_done").claimed == 31
    office.do(M, one, "void", reason="误录")
    assert number(office.events, "A6.matters_done").claimed == 1
    assert number(office.events, "A6.confirmed").claimed == 1


def test_what_was_done_before_the_year_is_not_the_years(office: Office) -> None:
    office.matter(requested="2016-12-01", done="2016-12-30")
    assert number(office.events, "A6.matters_done").claimed == 0


def test_a_reply_is_awaited_until_it_is_given_or_the_matter_is_merged(office: Office) -> None:
    one, two = register_matter(office, "路灯不亮"), register_matter(office, "修复路面")
    assert number(office.events, "A6.replied_in_time").n == 2
    office.do(M, one, "mark_duplicate", duplicate_of=two, merged_on="2017-03-02")
    office.do(M, two, "accept", accepted_on="2017-03-09")
    result = number(office.events, "A6.replied_in_time")
    assert (result.claimed, result.n) == (0, 1), "one day late"
    office.do(M, two, "accept", corrects=2, accepted_on="2017-03-08")
    assert number(office.events, "A6.replied_in_time").claimed == 1


def test_who_asks_for_a_matter_stands_in_its_own_fields_alone(office: Office) -> None:
    with pytest.raises(NamesSomebody):
        register_matter(office, "请联系13812345678修路灯")
    register_matter(office, "路灯不亮", requester_name="张三", telephone="13812345678")
    assert office.events[-1].data["requester_name"].startswith("who-")


def test_what_became_of_a_matter_names_nobody(office: Office) -> None:
    number_of_somebody = "已告知13812345678"
    record = register_matter(office, "路灯不亮")
    with pytest.raises(NamesSomebody):
        office.do(M, record, "comment", note=number_of_somebody)
    with pytest.raises(NamesSomebody):
        office.do(M, record, "reject", reason=number_of_somebody, rejected_on="2017-03-02")
    office.do(M, record, "accept", accepted_on="2017-03-02")
    with pytest.raises(NamesSomebody):
        office.do(M, record, "finish", outcome=number_of_somebody, done_on="2017-03-08")
    assert office.do(M, record, "finish", outcome="已告知", done_on="2017-03-08")


def test_what_was_named_when_it_was_known_does_not_stop_a_correction(office: Office) -> None:
    events = office.do(M, "", "register", unit="ZS", community="映月", matter="x", requested_on="2017-03-01")
    matter = events[-1].subject
    office.do(M, matter, "transfer", unit="DBT", transferred_on="2017-03-02", reason="辖区")
    office.do("training.units", "DBT", "void", reason="误录")
    corrected: dict[str, Any] = {"unit": "ZS", "community": "诺卡", "matter": "x", "requested_on": "2017-03-01"}
    office.do(M, matter, "register", 1, **corrected)
    assert office.record(M, matter)["community"] == "诺卡"
    with pytest.raises(UnknownReference):
        office.do(M, matter, "transfer", 2, unit="DBT", transferred_on="2017-03-03", reason="辖区")
