"""Up to when everything can be restored, and what the last drill found: noted, shown, told in `/readyz`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from prometheus_client import CollectorRegistry
from werkzeug.test import Client

from contracts.errors import Invalid
from services.chassis.base import clock, metrics
from services.chassis.storage.store import Store
from services.gateway.accounts.operations.kept_backups import ARCHIVED, BackupNote, KeptBackups
from services.gateway.accounts.tables import backups
from services.gateway.api.health import Health
from services.gateway.api.operations import backup_notes
from services.gateway.api.operations.backups import OLD_ARCHIVE, OLD_DRILL
from services.gateway.api.operations.recovery import RecoveryStanding
from services.gateway.http import routing
from tests.acts import JournalledActs
from tests.office import Office
from tests.people import account_store
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_changes_due_rankings import Gate
from tests.services.gateway.test_operations_pages import api, page
from tests.tokens import bearer_of

NOTES = "/v1/operations/backups"
DRILL = {"deed": "tested", "name": "drill-1", "seconds": 12.5, "events": 1_000_000, "loss_seconds": 3}


@pytest.fixture(name="acts")
def recorded_acts(tmp_path: Path) -> JournalledActs:
    return JournalledActs("gateway", tmp_path)


@pytest.fixture(name="site")
def gateway_site(tmp_path: Path, acts: JournalledActs) -> GatewayClient:
    return GatewayClient(tmp_path, Office(), trail=acts)


def moment(**ago: float) -> str:
    return (clock.now() - dt.timedelta(**ago)).isoformat()


def standing(site: GatewayClient) -> dict[str, Any]:
    return {one["deed"]: one for one in (api(site, NOTES).json or {})["standing"]}


def note(site: GatewayClient, **said: Any) -> None:
    assert api(site, NOTES, said).status_code == 200


def test_a_drill_is_noted_with_its_figures_and_is_old_after_two_days(
    site: GatewayClient, later: Callable[..., None]
) -> None:
    note(site, **DRILL, restored_to="2017-06-15T16:00:00+08:00")
    (kept,) = (api(site, NOTES).json or {})["items"]
    assert kept["restored_to"] == "2017-06-15T08:00:00.000000+00:00"
    assert (kept["seconds"], kept["events"], kept["loss_seconds"]) == (12.5, 1_000_000, 3.0)
    assert (standing(site)["tested"]["good"], standing(site)["tested"]["limit_seconds"]) == (True, 2 * 86400)
    for lang, words in (
        ("zh", "恢复到 2017-06-15 16:00:00 的状态 · 用时 12.5 秒 · 核验 1,000,000 个事件"),
        ("en", "in 12.5 s"),
    ):
        assert words in page(site, f"/operations/backups?lang={lang}").text
        assert words in page(site, f"/operations?lang={lang}").text
    later(days=OLD_DRILL.days, hours=1)
    assert (standing(site)["tested"]["good"], standing(site)["tested"]["old"]) == (False, True)
    note(site, deed="tested", name="by-hand")
    assert standing(site)["tested"]["old"], "a test by hand is no drill"


def test_a_later_test_with_a_fault_is_not_hidden_by_the_drill_before_it(site: GatewayClient) -> None:
    note(site, **DRILL, restored_to=moment(seconds=5))
    note(site, deed="tested", name="copy-7", fault="an entry is missing")
    assert standing(site)["tested"]["last"]["name"] == "copy-7"
    assert not standing(site)["tested"]["good"]


def test_of_the_archive_the_newest_note_alone_is_kept_and_the_first_stands_in_the_audit_log(
    site: GatewayClient, acts: JournalledActs, later: Callable[..., None]
) -> None:
    assert ARCHIVED not in standing(site), "no bureau must have one"
    for seconds in range(0, 150, 30):
        later(seconds=seconds)
        note(site, deed=ARCHIVED, name="wal", restored_to=moment(seconds=4))
    assert [one["deed"] for one in (api(site, NOTES).json or {})["items"]] == []
    assert len(acts.events("backup_noted")) == 1
    note(site, deed=ARCHIVED, name="elsewhere", restored_to=moment(seconds=4))
    assert len(acts.events("backup_noted")) == 2, "another archive"
    later(seconds=150 + OLD_ARCHIVE.seconds)
    assert "backup:archived" in (api(site, "/v1/operations/standing").json or {})["wrong"]
    assert "只能恢复至" in page(site, "/operations").text
    note(site, deed=ARCHIVED, name="elsewhere", restored_to=moment(seconds=4))
    assert len(acts.events("backup_noted")) == 3, "it had stood still"
    assert "backup:archived" not in (api(site, "/v1/operations/standing").json or {})["wrong"]
    assert "Can be restored up to" in page(site, "/operations/backups?lang=en").text


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"deed": "archived", "name": "wal"}, "restored_to"),
        ({"deed": "archived", "name": "wal", "restored_to": "2017-06-15T08:00:00"}, "restored_to"),
        ({"deed": "archived", "name": "wal", "restored_to": "9999-12-31T23:59:59-08:00"}, "restored_to"),
        ({"deed": "archived", "name": "wal", "restored_to": "2117-06-15T08:00:00Z"}, "restored_to"),
        ({"deed": "archived", "name": "wal", "restored_to": "2017-06-15T08:00:00Z", "events": 3}, "events"),
        ({"deed": "archived", "name": "wal", "restored_to": "2017-06-15T08:00:00Z", "size": 3}, "size"),
        ({"deed": "made", "name": "a", "restored_to": "2017-06-15T08:00:00Z"}, "restored_to"),
        (DRILL, "restored_to"),
        (DRILL | {"restored_to": 7}, "restored_to"),
        (DRILL | {"restored_to": "2017-06-15T08:00:00Z", "seconds": -1}, "seconds"),
        (DRILL | {"restored_to": "2017-06-15T08:00:00Z", "seconds": True}, "seconds"),
        (DRILL | {"restored_to": "2017-06-15T08:00:00Z", "events": 1.5}, "events"),
        (DRILL | {"restored_to": "2017-06-15T08:00:00Z", "loss_seconds": "3"}, "loss_seconds"),
    ],
)
def test_a_note_of_a_drill_or_an_archive_that_is_wrong_names_the_field(said: Any, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        backup_notes.read(said)
    assert [one["field"] for one in refused.value.errors] == [field]


def test_what_is_null_was_not_said() -> None:
    said = {"deed": "made", "name": "a", "restored_to": None, "seconds": None, "events": None, "loss_seconds": None}
    assert backup_notes.read(said) == BackupNote("made", "a")


def recovery_metrics(recovery: RecoveryStanding) -> dict[str, float]:
    registry = CollectorRegistry()
    registry.register(metrics._Recovery(recovery.ages))
    return {one.name: one.samples[0].value for one in registry.collect()}


def test_readyz_tells_of_archive_and_drill_and_is_no_less_ready_while_they_stand_still(
    store: Store, later: Callable[..., None]
) -> None:
    kept = KeptBackups(account_store(store))
    recovery = RecoveryStanding(kept)
    health = Health(lambda: {"gateway": {"ready": True}}, dict, recovery.tell)
    client = Client(Gate(routing.bind((health,)), b"", bearer_of))

    def told() -> Any:
        answer = client.get("/readyz")
        assert (answer.status_code, (answer.json or {})["ready"]) == (200, True)
        assert "张三" not in answer.text, "anybody may ask"
        return (answer.json or {})["recovery"]

    recovery.look()
    assert told() == {"archive": None, "drill": None}
    assert recovery_metrics(recovery) == {}
    for seconds in (90, 5):
        kept.note(BackupNote(ARCHIVED, "wal", restored_to=moment(seconds=seconds)), "operator")
    kept.note(BackupNote("tested", "drill-1", restored_to=moment(hours=1), seconds=12.5, events=7), "operator")
    recovery.look()
    later(hours=1)
    assert 3605 <= told()["archive"]["age_seconds"] < 3635
    drill = told()["drill"]
    assert (drill["good"], drill["seconds"], drill["events"]) == (True, 12.5, 7)
    shown = recovery_metrics(recovery)
    assert 3605 <= shown["campaign_recovery_archive_age_seconds"] < 3635
    assert 3600 <= shown["campaign_recovery_drill_age_seconds"] < 3630
    assert shown["campaign_recovery_drill_good"] == 1
    kept.note(BackupNote("tested", "drill-2", fault="an entry of 张三", restored_to=moment(hours=1)), "operator")
    recovery.look()
    assert recovery_metrics(recovery)["campaign_recovery_drill_good"] == 0
    assert not told()["drill"]["good"]
    with kept.store.begin_read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).where(backups.c.deed == ARCHIVED)) == 1


def test_a_drill_that_could_restore_nothing_is_the_last_one_all_the_same(store: Store) -> None:
    """It has no figures: nothing of it may look like the good one before."""
    kept = KeptBackups(account_store(store))
    recovery = RecoveryStanding(kept)
    kept.note(BackupNote("tested", "drill", restored_to=moment(hours=30), seconds=12.5, events=7), "operator")
    kept.note(BackupNote("tested", "drill", fault="WAL is missing"), "operator")
    recovery.look()
    assert recovery.tell()["drill"] == {
        **dict.fromkeys(("restored_to", "seconds", "events", "loss_seconds")),
        "at": kept.newest()[0].at,
        "good": False,
    }
    assert recovery_metrics(recovery)["campaign_recovery_drill_good"] == 0
