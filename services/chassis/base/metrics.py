"""What a process counts and measures of itself, for Prometheus.

`deploy/observability` draws and watches these names; a test sees to it that each one there is one of these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from contracts.envelope import Event
from services.chassis.base import clock

QUICK = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SLOW = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600)
_PUBLISHED = Counter("campaign_letters_published", "Events that the broker has confirmed.")
_REFUSED = Counter("campaign_letters_refused", "Events that the broker returned or refused; they are tried again.")
_HANDLED = Counter("campaign_events_handled", "Events that were written from the inbox.")
_HANDLING = Histogram("campaign_handler_seconds", "One transaction of the inbox.", buckets=QUICK)
_LAG = Histogram(
    "campaign_lag_seconds", "From an event's recording by its owner to its place in this service.", buckets=SLOW
)
_PARKED = Counter("campaign_messages_parked", "Messages that wait for a person.", ["reason"])
_DELAYED = Counter("campaign_messages_delayed", "Messages that wait to be tried again.")
_CALLS = Histogram("campaign_rpc_seconds", "Calls to other services.", ["peer", "method", "outcome"], buckets=QUICK)
_REQUESTS = Histogram("campaign_http_seconds", "Requests.", ["route", "status"], buckets=QUICK)
_REFUSED_CALLS = Counter("campaign_calls_refused", "Calls that could not be known for those of a service.", ["reason"])
_SKEW = Gauge("campaign_clock_skew_seconds", "How far another service's clock is ahead of this one's.", ["peer"])
_TURNED_AWAY = Counter("campaign_http_refused", "Requests beyond what one client may make.", ["bound"])
_HUNG_UP = Counter("campaign_http_hung_up", "Connections that were closed before their client was done.", ["reason"])
_CONNECTIONS = Gauge("campaign_http_connections", "Connections that are open.")
_REMEMBERED = Counter("campaign_http_remembered", "Requests for the whole view that memory answered; not timed.")
_STORAGE = Gauge("campaign_storage_faults", "Faults met in this process's databases since it started.")
_REFUSED_BY_DISK = Counter("campaign_storage_refused", "Writings that a full, read-only or failing disk refused.")
_PAPERS = Gauge("campaign_papers", "Papers that were compared with their hashes, and those with a fault.", ["found"])
_REMINDERS = Counter("campaign_reminders", "Messages with reminders, by what came of them.", ["kind", "outcome"])
_DEAD_CHANNELS = Gauge("campaign_reminder_channels_dead", "Addresses of people that took nothing too often in a row.")
_LOG = Gauge("campaign_log_entries", "Entries of the audit log.")
_CHECKPOINT = Gauge("campaign_log_checkpoint_timestamp_seconds", "When the audit log was signed last, since 1970.")
_LOG_FAULT = Gauge("campaign_log_fault", "1 where the audit log is not what was appended and signed.")


@dataclass(frozen=True)
class Backlog:
    """What waits in a journal: how many rows for the broker, since when the oldest, and how many were set aside."""

    unpublished: int
    oldest: dt.datetime | None
    quarantined: int


@dataclass(frozen=True)
class RecoveryAges:
    """How many seconds the archive lies behind and how long ago the last drill was; None: there was none.

    good  whether that drill found nothing wrong
    """

    archive: float | None
    drill: float | None
    good: bool


def count_published(messages: int, refused: int) -> None:
    """So many messages were confirmed, and so many not."""
    _PUBLISHED.inc(messages)
    _REFUSED.inc(refused)


def observe_handling(events: Sequence[Event], began: float) -> None:
    """These events were written by a transaction that began at a tick."""
    now = clock.now()
    _HANDLING.observe(clock.ticks() - began)
    _HANDLED.inc(len(events))
    for event in events:
        # Clocks of two machines may differ by more than the lag.
        _LAG.observe(max(0.0, (now - event.time).total_seconds()))


def count_dead_letter(reason: str) -> None:
    """A message was set aside."""
    _PARKED.labels(reason).inc()


def count_delay() -> None:
    """A message was put off."""
    _DELAYED.inc()


def count_storage_fault() -> None:
    """One more fault was met in a database of this process."""
    _STORAGE.inc()


def count_refused_call(reason: str) -> None:
    """A call was refused, because of who makes it or how old it is."""
    _REFUSED_CALLS.labels(reason).inc()


def show_skew(peer: str, seconds: float) -> None:
    """Another service's clock is so far ahead of ours."""
    _SKEW.labels(peer).set(seconds)


def count_storage_refusal() -> None:
    """Something was to be written, and the disk refused it."""
    _REFUSED_BY_DISK.inc()


def set_papers(tally: Mapping[str, int]) -> None:
    """So many papers were checked, and so many have each fault."""
    for name, count in tally.items():
        _PAPERS.labels(name).set(count)


def count_reminder(kind: str, outcome: str) -> None:
    """A message was sent, or could not be."""
    _REMINDERS.labels(kind, outcome).inc()


def show_dead_channels(number: int) -> None:
    """So many addresses are sent nothing until their people renew them."""
    _DEAD_CHANNELS.set(number)


def show_log_size(entries: int) -> None:
    """The audit log has so many entries."""
    _LOG.set(entries)


def show_checkpoint(at: dt.datetime) -> None:
    """The audit log was signed."""
    _CHECKPOINT.set(at.timestamp())


def show_log_fault(*, faulty: bool) -> None:
    """The audit log is, or is not, what was appended and signed."""
    _LOG_FAULT.set(faulty)


@contextmanager
def time_call(peer: str, method: str) -> Iterator[None]:
    """Time a call; one that raises has failed."""
    began, outcome = clock.ticks(), "failed"
    try:
        yield
        outcome = "answered"
    finally:
        _CALLS.labels(peer, method, outcome).observe(clock.ticks() - began)


def observe_response(route: str, status: int, began: float) -> None:
    """A request that began at a tick was answered."""
    _REQUESTS.labels(route, f"{status // 100}xx").observe(clock.ticks() - began)


def count_cached_response() -> None:
    """A request was answered from memory, in less time than it takes to time it."""
    _REMEMBERED.inc()


def count_refusal(bound: str) -> None:
    """A client asked for more than this bound lets it."""
    _TURNED_AWAY.labels(bound).inc()


def count_hang_up(reason: str) -> None:
    """A connection was closed: it waited too long, was too slow, or had to make room."""
    _HUNG_UP.labels(reason).inc()


def watch_connections(count: Callable[[], int]) -> None:
    """Show how many connections are open."""
    _CONNECTIONS.set_function(count)


class _Journal(Collector):
    """Asks the journal when Prometheus asks us."""

    def __init__(self, read: Callable[[], Backlog | None]) -> None:
        self._read = read

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """What waits now; nothing where the journal cannot be read."""
        if (backlog := self._read()) is None:
            return
        age = (clock.now() - backlog.oldest).total_seconds() if backlog.oldest else 0.0
        yield GaugeMetricFamily("campaign_journal_unpublished", "Events that wait for the broker.", backlog.unpublished)
        yield GaugeMetricFamily("campaign_journal_oldest_seconds", "For how long the oldest of them has waited.", age)
        yield GaugeMetricFamily("campaign_journal_quarantined", "Events too long to publish.", backlog.quarantined)


def watch(read: Callable[[], Backlog | None]) -> None:
    """Show what waits in this process's journal."""
    REGISTRY.register(_Journal(read))


class _Recovery(Collector):
    """Asks what is known of archive and drill when Prometheus asks us."""

    def __init__(self, read: Callable[[], RecoveryAges]) -> None:
        self._read = read

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """What is known; nothing where there is no archive, or never was a drill: no bureau must have them."""
        ages = self._read()
        if ages.archive is not None:
            what = "How far the archive lies behind."
            yield GaugeMetricFamily("campaign_recovery_archive_age_seconds", what, ages.archive)
        if ages.drill is not None:
            yield GaugeMetricFamily("campaign_recovery_drill_age_seconds", "Since the last drill.", ages.drill)
            what = "1 where the last drill found nothing wrong."
            yield GaugeMetricFamily("campaign_recovery_drill_good", what, float(ages.good))


def watch_recovery(read: Callable[[], RecoveryAges]) -> None:
    """Show up to when everything can be restored."""
    REGISTRY.register(_Recovery(read))
