"""Spans hang together by W3C's `traceparent`; without a collector there are none, and it costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from services.chassis.base import clock, tracing
from tests.office import Office

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """What is exported while traces are on."""
    exporter = InMemorySpanExporter()
    tracing.begin("outreach", SimpleSpanProcessor(exporter))
    yield exporter
    tracing.end()


def parent_of(span: ReadableSpan) -> str:
    """The id of the span above one."""
    return f"{span.parent.span_id:016x}" if span.parent else ""


def test_without_a_collector_what_was_given_goes_along_and_nothing_is_made() -> None:
    with tracing.span("request", tracing.SERVER, TRACEPARENT) as handed_on:
        assert handed_on == TRACEPARENT
        assert tracing.current() == ""
        with tracing.child_span("call", tracing.CLIENT) as nothing:
            assert nothing == ""


def test_a_span_stands_below_the_one_that_was_given(spans: InMemorySpanExporter) -> None:
    with tracing.span("request", tracing.SERVER, TRACEPARENT) as request:
        tracing.rename_span("POST open")
        with tracing.child_span("call", tracing.CLIENT) as call:
            assert re.fullmatch(rf"00-{TRACE}-[0-9a-f]{{16}}-01", call)
    inner, outer = spans.get_finished_spans()
    assert [inner.name, outer.name] == ["call", "POST open"]
    assert parent_of(outer) == TRACEPARENT.split("-")[2]
    assert parent_of(inner) == request.split("-")[2]
    assert outer.resource.attributes["service.name"] == "campaign.outreach"


def test_what_nobody_asked_for_is_not_traced(spans: InMemorySpanExporter) -> None:
    with tracing.child_span("pulse", tracing.CLIENT):
        pass
    assert spans.get_finished_spans() == ()


@pytest.mark.parametrize("torn", ["", "00-zz", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "x" * 80])
def test_a_parent_that_is_none_begins_a_trace_of_its_own(spans: InMemorySpanExporter, torn: str) -> None:
    with tracing.span("request", tracing.SERVER, torn):
        pass
    assert spans.get_finished_spans()[0].parent is None


def test_events_from_the_broker_stand_below_the_command_that_left_them(
    spans: InMemorySpanExporter, office: Office
) -> None:
    office.matter()
    traced, untraced = replace(office.events[0], traceparent=TRACEPARENT), office.events[1]
    tracing.trace_handling("gateway", [traced, untraced], clock.ticks() - 0.5)
    (span,) = spans.get_finished_spans()
    assert span.name == f"gateway handles {traced.type}"
    assert span.attributes == {"event.id": traced.id}
    assert parent_of(span) == TRACEPARENT.split("-")[2]
    assert 0.4 < ((span.end_time or 0) - (span.start_time or 0)) / 1e9 < 2


def test_what_is_logged_within_a_span_bears_the_traces_id(spans: InMemorySpanExporter) -> None:
    assert spans is not None
    assert tracing.add_trace_id(None, "info", {}) == {}
    with tracing.span("request", tracing.SERVER, TRACEPARENT):
        assert tracing.add_trace_id(None, "info", {}) == {"trace_id": TRACE}
