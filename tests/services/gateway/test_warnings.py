"""What is unlikely across records is remarked, answered, and kept; it refuses nothing."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from contracts import catalogue, comparison, envelope
from contracts.cases.warning_answers import register as answers
from services.chassis.storage import journal
from services.chassis.storage.lists.window import ListWindow
from services.gateway.read_model import projections
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.warnings import reading, waiting
from services.gateway.read_model.warnings.bearings import CONCERNED, bearings_of
from services.gateway.read_model.warnings.comparison import MOST_COMPARED, Borne, clashes
from services.gateway.read_model.warnings.kinds import KINDS
from services.gateway.read_model.warnings.reading import RecordWarning
from services.gateway.read_model.warnings.waiting import WaitingQuestion
from tests.office import Office, build_view
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags

MATTERS = "/registers/outreach/matters"
NEW = {"community": "映月", "matter": "路灯不亮", "requested_on": "2017-03-01"}
NUMBER = "锡东便民2017第9号"


def requested_matter(office: Office, number: str = NUMBER, unit: str = "DT", **more: Any) -> str:
    form = {"unit": unit, "number": number, **NEW} | more
    return office.do("outreach.matters", "", "register", **form)[-1].subject


def warnings_of(office: Office) -> list[RecordWarning]:
    view = build_view(office.events, campaign())
    with view.store.begin_read() as tx:
        part = waiting.page(tx, view.district, WaitingQuestion(), ListWindow(1000))
        return reading.of_ids(tx, view.district, [id_ for (id_,) in part.places])


def slugs(office: Office) -> list[str]:
    return sorted(one.kind.slug for one in warnings_of(office))


def held_session(office: Office, person: str, minutes: int, day: str = "2017-03-02") -> str:
    course = f"SYN-{len(office.events)}"
    office.do(
        "training.courses", "", "define", code=course, title="执法规范", unit="DT", category="special", topics=["law"],
        hours=8, pass_mark=60, mandatory_for=[], validity_months=12, in_force_on="2017-01-01",
    )  # fmt: skip
    session = office.do(
        "training.sessions", "", "plan", unit="DT", course=course, form="lecture", title="SYN", planned_on=day,
        planned_for=day,
    )[-1].subject  # fmt: skip
    attendance = [{"person": person, "status": "present"}]
    office.do("training.sessions", session, "hold", held_on=day, minutes=minutes, attendance=attendance)
    return session


# --- what is remarked ------------------------------------------------------------------------------------------------


def test_a_number_that_stands_on_another_record_is_remarked_however_it_is_written(office: Office) -> None:
    first = requested_matter(office, "XD-2017-0009")
    second = requested_matter(office, "xd-2017-0009", "ZS")

    (warning,) = warnings_of(office)

    assert (warning.kind.slug, warning.subject.id, warning.other and warning.other.id) == (
        "number-reused",
        second,
        first,
    )
    assert "xd-2017-0009" in warning.sentences["zh"]


def test_short_running_numbers_are_each_units_own(office: Office) -> None:
    requested_matter(office, "9", "DT")
    requested_matter(office, "9", "ZS")
    assert not warnings_of(office)
    requested_matter(office, "９", "ZS")
    assert slugs(office) == ["number-reused"]


def test_what_was_taken_back_clashes_with_nothing(office: Office) -> None:
    requested_matter(office)
    second = requested_matter(office)
    office.do("outreach.matters", second, "void", reason="重复登记")
    assert not warnings_of(office)


def test_a_correction_ends_the_warning(office: Office) -> None:
    requested_matter(office)
    second = requested_matter(office)
    office.do("outreach.matters", second, "register", 1, unit="DT", number="锡东便民2017第10号", **NEW)
    assert not warnings_of(office)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [((240, 240), []), ((240, 300), ["two-places"]), ((480, 60), ["two-places"]), ((1000, 500), ["more-than-a-day"])],
)
def test_one_person_in_two_sessions_of_a_day_is_remarked_where_the_day_has_not_so_many_hours(
    office: Office, minutes: tuple[int, ...], expected: list[str]
) -> None:
    office.person("DT-01", "DT")
    for one in minutes:
        held_session(office, "DT-01", one)
    held_session(office, "DT-01", 480, "2017-03-03")
    assert slugs(office) == expected


def test_a_visit_beside_a_whole_day_of_training_is_remarked_across_services(office: Office) -> None:
    office.person("DT-01", "DT")
    held_session(office, "DT-01", 480)
    visit = office.do(
        "outreach.visits", "", "schedule", counterpart_kind="community", community="映月", unit="DT",
        scheduled_on="2017-03-01", scheduled_for="2017-03-02",
    )[-1].subject  # fmt: skip
    office.do("outreach.visits", visit, "make", made_on="2017-03-02", visitor="DT-01")

    (warning,) = warnings_of(office)

    assert (warning.kind.slug, warning.subject.id) == ("two-places", visit)
    assert warning.other
    assert warning.other.register.name == "training.sessions"


def test_a_volunteer_who_gave_more_hours_than_a_day_has_is_remarked(office: Office) -> None:
    for minutes in (800, 700):
        event = office.do(
            "outreach.volunteer_events", "", "plan", unit="DT", title="清理", kind="cleanup", planned_on="2017-03-01",
            planned_for="2017-03-02",
        )[-1].subject  # fmt: skip
        office.do("outreach.volunteer_events", event, "hold", held_on="2017-03-02", minutes=900)
        service = [{"volunteer": "SYN-V1", "minutes": minutes}]
        office.do("outreach.volunteer_events", event, "log_hours", logged_on="2017-03-03", service=service)
    assert slugs(office) == ["more-than-a-day"]


def test_what_a_leaver_holds_is_remarked_until_it_is_handed_back_whatever_is_answered(office: Office) -> None:
    office.person("DT-01", "DT")
    asset: dict[str, Any] = {
        "code": "SYN-R1",
        "unit": "DT",
        "kind": "radio",
        "model": "SYN",
        "registered_on": "2017-01-01",
    }
    office.do("equipment.assets", "", "register", **asset)
    office.do("equipment.assets", "SYN-R1", "stock", stocked_on="2017-01-02")
    office.do("equipment.assets", "SYN-R1", "issue", holder="DT-01", issued_on="2017-01-03", signed=True)
    assert not warnings_of(office)
    office.do("training.people", "DT-01", "leave", left_on="2017-05-01", reason="退休")
    (warning,) = warnings_of(office)
    assert (warning.kind.slug, warning.subject.id, warning.read["day"]) == ("held-by-leaver", "SYN-R1", "2017-05-01")

    answer(office, warning, "已约定交还日期")
    assert slugs(office) == ["held-by-leaver"]

    returned: dict[str, Any] = {
        "returned_by": "DT-01",
        "returned_on": "2017-05-03",
        "condition": "good",
        "signed": True,
    }
    office.do("equipment.assets", "SYN-R1", "give_back", **returned)
    assert not warnings_of(office)


def answer(office: Office, warning: RecordWarning, text: str, unit: str = "") -> None:
    office.do(
        "cases.warning_answers", "", "answer", warning=warning.id, unit=unit or warning.unit, answer=text,
        register=warning.subject.register.name, record=warning.subject.id, answered_on="2018-01-01",
    )  # fmt: skip


def test_who_may_touch_neither_record_closes_no_warning(office: Office) -> None:
    requested_matter(office)
    requested_matter(office, unit="DBT")
    (warning,) = warnings_of(office)
    answer(office, warning, "两事同号", "ZS")
    assert slugs(office) == ["number-reused"]


# --- whatever the order, and however many ----------------------------------------------------------------------------


def test_warnings_are_the_same_whatever_the_order_of_events(office: Office) -> None:
    office.person("DT-01", "DT")
    held_session(office, "DT-01", 400)
    held_session(office, "DT-01", 400)
    for _ in range(3):
        requested_matter(office)
    (first, *_) = warnings_of(office)
    answer(office, first, "确属两事")
    digests = set()
    for events in itertools.islice(itertools.permutations(office.events[-6:]), 0, 720, 97):
        view = build_view(office.events[:-6], campaign())
        for event in events:
            with view.store.begin() as tx:
                projections.put(tx, view.district, view.programme, [event])
        with view.store.begin_read() as tx:
            digests.add(view.digest(tx))
    assert len(digests) == 1


def test_what_very_many_share_is_compared_within_bounds(office: Office) -> None:
    matter = requested_matter(office)
    (bearing,) = bearings_of(office.registers.record("outreach.matters", matter))
    crowd = [Borne(f"outreach.matters/{n:06}", "DT", bearing) for n in range(10_000)]
    assert len(clashes(crowd)) == MOST_COMPARED - 1


def test_who_reads_answers_may_read_every_record_to_which_there_are_any() -> None:
    restricted = [one for name in CONCERNED if (one := catalogue.REGISTERS[name]).reader_roles]
    assert [one.name for one in restricted if not answers.reader_roles <= one.reader_roles] == []
    assert restricted


def test_widths_blanks_and_letters_are_no_difference() -> None:
    assert comparison.number("锡 执（２０１７）第Ａ9 号") == comparison.number("锡执(2017)第a9号")


def test_every_kind_says_it_in_both_languages() -> None:
    read = {"key": "K", "day": "2017-03-01", "minutes": "1", "records": "2", "moment": "2017-03-01 08:00"}
    for kind in KINDS.values():
        assert all("K" in text and "{" not in text for text in kind.sentences(read).values())


def take_over(gateway: GatewayClient) -> None:
    """The view hears of everything that was done."""
    with gateway.office.store.begin_read() as tx:
        gateway.office.events = [envelope.decode(body.encode()) for _, body in journal.page(tx, 0, 10_000)]
    gateway.project_events()


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_asks_before_it_saves_and_keeps_the_answer(gateway: GatewayClient) -> None:
    first = requested_matter(gateway.office)
    gateway.project_events()

    asked = gateway.fill(f"{MATTERS}/new", NEW | {"number": NUMBER})

    assert asked.status_code == 200
    assert f"编号“{NUMBER}”在同一台账的另一条记录上已经用过" in without_tags(asked.text)
    assert f"{MATTERS}/{first}" in asked.text
    assert len(gateway.office.registers.page("outreach.matters", within={}, after="", most=9)) == 1
    saved = gateway.request(f"{MATTERS}/new", FilledForm(asked.text).fill_in({"_answer": "上级编号重复，确属两事"}))
    assert saved.status_code == 303, without_tags(saved.text)
    again = gateway.request(f"{MATTERS}/new", FilledForm(asked.text).fill_in({"_answer": "上级编号重复，确属两事"}))
    assert again.headers["Location"] == saved.headers["Location"]
    take_over(gateway)
    page = without_tags(gateway.request(saved.headers["Location"]).text)
    assert "上级编号重复，确属两事" in page
    assert "待核对" not in page.replace("待核对提示", "")
    assert "没有待核对的提示" in gateway.request("/warnings").text
    record = saved.headers["Location"].partition("?")[0].removeprefix("/registers")
    (warning,) = gateway.client.get(f"/v1{record}", headers=json_headers(gateway)).get_json()["warnings"]
    assert (warning["answer"]["text"], warning["other"]["record"]) == ("上级编号重复，确属两事", first)
    third = gateway.request(f"{MATTERS}/new", FilledForm(asked.text).fill_in({"_answer": "x"}))
    assert third.headers["Location"] == saved.headers["Location"], "a retry asks nothing anew"


def json_headers(gateway: GatewayClient) -> dict[str, str]:
    return {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}"}


def test_an_answer_that_names_somebody_is_refused_before_anything_is_saved(gateway: GatewayClient) -> None:
    requested_matter(gateway.office)
    gateway.project_events()
    asked = gateway.fill(f"{MATTERS}/new", NEW | {"number": NUMBER})
    refused = gateway.request(f"{MATTERS}/new", FilledForm(asked.text).fill_in({"_answer": "问13812345678"}))
    assert refused.status_code == 422
    assert "手机号" in refused.text
    assert len(gateway.office.registers.page("outreach.matters", within={}, after="", most=9)) == 1


def test_json_accepts_it_and_the_warning_waits_until_somebody_answers(gateway: GatewayClient) -> None:
    requested_matter(gateway.office)
    gateway.project_events()
    form = {"unit": "DT", "number": NUMBER} | NEW
    opened = gateway.client.post("/v1/outreach/matters", json=form, headers=json_headers(gateway))
    assert opened.status_code == 201
    (warning,) = opened.get_json()["warnings"]
    take_over(gateway)
    waiting = gateway.client.get("/v1/warnings", headers=json_headers(gateway)).get_json()["items"]
    assert [one["id"] for one in waiting] == [warning["id"]]
    assert waiting[0]["waits"]
    address = f"/v1/warnings/{warning['id']}"
    for body in ({}, {"answer": 1}, {"answer": ""}, {"answer": "y", "more": 1}):
        assert gateway.client.post(address, json=body, headers=json_headers(gateway)).status_code == 422
    stranger = {"Authorization": f"Bearer {gateway.token('clerk', 'ZS')}"}
    assert gateway.client.post(address, json={"answer": "不是我的"}, headers=stranger).status_code == 403
    for _ in range(2):
        answer = gateway.client.post(address, json={"answer": "确属两事"}, headers=json_headers(gateway))
        assert answer.status_code == 200, answer.text
    take_over(gateway)
    assert gateway.client.get("/v1/warnings", headers=json_headers(gateway)).get_json()["items"] == []
    assert gateway.client.get(address, headers=json_headers(gateway)).get_json()["answer"]["text"] == "确属两事"


def test_a_warning_is_answered_on_its_own_page(gateway: GatewayClient) -> None:
    requested_matter(gateway.office)
    second = requested_matter(gateway.office)
    gateway.project_events()
    listed = gateway.request("/warnings?unit=DT")
    assert second in listed.text
    (warning,) = warnings_of(gateway.office)
    refused = gateway.fill(f"/warnings/{warning.id}", {"answer": " "})
    assert refused.status_code == 422
    saved = gateway.fill(f"/warnings/{warning.id}", {"answer": "确属两事"})
    assert saved.headers["Location"] == f"{MATTERS}/{second}"
    take_over(gateway)
    assert "确属两事" in gateway.request(f"{MATTERS}/{second}").text
    assert gateway.request("/warnings/nothing").status_code == 404


def test_who_may_not_read_a_register_is_told_of_no_warning_in_it(gateway: GatewayClient) -> None:
    requested_matter(gateway.office)
    second = requested_matter(gateway.office)
    gateway.project_events()
    assert second in gateway.request("/warnings").text
    register = catalogue.REGISTERS["outreach.matters"].__dict__
    readers = register.get("reader_roles", frozenset())
    register["reader_roles"] = frozenset({"leader"})
    try:
        assert second not in gateway.request("/warnings").text
        (warning,) = warnings_of(gateway.office)
        assert gateway.request(f"/warnings/{warning.id}").status_code == 404
    finally:
        register["reader_roles"] = readers
