"""The evidence store: files by the SHA-256 of their bytes, in a folder or a bucket; never overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from contracts import entry
from contracts.errors import Invalid, TooLarge, Unavailable, Unknown, fault
from services.chassis.base import clock, real_threads
from services.chassis.base.bucket_settings import BucketSettings
from services.chassis.records.personal_numbers.guard import refuse_in_name
from services.chassis.storage import refusals, store
from services.chassis.storage.store import Store
from services.gateway.paper_files import NO_BUCKET, open_files
from services.gateway.paper_list import papers

MOST_BYTES = 25 * 1024 * 1024


class EmptyEvidence(Invalid):
    """An empty file proves nothing."""

    slug, zh = "empty-evidence", "空文件不能作为佐证"


class Spoilt(Unknown):
    """The stored bytes are no longer those that were handed in."""

    slug, zh, status = "spoilt-evidence", "存储的佐证与其哈希不符", 410


class Evidence:
    """Keeps and gives back files."""

    def __init__(self, store_: Store, url: str, bucket: BucketSettings = NO_BUCKET) -> None:
        """`store_` has the list of papers; `url` is where papers lie: a directory, or a bucket."""
        self._store = store_
        self._files = open_files(url, bucket)
        self.after_save: Callable[[str], None] = lambda _sha256: None
        self.show: Callable[[str, bytes], None] = lambda _sha256, _body: None

    def save(self, body: bytes, *, name: str, media_type: str, by: str) -> dict[str, Any]:
        """Keep a file; the same bytes are kept once.

        Raises EmptyEvidence, TooLarge, NamesSomebody, InsufficientStorage, UnwritableStorage, Unavailable.
        """
        refuse_in_name("name", name)
        if not body:
            raise EmptyEvidence(name, errors=[fault("body", EmptyEvidence.message(), EmptyEvidence.zh)])
        if len(body) > MOST_BYTES:
            raise TooLarge(f"{len(body)} > {MOST_BYTES} bytes")
        sha256 = real_threads.run(_hash, body)
        row = {
            "sha256": sha256,
            "name": entry.cleanse(name),
            "bytes": len(body),
            "media_type": media_type,
            "kept_at": clock.now().isoformat(),
            "kept_by": by,
        }
        with refusals.as_problems(), _unavailable():
            # In this order: a row is a promise that its paper is there.
            self._files.run(self._files.put, sha256, body)
            self._list(row)
        self.show(sha256, body)
        self.after_save(sha256)
        return row

    def _list(self, row: dict[str, Any]) -> None:
        with self._store.begin() as tx:
            store.insert_many(tx, papers, [row])

    def folders(self) -> list[Path]:
        """Where on this machine the files lie; none where they lie elsewhere."""
        return self._files.folders()

    def read(self, sha256: str) -> tuple[bytes, dict[str, Any]]:
        """A file's bytes, checked against their hash, and what is known of it. Raises Unknown, Spoilt, Unavailable."""
        description = self.about([sha256]).get(sha256)
        if description is None:
            raise Unknown(sha256)
        try:
            with _unavailable():
                body = self._files.run(self._files.read, sha256)
        except FileNotFoundError:
            raise Spoilt(sha256) from None
        if real_threads.run(_hash, body) != sha256:
            raise Spoilt(sha256)
        return body, description

    def check(self, sha256: str) -> tuple[int, str | None]:
        """How many bytes a paper has by now, and what is wrong with it; None: nothing. Raises ConnectionError."""
        return self._files.run(self._files.check, sha256)

    def page(self, after: str, most: int) -> list[str]:
        """The hashes that follow one, in their order."""
        with self._store.begin_read() as tx:
            following = sa.select(papers.c.sha256).distinct().where(papers.c.sha256 > after)
            return list(tx.scalars(following.order_by(papers.c.sha256).limit(most)))

    def count(self) -> int:
        """How many papers there are."""
        with self._store.begin_read() as tx:
            return tx.scalar(sa.select(sa.func.count(papers.c.sha256.distinct()))) or 0

    def about(self, hashes: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What is known of these files; those not kept are missing."""
        with self._store.begin_read() as tx:
            return _about(tx, hashes)

    def handed_in(self, hashes: Iterable[str]) -> dict[str, set[str]]:
        """Who handed in each of some papers; those that nobody did are missing."""
        with self._store.begin_read() as tx:
            givers: dict[str, set[str]] = {}
            chosen = sa.select(papers.c.sha256, papers.c.kept_by).where(store.among(papers.c.sha256, hashes))
            for row in tx.execute(chosen):
                givers.setdefault(row.sha256, set()).add(row.kept_by)
            return givers

    def hashes_by_name(self, names: Iterable[str], by: str | None) -> dict[str, list[str]]:
        """The hashes of files that an account handed in under these names; None: anybody."""
        with self._store.begin_read() as tx:
            whose = sa.true() if by is None else papers.c.kept_by == by
            chosen = sa.and_(whose, store.among(papers.c.name, names))
            hashes: dict[str, list[str]] = {}
            for row in tx.execute(sa.select(papers.c.name, papers.c.sha256).where(chosen)):
                hashes.setdefault(row.name, []).append(row.sha256)
            return hashes


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except ConnectionError as error:
        raise Unavailable("S3") from error


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _about(tx: sa.Connection, hashes: Iterable[str]) -> dict[str, dict[str, Any]]:
    chosen = store.among(papers.c.sha256, hashes)
    rows = tx.execute(sa.select(papers).where(chosen).order_by(papers.c.kept_at.desc())).mappings()
    descriptions = ({str(name): value for name, value in row.items()} for row in rows)  # plain names, for orjson
    return {row["sha256"]: row for row in descriptions}
