"""Drafts: forms that are kept for their person alone: their session was over, or they put them aside."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import orjson
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage, MultiDict

from contracts.errors import Refused, Unauthenticated, Unknown
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments, sealing
from services.gateway.accounts.sealed_parts import CHUNK, SealedParts
from services.gateway.accounts.sessions import OVER_HOURS
from services.gateway.accounts.tables import draft_parts, drafts
from services.gateway.http import csrf

MOST_DRAFTS, MOST_BYTES = 5, 2 * csrf.MOST_BYTES
"""What is kept for one account of forms whose session was over; beyond that the oldest make room."""
MOST_ASIDE, DAYS_ASIDE = 20, 30
"""How many forms one account has put aside, with as many bytes again, and for how long: none makes room unasked."""
DRAFT = "_draft"
"""Which draft a page's form goes on with."""
UNSAVED = (csrf.FIELD, DRAFT)
Files = MultiDict[str, FileStorage]


class DraftKept(Unauthenticated):
    """What you typed is kept; sign in to go on."""

    slug, zh = "draft-kept", "您填写的内容已保留，登录后继续"

    def __init__(self, id_: str) -> None:
        super().__init__()
        self.id = id_


class DraftsFull(Refused):
    """As many forms are put aside as there may be: finish or discard one first."""

    slug, zh = "drafts-full", "暂存的表单已达上限，请先办理或丢弃其中的"


@dataclass(frozen=True)
class KeptDraft:
    """A form that was kept: whose, in which post they sent it, and to which address. `bytes` are its files'.

    aside    its person put it aside; else their session was over
    version  the version of the record that they saw; None: there was none, or it was not said
    """

    id: str
    account: str
    post: str
    path: str
    query: str
    bytes: int
    made_at: str
    until: str
    aside: bool = False
    version: int | None = None


@dataclass(frozen=True)
class Sender:
    """Who sent a form: an account, in one of its posts, by a session."""

    account: str
    post: str
    session: str


@dataclass(frozen=True)
class Address:
    """Where a form was sent, as WSGI says it."""

    path: str
    query: str


_COLUMNS = [drafts.c[one.name] for one in fields(KeptDraft)]


@dataclass(frozen=True)
class Drafts:
    """Keeps drafts encrypted, gives them back to their own account, and lets them go; `key` is the home's."""

    store: Store
    key: bytes

    def keep(self, sender: Sender, address: Address, form: MultiDict[str, str], files: Files) -> str:
        """Keep a form with its files; its id. The same form sent again by the same session replaces the first."""
        id_ = ids.derive_id(f"draft {sender.session} {address.path} {form.get('_key') or ids.new_id()}")
        draft = _draft(id_, sender, address, files)
        with self.store.begin() as tx:
            self._make_room(tx, draft)
            self._write(tx, draft, form, files)
        return id_

    def put_aside(
        self, sender: Sender, address: Address, form: MultiDict[str, str], files: Files, version: int | None
    ) -> str:
        """Keep a form that its person puts aside; its id. What was kept of it before makes room. Raises DraftsFull."""
        id_ = aside_id(sender.account, address.path, form)
        until = moments.later(hours=24 * DAYS_ASIDE)
        draft = replace(_draft(id_, sender, address, files), until=until, aside=True, version=version)
        before = sa.and_(drafts.c.account == draft.account, drafts.c.id.in_([id_, form.get(DRAFT, "")]))
        with self.store.begin() as tx:
            self._remove(tx, sa.or_(drafts.c.until <= draft.made_at, before))
            others = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(drafts.c.bytes), 0)).where(
                drafts.c.account == draft.account, drafts.c.aside
            )
            count, total = tx.execute(others).one()
            if count >= MOST_ASIDE or total + draft.bytes > MOST_BYTES:
                raise DraftsFull
            self._write(tx, draft, form, files)
        return id_

    def _write(self, tx: sa.Connection, draft: KeptDraft, form: MultiDict[str, str], files: Files) -> None:
        chosen = _chosen(files)
        head = {
            "fields": [pair for pair in form.items(multi=True) if pair[0] not in UNSAVED],
            "files": [(name, one.filename, one.mimetype) for name, one in chosen],
        }
        store.insert_many(tx, drafts, [vars(draft)])
        self._parts.write(tx, draft.id, 0, [orjson.dumps(head)])
        for place, (_, one) in enumerate(chosen, 1):
            self._parts.write(tx, draft.id, place, _chunks(one))

    def _make_room(self, tx: sa.Connection, draft: KeptDraft) -> None:
        """Let go of what was kept for too long, of the same form, and of the oldest where there are too many.

        What its person put aside is let be.
        """
        self._remove(tx, sa.or_(drafts.c.until <= draft.made_at, drafts.c.id == draft.id))
        own = sa.select(drafts.c.id, drafts.c.bytes).where(drafts.c.account == draft.account, ~drafts.c.aside)
        count, total = 1, draft.bytes
        for row in tx.execute(own.order_by(drafts.c.made_at.desc(), drafts.c.id)).all():
            count, total = count + 1, total + row.bytes
            if count > MOST_DRAFTS or total > MOST_BYTES:
                self._remove(tx, drafts.c.id == row.id)

    def of(self, account: str) -> list[KeptDraft]:
        """The drafts of an account, the newest first."""
        lasting = sa.and_(drafts.c.account == account, drafts.c.until > moments.now())
        with self.store.begin_read() as tx:
            return [KeptDraft(*row) for row in tx.execute(sa.select(*_COLUMNS).where(lasting).order_by(*_NEWEST))]

    def get(self, account: str, id_: str) -> KeptDraft:
        """A draft of an account. Raises Unknown, of another's as of none."""
        for one in self.of(account):
            if one.id == id_:
                return one
        raise Unknown(id_)

    def read(self, draft: KeptDraft) -> tuple[MultiDict[str, str], Files]:
        """What a draft holds: its fields, and its files in temporary ones. Raises Unknown where it cannot be read."""
        head = orjson.loads(b"".join(self._parts.read(draft.id, 0)))
        form: MultiDict[str, str] = MultiDict([(name, value) for name, value in head["fields"]])
        files: Files = MultiDict()
        for place, (name, filename, kind) in enumerate(head["files"], 1):
            body = tempfile.TemporaryFile()  # noqa: SIM115 -- the request that bears it closes it
            files.add(name, FileStorage(body, filename, name, kind))
            body.writelines(self._parts.read(draft.id, place))
            body.seek(0)
        return form, files

    def count(self, account: str) -> int:
        """How many drafts an account has."""
        lasting = sa.and_(drafts.c.account == account, drafts.c.until > moments.now())
        with self.store.begin_read() as tx:
            return tx.scalar(sa.select(sa.func.count()).select_from(drafts).where(lasting)) or 0

    def discard(self, account: str, *which: str) -> None:
        """Let drafts of an account go; one that is not there, or not theirs, is let be."""
        with self.store.begin() as tx:
            self._remove(tx, sa.and_(drafts.c.account == account, drafts.c.id.in_(which)))

    def discard_old(self) -> None:
        """Let go of what was kept for its time."""
        with self.store.begin(durable=False) as tx:
            self._remove(tx, drafts.c.until <= moments.now())

    @property
    def _parts(self) -> SealedParts:
        return SealedParts(self.store, draft_parts.c.draft, sealing.cipher(self.key, b"drafts"))

    def _remove(self, tx: sa.Connection, which: sa.ColumnElement[bool]) -> None:
        if gone := list(tx.scalars(sa.select(drafts.c.id).where(which))):
            self._parts.remove(tx, gone)
            tx.execute(drafts.delete().where(drafts.c.id.in_(gone)))


def aside_id(account: str, path: str, form: MultiDict[str, str]) -> str:
    """The id of what somebody puts aside: of one form, known by the key of its command, there is one draft."""
    return ids.derive_id(f"aside\n{account}\n{path}\n{form.get('_key') or ids.new_id()}")


def _draft(id_: str, sender: Sender, address: Address, files: Files) -> KeptDraft:
    size, until = sum(_size(one) for _, one in _chosen(files)), moments.later(hours=OVER_HOURS)
    return KeptDraft(id_, sender.account, sender.post, address.path, address.query, size, moments.now(), until)


def _chosen(files: Files) -> list[tuple[str, FileStorage]]:
    return [(name, one) for name, one in files.items(multi=True) if one.filename]


_NEWEST = (drafts.c.made_at.desc(), drafts.c.id)


def _chunks(file: FileStorage) -> Iterator[bytes]:
    file.stream.seek(0)
    while chunk := file.stream.read(CHUNK):
        yield chunk


def _size(file: FileStorage) -> int:
    """How many bytes a file has; it is read from its beginning afterwards."""
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    return int(size)
