"""One request is one trace: gateway, call, owner, and what the event does over the broker at every subscriber."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.suite import Suite, until

GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Collector(ThreadingHTTPServer):
    """Keeps the names of the spans of one trace, by service."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taker)
        self.names: set[tuple[str, str]] = set()


class Taker(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            attributes = {one.key: one.value.string_value for one in resource.resource.attributes}
            for scope in resource.scope_spans:
                ours = [one.name for one in scope.spans if one.trace_id.hex() == GIVEN.split("-")[1]]
                self.server.names |= {(attributes["service.name"], name) for name in ours}
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as new_collector:
        threading.Thread(target=new_collector.serve_forever, daemon=True).start()
        yield new_collector
        new_collector.shutdown()


@pytest.fixture
def suite(uri: str, tmp_path: Path, collector: Collector) -> Iterator[Suite]:
    address = f"http://127.0.0.1:{collector.server_address[1]}"
    traced_suite = Suite(
        tmp_path, uri, environment={"OTEL_EXPORTER_OTLP_ENDPOINT": address, "OTEL_BSP_SCHEDULE_DELAY": "200"}
    )
    traced_suite.start()
    try:
        traced_suite.ready()
        yield traced_suite
    finally:
        traced_suite.stop()


def test_a_deed_is_followed_from_the_request_to_the_number(suite: Suite, collector: Collector) -> None:
    unit = {"code": "DT", "name": "东亭中队", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
    response = suite.post("/v1/training/units", unit, traceparent=GIVEN)
    assert response.status == 201
    expected = {
        ("campaign.gateway", "POST open"),
        ("campaign.gateway", "call training.carry_out"),
        ("campaign.training", "training.carry_out"),
        ("campaign.gateway", "gateway handles training.units.opened.v1"),
        ("campaign.outreach", "outreach handles training.units.opened.v1"),
    }
    until(lambda: expected <= collector.names, f"all spans have come, not only {collector.names}")
    assert not {name for _, name in collector.names if "pulse" in name}
    event = suite.get(f"/v1/facts/{response.json['event']}").json["event"]
    assert event["traceparent"].split("-")[1] == GIVEN.split("-")[1]
