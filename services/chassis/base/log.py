"""Logs are facts: `log.info("event.handled", event_id=..., took_ms=...)`, one JSON object a line."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

import structlog

from services.chassis.base import tracing

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger


class LossyStream:
    """A stream to a file whose disk may be full or read-only: the line is lost then, and whoever wrote it goes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what can be written."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Hand on what can be handed on."""
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def outlive_the_disk() -> None:
    """From here on nothing in this process fails for what it prints."""
    for name in ("stdout", "stderr"):
        setattr(sys, name, LossyStream(getattr(sys, name)))


def configure(service: str) -> None:
    """Send this process's logs to standard output as JSON, every line with the service's name."""
    outlive_the_disk()

    def add_service(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        return {"service": service, **event}

    shared: list[structlog.typing.Processor] = [
        add_service,
        structlog.contextvars.merge_contextvars,
        tracing.add_trace_id,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=render, foreign_pre_chain=shared))
    # pika reports every lost connection with a traceback; so do we, in a line.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def get(name: str) -> FilteringBoundLogger:
    """A logger that says where a fact was logged."""
    logger: FilteringBoundLogger = structlog.get_logger(room=name)
    return logger
