"""What the bench measures its peers by: their own work leaves what the suite leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import plan
from bench.plain import Database, Gateway, Owner
from bench.scene import Scene
from contracts import envelope
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from tests.office import DISTRICT, table_rows


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    prepared = Scene(tmp_path, "", None)
    prepared.prepare()
    return prepared


def fresh(scene: Scene, name: str) -> str:
    """A gateway's database of its own; its address."""
    (scene.home / name).mkdir()
    return scene.copy("sqlite", "gateway", scene.home / name)


def test_a_peers_ledger_holds_what_the_suites_holds(scene: Scene) -> None:
    event = Owner(Database(f"sqlite:///{scene.home}/outreach.template")).carry_out(plan.command(0))
    peers, ours = (fresh(scene, name) for name in ("peers", "ours"))
    Gateway(Database(peers), campaign()).put(envelope.encode(event))
    read_model = ReadModel(Store(ours), campaign(), DISTRICT)
    with read_model.store.begin() as tx:
        read_model.handle(tx, [event])
    for table in (ledger.tellings, ledger.contributions):
        assert table_rows(Store(peers), table) == table_rows(read_model.store, table)
    assert len(table_rows(read_model.store, ledger.contributions)) > 1
