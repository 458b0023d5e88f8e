"""The operator's settings, read once; the one place here that reads the process's environment."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from operations.base.errors import WrongSetting
from services.chassis.base import tls
from services.chassis.base.settings import PROGRAMME, own_url, with_password

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
ADDRESS = "127.0.0.1:8463"
DISTRICT = "320205"
DRILL_AT, NEVER = "03:30", "never"
HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the suite of this machine lives and what it talks to.

    home         everything it keeps: databases, logs, the private broker
    amqp_uri     a broker of the operator's own; empty: a private node is started
    http_address host:port at which the gateway listens
    certificate  the certificate with which it speaks https; none: plain http
    inherited    the whole environment of this process, for its children
    """

    home: Path
    amqp_uri: str
    http_address: str
    district: str
    inherited: Mapping[str, str]
    certificate: Path | None = None

    @classmethod
    def load(cls, source: Mapping[str, str] | None = None, **overrides: str) -> Environment:
        """The settings of this process; `overrides`, from the command line, go first. Raises WrongSetting."""
        source = dict(os.environ if source is None else source) | {
            name: value for name, value in overrides.items() if value
        }
        home = Path(source.get("CAMPAIGN_HOME") or ROOT / ".campaign").absolute()
        environment = cls(
            home,
            _amqp_uri(source),
            source.get("HTTP_ADDRESS") or ADDRESS,
            source.get("CAMPAIGN_DISTRICT") or DISTRICT,
            source,
            _certificate(source, home),
        )
        environment.listens_at()
        environment.recovery_folder()
        environment.drill_at()
        return environment

    def secret(self, name: str) -> str:
        """A secret given as such or, by NAME_FILE, in a file; empty without either. Raises WrongSetting."""
        return _secret(self.inherited, name)

    def recovery_folder(self) -> Path | None:
        """Where every second of this home is archived; None: nowhere. Raises WrongSetting."""
        text = self.inherited.get("RECOVERY_FOLDER", "")
        if not text:
            return None
        folder = Path(text)
        if not folder.is_absolute() or folder.is_relative_to(self.home) or self.home.is_relative_to(folder):
            raise WrongSetting(
                "RECOVERY_FOLDER", f"{text!r} must be a whole path, outside the home 须为主目录以外的绝对路径"
            )
        if _secret(self.inherited, "DATABASE_URL"):
            raise WrongSetting("RECOVERY_FOLDER", "it is for SQLite; DATABASE_URL names a server 仅适用于 SQLite")
        return folder

    def drill_at(self) -> dt.time | None:
        """At which hour of the day its archive is tried; None: never by itself. Raises WrongSetting."""
        text = self.inherited.get("DRILL_AT") or DRILL_AT
        if text == NEVER:
            return None
        try:
            return dt.datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 -- an hour of the clock, of no day
        except ValueError:
            raise WrongSetting("DRILL_AT", f"{text!r} is neither HH:MM nor {NEVER}") from None

    def own_programme(self) -> Path:
        """Where the bureau's own programme stands, or would."""
        return Path(self.inherited.get("PROGRAMME_FILE") or self.home / PROGRAMME).absolute()

    def listens_at(self) -> tuple[str, int]:
        """Host and port of the gateway. Raises WrongSetting."""
        host, _, port = self.http_address.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
            raise WrongSetting("HTTP_ADDRESS", f"{self.http_address!r} is not host:port")
        return host.strip("[]"), int(port)

    def reached_at(self) -> tuple[str, int]:
        """Host and port at which programs of this machine reach the gateway."""
        host, port = self.listens_at()
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port  # noqa: S104 - compared, not bound

    def address(self) -> str:
        """The address to open in a browser on this machine."""
        return own_url(*self.listens_at(), secure=self.certificate is not None) + "/"

    def for_service(self, amqp_uri: str) -> dict[str, str]:
        """The environment of a service's process."""
        return {
            **self.inherited,
            "CAMPAIGN_HOME": str(self.home),
            "CAMPAIGN_DISTRICT": self.district,
            "AMQP_URI": amqp_uri,
            "HTTP_ADDRESS": self.http_address,
        }


def _certificate(source: Mapping[str, str], home: Path) -> Path | None:
    """The certificate alone: in containers the key is the gateway's."""
    if path := source.get(tls.CERTIFICATE):
        return Path(path).absolute()
    own = tls.own_files(home).certificate
    return own if own.exists() else None


def _amqp_uri(source: Mapping[str, str]) -> str:
    """The broker's address, with its password where that is given separately."""
    address, password = _secret(source, "AMQP_URI"), _secret(source, "AMQP_PASSWORD")
    return with_password(address, password) if address and password else address


def _secret(source: Mapping[str, str], name: str) -> str:
    """A secret given as such or, by NAME_FILE, in a file."""
    if path := source.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise WrongSetting(f"{name}_FILE", error) from None
    return source.get(name, "")
