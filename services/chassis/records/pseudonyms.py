"""What says who somebody is, kept by its owner alone: encrypted, under a token that stands for it everywhere else.

A token is a keyed hash: equal texts have equal tokens within one service, another service's are others, and nobody
finds the text from it. It is drawn before the rules run, so that a rule sees the same whether a step is told or retold.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contracts import catalogue
from contracts.errors import Invalid, Undefined
from contracts.forms import Form, Token, element_form, fields_of, values_of_kind
from services.chassis.records.record import Record
from services.chassis.storage import journal, store

private = sa.Table(
    "private",
    journal.meta,
    sa.Column("token", sa.String, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
FORGOTTEN, UNREADABLE = "（已删除）", "（无法解密）"
"""In place of a text that was deleted, or written under another key."""
MASK = "**"
"""What stands in every mask, and in no name, number or address."""
_KIND, _BYTES = "private", 15
_KEPT = sa.select(private.c.token, private.c.text).where(store.any_of(private.c.token, "tokens"))
Shape = Mapping[str, "Shape | None"]
"""Where private texts stand: None at a field that is one, a shape at a list in whose elements there are some."""


class Masked(Invalid):
    """This is a mask, not the text behind it."""

    slug, zh = "masked", "所填为遮盖后的内容，不是原文"


class NoKey(Undefined):
    """There is no key for personal data: PERSONAL_DATA_KEY_FILE names none."""


def no_key() -> bytes:
    """For services whose registers ask for nothing private. Raises NoKey."""
    raise NoKey


class Vault:
    """One service's key: the tokens it draws, and the writing that only it can read."""

    def __init__(self, secret: Callable[[], bytes] = no_key, service: str = "") -> None:
        """`secret` is asked for when the first private text comes."""
        self._secret, self._service = secret, service

    def _key(self, purpose: str) -> bytes:
        derived = HKDF(SHA256(), 32, salt=None, info=f"four-six-three {purpose} {self._service}".encode())
        return derived.derive(self._secret())

    @cached_property
    def _drawing(self) -> bytes:
        return self._key("token")

    @cached_property
    def _writing(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._key("text")))

    def token(self, text: str) -> Token:
        """What stands for a text."""
        if isinstance(text, Token):
            return text
        digest = hmac.digest(self._drawing, text.encode(errors="surrogatepass"), "sha256")[:_BYTES]
        return Token(f"who-{base64.b32encode(digest).decode().lower()}")

    def keep(self, tx: sa.Connection, texts: Mapping[str, str]) -> None:
        """Write texts under their tokens, always in one order, so that two writers never wait for each other."""
        rows = [{"token": str(one), "text": self._encrypt(text)} for one, text in sorted(texts.items())]
        store.insert_many(tx, private, rows)

    def _encrypt(self, text: str) -> str:
        return self._writing.encrypt(text.encode()).decode()

    def texts(self, tx: sa.Connection, tokens: Iterable[str]) -> dict[str, str]:
        """The texts that these tokens stand for; those that were forgotten are missing."""
        if not (wanted := set(tokens)):
            return {}
        return {row.token: self._decrypt(row.text) for row in tx.execute(_KEPT, {"tokens": wanted})}

    def _decrypt(self, written: str) -> str:
        try:
            return self._writing.decrypt(written.encode()).decode()
        except InvalidToken:
            return UNREADABLE


def forget(tx: sa.Connection, token: str) -> bool:
    """Delete the text that a token stands for; whether there was one. Events keep the token, which says nothing."""
    return bool(tx.execute(private.delete().where(private.c.token == token)).rowcount)


@cache
def shape(form: type[Form]) -> Shape:
    """Where a form's data hold private texts."""
    found: dict[str, Shape | None] = {}
    for name, field in fields_of(form).items():
        if field.metadata.get("x-type") == _KIND:
            found[name] = None
        elif (inner := element_form(field)) and (below := shape(inner)):
            found[name] = below
    return found


@cache
def shape_of(register: str) -> Shape:
    """Where the data of a register's events hold private texts, all steps laid together."""
    found: dict[str, Shape | None] = {}
    for step in catalogue.REGISTERS[register].steps:
        for name, below in shape(step.data).items():
            found[name] = {**(found.get(name) or {}), **below} if below else None
    return found


def map_texts(where: Shape, data: Any, change: Callable[[str], str]) -> Any:
    """Data with what `change` makes of each private text; what has not the shape of the form stays as it is."""
    if not where or not isinstance(data, Mapping):
        return data
    told = dict(data)
    for name, below in where.items():
        said = told.get(name)
        if below is None:
            told |= {name: change(said)} if isinstance(said, str) else {}
        elif isinstance(said, list):
            told[name] = [map_texts(below, one, change) for one in said]
    return told


def find_texts(where: Shape, data: Mapping[str, Any]) -> Iterator[str]:
    """The private texts, or their tokens, in data of this shape."""
    for name, below in where.items():
        said = data.get(name)
        if below is None:
            yield from (said,) if isinstance(said, str) else ()
        elif isinstance(said, list):
            for one in said:
                yield from find_texts(below, one)


def tokens(record: Record) -> Iterator[str]:
    """Every token in a record, those of replaced tellings included."""
    for entry in record.revisions:
        yield from find_texts(shape(entry.step.data), entry.data)


def refuse_masks(form: type[Form], data: Any) -> None:
    """Whoever was shown a mask cannot hand it back as the text. Raises Masked, every field named that is at fault."""
    plain = [(path, text) for path, _, text in values_of_kind(form, data, _KIND) if not isinstance(text, Token)]
    hidden = [path for path, text in plain if MASK in text or text in (FORGOTTEN, UNREADABLE)]
    if hidden:
        raise Masked(*hidden, errors=[Masked.fault(path) for path in hidden])


def accept_own_tokens(record: Record, form: type[Form], said: Any) -> Any:
    """A form as it was handed in, in which a token of its own record means the text that stands there already."""
    if not shape(form):
        return said
    known = set(tokens(record))
    return map_texts(shape(form), said, lambda text: Token(text) if text in known else text)
