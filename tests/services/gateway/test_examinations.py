"""Examinations with a baseline, as the interface and the page show them: first and latest by topic, with n."""

from __future__ import annotations

import importlib
import random
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from contracts.training.assessments import register
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger
from services.gateway.read_model.examinations import reading
from services.gateway.read_model.examinations.reading import ExaminationQuestion, TopicNumber
from services.gateway.read_model.examinations.tables import exam_papers, exam_points, exam_tally
from services.gateway.read_model.generations import pointer
from services.gateway.read_model.generations.tables import LIVE
from services.gateway.read_model.programme import campaign
from tests.office import DISTRICT, IN_MEMORY, Office, build_view, day
from tests.rows_read import steps_in
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_pages import parse_page
from tests.services.gateway.test_surveys import hear
from tests.services.gateway.test_trends import answer_of
from tests.services.training.training_records import ASSESSMENTS, course, paper, sat_assessment

PEOPLE = ("a", "b", "c", "d")
TABLES = (exam_papers, exam_points, exam_tally)
DAY = "2017-12-31"
READERS = sorted(register.reader_roles)


@pytest.fixture
def bureau() -> Office:
    """A squadron with a course, a baseline and two papers that are compared with it."""
    office = Office(start="2018-01-01", units="")
    office.unit("DD", kind="brigade")
    office.unit("DT", "DD")
    for person in PEOPLE:
        office.person(person, "DT")
    course(office)
    paper(office, "B", title="执法业务摸底", round="baseline")
    for code in ("L1", "L2"):
        paper(office, code, round="later", baseline="B")
    return office


@pytest.fixture
def gateway(tmp_path: Any, bureau: Office) -> Iterator[GatewayClient]:
    """A gateway of that bureau, which has heard nothing yet."""
    client = GatewayClient(tmp_path, bureau)
    yield client
    client.store.close()
    bureau.store.close()


def sit(office: Office, person: str, code: str, on: str, law: int) -> str:
    """A sitting of which the sheet tells the points by topic, each of fifty; its id."""
    record = sat_assessment(office, person, on, code)
    points = {"law": law, "front_line": 50 - law}
    topics = [{"topic": topic, "points": some, "full": 50} for topic, some in points.items()]
    office.do(ASSESSMENTS, record, "score", score=sum(points.values()), topics=topics)
    return record


def everybody(office: Office, code: str, on: str, law: int, people: tuple[str, ...] = PEOPLE) -> list[str]:
    return [sit(office, person, code, on, law) for person in people]


def means_of(gateway: GatewayClient, as_of: str = DAY) -> dict[str, list[Any]]:
    """By topic of the one examination: n and mean, at first and at the latest."""
    (told,) = answer_of(gateway, f"/v1/assessments?as_of={as_of}")["examinations"]
    return {
        one["topic"]: [(side["n"], side["mean"]) if side else None for side in (one["first"], one["latest"])]
        for one in told["topics"]
    }


def test_first_and_latest_stand_side_by_side_with_how_many_persons(gateway: GatewayClient, bureau: Office) -> None:
    everybody(bureau, "B", "2017-02-01", 20)
    everybody(bureau, "L1", "2017-04-01", 10)
    everybody(bureau, "L2", "2017-06-15", 45, PEOPLE[:3])
    hear(gateway, bureau)
    # d did not sit the second one: the latest of d is that of April.
    assert means_of(gateway) == {"law": [(4, 40), (4, 72.5)], "front_line": [(4, 60), (4, 27.5)]}
    assert [means_of(gateway, as_of)["law"] for as_of in ("2017-02-01", "2017-04-01", "2017-06-14", "2017-06-15")] == [
        [(4, 40), None],
        [(4, 40), (4, 20)],
        [(4, 40), (4, 20)],
        [(4, 40), (4, 72.5)],
    ]
    assert answer_of(gateway, "/v1/assessments?as_of=2017-01-04")["examinations"] == []


def test_of_each_person_counts_the_first_baseline_and_the_latest_later_sitting(
    gateway: GatewayClient, bureau: Office
) -> None:
    everybody(bureau, "B", "2017-02-02", 20, PEOPLE[:3])
    sit(bureau, "a", "B", "2017-02-09", 35)
    sit(bureau, "b", "B", "2017-02-01", 50)
    everybody(bureau, "L1", "2017-04-01", 10, PEOPLE[:3])
    sit(bureau, "a", "L1", "2017-04-01", 40)
    hear(gateway, bureau)
    assert means_of(gateway)["law"] == [(3, 60), (3, 40)], "(50 + 20 + 20) and (40 + 10 + 10) of fifty each"
    sittings = answer_of(gateway, f"/v1/assessments/B/later/law?as_of={DAY}")["sittings"]
    assert sorted(one["percent"] for one in sittings) == [20, 20, 80]


def test_of_fewer_than_three_persons_nothing_is_told(gateway: GatewayClient, bureau: Office) -> None:
    everybody(bureau, "B", "2017-02-01", 20, PEOPLE[:3])
    for _ in range(2):
        everybody(bureau, "L1", "2017-04-01", 40, PEOPLE[:2])
    hear(gateway, bureau)
    (told,) = answer_of(gateway, f"/v1/assessments?as_of={DAY}")["examinations"]
    latest = told["topics"][0]["latest"]
    assert (latest["shown"], latest["n"], latest["mean"]) == (False, None, None), "four sittings of two persons"
    behind = answer_of(gateway, f"/v1/assessments/B/later/law?as_of={DAY}")
    assert (behind["shown"], behind["n"], behind["sittings"]) == (False, None, [])
    text = parse_page(gateway.request(f"/assessments?as_of={DAY}", role="leader", unit=None)).text
    assert "不足 3 人，不公布" in text


def test_every_number_opens_to_the_sittings_that_it_is_made_of(gateway: GatewayClient, bureau: Office) -> None:
    records = everybody(bureau, "B", "2017-02-01", 20)
    hear(gateway, bureau)
    page = gateway.request(f"/assessments?as_of={DAY}", role="leader", unit=None).text
    address = f"/assessments/B/baseline/law?as_of={DAY}"
    assert f'href="{address}"' in page
    told = answer_of(gateway, f"/v1{address}")
    assert {one["record"] for one in told["sittings"]} == {f"training.assessments/{one}" for one in records}
    assert (told["n"], told["mean"], told["title"]) == (4, 40, "B")
    opened = gateway.request(address, role="leader", unit=None).text
    assert all(f'href="/registers/training/assessments/{one}' in opened for one in records)
    first = answer_of(gateway, f"/v1{address}&limit=3")
    rest = answer_of(gateway, f"/v1{address}&limit=3&cursor={first['next']}")
    assert [len(one["sittings"]) for one in (first, rest)] == [3, 1]
    assert answer_of(gateway, f"/v1{address}&limit=3&cursor={rest['previous']}")["sittings"] == first["sittings"]


def test_the_page_shows_both_with_a_picture_and_claims_nothing(gateway: GatewayClient, bureau: Office) -> None:
    everybody(bureau, "B", "2017-02-01", 20)
    hear(gateway, bureau)
    page = gateway.request(f"/assessments?as_of={DAY}", role="leader", unit=None)
    text = parse_page(page).text
    for told in ("40.00 分（4 人）", "尚无复测", "不说明原因"):
        assert told in text
    assert page.text.count('<svg class="bar"') == 2
    assert "达成" not in text.replace("不视为目标达成", "")
    assert "40.00 (4 persons)" in gateway.request("/assessments?lang=en", role="leader", unit=None).text


def test_a_paper_without_a_sitting_and_no_paper_at_all_say_so(gateway: GatewayClient, bureau: Office) -> None:
    hear(gateway, bureau)
    before = gateway.request("/assessments?as_of=2017-01-04", role="leader", unit=None)
    assert "尚无摸底试卷" in parse_page(before).text
    assert "尚无分项成绩" in parse_page(gateway.request("/assessments", role="leader", unit=None)).text


def test_who_may_not_read_sittings_is_neither_told_nor_led_there(gateway: GatewayClient, bureau: Office) -> None:
    everybody(bureau, "B", "2017-02-01", 20)
    hear(gateway, bureau)
    for path in ("/v1/assessments", "/assessments", "/v1/assessments/B/baseline/law", "/assessments/B/baseline/law"):
        assert gateway.request(path, role="publicist", unit=None).status_code == 403
        assert {gateway.request(path, role=role, unit=None).status_code for role in READERS} == {200}
    assert 'href="/assessments"' not in gateway.request("/surveys", role="publicist", unit=None).text
    assert 'href="/assessments"' in gateway.request("/surveys", role="leader", unit=None).text


def test_a_paper_is_called_by_its_code_to_who_may_not_read_papers(gateway: GatewayClient, bureau: Office) -> None:
    everybody(bureau, "B", "2017-02-01", 20)
    hear(gateway, bureau)
    for role, title in (("trainer", "执法业务摸底"), ("leader", "B")):
        (told,) = answer_of(gateway, "/v1/assessments", role)["examinations"]
        assert (told["title"], answer_of(gateway, "/v1/assessments/B/baseline/law", role)["title"]) == (title, title)
    assert "执法业务摸底" not in gateway.request("/assessments", role="leader", unit=None).text


def test_what_there_is_not_is_unknown(gateway: GatewayClient, bureau: Office) -> None:
    hear(gateway, bureau)
    for path in ("X/baseline/law", "L1/later/law", "B/other/law", "B/later/other"):
        assert gateway.request(f"/v1/assessments/{path}", role="leader", unit=None).status_code == 404
    assert gateway.request("/v1/assessments?unit=nowhere", role="leader", unit=None).status_code == 404


def test_a_voided_or_corrected_sitting_is_counted_as_it_stands(gateway: GatewayClient, bureau: Office) -> None:
    everybody(bureau, "B", "2017-02-01", 20)
    later = everybody(bureau, "L1", "2017-04-01", 40)
    again = sit(bureau, "a", "L2", "2017-06-01", 0)
    hear(gateway, bureau)
    assert means_of(gateway)["law"][1] == (4, 60)
    bureau.do(ASSESSMENTS, again, "void", reason="误录")
    topics = [{"topic": "law", "points": 20, "full": 50}, {"topic": "front_line", "points": 0, "full": 50}]
    bureau.do(ASSESSMENTS, later[1], "score", 2, score=20, topics=topics)
    hear(gateway, bureau)
    assert means_of(gateway)["law"][1] == (4, 70)


def test_rows_are_the_same_whatever_the_order_in_which_events_arrive(bureau: Office) -> None:
    records = everybody(bureau, "B", "2017-02-01", 20)
    everybody(bureau, "L1", "2017-04-01", 30)
    everybody(bureau, "L2", "2017-04-01", 40)
    bureau.do(ASSESSMENTS, records[0], "void", reason="误录")
    straight = _rows(build_view(bureau.events, campaign()).store)
    assert all(straight)
    for seed in range(4):
        shuffled = [*bureau.events, *bureau.events[:5]]
        random.Random(seed).shuffle(shuffled)
        view = build_view([], campaign())
        while shuffled:
            some, shuffled = shuffled[:3], shuffled[3:]
            with view.store.begin() as tx:
                view.handle(tx, some)
        assert _rows(view.store) == straight


def _rows(store: Store) -> list[list[tuple[Any, ...]]]:
    with store.begin_read() as tx:
        return [[tuple(one) for one in tx.execute(sa.select(table).order_by(*table.primary_key))] for table in TABLES]


def test_a_view_that_earlier_code_made_says_that_examinations_are_missing(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gateway.store.begin() as tx:
        pointer.add(tx, DISTRICT, campaign(), pointer.new("463", ledger.made_by(campaign()), LIVE))
    assert answer_of(gateway, "/v1/assessments")["whole"] is True
    monkeypatch.setattr(reading, "MADE_FROM", ledger.DERIVED + 1)
    assert answer_of(gateway, "/v1/assessments")["whole"] is False
    assert "尚不齐全" in gateway.request("/assessments", role="leader", unit=None).text


def test_a_page_costs_the_same_however_many_sat(gateway: GatewayClient, bureau: Office) -> None:
    asked = ExaminationQuestion(gateway.read_model.district, day(DAY))
    law = TopicNumber("B", "baseline", "law")
    costs = []
    for number in range(40):
        bureau.person(person := f"p{number}", "DT")
        sit(bureau, person, "B", "2017-02-01", 20)
        if number in (7, 39):
            hear(gateway, bureau)
            with gateway.read_model.store.begin_read() as tx:
                costs.append(
                    [
                        steps_in(tx, lambda tx=tx: reading.topic_scores(tx, asked, ["B"])),  # type: ignore[misc]
                        steps_in(tx, lambda tx=tx: reading.sittings(tx, asked, law, ListWindow(3))),  # type: ignore[misc]
                    ]
                )
    assert costs[0] == costs[1]


def test_the_migration_goes_up_and_down() -> None:
    step = importlib.import_module("services.gateway.migrations.versions.0056_examinations")
    engine = sa.create_engine(IN_MEMORY)
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        step.upgrade()
        for table in TABLES:
            columns = {one["name"] for one in sa.inspect(connection).get_columns(table.name)}
            assert columns == set(table.c.keys())
            indexes = {one["name"] for one in sa.inspect(connection).get_indexes(table.name)}
            assert indexes == {one.name for one in table.indexes}
        step.downgrade()
        assert not any(sa.inspect(connection).has_table(table.name) for table in TABLES)
