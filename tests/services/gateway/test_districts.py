"""One ledger may hold several districts: each has its own rows and numbers, whatever ids and names they share."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from contracts.envelope import Event, decode, encode
from services.chassis.storage import migrations
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.read_model import due_dates, ledger, queries
from services.gateway.read_model.generations import deciding
from services.gateway.read_model.indicators.case_memory import CaseMemory
from services.gateway.read_model.indicators.city_cases import city_cases
from services.gateway.read_model.indicators.periods import Period
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from tests.office import DISTRICT, PROOF, Office, build_view, day, due_until, table_rows, take_steps
from tests.services.gateway.journal_copies import JournalCopies

OTHER = "320206"
TABLES = (ledger.tellings, ledger.contributions, due_dates.deadlines, city_cases)
AS_OF = day("2017-12-31")


def town(**more: Any) -> Office:
    """A district's events; another office's have the same ids."""
    office = Office()
    office.person("a", "DT")
    office.matter(done="2017-03-08", **more)
    matter = office.matter("DBT")
    office.confirm(matter)
    office.do("outreach.matters", matter, "finish", corrects=3, done_on="2017-03-09", outcome="又修")
    office.do("outreach.matters", office.matter("ZS"), "void", reason="误登")
    return office


def of_district(events: list[Event], district: str) -> list[Event]:
    """The same events, as another district's services would have recorded them."""
    sources = ((one, one.source.replace(DISTRICT, district)) for one in events)
    return [decode(encode(dataclasses.replace(one, source=source, body=b""))) for one, source in sources]


def neighbour() -> list[Event]:
    """Another district's events: some ids are the first's, what they say is not."""
    office = town()
    office.matter("DT", done="2017-05-05")
    return of_district(office.events, OTHER)


def view(store: Store, district: str) -> ReadModel:
    return ReadModel(store, campaign(), district, today=lambda: day("2018-01-01"))


def digest(read_model: ReadModel) -> str:
    with read_model.store.begin_read() as tx:
        return read_model.digest(tx)


def test_another_districts_events_are_kept_and_count_nowhere(store: Store) -> None:
    own, theirs = town().events, neighbour()
    assert {one.id for one in own} & {one.id for one in theirs}
    alone = build_view(own, campaign())
    both = build_view([one for pair in zip(theirs, own, strict=False) for one in pair] + theirs, campaign(), store)
    assert digest(both) == digest(alone)
    question = both.question(AS_OF)
    assert both.progress(question, None).body == alone.progress(question, None).body
    kept = [row.district for row in table_rows(store, ledger.tellings)]
    assert kept.count(OTHER) == len(theirs)
    assert {row.district for row in table_rows(store, ledger.contributions)} == {DISTRICT}
    assert both.unit_tree().keys() == alone.unit_tree().keys()


def test_each_district_of_one_ledger_has_the_numbers_of_its_own(store: Store) -> None:
    own, theirs = town().events, neighbour()
    first = build_view([*theirs, *own], campaign(), store)
    second = view(store, OTHER)
    second.ensure_programme()
    before = digest(first)
    assert digest(second) == digest(build_view(theirs, campaign(), district=OTHER))
    assert (value(first, "A6.matters_done"), value(second, "A6.matters_done")) == (1, 2)
    result = second.rebuild(JournalCopies(theirs))
    assert result["same"]
    assert (digest(first), value(first, "A6.matters_done")) == (before, 1)
    with store.begin() as tx:
        ledger.clear(tx, DISTRICT)
    assert {row.district for table_ in TABLES[:2] for row in table_rows(store, table_)} == {OTHER}


def value(read_model: ReadModel, measure: str) -> Any:
    with read_model.reader(read_model.question(AS_OF)) as reader:
        return reader.answer(read_model.programme.measures[measure]).claimed


def test_a_paper_that_two_districts_name_is_damaged_for_both_and_each_keeps_its_levels(store: Store) -> None:
    own, theirs = town(evidence=PROOF).events, of_district(town(evidence=PROOF).events, OTHER)
    first = build_view([*theirs, *own], campaign(), store)
    second = view(store, OTHER)
    second.ensure_programme()
    before = (digest(first), digest(second))
    alone = [build_view(own, campaign()), build_view(theirs, campaign(), district=OTHER)]
    for one in (first, *alone):
        assert one.note_papers({PROOF[0]: "missing"})
    fallen = [digest(one) for one in alone]
    assert [digest(first), digest(second)] == fallen
    assert not set(fallen) & set(before)
    with store.begin() as tx:
        ledger.clear(tx, OTHER)
    assert digest(first) == fallen[0]
    assert second.note_papers({PROOF[0]: None})
    assert digest(first) == before[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def old_store(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Store]:
    """A gateway's database as version 0.1.0 left it: no row says whose it is."""
    url = f"sqlite:///{tmp_path}/gateway.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    store = Store(url)
    for name, folder in migrations.histories("gateway").items():
        with store.begin() as tx:
            command.upgrade(migrations.config(name, folder, tx), "0007" if name == "gateway" else "head")
    yield store
    store.close()


def fill(old: Store, new: Store) -> None:
    """Write a ledger's rows as they were before they said whose they are."""
    extra = ("district", "programme", "source_district")
    for one in TABLES:
        with old.begin_read() as tx:
            before = sa.Table(one.name, sa.MetaData(), autoload_with=tx)
        rows = [
            {name: value for name, value in row._mapping.items() if name not in extra} for row in table_rows(new, one)
        ]
        with old.begin() as tx:
            tx.execute(before.insert(), rows) if rows else None
    with old.begin() as tx:
        tx.execute(sa.text("INSERT INTO folded (programme) VALUES (:digest)"), {"digest": campaign().digest})


def test_a_ledger_of_before_says_afterwards_whose_it_is_and_has_the_same_digest(old_store: Store) -> None:
    straight = build_view(town().events, campaign())
    fill(old_store, straight.store)
    migrations.migrate(old_store, "gateway")
    read_model = view(old_store, DISTRICT)
    read_model.ensure_programme()
    assert digest(read_model) == digest(straight)
    read_model.decide(deciding.let_go)
    take_steps(read_model)
    for one in TABLES:
        assert contents(old_store, one) == contents(straight.store, one)


def contents(store: Store, table: sa.Table) -> list[dict[str, Any]]:
    """What the rows of a table say, by whichever generation."""
    return [
        {name: value for name, value in row._mapping.items() if name != "programme"} for row in table_rows(store, table)
    ]


HOT = ("contributions", "tellings", "deadlines", "city_cases")


def test_every_question_finds_its_rows_by_an_index() -> None:
    read_model = build_view(town().events, campaign())
    asked: list[tuple[str, Any]] = []
    with read_model.store.begin_read() as tx:
        sa.event.listen(tx.engine, "before_cursor_execute", lambda *about: asked.append((about[2], about[3])))
    question = read_model.question(AS_OF, dt.datetime.fromisoformat("2019-01-01T00:00:00+00:00"))
    read_model.progress(question, "DT")
    read_model.has("x")
    with read_model.reader(question) as reader:
        for measure in read_model.programme.measures.values():
            queries.value(reader.tx, measure, question)
        due_until(reader.tx, DISTRICT, AS_OF, AS_OF)
        list(ledger.events_between(reader.tx, DISTRICT, (question.known_at,) * 2, ListWindow(9)))
        ledger.revisions_of(reader.tx, DISTRICT, "outreach.matters/x")
        ledger.bodies(reader.tx, DISTRICT, ["outreach.matters/x"])
        CaseMemory(DISTRICT, read_model.today).count(reader.tx, Period(AS_OF, AS_OF), None)
        CaseMemory(DISTRICT, read_model.today).warm(reader.tx)
    with read_model.store.begin_read() as tx:
        plans = {
            sql: tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", bound).all()
            for sql, bound in tuple(asked)
            if "SELECT" in sql
        }
    scans = [
        (row[3], sql)
        for sql, rows in plans.items()
        for row in rows
        if row[3].startswith("SCAN") and row[3].split()[1] in HOT
    ]
    assert len(plans) > 20
    assert scans == []
