"""Fixtures of the gateway's rooms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient


@pytest.fixture
def gateway(office: Office, tmp_path: Path) -> Iterator[GatewayClient]:
    """A counter over an office with three squadrons and one officer."""
    office.person("DT-01", "DT")
    client = GatewayClient(tmp_path, office)
    yield client
    client.store.close()
