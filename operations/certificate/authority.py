"""An authority for one suite, whose word is good for this machine and its office's network alone."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from operations.certificate.machine import Name

LIFE = dt.timedelta(days=3652)
"""Ten years: it is installed by hand, on each machine of the office."""
SERVER_LIFE = dt.timedelta(days=396)
SLACK = dt.timedelta(days=1)
"""How far a client's clock may be behind. With it a server's certificate is good for 397 days, as browsers ask."""
OFFICE = tuple(
    map(
        ipaddress.ip_network,
        (
            *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
            *("::1/128", "fc00::/7", "fe80::/10"),
        ),
    )
)
"""Networks that the internet does not route (RFC 1918, 3927, 4193, 6598); in them addresses change unasked."""
INTERNAL = ("localhost", "local", "lan", "internal", "home.arpa")
"""Domains that nobody on the internet can have (RFC 6761, 6762, 8375; ICANN's for private use)."""


@dataclass(frozen=True)
class Signer:
    """A certificate with the key that belongs to it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def draw(title: str, names: Sequence[Name], now: dt.datetime) -> Signer:
    """A new authority: what it signs is believed for these names and for the office's networks, for no other name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(title)
    builder = (
        _begin(name, name, key.public_key(), now, LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Signer(builder.sign(key, hashes.SHA256()), key)


def issue(authority: Signer, names: Sequence[Name], now: dt.datetime) -> Signer:
    """A server's certificate for these names, with a key of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        _begin(_name(str(names[0])), authority.certificate.subject, key.public_key(), now, SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(one) for one in names]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    return Signer(builder.sign(authority.key, hashes.SHA256()), key)


def permits(certificate: x509.Certificate, names: Sequence[Name]) -> bool:
    """Whether what an authority signs is believed for all of these names."""
    constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    subtrees = [one.value for one in constraints.permitted_subtrees or ()]
    return all(any(_covers(tree, name) for tree in subtrees) for name in names)


def _permitted(names: Sequence[Name]) -> list[x509.GeneralName]:
    """Subtrees: of an address a network, of a name all that stand below it (RFC 5280, section 4.2.1.10)."""
    hosts = [one for one in names if isinstance(one, str)]
    networks = [ipaddress.ip_network(one) for one in names if not isinstance(one, str)]
    foreign = [one for one in networks if not any(one.version == two.version and one.subnet_of(two) for two in OFFICE)]  # type: ignore[arg-type]
    return [
        *map(x509.DNSName, dict.fromkeys([*INTERNAL, *hosts])),
        *map(x509.IPAddress, [*OFFICE, *foreign]),
    ]


def _covers(tree: object, name: Name) -> bool:
    if isinstance(name, str):
        return isinstance(tree, str) and (name == tree or name.endswith(f".{tree}"))
    return isinstance(tree, ipaddress.IPv4Network | ipaddress.IPv6Network) and name in tree


def _begin(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: dt.datetime, life: dt.timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(now + life)
    )


def _name(title: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title[:64])])


def _general(name: Name) -> x509.GeneralName:
    return x509.DNSName(name) if isinstance(name, str) else x509.IPAddress(name)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
