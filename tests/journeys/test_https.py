"""The suite over https: programs and a browser that trust its authority alone, renewal, slow handshakes."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from operations.base.environment import Environment
from operations.certificate import certificate
from operations.certificate.files import CertificateFiles
from operations.client import client
from operations.suite import readiness
from services.chassis.base import tls
from services.gateway.http import connections, cookies
from tests import messaging
from tests.broker import environment
from tests.browser.keyboard import CHROMIUM, NEEDS_CHROMIUM, QUIET
from tests.chassis.test_tls import lay_certificate
from tests.suite import Suite, until

LATE = 10.0
"""How much later than it should a loaded machine may be."""


class SecureSuite(Suite):
    """A suite that is asked over https. Whoever asks trusts what `SSL_CERT_FILE` names."""

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def operator(self) -> Environment:
        """An operator's settings beside it."""
        return environment(self.home, HTTP_ADDRESS=f"127.0.0.1:{self.port}")

    @property
    def authority(self) -> Path:
        return CertificateFiles(self.home).authority

    def connect(self, name: str = "localhost") -> ssl.SSLSocket:
        """A connection of somebody who trusts the suite's authority alone."""
        context = ssl.create_default_context(cafile=str(self.authority))
        return context.wrap_socket(socket.create_connection((name, self.port), 30), server_hostname=name)

    def serial(self) -> str:
        """Which certificate it shows."""
        with self.connect() as secure:
            return str((secure.getpeercert() or {})["serialNumber"])

    def log(self) -> str:
        return (self.home / "gateway.log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def suite(broker_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureSuite]:
    """A suite with a certificate of its own, whose authority is all that this process trusts."""
    messaging.empty(broker_uri)
    secure = SecureSuite(tmp_path_factory.mktemp("home"), broker_uri)
    certificate.issue(secure.operator, [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(secure.authority))
        secure.start()
        try:
            secure.ready()
            yield secure
        finally:
            secure.stop()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1"])
def test_who_trusts_its_authority_is_answered_under_every_name_of_the_machine(suite: SecureSuite, name: str) -> None:
    if name == "::1" and not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with suite.connect(name) as secure:
        secure.sendall(f"GET /healthz HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: secure.recv(1000), b""))
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.endswith(b"}")
        assert secure.version() in ("TLSv1.2", "TLSv1.3")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")  # which is why it is tried
def test_who_does_not_trust_it_and_who_speaks_an_old_tls_are_not_answered(suite: SecureSuite) -> None:
    stranger = ssl.create_default_context(cafile=str(lay_certificate(suite.home / "stranger").authority))
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    for context, reason in ((stranger, "certificate verify failed"), (old, "(?i)protocol")):
        with socket.create_connection(("localhost", suite.port), 30) as raw, pytest.raises(ssl.SSLError, match=reason):
            context.wrap_socket(raw, server_hostname="localhost")


def test_plain_http_is_led_to_https_and_a_token_in_the_clear_is_told_of(suite: SecureSuite) -> None:
    def ask(**headers: str) -> http.client.HTTPResponse:
        plain = http.client.HTTPConnection("127.0.0.1", suite.port, timeout=30)
        plain.request("GET", "/registers?lang=en", headers=headers)
        response = plain.getresponse()
        response.read()
        plain.close()
        return response

    assert ask().status == 307
    assert ask().headers["Location"] == f"https://127.0.0.1:{suite.port}/registers?lang=en"
    assert ask(Authorization=f"Bearer {suite.token()}").status == 400


def _dribble(raw: socket.socket, words: bytes) -> float:
    """Say some words, then a byte a second; after how long it was hung up on."""
    begun = time.monotonic()
    raw.sendall(words)
    raw.settimeout(1)
    while time.monotonic() - begun < 100:
        try:
            if not raw.recv(10_000):
                break
        except TimeoutError:
            raw.sendall(b"x")
        except OSError:
            break
    return time.monotonic() - begun


def test_who_dribbles_a_handshake_or_a_head_over_tls_is_ended_in_time(suite: SecureSuite) -> None:
    half_hello = bytes.fromhex("16 03 01 02 00 01 00 01 fc 03 03")
    with (
        socket.create_connection(("127.0.0.1", suite.port), 30) as raw,
        socket.create_connection(("127.0.0.1", suite.port), 30) as silent,
        suite.connect() as secure,
        ThreadPoolExecutor(3) as threads,
    ):
        dawdlers = [
            threads.submit(_dribble, raw, half_hello),
            threads.submit(_dribble, silent, half_hello[:5]),
            threads.submit(_dribble, secure, b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: "),
        ]
        assert suite.get("/healthz", token="").status == 200  # and nobody waits for them
        for one in dawdlers:
            assert connections.HEAD - 1 < one.result() < connections.HEAD + LATE


def test_a_client_that_breaks_off_leaves_no_trace_and_harms_nobody(suite: SecureSuite) -> None:
    before = len(suite.log())
    for words in (b"", b"\x16", b"\x16\x03\x01\x00\x05hello", b"GET / HTTP/1.1\r\n"):
        with socket.create_connection(("127.0.0.1", suite.port), 30) as raw:
            raw.sendall(words)
    with suite.connect() as secure:
        secure.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
        # RST in the middle of an answer: what the kernel does for a telephone that lost its network.
        secure.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, (1).to_bytes(4, "little") + bytes(4))
    assert suite.get("/healthz", token="").status == 200
    assert "Traceback" not in suite.log()[before:]


def test_the_operators_commands_trust_this_suite_and_no_other(suite: SecureSuite, tmp_path: Path) -> None:
    assert readiness.ask(suite.operator).ready
    assert client.connect(suite.operator).get("/v1/progress")["campaign"] == "463"
    theirs = tls.own_files(lay_certificate(tmp_path).home)
    settings = dict(suite.operator.inherited) | {tls.CERTIFICATE: str(theirs.certificate)}
    another = Environment.load(settings)
    assert not readiness.ask(another).ready
    with pytest.raises(client.Distrusted, match="verify failed"):
        client.connect(another)


@pytest.fixture
def browsing(tmp_path: Path) -> Iterator[Any]:
    """Makes browsers of a person, whose authorities lie where Chromium on Linux looks for them."""
    if not shutil.which("certutil"):
        pytest.skip("needs certutil (libnss3-tools)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield lambda: driver.chromium.launch(
            executable_path=str(CHROMIUM), args=QUIET, env={**os.environ, "HOME": str(tmp_path)}
        )


def install(authority: Path, home: Path) -> None:
    """As the printed instructions say for Linux."""
    folder = home / ".pki" / "nssdb"
    folder.mkdir(parents=True)
    database = f"sql:{folder}"
    subprocess.run(["certutil", "-d", database, "-N", "--empty-password"], check=True)
    command = ["certutil", "-d", database, "-A", "-t", "C,,", "-n", "campaign", "-i", str(authority)]
    subprocess.run(command, check=True)


@NEEDS_CHROMIUM
def test_a_browser_with_the_authority_installed_opens_it_and_keeps_a_cookie_for_this_host_alone(
    suite: SecureSuite, browsing: Any, tmp_path: Path
) -> None:
    stranger = browsing()
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        stranger.new_page().goto(f"{suite.address}/healthz")
    stranger.close()

    install(suite.authority, tmp_path)
    person = browsing()
    context = person.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{suite.address}/signin?link={suite.people.link('leader')}")
    for label in ("新密码", "再次输入新密码"):
        page.get_by_label(label, exact=True).fill("four six three lanterns")
    page.get_by_role("button", name="设置密码").click()
    assert page.evaluate("isSecureContext")
    page.goto(f"{suite.address}/registers")
    assert page.locator("h1").count() == 1
    assert page.url == f"{suite.address}/registers"
    (cookie,) = context.cookies()
    assert (cookie["name"], cookie["domain"], cookie["path"]) == (cookies.SECURE, "localhost", "/")
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
    # Whoever types the address without its scheme arrives as well.
    assert page.goto(f"http://localhost:{suite.port}/registers").status == 200
    assert page.url == f"{suite.address}/registers"
    person.close()


def test_a_renewed_certificate_is_shown_without_a_restart_and_a_spoilt_one_never(suite: SecureSuite) -> None:
    before, own = suite.serial(), tls.own_files(suite.home)
    with suite.connect() as open_before:
        certificate.issue(suite.operator, [])
        until(lambda: suite.serial() != before, "the new certificate is shown")
        renewed = suite.serial()
        good = own.certificate.read_bytes()
        own.certificate.write_bytes(good[: len(good) // 2])
        until(lambda: "certificate.refused" in suite.log(), "the spoilt one is complained of")
        assert suite.serial() == renewed
        own.certificate.write_bytes(good)
        open_before.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert open_before.recv(100).startswith(b"HTTP/1.1 200 ")
    lay_certificate(suite.home, age=tls.RUNS_OUT * 12.9)
    until(lambda: "certificate.runs_out" in suite.log(), "one that runs out soon is complained of")
