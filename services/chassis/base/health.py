"""Answers those who watch over a process: `/metrics` for Prometheus, `/healthz` for whoever starts it again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import eventlet.wsgi
from prometheus_client import make_wsgi_app

METRICS, HEALTH = "/metrics", "/healthz"
_metrics = make_wsgi_app()
_silent = logging.getLogger("eventlet.wsgi.silent")


def serve(address: tuple[str, int]) -> None:
    """Answer in a greenlet of our own. Raises OSError when the port is taken."""
    options = {"log_output": False, "log": _silent, "debug": False}
    eventlet.spawn(eventlet.wsgi.server, eventlet.listen(address), app, **options)


def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI application."""
    if environ["PATH_INFO"] == METRICS:
        body: Iterable[bytes] = _metrics(environ, start)
        return body
    is_health = environ["PATH_INFO"] == HEALTH
    start("200 OK" if is_health else "404 Not Found", [("Content-Type", "application/json")])
    return [b'{"alive":true}' if is_health else b"{}"]
