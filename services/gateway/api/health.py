"""Whether the suite is alive and ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from prometheus_client import generate_latest
from werkzeug.wrappers import Response

from services.gateway.http import app
from services.gateway.http.app import ApiRequest, Route


@dataclass
class Health:
    """Answers for the suite."""

    pulse: Callable[[], dict[str, dict[str, Any]]]

    def routes(self) -> Iterable[Route]:
        """The addresses."""
        yield Route("GET", "/healthz", "healthz", lambda _asking: app.answer({"alive": True}))
        yield Route("GET", "/readyz", "readyz", self.ready)
        yield Route("GET", "/metrics", "metrics", lambda _asking: Response(generate_latest(), mimetype="text/plain"))

    def ready(self, _asking: ApiRequest) -> Response:
        """Whether every service answers and the view listens."""
        services = self.pulse()
        ready = all(one["ready"] for one in services.values())
        return app.answer({"ready": ready, "services": services}, 200 if ready else 503)
