"""What a process is told from outside, read once; a wrong value stops the start and says which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_ADDRESS = "127.0.0.1:8463"
PORTS = range(1, 65536)


class Misconfigured(SystemExit):
    """A setting is missing or wrong; the process does not start."""


@dataclass(frozen=True)
class Settings:
    """One service's settings.

    district      division code of the district, six digits (GB/T 2260)
    database_url  SQLAlchemy address; `{service}` in it stands for the service's name
    home          where files live: SQLite, evidence, keys
    http_address  host:port of the gateway
    evidence_url  fsspec address of the evidence store (a directory, s3://bucket/...)
    failpoints    "point:action" pairs for tests (reliability.md section 2)
    """

    service: str
    amqp_uri: str
    database_url: str
    home: Path
    district: str
    http_address: tuple[str, int]
    evidence_url: str
    failpoints: str


def read(service: str, environment: Mapping[str, str]) -> Settings:
    """The settings in an environment; secrets may stand in files named by `*_FILE`. Raises Misconfigured."""
    home = Path(environment.get("CAMPAIGN_HOME", ".campaign")).absolute()
    database = _value(environment, "DATABASE_URL") or f"sqlite:///{home}/data/{{service}}.db"
    return Settings(
        service,
        _matching("AMQP_URI", _value(environment, "AMQP_URI"), r"amqps?://\S+", "amqp://user:password@host:5672/"),
        database.replace("{service}", service),
        home,
        _matching("CAMPAIGN_DISTRICT", environment.get("CAMPAIGN_DISTRICT", "320205"), r"\d{6}", "320205"),
        _address(environment.get("HTTP_ADDRESS", DEFAULT_ADDRESS)),
        environment.get("EVIDENCE_URL", f"file://{home}/evidence"),
        environment.get("CAMPAIGN_FAILPOINTS", ""),
    )


def _value(environment: Mapping[str, str], name: str) -> str:
    if path := environment.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return environment.get(name, "")


def _matching(name: str, value: str, pattern: str, example: str) -> str:
    if not re.fullmatch(pattern, value):
        raise Misconfigured(f"{name} must look like {example}, not {value!r}")
    return value


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not (host and port.isdigit() and int(port) in PORTS):
        raise Misconfigured(f"HTTP_ADDRESS must look like {DEFAULT_ADDRESS}, not {text!r}")
    return host, int(port)
