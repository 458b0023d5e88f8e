"""Backups: who made or tested one says so here, and everybody who answers for the suite sees when that last was."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Invalid, fault
from contracts.wire import JsonObject
from services.chassis.base import clock
from services.gateway.accounts.operations.kept_backups import DEEDS, MADE, TESTED, KeptBackup, KeptBackups
from services.gateway.api.admin import BASE, GROUP, OPERATOR
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route

PATH = f"{BASE}/backups"
MOST_AGE = {MADE: dt.timedelta(days=1), TESTED: dt.timedelta(days=30)}
"""After what time the last backup, and the last test of one, is called old."""
NAME = re.compile(r"[\w][\w.+-]{0,79}")
LONGEST_FAULT, MOST_SIZE = 500, 1 << 62
FIELDS = ("deed", "name", "size", "fault")


@dataclass(frozen=True)
class BackupStanding:
    """When a backup was last made, or tested, and whether that is too long ago; `last` None: never."""

    deed: str
    last: KeptBackup | None
    old: bool

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
        """Note that a backup was made, or tested with what came of it; `deploy/backup` and the test of a copy do so."""
        body = request.json()
        return responses.answer(vars(self.keep(request, body if isinstance(body, dict) else {})))

    def keep(self, request: ApiRequest, said: JsonObject) -> KeptBackup:
        """Keep a note, on record first. Raises Invalid, NoRecord."""
        values = said | {"size": said.get("size", 0), "fault": said.get("fault", "")}
        if faults := [*_faults(values)]:
            raise Invalid(faults[0]["field"], errors=faults)
        request.acts.record("backup_noted", about=f"{values['deed']} {values['name']}")
        return self.kept.note(values["deed"], values["name"], values["size"], values["fault"], request.bearer.id)

    def standing(self) -> list[BackupStanding]:
        """How the last of each kind stands."""
        return [_standing(deed, self.kept.last(deed)) for deed in DEEDS]


def standing_item(one: BackupStanding) -> JsonObject:
    """How the last of a kind stands, as programs read it."""
    return {"deed": one.deed, "last": vars(one.last) if one.last else None, "old": one.old, "good": one.good}


def _standing(deed: str, last: KeptBackup | None) -> BackupStanding:
    old = last is None or clock.now() - dt.datetime.fromisoformat(last.at) > MOST_AGE[deed]
    return BackupStanding(deed, last, old)


def _faults(said: JsonObject) -> list[dict[str, str]]:
    size, text = said["size"], said["fault"]
    checks = {
        "deed": (said.get("deed") in DEEDS, f"One of {', '.join(DEEDS)}", f"须为 {'、'.join(DEEDS)} 之一"),
        "name": (
            isinstance(said.get("name"), str) and NAME.fullmatch(said["name"]) is not None,
            "Letters, digits, . _ + -; at most 80, no path",
            "须为字母、数字或 . _ + -，至多 80 个，不含路径",
        ),
        "size": (
            isinstance(size, int) and not isinstance(size, bool) and 0 <= size < MOST_SIZE,
            "A number of bytes",
            "须为字节数",
        ),
        "fault": (
            isinstance(text, str) and len(text) <= LONGEST_FAULT,
            f"A text of at most {LONGEST_FAULT} characters",
            f"须为至多 {LONGEST_FAULT} 个字的文本",
        ),
    }
    unknown = [fault(str(name), "Unknown field", "没有此字段") for name in said if name not in FIELDS]
    return [*unknown, *(fault(name, en, zh) for name, (holds, en, zh) in checks.items() if not holds)]
