"""What a process is configured with from outside, read once; a wrong value stops the start and says which."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from contracts.roles import POSTS
from services.chassis.base import bucket_settings, openid_settings, outward_settings, tls
from services.chassis.base.bucket_settings import BucketSettings
from services.chassis.base.openid_settings import OpenIdSettings
from services.chassis.base.outward_settings import OutwardSettings
from services.chassis.base.tls import TlsFiles

DEFAULT_ADDRESS = "127.0.0.1:8463"
PORTS = range(1, 65536)
SHORTEST_KEY = 32
GATEWAY = "gateway"
PROGRAMME = "programme.yaml"
"""Where a home has the bureau's own programme, unless `PROGRAMME_FILE` names another file."""
SETTINGS, STORE = "SETTINGS", "STORE"
"""Under which names what nameko runs finds a process's settings and its store."""
HTTP_BOUNDS = {"MOST_CONNECTIONS": 6000, "REQUEST_RATE": 200, "MOST_STREAMS": 8, "SIGN_IN_FAILURES": 60}
JOB_BOUNDS = {"IMPORT_BYTES": 512 * 1024 * 1024, "IMPORT_ROWS": 2_000_000, "JOB_DAYS": 7}
COUNTS = HTTP_BOUNDS | JOB_BOUNDS
"""Settings of whole numbers, and what they are unless set."""
ADMINISTRATOR, SECOND_FACTOR_ROLES = "administrator", frozenset({"administrator", "operator"})
"""Posts in which nobody acts on a password alone, unless set otherwise; the first of them always."""
LOCALHOST, LOOPBACKS, EVERYWHERE = "localhost", ("127.0.0.1", "::1"), ("0.0.0.0", "::")  # noqa: S104 - compared
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Misconfigured(SystemExit):
    """A setting is missing or wrong; the process does not start."""


@dataclass(frozen=True)
class JobBounds:
    """How large a file of a job may be, in bytes and in rows, and for how many days what came of it is kept."""

    bytes: int = JOB_BOUNDS["IMPORT_BYTES"]
    rows: int = JOB_BOUNDS["IMPORT_ROWS"]
    days: int = JOB_BOUNDS["JOB_DAYS"]


@dataclass(frozen=True)
class Settings:
    """One service's settings.

    district      division code of the district, six digits (GB/T 2260)
    amqp_uri, database_url  `{service}` in them stands for the service's name; their passwords may stand apart
    topology_given  exchanges and queues are the deployment's to declare: this process waits until they are there
    metrics_address host:port at which Prometheus may ask; none: nobody may
    traces_to     a collector that speaks OTLP over HTTP, "http://host:4318"; none: there are no traces
    notify_socket where whoever started the process reads its signs of life, as systemd says it; none: nobody does
    home          where files live: SQLite, evidence, keys
    programme     the bureau's own programme, where that file is there; else the programme of the article's year
    http_address  host:port of the gateway
    tls           what the gateway speaks https with; none: plain http
    evidence_url  where papers lie: an fsspec address, or s3://bucket/prefix
    bucket        how the S3 server is asked, where they lie in a bucket
    public_url    the address under which people reach the pages, for links on paper: no slash at its end
    drain         seconds for which a gateway that is asked to stop says so in `/readyz` and goes on answering
    trusted_proxies  addresses of proxies of ours: what they say of a client's address is believed
    most_connections, request_rate, most_streams  bounds of HTTP: connections in all; requests a second, and streams
                  at a time, of one account
    sign_in_failures  wrong tries to sign in from one address in a quarter of an hour
    openid        the bureau's OpenID provider; none: people sign in by password
    second_factor_roles  posts in which nobody acts on a password alone
    failpoints    "point:action" pairs at which a test makes the process fail
    personal_data_key under which residents' names and numbers are written; empty: one is drawn in `home`
    signing_key   from which the key follows that signs what this service says; empty: one is drawn in `home`
    verifying_keys  the folder with every service's public keys
    way_out       where the notifier may reach outside the house
    accepts_unsigned  calls that nobody signed are answered: only while a gateway of 0.1.0 still makes them
    """

    service: str
    amqp_uri: str
    database_url: str
    home: Path
    programme: Path
    district: str
    http_address: tuple[str, int]
    tls: TlsFiles | None
    evidence_url: str
    public_url: str
    drain: int
    trusted_proxies: tuple[Network, ...]
    most_connections: int
    request_rate: int
    most_streams: int
    sign_in_failures: int
    jobs: JobBounds
    openid: OpenIdSettings | None
    second_factor_roles: frozenset[str]
    failpoints: str
    personal_data_key: str = field(repr=False)
    signing_key: str = field(repr=False)
    verifying_keys: Path
    accepts_unsigned: bool
    topology_given: bool
    metrics_address: tuple[str, int] | None
    traces_to: str
    notify_socket: str
    way_out: OutwardSettings = field(default_factory=OutwardSettings)
    bucket: BucketSettings = field(default_factory=BucketSettings)


def from_environment(service: str, environment: Mapping[str, str]) -> Settings:
    """The settings in an environment; secrets may stand in files named by `*_FILE`. Raises Misconfigured."""
    home = Path(environment.get("CAMPAIGN_HOME", ".campaign")).absolute()
    database = _resolve_address(environment, "DATABASE", "URL") or f"sqlite:///{home}/data/{{service}}.db"
    broker = _resolve_address(environment, "AMQP", "URI")
    return Settings(
        service,
        _matching("AMQP_URI", broker, r"amqps?://\S+", "amqp://user:password@host:5672/").replace("{service}", service),
        database.replace("{service}", service),
        home,
        Path(environment.get("PROGRAMME_FILE") or home / PROGRAMME).absolute(),
        _matching("CAMPAIGN_DISTRICT", environment.get("CAMPAIGN_DISTRICT", "320205"), r"\d{6}", "320205"),
        _address(environment.get("HTTP_ADDRESS", DEFAULT_ADDRESS)),
        _tls(service, environment, home),
        environment.get("EVIDENCE_URL") or f"file://{home}/evidence",
        _public(environment, home),
        int(_matching("DRAIN_SECONDS", environment.get("DRAIN_SECONDS") or "0", "[0-9]|1[0-9]|20", "4")),
        _networks(environment.get("TRUSTED_PROXIES", "")),
        _count(environment, "MOST_CONNECTIONS"),
        _count(environment, "REQUEST_RATE"),
        _count(environment, "MOST_STREAMS"),
        _count(environment, "SIGN_IN_FAILURES"),
        JobBounds(*(_count(environment, name) for name in JOB_BOUNDS)),
        _openid(environment),
        _roles(environment.get("SECOND_FACTOR_ROLES") or ", ".join(SECOND_FACTOR_ROLES)),
        environment.get("CAMPAIGN_FAILPOINTS", ""),
        _key("PERSONAL_DATA_KEY", _value(environment, "PERSONAL_DATA_KEY")),
        _key("SIGNING_KEY", _value(environment, "SIGNING_KEY")),
        Path(environment.get("VERIFYING_KEYS", home / "secrets" / "signing")).absolute(),
        _matching("ACCEPT_UNSIGNED_CALLS", environment.get("ACCEPT_UNSIGNED_CALLS", "no"), "yes|no", "no") == "yes",
        _matching("TOPOLOGY", environment.get("TOPOLOGY", "declared"), "declared|given", "given") == "given",
        _address(environment["METRICS_ADDRESS"], "METRICS_ADDRESS") if environment.get("METRICS_ADDRESS") else None,
        environment.get("OTEL_EXPORTER_OTLP_ENDPOINT", ""),
        environment.get("NOTIFY_SOCKET", ""),
        _way_out(environment),
        _bucket(service, environment),
    )


def _value(environment: Mapping[str, str], name: str) -> str:
    if path := environment.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return environment.get(name, "")


def _resolve_address(environment: Mapping[str, str], of: str, kind: str) -> str:
    """Where something is reached: `{of}_{kind}`, with the password that stands in `{of}_PASSWORD`."""
    address, password = _value(environment, f"{of}_{kind}"), _value(environment, f"{of}_PASSWORD")
    return with_password(address, password) if password else address


def with_password(address: str, password: str) -> str:
    """An address like scheme://user@place with a password beside its user."""
    user, _, place = address.partition("@")
    return f"{user}:{quote(password, safe='')}@{place}"


def _matching(name: str, value: str, pattern: str, example: str) -> str:
    if not re.fullmatch(pattern, value):
        raise Misconfigured(f"{name} must look like {example}, not {value!r}")
    return value


def _networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between, "10.0.0.7, 10.1.0.0/16"."""
    try:
        return tuple(ipaddress.ip_network(one) for one in text.replace(",", " ").split())
    except ValueError as error:
        raise Misconfigured(f"TRUSTED_PROXIES must look like 10.0.0.7, 10.1.0.0/16: {error}") from None


def _count(environment: Mapping[str, str], name: str) -> int:
    default = str(COUNTS[name])
    return int(_matching(name, environment.get(name) or default, "[1-9][0-9]{0,8}", default))


def _roles(text: str) -> frozenset[str]:
    """Roles with commas between, "administrator, operator, captain"."""
    roles = frozenset(text.replace(",", " ").split())
    if unknown := roles - set(POSTS):
        raise Misconfigured(
            f"SECOND_FACTOR_ROLES names no role: {', '.join(sorted(unknown))}; there are {', '.join(POSTS)}"
        )
    if ADMINISTRATOR not in roles:
        raise Misconfigured(f"SECOND_FACTOR_ROLES must name {ADMINISTRATOR}: whoever gives accounts shows two factors")
    return roles


def _key(name: str, value: str) -> str:
    """A secret as it was given; the message does not repeat it."""
    if value and len(value) < SHORTEST_KEY:
        raise Misconfigured(f"{name} must have at least {SHORTEST_KEY} characters")
    return value


def _tls(service: str, environment: Mapping[str, str], home: Path) -> TlsFiles | None:
    """The certificate's files; who serves with them looks whether they are what they should be."""
    try:
        files = tls.find(environment, home)
        if files and service == GATEWAY:
            tls.server_context(files)
    except tls.WrongFile as error:
        raise Misconfigured(str(error)) from None
    return files


def _openid(environment: Mapping[str, str]) -> OpenIdSettings | None:
    try:
        return openid_settings.find(environment, lambda name: _value(environment, name))
    except openid_settings.WrongProvider as error:
        raise Misconfigured(str(error)) from None


def _way_out(environment: Mapping[str, str]) -> OutwardSettings:
    try:
        return outward_settings.find(environment)
    except outward_settings.WrongWayOut as error:
        raise Misconfigured(str(error)) from None


def _bucket(service: str, environment: Mapping[str, str]) -> BucketSettings:
    """The gateway alone reads papers: no other service is given the keys."""
    if service != GATEWAY:
        return BucketSettings()
    try:
        return bucket_settings.find(environment, lambda name: _value(environment, name))
    except bucket_settings.WrongBucket as error:
        raise Misconfigured(str(error)) from None


def _public(environment: Mapping[str, str], home: Path) -> str:
    # Without a setting, links lead to where the gateway itself listens: right on one machine.
    host, port = _address(environment.get("HTTP_ADDRESS", DEFAULT_ADDRESS))
    own = own_url(host, port, secure=tls.find(environment, home) is not None)
    url = environment.get("PUBLIC_URL", own).rstrip("/")
    return _matching("PUBLIC_URL", url, r"https?://[^\s?#]+", "https://campaign.example.gov.cn")


def _address(text: str, name: str = "HTTP_ADDRESS") -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not (host and port.isdigit() and int(port) in PORTS):
        raise Misconfigured(f"{name} must look like {DEFAULT_ADDRESS}, not {text!r}")
    return host.strip("[]"), int(port)


def both_loopbacks(host: str) -> tuple[str, ...]:
    """The addresses to listen at: `localhost` is either of two, and a stranger at the other would get what is ours."""
    return LOOPBACKS if host in (LOCALHOST, *LOOPBACKS) else (host,)


def own_url(host: str, port: int, *, secure: bool) -> str:
    """The address at which a person on this machine opens what listens there, without a slash at its end.

    By name: passkeys, the camera and offline pages are for names, and browsers trust this one without https.
    """
    name = LOCALHOST if host in (LOCALHOST, *LOOPBACKS, *EVERYWHERE) else host
    return f"{'https' if secure else 'http'}://{f'[{name}]' if ':' in name else name}:{port}"
