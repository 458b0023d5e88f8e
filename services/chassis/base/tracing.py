"""Traces: one deed from the request through call, journal and broker to the number, as OpenTelemetry has them.

Off unless a collector is named; what a client sends as W3C's `traceparent` goes along into events all the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.propagators.textmap import default_getter
from opentelemetry.trace import SpanKind, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from contracts.envelope import Event
from services.chassis.base import clock

SERVER, CLIENT, CONSUMER = SpanKind.SERVER, SpanKind.CLIENT, SpanKind.CONSUMER
HEADER = "traceparent"
_W3C = TraceContextTextMapPropagator()
_tracers: list[Tracer] = []


def export(service: str, collector: str) -> None:
    """Send this process's spans to a collector that speaks OTLP over HTTP, "http://host:4318"."""
    # Imported here: a process without a collector neither loads the SDK nor starts its thread.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    begin(service, BatchSpanProcessor(OTLPSpanExporter(f"{collector.rstrip('/')}/v1/traces")))


def begin(service: str, processor: Any) -> None:
    """Hand this process's spans to a span processor of the SDK."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    provider = TracerProvider(resource=Resource.create({"service.name": f"campaign.{service}"}))
    provider.add_span_processor(processor)
    _tracers[:] = [provider.get_tracer("campaign")]


def end() -> None:
    """No more traces."""
    _tracers.clear()


@contextmanager
def span(name: str, kind: SpanKind, parent: str = "") -> Iterator[str]:
    """A span below the parent that a `traceparent` names, or below the current one; yields its own `traceparent`.

    Where traces are off it yields the parent's.
    """
    if not _tracers:
        yield parent
        return
    with _tracers[0].start_as_current_span(name, _context(parent) if parent else None, kind=kind):
        yield current()


@contextmanager
def child_span(name: str, kind: SpanKind) -> Iterator[str]:
    """A span below the current one; none, and an empty `traceparent`, for what nobody asked for."""
    if not current():
        yield ""
        return
    with span(name, kind) as traceparent:
        yield traceparent


def rename_span(name: str) -> None:
    """The current span's name is known only now."""
    if _tracers:
        trace.get_current_span().update_name(name)


def current() -> str:
    """The current span's `traceparent`; empty without one."""
    carrier: dict[str, str] = {}
    if _tracers:
        _W3C.inject(carrier)
    return carrier.get(HEADER, "")


def trace_handling(subscriber: str, events: Sequence[Event], began: float) -> None:
    """These events, which came over the broker, were written by a transaction that began at a tick."""
    if not _tracers:
        return
    # After the fact: that the transaction stands is known only now, and spans are on the wall clock.
    start = time.time_ns() - int((clock.ticks() - began) * 1e9)
    for event in events:
        if event.traceparent:
            context = _context(event.traceparent)
            name = f"{subscriber} handles {event.type}"
            _tracers[0].start_span(name, context, CONSUMER, {"event.id": event.id}, start_time=start).end()


def add_trace_id(_logger: object, _method: str, entry: Any) -> Any:
    """Adds the trace's id to what is logged within one: a structlog processor."""
    if _tracers and (context := trace.get_current_span().get_span_context()).is_valid:
        entry["trace_id"] = f"{context.trace_id:032x}"
    return entry


def _context(traceparent: str) -> Context:
    return _W3C.extract({HEADER: traceparent}, getter=default_getter)
