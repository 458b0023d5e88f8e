"""The log verifies itself once a day, whether or not anybody asks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from contracts.audit.rpc import LogPageVerdict, VerifyLogRequest
from services.audit import log_service, retention, verification
from services.audit.log_service import LogService, Stopped
from services.audit.tables import entries
from services.chassis.base import clock
from services.chassis.base.settings import from_environment
from tests.office import migrated_store
from tests.services.audit.sample_log import act, step

TEN_YEARS = dt.timedelta(days=3650)


@pytest.fixture
def service(log_url: str, tmp_path: Path) -> LogService:
    """A log of ten entries."""
    store = migrated_store(log_url, "audit")
    settings = from_environment("audit", {"AMQP_URI": "amqp://x@127.0.0.1", "CAMPAIGN_HOME": str(tmp_path)})
    log = LogService(store, settings)
    log.prepare()
    with store.begin() as tx:
        log.append(tx, [step(number) for number in range(10)])
    log.checkpoints.sign()
    return log


def test_what_a_day_s_verification_shows_is_said_of_the_log(service: LogService) -> None:
    assert service.status().verified_at == ""
    service.verify_whole()
    before = service.status()
    assert (before.verified_size, before.fault) == (before.size, "")

    with service.store.begin() as tx:
        tx.execute(entries.update().where(entries.c.id == step(4).id).values(actor="SYN-other"))
    service.verify_whole()
    at = service.status().fault.partition(":")[0]
    with service.store.begin_read() as tx:
        assert int(at) == tx.scalar(sa.select(entries.c.position).where(entries.c.id == step(4).id))


def test_a_verification_ends_with_its_service(service: LogService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "PAGE", 4)
    monkeypatch.setattr(log_service, "BREATH", 0.0)
    assert service.verify_whole().upto == service.status().size
    service.stop()
    with pytest.raises(Stopped):
        service.verify_whole()


def test_verifications_that_go_on_at_a_time_each_count_what_is_forgotten(
    service: LogService, monkeypatch: pytest.MonkeyPatch
) -> None:
    _forget_denials(service, 6)
    monkeypatch.setattr(verification, "PAGE", 4)
    whole = verification.whole(service.verify)
    assert (whole.forgotten, service.status().forgotten) == (6, 6)

    one, other = LogPageVerdict(0, (), 0, 0), LogPageVerdict(0, (), 0, 0)
    while one.upto < whole.size:
        one, other = _next(service, one), _next(service, other)
        assert service.status().forgotten == whole.forgotten


def test_a_verification_that_another_overtakes_after_some_were_forgotten_counts_what_it_saw_itself(
    service: LogService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "PAGE", 4)
    slow = _next(service, LogPageVerdict(0, (), 0, 0))
    with service.store.begin() as tx:
        service.append(tx, [act(100 + number) for number in range(6)])
    for _ in range(3):
        slow = _next(service, slow)
    with service.store.begin() as tx:
        bound = retention.bound_of(tx, "denied", clock.now() + TEN_YEARS)
        assert retention.forget(tx, service.source, "denied", clock.now() + TEN_YEARS, bound) == 6
    quick = LogPageVerdict(0, (), 0, 0)
    while quick.upto < slow.upto:
        quick = _next(service, quick)
    assert _next(service, slow).upto == service.status().size
    assert service.status().forgotten == 0, "it had read them before they were forgotten"
    assert _next(service, quick).upto == service.status().size
    assert service.status().forgotten == 6


def _forget_denials(service: LogService, count: int) -> None:
    with service.store.begin() as tx:
        service.append(tx, [act(100 + number) for number in range(count)])
        bound = retention.bound_of(tx, "denied", clock.now() + TEN_YEARS)
        assert retention.forget(tx, service.source, "denied", clock.now() + TEN_YEARS, bound) == count
    service.checkpoints.sign()


def _next(service: LogService, before: LogPageVerdict) -> LogPageVerdict:
    return service.verify(VerifyLogRequest(before.upto, before.frontier, before.size))
