"""Whether the suite is alive and ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prometheus_client import generate_latest
from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.roles import ANONYMOUS
from contracts.wire import JsonObject
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import answer
from services.gateway.http.routing import Route

GROUP = "operations"
READY, METRICS = "就绪 / Whether all of it is ready", "运行指标 / The gateway's metrics for Prometheus"


@dataclass
class Health:
    """Answers for the suite."""

    pulse: Callable[[], dict[str, dict[str, Any]]]
    papers: Callable[[], dict[str, int]] = dict
    recovery: Callable[[], JsonObject] = dict

    @Route(GET, "/healthz", "healthz", ANONYMOUS, "存活 / Whether it lives", "Alive", others=(), group=GROUP)
    def alive(self, _request: ApiRequest) -> Response:
        """It is, or it would not answer."""
        return answer({"alive": True})

    @Route(GET, "/readyz", "readyz", ANONYMOUS, READY, "Ready", others=(503,), group=GROUP)
    def ready(self, _request: ApiRequest) -> Response:
        """Whether every service answers and the read model listens."""
        services = self.pulse()
        ready = all(one["ready"] for one in services.values())
        # A damaged paper is told and makes nothing less ready: its facts count as claimed until it is back.
        # Neither does an archive that stands still: a proxy would take a gateway out that answers as it should.
        told = {"ready": ready, "services": services, "papers": self.papers(), "recovery": self.recovery()}
        return answer(told, 200 if ready else 503)

    @Route(GET, "/metrics", "metrics", ANONYMOUS, METRICS, "text/plain", others=(), group=GROUP)
    def metrics(self, _request: ApiRequest) -> Response:
        """Counts and times, as Prometheus fetches them."""
        return Response(generate_latest(), mimetype="text/plain")
