"""How services are, and what their clocks say: told, and nothing stands still for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import REGISTRY

from contracts import catalogue
from contracts.rpc import JournalBacklog, Pulse
from services.chassis.base import clock, failpoints
from services.gateway.pulses import ServicePulses


def pulses_of(ahead: dict[str, float]) -> ServicePulses:
    """Services that answer at once, with clocks so many seconds ahead."""

    def pulse(service: str) -> Pulse:
        at = clock.now() + dt.timedelta(seconds=ahead.get(service, 0.0))
        return Pulse(ready=True, at=at.isoformat(), journal=JournalBacklog(0, None, 0), copies={})

    return ServicePulses(SimpleNamespace(pulse=pulse))  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [3600.0, 86400.0, -86400.0])
def test_a_clock_that_differs_is_told_and_the_service_stays_ready(seconds: float) -> None:
    pulses = pulses_of({"outreach": seconds})
    pulses.ask_all()
    latest = pulses.latest()
    assert latest["outreach"]["skew_seconds"] == pytest.approx(seconds, abs=1)
    assert {name: one["clock"] for name, one in latest.items() if one["clock"] != "right"} == {"outreach": "skewed"}
    assert all(one["ready"] for one in latest.values())
    assert pulses.skewed.keys() == {"outreach"}
    assert REGISTRY.get_sample_value("campaign_clock_skew_seconds", {"peer": "outreach"}) == pytest.approx(
        seconds, abs=1
    )


@pytest.fixture
def wrong_clock() -> Iterator[None]:
    failpoints.arm("clock:-86400")
    yield
    clock.put_wrong(0)


@pytest.mark.usefixtures("wrong_clock")
def test_where_the_gateways_own_clock_is_wrong_all_differ_by_as_much() -> None:
    pulses = pulses_of(dict.fromkeys(catalogue.SERVICES, 86400.0))
    assert clock.now() < dt.datetime.now(dt.UTC) - dt.timedelta(hours=23)
    pulses.ask_all()
    assert pulses.skewed.keys() == set(catalogue.SERVICES)


def test_a_moment_that_cannot_be_read_is_no_pulse() -> None:
    def pulse(_service: str) -> Any:
        return Pulse(ready=True, at="soon", journal=JournalBacklog(0, None, 0), copies={})

    pulses = ServicePulses(SimpleNamespace(pulse=pulse))  # type: ignore[arg-type]
    pulses.ask_all()
    assert not any(one["ready"] for one in pulses.latest().values())
