"""The list of papers moves out of the ledger's file whole, however often the move is cut short."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from contracts.errors import Unavailable
from services.chassis.storage.store import Store
from services.gateway import paper_list
from services.gateway.evidence import Evidence
from services.gateway.paper_list import PapersNotMoved, papers
from tests.damage import tear
from tests.office import migrated_store

ROWS = [
    {
        "sha256": f"{number // 2:064}",
        "name": f"{number}.png",
        "bytes": number,
        "media_type": "image/png",
        "kept_at": "2017-01-01T00:00:00+00:00",
        "kept_by": "clerk@DT",
    }
    for number in range(2500)
]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Store]:
    """A ledger of version 0.1.0, with papers in it."""
    store = migrated_store(f"sqlite:///{tmp_path}/gateway.db")
    with store.begin() as tx:
        tx.execute(papers.insert(), ROWS)
    yield store
    store.close()


def moved_rows(ledger: Store) -> list[dict[str, object]]:
    list_ = paper_list.open_store(ledger)
    paper_list.prepare(list_, ledger)
    with list_.begin_read() as tx:
        rows = [dict(row) for row in tx.execute(sa.select(papers).order_by(papers.c.bytes)).mappings()]
    list_.close()
    return rows


def has_papers(store: Store) -> bool:
    with store.begin_read() as tx:
        return sa.inspect(tx).has_table("papers")


def test_every_row_is_moved_once_and_the_ledgers_file_has_none(ledger: Store, tmp_path: Path) -> None:
    assert moved_rows(ledger) == ROWS
    assert not has_papers(ledger)
    assert moved_rows(ledger) == ROWS
    assert (tmp_path / "papers.db").exists()


CUT = """
import sys
from services.chassis.base import failpoints
from services.chassis.storage.store import Store
from services.gateway import paper_list
failpoints.arm("papers.copied:kill9")
ledger = Store(sys.argv[1])
paper_list.prepare(paper_list.open_store(ledger), ledger)
"""


def test_a_move_that_is_killed_before_its_end_is_done_by_the_next_start(ledger: Store) -> None:
    url = ledger.url.render_as_string()
    cut = subprocess.run([sys.executable, "-c", CUT, url], check=False, timeout=60)
    assert cut.returncode == -9
    assert has_papers(ledger)
    assert moved_rows(ledger) == ROWS
    assert not has_papers(ledger)


def test_rows_that_the_copy_lacks_stay_where_they_were(ledger: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.chassis.storage.store.insert_many", lambda *_: None)
    with pytest.raises(PapersNotMoved, match="2500 of 2500"):
        moved_rows(ledger)
    assert has_papers(ledger)


def test_a_ledger_whose_list_is_torn_loses_nothing_of_it(ledger: Store, tmp_path: Path) -> None:
    ledger.close()
    tear(tmp_path / "gateway.db", "sqlite_autoindex_papers_1")
    tear(tmp_path / "gateway.db", "papers")
    with pytest.raises(Unavailable):
        moved_rows(ledger)
    assert has_papers(ledger)


def test_papers_outlive_the_ledgers_file(ledger: Store, tmp_path: Path) -> None:
    moved_rows(ledger)
    evidence = Evidence(paper_list.open_store(ledger), str(tmp_path / "evidence"))
    kept = evidence.save(b"a paper", name="a.txt", media_type="text/plain", by="clerk@DT")
    ledger.close()
    for file in tmp_path.glob("gateway.db*"):
        file.unlink()
    anew = migrated_store(f"sqlite:///{tmp_path}/gateway.db")
    assert len(moved_rows(anew)) == len(ROWS) + 1
    body, about = Evidence(paper_list.open_store(anew), str(tmp_path / "evidence")).read(kept["sha256"])
    assert (body, about["name"]) == (b"a paper", "a.txt")
    anew.close()


def test_on_postgresql_the_list_lies_beside_the_ledger(migrated_url: str) -> None:
    store = Store(migrated_url)
    assert paper_list.open_store(store) is store
    paper_list.prepare(store, store)
    assert has_papers(store)
    store.close()
