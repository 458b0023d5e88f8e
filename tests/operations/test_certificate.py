"""The suite's own authority: what it signs is believed for its machine and office networks, and nothing else."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from operations.base.errors import WrongSetting
from operations.certificate import authority, certificate, machine
from operations.certificate.files import BrokenAuthority, CertificateFiles
from operations.certificate.machine import Name
from operations.suite import certificate as running_certificate
from operations.suite.state import State
from services.chassis.base import clock, tls
from tests.broker import environment
from tests.chassis.test_tls import lay_certificate
from tests.operations.test_suite import command


def server_certificate(home: Path) -> x509.Certificate:
    return tls.read(tls.own_files(home).certificate)


def handshake(home: Path, name: str) -> None:
    """Shake hands with a server of this home's certificate, trusting its authority alone. Raises SSLError."""
    server = tls.server_context(tls.own_files(home))
    client = ssl.create_default_context(cafile=str(CertificateFiles(home).authority))
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    one = client.wrap_bio(to_client, to_server, server_hostname=name)
    other = server.wrap_bio(to_server, to_client, server_side=True)
    for side in (one, other, one, other, one):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert one.getpeercert()


def test_a_client_that_trusts_the_authority_alone_believes_every_name_of_the_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate.issue(environment(tmp_path), ["Campaign.Xishan.example", "10.9.8.7", "[fd00::7]"])
    for name in ("localhost", "127.0.0.1", "::1", socket.gethostname().lower(), "campaign.xishan.example", "10.9.8.7"):
        handshake(tmp_path, name)
    handshake(tmp_path, "fd00::7")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(tmp_path, "elsewhere.example")
    printed = capsys.readouterr().out
    assert str(CertificateFiles(tmp_path).authority) in printed
    for machine_kind in ("Windows", "macOS", "统信", "麒麟", "Android", "iOS"):
        assert machine_kind in printed
    assert printed.index("须安装的只有一个文件") < printed.index("The one file to install")


def test_it_lives_as_long_as_browsers_take_serves_only_and_its_keys_are_its_owners(tmp_path: Path) -> None:
    certificate.issue(environment(tmp_path), [])
    issued, own = server_certificate(tmp_path), CertificateFiles(tmp_path)
    signer = own.load_authority()
    assert signer
    assert issued.not_valid_after_utc - issued.not_valid_before_utc <= dt.timedelta(days=397)
    assert signer.certificate.not_valid_after_utc - clock.now() > dt.timedelta(days=9 * 365)
    usage = issued.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    for key in tmp_path.rglob("*.key"):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(list(tmp_path.rglob("*.key"))) == 2


@pytest.mark.parametrize("name", ["bank.example", "8.8.8.8", "evil-localhost"])
def test_nobody_is_believed_for_a_name_of_the_internet_whoever_has_the_authoritys_key(
    tmp_path: Path, name: str
) -> None:
    certificate.issue(environment(tmp_path), [])
    own = CertificateFiles(tmp_path)
    signer = own.load_authority()
    assert signer
    forged: list[Name] = [machine.parse(name)]
    assert not authority.permits(signer.certificate, forged)
    own.save_server(authority.issue(signer, forged, clock.now()))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        handshake(tmp_path, name)


def test_the_same_command_renews_and_nothing_is_installed_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate.issue(environment(tmp_path), ["campaign.xishan.example"])
    installed, first = CertificateFiles(tmp_path).authority.read_bytes(), server_certificate(tmp_path)
    capsys.readouterr()

    certificate.issue(environment(tmp_path), ["10.77.0.1"])

    second = server_certificate(tmp_path)
    assert CertificateFiles(tmp_path).authority.read_bytes() == installed
    assert second.serial_number != first.serial_number
    assert {*tls.names(first), "10.77.0.1"} <= set(tls.names(second))
    assert "无需重新安装" in capsys.readouterr().out


def test_an_authority_that_may_not_speak_for_a_name_or_ends_too_soon_is_drawn_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate.issue(environment(tmp_path), [])
    before = CertificateFiles(tmp_path).authority.read_bytes()
    certificate.issue(environment(tmp_path), ["another.example"])
    assert CertificateFiles(tmp_path).authority.read_bytes() != before
    handshake(tmp_path, "another.example")

    lay_certificate(tmp_path, age=authority.LIFE - dt.timedelta(days=300))
    capsys.readouterr()
    certificate.issue(environment(tmp_path), [])
    assert "须安装的只有一个文件" in capsys.readouterr().out
    handshake(tmp_path, "localhost")


def test_an_authority_without_its_key_is_named_and_not_replaced_unasked(tmp_path: Path) -> None:
    certificate.issue(environment(tmp_path), [])
    own = CertificateFiles(tmp_path)
    installed = own.authority.read_bytes()
    own.authority.with_suffix(".key").write_text("nothing")
    with pytest.raises(BrokenAuthority, match=str(own.authority.parent)):
        certificate.issue(environment(tmp_path), [])
    assert own.authority.read_bytes() == installed


@pytest.mark.parametrize("host", ["", "a b", "-x", "https://a", "a..b", "a/b", "x" * 300])
def test_what_is_no_host_is_named(tmp_path: Path, host: str) -> None:
    with pytest.raises(WrongSetting, match="--host"):
        certificate.issue(environment(tmp_path), [host])
    assert not tls.own_files(tmp_path).certificate.exists()


def test_the_machines_own_addresses_are_in_it() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
        except OSError:
            pytest.skip("this machine is in no network")
        ours = probe.getsockname()[0]
    if not ipaddress.ip_address(ours).is_loopback:
        assert ours in map(str, machine.names())


def test_a_start_with_files_that_cannot_be_served_is_refused_in_one_line(tmp_path: Path) -> None:
    lay_certificate(tmp_path)
    tls.own_files(tmp_path).key.unlink()
    settings = environment(tmp_path, HTTP_ADDRESS="127.0.0.1:1").inherited
    up = subprocess.run(
        command(), cwd=Path(__file__).parents[2], env=dict(settings), capture_output=True, text=True, check=False
    )
    assert up.returncode == 1
    (line,) = (up.stdout + up.stderr).splitlines()
    assert tls.KEY in line
    assert str(tls.own_files(tmp_path).key) in line
    assert not (tmp_path / "log").exists()


def test_what_runs_says_when_its_certificate_runs_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_certificate(tmp_path)
    running_certificate.tell_end(environment(tmp_path))
    assert capsys.readouterr().out == ""
    lay_certificate(tmp_path, age=authority.SERVER_LIFE - dt.timedelta(days=10, hours=1))
    running_certificate.tell_end(environment(tmp_path))
    assert "runs out in 10 days 证书将在 10 天后到期" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("where", "public", "told"),
    [
        ("0.0.0.0:8463", "", True),
        ("192.168.1.7:8463", "http://office:8463", True),
        ("0.0.0.0:8463", "https://campaign.example", False),
        ("localhost:8463", "", False),
        ("[::1]:8463", "", False),
    ],
)
def test_what_others_reach_without_https_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str, public: str, *, told: bool
) -> None:
    running_certificate.tell_plain(environment(tmp_path, HTTP_ADDRESS=where, PUBLIC_URL=public))
    assert ("without https" in capsys.readouterr().out) is told
    lay_certificate(tmp_path)
    running_certificate.tell_plain(environment(tmp_path, HTTP_ADDRESS=where, PUBLIC_URL=public))
    assert capsys.readouterr().out == ""


def test_a_suite_that_started_without_a_certificate_is_found_by_http_until_it_starts_again(tmp_path: Path) -> None:
    lay_certificate(tmp_path)
    current = State(1, "127.0.0.1:9", "", "", "", {})
    assert environment(tmp_path).address().startswith("https:")
    assert current.found_by(environment(tmp_path)).address() == "http://localhost:9/"
