"""Signed notes (C2SP signed-note): a text, and below an empty line one line for each signature.

A verifier key is `name+id+key`: who signs, eight hexadecimal digits of a hash over name and key, and the kind of
signature with the public key in Base64. Two kinds are read here: plain Ed25519 (1), and the cosignature of a witness
with the time at which it was given (4, C2SP tlog-cosignature).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from contracts.tlog import signatures
from contracts.tlog.errors import BadNote, BadSignature, NoSignature

ED25519 = 1
COSIGNATURE = 4
KEY_ID, PUBLIC, TIME = 4, 32, 8
"""Bytes of a key id, a public key, a cosignature's time."""
LATEST = 253_402_300_799
"""The last second of the year 9999: no witness gives a later one."""
MOST_SIGNATURES = 100
MOST_BYTES = 1_000_000
_LINE = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: who says that he signed, his key's id, and the bytes."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def time(self) -> int:
        """Of a cosignature: the second since 1970 at which it was given."""
        return int.from_bytes(self.value[:TIME], "big")

    def line(self) -> str:
        """As it stands under a note, with the line's end."""
        return f"— {self.name} {_text(self.key_id + self.value)}\n"

    @classmethod
    def parse(cls, line: str) -> Signature:
        """The signature of a line without its end. Raises BadNote."""
        if (match := _LINE.fullmatch(line)) is None:
            raise BadNote("signature line")
        value = _bytes(match[2])
        if len(value) <= KEY_ID:
            raise BadNote("signature line")
        return cls(check_name(match[1]), value[:KEY_ID], value[KEY_ID:])


@dataclass(frozen=True, slots=True)
class Note:
    """A text with its signatures. Nothing is checked yet but the form: see `open_note`.

    text  with its last line's end
    """

    text: str
    signatures: tuple[Signature, ...]

    def to_text(self) -> str:
        """As it is handed on."""
        return self.text + "\n" + "".join(one.line() for one in self.signatures)

    def beside(self, signature: Signature) -> Note:
        """With one signature more, in place of an earlier one of the same key."""
        others = (one for one in self.signatures if (one.name, one.key_id) != (signature.name, signature.key_id))
        return Note(self.text, (*others, signature))

    @classmethod
    def parse(cls, document: str) -> Note:
        """Raises BadNote."""
        if len(document) > MOST_BYTES or _CONTROLS.search(document):
            raise BadNote("size" if len(document) > MOST_BYTES else "control character")
        text, between, below = document.rpartition("\n\n")
        if not between or not below.endswith("\n"):
            raise BadNote("no signatures")
        lines = below.removesuffix("\n").split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise BadNote("too many signatures")
        return cls(text + "\n", tuple(Signature.parse(line) for line in lines))


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key that is trusted for one name."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """What names the key in a signature line."""
        return sha256(self.name.encode() + b"\n" + self._key()).digest()[:KEY_ID]

    def to_text(self) -> str:
        """The verifier key, in one line: what one hands to who shall check."""
        return f"{self.name}+{self.key_id.hex()}+{_text(self._key())}"

    def fingerprint(self) -> str:
        """The hash of the public key, to be compared by hand."""
        return sha256(self.public).hexdigest()

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Raises BadNote for what is no verifier key, or one whose id is not that of its name and key."""
        parts = text.strip().split("+", 2)
        if len(parts) != len(("name", "id", "key")):
            raise BadNote("verifier key")
        key = _bytes(parts[2])
        if len(key) != 1 + PUBLIC or key[0] not in (ED25519, COSIGNATURE):
            raise BadNote("verifier key: kind")
        verifier = cls(check_name(parts[0]), key[1:], key[0])
        if verifier.key_id.hex() != parts[1]:
            raise BadNote("verifier key: id")
        return verifier

    def fits(self, signature: Signature, text: str) -> bool:
        """Whether a signature was made with this key over this text."""
        value = signature.value
        if self.kind == COSIGNATURE:
            if len(value) < TIME or signature.time > LATEST:
                return False
            text, value = cosigned_text(text, signature.time), value[TIME:]
        return signatures.fits(self.public, value, text.encode())

    def _key(self) -> bytes:
        return bytes([self.kind]) + self.public


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs notes: a name, its public key, and what signs bytes with the secret one (Ed25519: 64 bytes)."""

    name: str
    public: bytes
    sign_bytes: Callable[[bytes], bytes]

    @property
    def verifier(self) -> Verifier:
        """What others check the signatures of `sign` with."""
        return Verifier(check_name(self.name), self.public, ED25519)

    @property
    def cosignature_verifier(self) -> Verifier:
        """What others check the signatures of `cosign` with."""
        return Verifier(check_name(self.name), self.public, COSIGNATURE)

    def sign(self, text: str) -> Signature:
        """The plain signature of a text that ends its last line. Raises BadNote for another text."""
        return Signature(self.name, self.verifier.key_id, self.sign_bytes(check_text(text).encode()))

    def cosign(self, text: str, time: int) -> Signature:
        """A witness's signature: this text is the only one it saw of this log, at this second since 1970."""
        value = self.sign_bytes(cosigned_text(check_text(text), time).encode())
        return Signature(self.name, self.cosignature_verifier.key_id, time.to_bytes(TIME, "big") + value)


def open_note(document: str, verifiers: Iterable[Verifier]) -> Note:
    """The note with those signatures alone that fit keys of these.

    Raises BadNote for what is none, BadSignature where one that names a trusted key does not fit it, NoSignature where
    none names one. A cosignature's key alone does not open a note: it vouches for what another has signed.
    """
    note, trusted = Note.parse(document), {(one.name, one.key_id): one for one in verifiers}
    named = [(trusted[place], one) for one in note.signatures if (place := (one.name, one.key_id)) in trusted]
    for verifier, signature in named:
        if not verifier.fits(signature, note.text):
            raise BadSignature(signature.name)
    if not any(verifier.kind == ED25519 for verifier, _ in named):
        raise NoSignature(*(one.name for one in note.signatures))
    return Note(note.text, tuple(signature for _, signature in named))


def cosigned_text(text: str, time: int) -> str:
    """What a witness signs over a note's text (C2SP tlog-cosignature)."""
    return f"cosignature/v1\ntime {time}\n{text}"


def check_name(name: str) -> str:
    """The name of a key: not empty, no white space, no plus. Raises BadNote."""
    if not name or "+" in name or any(one.isspace() for one in name):
        raise BadNote("key name")
    return name


def check_text(text: str) -> str:
    """A text that can be signed: it ends its last line, and has no control characters. Raises BadNote."""
    if not text.endswith("\n") or _CONTROLS.search(text):
        raise BadNote("text")
    return text


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    """Base64 of one form only, so that no two texts stand for one signature. Raises BadNote."""
    try:
        decoded = base64.b64decode(value, validate=True)
    except ValueError:
        raise BadNote("Base64") from None
    if _text(decoded) != value:
        raise BadNote("Base64")
    return decoded
