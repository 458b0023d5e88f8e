"""What somebody who helps from outside needs to see of a suite: no text that people wrote, no name of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from prometheus_client import generate_latest
from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, ZIP
from contracts.wire import JsonObject
from services.chassis.base import clock
from services.chassis.storage.lists.window import ListWindow
from services.gateway.accounts.jobs.kept_jobs import KeptJob
from services.gateway.api.admin import BASE, GROUP, OPERATOR
from services.gateway.api.operations.all_jobs import job_item
from services.gateway.api.operations.standing import SuiteStanding
from services.gateway.casefile import zips
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import as_attachment
from services.gateway.http.routing import Route

PATH = f"{BASE}/support-bundle"
MOST_LETTERS, MOST_JOBS = 100, 500
OF_LETTERS = ("id", "type", "reason", "parked_at", "attempt")
"""What of a parked message goes out: not the text of its error, which may repeat what somebody wrote."""
OF_PEOPLE = frozenset({"by", "account", "role", "unit", "why", "name"})
"""Members that name people, or that people wrote."""
OWN_ADDRESSES = frozenset({"evidence_url", "openid"})
"""Settings that lead into the bureau's own network, and may bear a password."""
READ_ME = (
    "本包为排查故障之用，不含个人信息、记录内容、密码和密钥。\n"
    "This bundle is for finding faults. It holds no personal text, no contents of records, no passwords, no keys.\n"
)


@dataclass
class SupportBundle:
    """Writes it as an archive; `settings` are the gateway's own that are no secrets."""

    standing: SuiteStanding
    settings: Callable[[], Mapping[str, str]]

    @Route(
        GET,
        PATH,
        "support_bundle",
        OPERATOR,
        "故障排查包 / A bundle for finding faults",
        ZIP,
        others=(),
        group=GROUP,
    )
    def bundle(self, request: ApiRequest) -> Response:
        """How the suite stands, its metrics, settings, parked messages and jobs, as a zip archive.

        It is put on record before it leaves. Raises NoRecord.
        """
        request.acts.record("exported", about="support-bundle")
        stamp = clock.now().strftime("%Y%m%d-%H%M")
        return as_attachment(Response(zips.stream_zip(self.members()), content_type=ZIP), f"support-{stamp}.zip")

    def members(self) -> Iterator[tuple[str, bytes]]:
        """The files of the archive."""
        yield "README.txt", READ_ME.encode()
        yield "standing.json", _json(_without_people(self.standing.tell()))
        yield "letters.json", _json(self._letters())
        yield "jobs.json", _json([_without_people(job_item(one)) for one in self._jobs()])
        yield "backups.json", _json([_without_people(vars(one)) for one in self.standing.backups.kept.newest()])
        yield "settings.json", _json({name: one for name, one in self.settings().items() if name not in OWN_ADDRESSES})
        yield "metrics.txt", generate_latest()

    def _letters(self) -> list[JsonObject]:
        letters = self.standing.letters
        found = letters.find(letters.services(""), MOST_LETTERS)
        return [
            {"service": one.service} | {name: getattr(row, name) for name in OF_LETTERS}
            for one in found
            for row in one.page.rows
        ]

    def _jobs(self) -> Sequence[KeptJob]:
        return self.standing.jobs.jobs.everybody(ListWindow(MOST_JOBS)).rows


def _without_people(value: Any) -> Any:
    """A value of JSON without the members that name people, however deep they stand."""
    if isinstance(value, dict):
        return {name: _without_people(one) for name, one in value.items() if name not in OF_PEOPLE}
    return [_without_people(one) for one in value] if isinstance(value, list) else value


def _json(value: Any) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
