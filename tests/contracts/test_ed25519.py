"""Signatures checked by ourselves: what the RFC says fits fits, and nothing else; as OpenSSL does it."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.tlog import ed25519, signatures

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
            "655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
            "b00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
            "c027beceea1ec40a"
        ),
    ),
]
"""Public key, message and signature of the first three examples (RFC 8032, 7.1)."""


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_examples_of_the_rfc_fit(public: str, message: str, signature: str) -> None:
    assert ed25519.fits(bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message))
    assert not ed25519.fits(bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message) + b"x")


@settings(max_examples=30)
@given(secret=st.binary(max_size=8), message=st.binary(max_size=200), at=st.integers(0, 95), by=st.integers(1, 255))
def test_one_byte_more_or_less_is_judged_as_openssl_does(secret: bytes, message: bytes, at: int, by: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret).digest())
    whole = bytearray(key.public_key().public_bytes_raw() + key.sign(message))
    assert ed25519.fits(bytes(whole[:32]), bytes(whole[32:]), message)
    whole[at] ^= by
    spoilt = bytes(whole[:32]), bytes(whole[32:]), message
    assert not ed25519.fits(*spoilt)
    assert not signatures.fits(*spoilt)


def test_a_number_beyond_the_order_does_not_fit() -> None:
    """The same signature in another form: whoever has one could make a second."""
    public, message, signature = (bytes.fromhex(one) for one in RFC_8032[1])
    number = int.from_bytes(signature[32:], "little") + ed25519.ORDER
    second = signature[:32] + number.to_bytes(32, "little")
    assert not ed25519.fits(public, second, message)
    assert not signatures.fits(public, second, message)


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33), b"\xff" * 32, (2).to_bytes(32, "little")])
def test_what_is_no_key_fits_nothing(public: bytes) -> None:
    assert not ed25519.fits(public, bytes(64), b"")


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(65)])
def test_what_is_no_signature_fits_nothing(signature: bytes) -> None:
    assert not ed25519.fits(bytes.fromhex(RFC_8032[0][0]), signature, b"")
