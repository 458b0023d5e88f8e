"""Certificate files as the settings name them: what is wrong with them is said by the setting's name."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from operations.certificate import authority, files
from services.chassis.base import clock, settings, tls
from services.chassis.base.settings import Misconfigured, Settings

BROKER = {"AMQP_URI": "amqp://{service}@broker:5672/%2F"}


def lay_certificate(home: Path, *, age: dt.timedelta = dt.timedelta()) -> files.CertificateFiles:
    """A home with a certificate for `localhost` that was issued so long ago."""
    now, own = clock.now() - age, files.CertificateFiles(home)
    signer = authority.draw("tests", ["localhost"], now)
    own.save_authority(signer)
    own.save_server(authority.issue(signer, ["localhost"], now))
    return own


def load(service: str = "gateway", **more: str) -> Settings:
    return settings.from_environment(service, BROKER | more)


def test_a_home_with_a_certificate_speaks_https_and_its_links_say_so(tmp_path: Path) -> None:
    assert load(CAMPAIGN_HOME=str(tmp_path)).tls is None
    assert load(CAMPAIGN_HOME=str(tmp_path)).public_url == "http://localhost:8463"
    lay_certificate(tmp_path)
    assert load(CAMPAIGN_HOME=str(tmp_path)).tls == tls.own_files(tmp_path)
    assert load(CAMPAIGN_HOME=str(tmp_path)).public_url == "https://localhost:8463"


def test_the_bureaus_own_files_go_before_the_homes(tmp_path: Path) -> None:
    lay_certificate(tmp_path / "home")
    theirs = tls.own_files(tmp_path / "bureau")
    lay_certificate(tmp_path / "bureau")
    given = {tls.CERTIFICATE: str(theirs.certificate), tls.KEY: str(theirs.key)}
    assert load(CAMPAIGN_HOME=str(tmp_path / "home"), **given).tls == theirs


def _spoil_key(own: tls.TlsFiles) -> None:
    own.key.write_text("nothing")


def _replace_key(own: tls.TlsFiles) -> None:
    own.key.write_bytes(_pem(serialization.NoEncryption()))


def _lock_key(own: tls.TlsFiles) -> None:
    own.key.write_bytes(_pem(serialization.BestAvailableEncryption(b"a password")))


def _pem(encryption: serialization.KeySerializationEncryption) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


@pytest.mark.parametrize(
    ("spoil", "setting"),
    [
        (lambda own: own.certificate.unlink(), tls.CERTIFICATE),
        (lambda own: own.certificate.write_text("nothing"), tls.CERTIFICATE),
        (lambda own: own.key.unlink(), tls.KEY),
        (_spoil_key, tls.KEY),
        (_replace_key, tls.KEY),  # of another certificate
        (_lock_key, tls.KEY),  # nobody is there to be asked for its password
    ],
)
def test_files_that_cannot_be_served_stop_the_start_with_the_settings_name(
    tmp_path: Path, spoil: Callable[[tls.TlsFiles], object], setting: str
) -> None:
    lay_certificate(tmp_path)
    own = tls.own_files(tmp_path)
    given = {"CAMPAIGN_HOME": str(tmp_path), tls.CERTIFICATE: str(own.certificate), tls.KEY: str(own.key)}
    spoil(own)
    with pytest.raises(Misconfigured, match=f"^{setting}: {tmp_path}"):
        load(**given)
    load("training", **given)  # the files are the gateway's: nobody else need be able to read them


def test_nothing_older_than_tls_1_2_is_spoken(tmp_path: Path) -> None:
    context = tls.server_context(tls.own_files(lay_certificate(tmp_path).home))
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.options & ssl.OP_NO_RENEGOTIATION


def test_every_cipher_suite_has_forward_secrecy(tmp_path: Path) -> None:
    context = tls.server_context(tls.own_files(lay_certificate(tmp_path).home))
    names = [str(one["name"]) for one in context.get_ciphers()]
    assert names
    assert all(one.startswith(("TLS_", "ECDHE-", "DHE-")) for one in names)
    assert context.options & ssl.OP_CIPHER_SERVER_PREFERENCE


@pytest.mark.parametrize(("one", "other"), [(tls.CERTIFICATE, tls.KEY), (tls.KEY, tls.CERTIFICATE)])
def test_one_file_without_the_other_stops_the_start(tmp_path: Path, one: str, other: str) -> None:
    with pytest.raises(Misconfigured, match=f"^{other}: goes with {one}"):
        load(CAMPAIGN_HOME=str(tmp_path), **{one: "/somewhere"})


@pytest.mark.parametrize(("age", "left"), [(0, None), (365, None), (367, 28), (395, 0), (398, -3)])
def test_a_certificate_is_complained_of_thirty_days_before_its_end(tmp_path: Path, age: int, left: int | None) -> None:
    own = lay_certificate(tmp_path, age=dt.timedelta(days=age))
    certificate = tls.read(tls.own_files(own.home).certificate)
    assert tls.days_left(certificate, clock.now()) == left


@pytest.mark.parametrize(
    ("address", "listens", "url"),
    [
        ("127.0.0.1:8463", ("127.0.0.1", "::1"), "http://localhost:8463"),
        ("localhost:8463", ("127.0.0.1", "::1"), "http://localhost:8463"),
        ("[::1]:8463", ("127.0.0.1", "::1"), "http://localhost:8463"),
        ("0.0.0.0:8463", ("0.0.0.0",), "http://localhost:8463"),
        ("192.168.1.7:80", ("192.168.1.7",), "http://192.168.1.7:80"),
    ],
)
def test_the_loopback_is_both_its_addresses_and_people_call_it_localhost(
    tmp_path: Path, address: str, listens: tuple[str, ...], url: str
) -> None:
    configuration = load(CAMPAIGN_HOME=str(tmp_path), HTTP_ADDRESS=address)
    assert settings.both_loopbacks(configuration.http_address[0]) == listens
    assert configuration.public_url == url
