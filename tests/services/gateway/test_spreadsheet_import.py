"""A sheet becomes records: a row is a group of steps, a sheet sent twice makes nothing twice, mistakes come at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.gateway.spreadsheets.faults import EmptySheet, ImportRefused
from tests.services.gateway.sheet_clerk import Clerk

HEAD = "登记编号,承办单位,社区,事项,诉求日期,受理日期,办结日期,办理结果,确认日期,满意\n"
DONE = "A-1,单位DT,映月,路灯,2017-03-01,2017-03-02,2017-03-08,修好,,\n"
CONFIRMED = "A-1,单位DT,映月,路灯,2017-03-01,2017-03-02,2017-03-08,修好,2017-03-10,是\n"
ASKED = "A-2,DT,诺卡,小广告,2017-03-05,,,,,\n"


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    new_clerk = Clerk(tmp_path)
    yield new_clerk
    new_clerk.close()


def outcome(result: dict[str, Any]) -> tuple[int, int, int]:
    return result["accepted"], result["repeated"], result["refused"]


def statuses(clerk: Clerk) -> dict[str, str]:
    return {row["fields"].get("number", row["id"]): row["status"] for row in clerk.records()}


def faults(clerk: Clerk, text: str, **more: Any) -> list[tuple[int, str | None, str | None, str]]:
    """Where it was refused: row, column, step.field, slug."""
    before = clerk.records()
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(text, **more)
    assert clerk.records() == before, "nothing half-imported"
    return places(refused.value.to_dict()["errors"])


def places(errors: list[dict[str, Any]]) -> list[tuple[int, str | None, str | None, str]]:
    return [(one["row"], one["column"], f"{one['step']}.{one['field']}", one["slug"]) for one in errors]


def test_a_row_takes_each_step_for_which_a_cell_is_filled(clerk: Clerk) -> None:
    result = clerk.import_csv(HEAD + DONE + ASKED)
    assert outcome(result) == (2, 0, 0)
    assert statuses(clerk) == {"A-1": "done", "A-2": "registered"}
    assert [one["row"] for one in result["records"]] == [2, 3]
    assert result["last_event"] == result["records"][-1]["event"]


def test_the_same_sheet_twice_makes_nothing_twice(clerk: Clerk) -> None:
    first, second = clerk.import_csv(HEAD + DONE + ASKED), clerk.import_csv(HEAD + DONE + ASKED)
    assert outcome(second) == (0, 2, 0)
    assert [one["id"] for one in second["records"]] == [one["id"] for one in first["records"]]
    assert [one["event"] for one in second["records"]] == [one["event"] for one in first["records"]]


def test_a_sheet_that_has_grown_adds_only_the_new_steps(clerk: Clerk) -> None:
    clerk.import_csv(HEAD + DONE + ASKED)
    result = clerk.import_csv(HEAD + ASKED + CONFIRMED)
    assert outcome(result) == (1, 1, 0)
    assert statuses(clerk) == {"A-1": "confirmed", "A-2": "registered"}
    assert len(clerk.records()) == 2


def test_rows_without_a_number_are_known_by_their_content_and_equal_ones_by_their_order(clerk: Clerk) -> None:
    head, row = "承办单位,社区,事项,诉求日期\n", "DT,映月,清理小广告,2017-03-01\n"
    assert outcome(clerk.import_csv(head + row + row)) == (2, 0, 0)
    assert outcome(clerk.import_csv(head + row + row)) == (0, 2, 0)
    assert outcome(clerk.import_csv(head + row + row + row)) == (1, 2, 0)
    assert len(clerk.records()) == 3


def test_a_colleague_with_the_same_sheet_in_another_format_makes_nothing_twice(clerk: Clerk) -> None:
    clerk.import_csv(HEAD + DONE)
    result = clerk.import_csv(HEAD + "Ａ-1,DT,映月,路灯,2017/3/1,2017年3月2日,2017.3.8,修好,,\n".replace("Ａ", "A"))
    assert outcome(result) == (0, 1, 0)


def test_a_numbered_row_with_other_content_is_no_second_record(clerk: Clerk) -> None:
    clerk.import_csv(HEAD + DONE)
    assert faults(clerk, HEAD + DONE.replace("路灯", "井盖")) == [(2, "A", "register.number", "changed")]


def test_two_rows_of_a_sheet_cannot_open_one_record(clerk: Clerk) -> None:
    assert faults(clerk, HEAD + DONE + DONE) == [(3, "A", "register.number", "double-row")]


def test_all_mistakes_are_told_at_once_by_row_and_column(clerk: Clerk) -> None:
    wrong = (
        "A-1,DT,映月,路灯,2017-03-01,2017-03-02,2017-02-01,修好,,\n"  # done before it was asked for: a rule
        "A-2,没有的中队,映月,路灯,03/01/2017,,,,,\n"  # two cells that cannot be read
        ",NONE,映月,路灯,2017-03-01,,,,,\n"  # a unit that no register knows
        "A-4,DT,,,2017-03-01,,,,,maybe\n"  # two that are missing, one unreadable, and its day
        "A-5,DT,映月,路灯,2017-03-01,,2017-03-08,,,\n"  # finished without its outcome
        "A-6,DT,映月,路灯,2099-03-01,,,,,\n"  # in the future
        "A-7,DT,映月,路灯,2017-03-01,,2017-03-08,修好,,\n"  # finished, never accepted
    )
    assert faults(clerk, HEAD + wrong + DONE.replace("A-1", "A-8")) == [
        (2, "G", "finish.done_on", "done-before-requested"),
        (3, "B", "register.unit", "no-such-unit"),
        (3, "E", "register.requested_on", "not-a-day"),
        (4, "B", "register.unit", "unknown-reference"),
        (5, "C", "register.community", "invalid"),
        (5, "D", "register.matter", "invalid"),
        (5, "I", "confirm.confirmed_on", "invalid"),
        (5, "J", "confirm.satisfied", "not-a-flag"),
        (6, "H", "finish.outcome", "invalid"),
        (7, "E", "register.requested_on", "not-yet"),
        (8, "G", "finish.None", "not-now"),
    ]
    assert clerk.records() == []


def test_a_missing_column_is_told_without_a_letter(clerk: Clerk) -> None:
    assert faults(clerk, "承办单位,社区,诉求日期\nDT,映月,2017-03-01\n") == [(2, None, "register.matter", "invalid")]


def test_a_refusal_by_a_rule_alone_imports_nothing_and_counts(clerk: Clerk) -> None:
    late = DONE.replace("A-1", "A-9").replace("2017-03-02", "2017-02-01")
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(HEAD + DONE + late)
    problem = refused.value.to_dict()
    assert (problem["status"], problem["slug"], problem["rows"], problem["refused"]) == (422, "import-refused", 2, 1)
    assert clerk.records() == []


def test_what_is_right_is_imported_where_a_part_was_asked_for(clerk: Clerk) -> None:
    result = clerk.import_csv(HEAD + DONE + "A-2,DT,映月,井盖,昨天,,,,,\n" + ASKED.replace("A-2", "A-3"), partial=True)
    assert outcome(result) == (2, 0, 1)
    assert places(result["errors"]) == [(3, "E", "register.requested_on", "not-a-day")]
    assert statuses(clerk) == {"A-1": "done", "A-3": "registered"}


def test_a_part_is_sent_in_chunks_and_a_whole_in_one_transaction(clerk: Clerk) -> None:
    rows = "".join(f"P-{number},DT,映月,路灯,2017-03-01,,,,,\n" for number in range(450))
    clerk.import_csv(HEAD + rows, partial=True)
    clerk.import_csv(HEAD + rows.replace("P-", "W-"))
    assert clerk.sent == [(200, False, False), (200, False, False), (50, False, False), (450, True, False)]


def test_a_try_leaves_nothing(clerk: Clerk) -> None:
    result = clerk.import_csv(HEAD + DONE, dry=True)
    assert (outcome(result), result["dry_run"], result["records"], result["last_event"]) == ((1, 0, 0), True, [], None)
    assert clerk.records() == []
    assert faults(clerk, HEAD + DONE.replace("2017-03-08", "2017-02-08"), dry=True)


def test_people_and_units_are_known_by_their_codes(clerk: Clerk) -> None:
    units = "单位编号,单位名称,单位类别,上级单位,设立日期\nB,某局,局,,2016-01-01\nYL,云林中队,中队,B,2016-01-01\n"
    assert outcome(clerk.import_csv(units, "training.units")) == (2, 0, 0)
    result = clerk.import_csv(units, "training.units")
    assert outcome(result) == (0, 2, 0)
    assert all(one["repeated"] and one["event"] for one in result["records"])
    renamed = units.replace("云林中队", "云林二中队")
    assert faults(clerk, renamed, register="training.units") == [(3, "B", "open.name", "changed")]
    people = "人员编号,姓名,单位,岗位,编制,党员,入职日期\nP1,某,云林中队,执法人员,在编,是,2016-05-01\n"
    clerk.import_csv(people, "training.people")
    assert outcome(clerk.import_csv("人员编号,上岗日期\nP1,2016-06-01\n", "training.people")) == (1, 0, 0)


def test_units_of_the_same_sheet_may_stand_above_each_other_by_code(clerk: Clerk) -> None:
    head = "单位编号,单位名称,单位类别,上级单位,设立日期\n"
    result = clerk.import_csv(head + "N1,新局,局,,2016-01-01\nN2,新大队,大队,N1,2016-01-01\n", "training.units")
    assert outcome(result) == (2, 0, 0)


def test_evidence_is_named_by_file_and_counts_as_the_file(clerk: Clerk) -> None:
    sha, head = clerk.upload_file("after.png"), HEAD.strip() + ",办结佐证\n"
    clerk.import_csv(head + DONE.strip() + ",after.png\n")
    (record,) = clerk.records()
    assert record["fields"]["evidence"] == [sha]
    clerk.upload_file("after.png", b"another")
    wrong = DONE.replace("A-1", "A-2").strip()
    assert faults(clerk, head + wrong + ",after.png\n") == [(2, "K", "finish.evidence", "many-files")]
    assert faults(clerk, head + wrong + ",missing.png\n") == [(2, "K", "finish.evidence", "no-such-evidence")]
    assert faults(clerk, head + wrong + f",{'0' * 64}\n") == [(2, "K", "finish.evidence", "no-such-evidence")]
    clerk.upload_file("theirs.png", b"theirs", by="clerk@ZS")
    assert faults(clerk, head + wrong + ",theirs.png\n") == [(2, "K", "finish.evidence", "no-such-evidence")]


def test_an_export_that_is_imported_again_changes_nothing_and_takes_up_what_was_added(clerk: Clerk) -> None:
    done = clerk.office.matter()
    clerk.office.matter(requested="2017-03-02")
    clerk.catch_up()
    text = clerk.export_register().decode("utf-8-sig")
    result = clerk.import_csv(text)
    assert outcome(result) == (0, 2, 0)
    assert all(one["repeated"] for one in result["records"])
    lines = text.splitlines()
    head, row = lines[0].split(","), next(line for line in lines if done in line).split(",")
    row[head.index("确认日期")], row[head.index("满意")] = "2017-03-10", "是"
    assert outcome(clerk.import_csv(f"{lines[0]}\n{','.join(row)}\n")) == (1, 0, 0)
    assert {one["id"]: one["status"] for one in clerk.records()}[done] == "confirmed"
    assert len(clerk.records()) == 2


def test_an_export_that_was_changed_does_not_correct(clerk: Clerk) -> None:
    clerk.office.matter()
    clerk.catch_up()
    text = clerk.export_register().decode("utf-8-sig")
    errors = faults(clerk, text.replace("路灯", "井盖"))
    assert [(row, where, slug) for row, _, where, slug in errors] == [(2, "register.matter", "changed")]


def test_an_export_taken_elsewhere_opens_the_same_records_once(clerk: Clerk, tmp_path: Path) -> None:
    clerk.import_csv(HEAD + CONFIRMED + ASKED)
    text, other = clerk.export_register(), Clerk(tmp_path / "other")
    try:
        assert outcome(other.import_csv(text)) == (2, 0, 0)
        assert outcome(other.import_csv(text)) == (0, 2, 0)
        assert [row["id"] for row in other.records()] == [row["id"] for row in clerk.records()]
        assert other.export_register() == text
    finally:
        other.close()


def test_an_export_asks_the_owner_for_what_the_view_has_not_heard(clerk: Clerk) -> None:
    clerk.office.matter(unit="ZS")
    behind = clerk.export_register()
    clerk.catch_up()
    assert clerk.export_register() == behind


def test_an_id_that_no_record_can_have_is_refused(clerk: Clerk) -> None:
    text = "系统·记录编号,承办单位,社区,事项,诉求日期\n../1,DT,映月,路灯,2017-03-01\n"
    assert faults(clerk, text) == [(2, "A", "None.None", "not-a-record")]


@pytest.mark.parametrize("text", ["", "\n\n", HEAD])
def test_a_sheet_with_nothing_in_it_is_refused(clerk: Clerk, text: str) -> None:
    with pytest.raises(EmptySheet):
        clerk.import_csv(text)


def test_wrong_headings_and_wrong_cells_are_told_at_once_and_nothing_is_imported(clerk: Clerk) -> None:
    text = HEAD.replace("社区", "天气") + "A-1,DT,晴,路灯,2017-03-01\nA-2,DT,晴,路灯,昨天\nA-3,DT,晴,路灯,2017-03-03\n"
    wrong = {(1, "C", "None.None", "unknown-heading"), (3, "E", "register.requested_on", "not-a-day")}
    for partial in (False, True):
        with pytest.raises(ImportRefused) as refused:
            clerk.import_csv(text, partial=partial)
        told = refused.value.to_dict()
        listed = [(one["row"], one["column"], f"{one['step']}.{one['field']}", one["slug"]) for one in told["errors"]]
        assert wrong <= set(listed)
        assert (told["rows"], told["accepted"], told["refused"]) == (3, 0, 3)
        (lacking,) = [one for one in told["errors"] if one["field"] == "community"]
        assert (lacking["column"], lacking["rows"]) == (None, 3), "what is wanting in every row is told once"
    assert all(dry for _, _, dry in clerk.sent)
    assert not clerk.records()


EVENT = "主办单位,活动名称,活动类别,计划日期,拟举办日期,举办日期,时长（分钟）,登记日期,服务时长\n"
HOURS = "单位DT,集市,公益集市,2017-03-01,2017-04-15,2017-04-15,90,2017-04-16,v1/120；v2/30\n"
EVENTS = "outreach.volunteer_events"


def test_a_list_of_entries_is_one_cell(clerk: Clerk) -> None:
    assert outcome(clerk.import_csv(EVENT + HOURS, EVENTS)) == (1, 0, 0)
    assert outcome(clerk.import_csv(EVENT + HOURS, EVENTS)) == (0, 1, 0)
    (record,) = clerk.records(EVENTS)
    assert [(one["volunteer"], one["credited"]) for one in record["fields"]["service"]] == [("v1", 90), ("v2", 30)]


def test_what_is_wrong_in_an_entry_is_told_with_its_number(clerk: Clerk) -> None:
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(EVENT + HOURS.replace("v2/30", "v2"), EVENTS)
    (fault,) = refused.value.to_dict()["errors"]
    assert (fault["column"], fault["step"], fault["field"]) == ("I", "log_hours", "service")
    assert fault["zh"] == "第 2 条·服务分钟：必填；应为整数，1 至 1440，如 60"


def test_an_exported_list_of_entries_says_nothing_new(clerk: Clerk) -> None:
    clerk.import_csv(EVENT + HOURS, EVENTS)
    body = clerk.export_register(EVENTS)
    assert outcome(clerk.import_csv(body, EVENTS)) == (0, 1, 0)
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(body.replace(b"v2/30", b"v2/31"), EVENTS)
    assert {one["slug"] for one in refused.value.to_dict()["errors"]} == {"logged-twice"}
