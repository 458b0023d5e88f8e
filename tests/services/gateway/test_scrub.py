"""A paper that is not what was handed in is told, and its facts are mere claims until it is handed in again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from contracts.envelope import Event
from services.chassis.storage.store import Store
from services.gateway.api.progress import Progress
from services.gateway.evidence import Evidence
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model import paper_checks, queries
from services.gateway.read_model.paper_checks import event_papers
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from services.gateway.scrub import Scrub
from tests.office import Office, build_view, day, make_anew, migrated_store
from tests.services.gateway.journal_copies import JournalCopies

APPLIED = "A3.applied"
BOSS = Bearer("boss@bureau", "operator", None)
BODIES = [f"the application of {unit}".encode() for unit in ("DT", "DBT", "ZS")]


@dataclass
class Desk:
    """Three features, each applied for with a paper of its own, and one with two papers."""

    office: Office
    read_model: ReadModel
    evidence: Evidence
    scrub: Scrub
    hashes: list[str]
    files: Path

    def numbers(self) -> tuple[object, object]:
        measure = self.read_model.programme.measures[APPLIED]
        with self.read_model.store.begin_read() as tx:
            answer = queries.value(tx, measure, self.read_model.question(day("2017-12-31")))
        return answer.claimed, answer.verified

    def file(self, number: int) -> Path:
        sha = self.hashes[number]
        return self.files / sha[:2] / sha

    def save(self, number: int) -> None:
        self.evidence.save(BODIES[number], name=f"{number}.txt", media_type="text/plain", by="clerk@DT")

    def check_all(self) -> dict[str, str | None]:
        return self.scrub.check_some("")[0]

    def rows(self) -> str:
        return rows_of(self.read_model)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_over(store, tmp_path)


def desk_over(store: Store, home: Path) -> Desk:
    evidence = Evidence(store, str(home / "evidence"))
    hashes = [
        evidence.save(body, name=f"{number}.txt", media_type="text/plain", by="clerk@DT")["sha256"]
        for number, body in enumerate(BODIES)
    ]
    office = Office()
    for unit, papers in (("DT", hashes[:1]), ("DBT", hashes[1:2]), ("ZS", hashes[1:])):
        office.feature(unit, evidence=papers)
    read_model = build_view(office.events, campaign(), store)
    scrub = Scrub(evidence, read_model)
    evidence.after_save = scrub.heal
    return Desk(office, read_model, evidence, scrub, hashes, home / "evidence")


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def swap(file: Path) -> None:
    file.write_bytes(b"another paper")


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [(truncate, "differs"), (swap, "differs"), (Path.unlink, "missing")],
    ids=["cut", "other", "gone"],
)
def test_facts_of_a_spoilt_paper_are_claims_until_it_is_handed_in_again(
    desk: Desk, spoil: Callable[[Path], None], fault: str
) -> None:
    assert set(desk.check_all().values()) == {None}
    assert desk.numbers() == (3, 3)

    spoil(desk.file(0))
    assert desk.check_all()[desk.hashes[0]] == fault
    assert desk.numbers() == (3, 2)
    assert desk.scrub.tally == {"checked": 3, "missing": 0, "differs": 0, "unreadable": 0} | {fault: 1}

    desk.save(0)
    assert desk.numbers() == (3, 3)
    assert desk.scrub.tally["checked"] == 3
    assert desk.scrub.tally[fault] == 0
    assert desk.check_all()[desk.hashes[0]] is None


def test_an_event_that_names_two_papers_needs_both(desk: Desk) -> None:
    desk.file(1).unlink()
    desk.file(2).unlink()
    desk.check_all()
    assert desk.numbers() == (3, 1)
    desk.save(1)
    assert desk.numbers() == (3, 2)
    desk.save(2)
    assert desk.numbers() == (3, 3)


def test_the_fact_says_so_and_so_does_its_paper(desk: Desk) -> None:
    reads = Progress(desk.read_model, desk.evidence)
    event = next(one.id for one in desk.office.events if desk.hashes[0] in paper_checks.papers_of(one))
    assert "fault" not in reads.fact_of(event, BOSS)["evidence"][0]
    before = reads.fact_of(event, BOSS)["level"]
    swap(desk.file(0))
    desk.check_all()
    fact = reads.fact_of(event, BOSS)
    assert (fact["level"], fact["evidence"][0]["fault"]) == ("E0", "differs")
    assert [one["level"] for one in fact["tellings"]] == ["E0"]
    assert before > "E0"


def test_damage_before_after_and_between_events_and_a_ledger_made_anew_give_the_same_rows(
    desk: Desk, tmp_path: Path
) -> None:
    desk.file(1).unlink()
    desk.check_all()
    events = desk.office.events
    late = view_of([])
    late.note_papers({desk.hashes[1]: "missing"})
    between = view_of(events[: len(events) // 2])
    between.note_papers({desk.hashes[1]: "missing"})
    for one in (late, between):
        with one.store.begin() as tx:
            one.handle(tx, list(reversed(events)))
    anew = view_of(events)
    anew.note_papers({desk.hashes[1]: "missing"})
    make_anew(anew)
    healed = view_of(events)
    healed.note_papers({desk.hashes[1]: "missing"})
    healed.note_papers({desk.hashes[1]: None})
    rebuilt = view_of(events)
    rebuilt.note_papers({desk.hashes[1]: "missing"})
    assert rebuilt.rebuild(JournalCopies(events))["same"]
    assert {rows_of(one) for one in (late, between, anew, rebuilt)} == {desk.rows()}
    assert rows_of(healed) == rows_of(view_of(events))
    assert tmp_path


def view_of(events: list[Event]) -> ReadModel:
    return build_view(events, campaign(), migrated_store("sqlite://"))


def rows_of(read_model: ReadModel) -> str:
    with read_model.store.begin_read() as tx:
        pairs = tx.execute(sa.select(event_papers).order_by(*event_papers.primary_key)).all()
        return f"{read_model.digest(tx)} {pairs}"


def test_a_pass_goes_on_where_the_last_one_was_and_looks_again_at_what_has_a_fault(desk: Desk, tmp_path: Path) -> None:
    desk.file(0).unlink()
    desk.scrub.check_due()
    assert desk.numbers() == (3, 2)

    desk.file(0).write_bytes(BODIES[0])  # an operator puts it back by hand
    swap(desk.file(1))
    after_restart = Scrub(desk.evidence, desk.read_model)
    desk.scrub._lease.release()
    after_restart.check_due()
    assert desk.numbers() == (3, 3)  # what was checked a moment ago is not read again

    with desk.read_model.store.begin() as tx:
        tx.execute(paper_checks.paper_checks.update().values(checked_at="2017-01-01T00:00:00+00:00"))
    after_restart.check_due()
    assert desk.numbers() == (3, 1)
    assert tmp_path


def test_who_reads_progress_hears_of_it(desk: Desk) -> None:
    def verified() -> object:
        with desk.read_model.reader(desk.read_model.question(day("2017-12-31"))) as reader:
            return reader.measure(desk.read_model.programme.measures[APPLIED])["verified"]

    assert verified() == 3
    truncate(desk.file(0))
    with desk.read_model.change_feed.subscribe() as changes:
        desk.check_all()
        assert changes.wait(1)
    assert APPLIED in desk.read_model.changes.after(0)[-1].measures
    assert verified() == 2
