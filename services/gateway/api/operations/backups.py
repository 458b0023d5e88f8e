"""Backups: who made or tested one says so here, and everybody who answers for the suite sees when that last was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST
from contracts.wire import JsonObject
from services.chassis.base import clock
from services.gateway.accounts.operations.kept_backups import (
    ARCHIVED,
    MADE,
    TESTED,
    BackupNote,
    KeptBackup,
    KeptBackups,
)
from services.gateway.api.admin import BASE, GROUP, OPERATOR
from services.gateway.api.operations import backup_notes
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route

PATH = f"{BASE}/backups"
MOST_AGE = {MADE: dt.timedelta(days=1), TESTED: dt.timedelta(days=30)}
"""After what time the last backup, and the last test of one, is called old."""
OLD_DRILL, OLD_ARCHIVE = dt.timedelta(days=2), dt.timedelta(minutes=1)
"""The same of tests where drills run every day, and of the archive of every second."""


@dataclass(frozen=True)
class BackupStanding:
    """When a backup was last made, or tested, and whether that is too long ago; `last` None: never.

    limit  after what time it is called old
    """

    deed: str
    last: KeptBackup | None
    old: bool
    limit: dt.timedelta

    @property
    def good(self) -> bool:
        """Whether there is one, not too old, in which nothing was wrong."""
        return not self.old and self.last is not None and not self.last.fault


@dataclass
class Backups:
    """Takes notes of backups and tells of them."""

    kept: KeptBackups

    @Route(
        GET,
        PATH,
        "backups",
        OPERATOR | {"auditor"},
        "备份与恢复检验 / Backups and their tests",
        "Backups",
        others=(),
        group=GROUP,
    )
    def backups(self, _request: ApiRequest) -> Response:
        """The newest backups and tests, and whether the last of each is too long ago."""
        items = [vars(one) for one in self.kept.newest()]
        return responses.answer({"items": items, "standing": [standing_item(one) for one in self.standing()]})

    @Route(
        POST,
        PATH,
        "note_backup",
        OPERATOR,
        "登记备份或恢复检验 / Note a backup or its test",
        "Backup",
        takes=(JSON,),
        body="BackupNote",
        others=(400, 413, 422, 503),
        group=GROUP,
    )
    def note(self, request: ApiRequest) -> Response:
        """Note that a backup was made, or tested with what came of it, or up to when the archive reaches.

        `deploy/backup`, the test of a copy, drills and the archive do so.
        """
        body = request.json()
        return responses.answer(vars(self.keep(request, body if isinstance(body, dict) else {})))

    def keep(self, request: ApiRequest, said: JsonObject) -> KeptBackup:
        """Keep a note, on record first. Raises Invalid, NoRecord."""
        note = backup_notes.read(said)
        if note.deed != ARCHIVED or self._begins(note, request.bearer.id):
            request.acts.record("backup_noted", about=f"{note.deed} {note.name}")
        return self.kept.note(note, request.bearer.id)

    def _begins(self, note: BackupNote, by: str) -> bool:
        """Whether the archive is noted for the first time, by another, or after it stood still.

        It is noted twice a minute: each time on record would hide whatever else stands there.
        """
        last = self.kept.last(ARCHIVED)
        return last is None or (last.name, last.by) != (note.name, by) or _is_older(last.at, OLD_ARCHIVE)

    def standing(self) -> list[BackupStanding]:
        """How the last of each kind stands; the archive where there is one."""
        made, archive = self.kept.last(MADE), self.kept.last(ARCHIVED)
        found = [_standing(MADE, made, MOST_AGE[MADE]), self._tests()]
        if archive and archive.restored_to:
            old = _is_older(archive.restored_to, OLD_ARCHIVE)
            found.append(BackupStanding(ARCHIVED, archive, old, OLD_ARCHIVE))
        return found

    def _tests(self) -> BackupStanding:
        """How tests stand: where there are drills, by the last of these, unless a later test had a fault."""
        last, drill = self.kept.last(TESTED), self.kept.last_drill()
        if last is None or drill is None:
            return _standing(TESTED, last, MOST_AGE[TESTED])
        return BackupStanding(TESTED, last if last.fault else drill, _is_older(drill.at, OLD_DRILL), OLD_DRILL)


def standing_item(one: BackupStanding) -> JsonObject:
    """How the last of a kind stands, as programs read it."""
    last, limit = vars(one.last) if one.last else None, int(one.limit.total_seconds())
    return {"deed": one.deed, "last": last, "old": one.old, "good": one.good, "limit_seconds": limit}


def _standing(deed: str, last: KeptBackup | None, limit: dt.timedelta) -> BackupStanding:
    return BackupStanding(deed, last, last is None or _is_older(last.at, limit), limit)


def _is_older(moment: str, limit: dt.timedelta) -> bool:
    return clock.now() - dt.datetime.fromisoformat(moment) > limit
