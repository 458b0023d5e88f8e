"""Fixtures of the gateway's rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.chassis.base import clock
from tests.office import Office
from tests.services.gateway.audited_bureau import AuditedBureau
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.local_log import LocalLog
from tests.services.gateway.open311_client import Open311Client
from tests.services.gateway.report_bureau import ReportBureau


@pytest.fixture
def gateway(office: Office, tmp_path: Path) -> Iterator[GatewayClient]:
    """A counter over an office with three squadrons and one officer."""
    office.person("DT-01", "DT")
    client = GatewayClient(tmp_path, office)
    yield client
    client.worker.close()
    client.store.close()


@pytest.fixture
def open311_client(tmp_path: Path) -> Iterator[Open311Client]:
    """A gateway to which applications speak."""
    new_client = Open311Client(tmp_path)
    yield new_client
    new_client.store.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the clock ahead."""
    present = clock.now

    def move(**period: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: present() + dt.timedelta(**period))

    return move


@pytest.fixture
def audited_bureau(gateway: GatewayClient, tmp_path: Path) -> Iterator[AuditedBureau]:
    """A gateway beside a log, with a matter, its viewers, and others' acts."""
    gateway.rpc_client.log = log = LocalLog(tmp_path)
    yield AuditedBureau(gateway, log)
    log.sample.store.close()


@pytest.fixture
def report_bureau(office: Office, tmp_path: Path) -> Iterator[ReportBureau]:
    """A bureau with a matter that was done in March, which issues reports."""
    office.confirm(office.matter())
    bureau = ReportBureau(office, tmp_path)
    yield bureau
    bureau.close()
