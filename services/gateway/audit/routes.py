"""What the log tells of people and records, for who looks into what was done."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.errors import Unknown
from contracts.register import Register
from contracts.wire import JsonObject
from services.gateway.audit.desk import AuditDesk
from services.gateway.audit.entries import AUDITOR, EntryList, entry_item, whole_item
from services.gateway.audit.filters import FILTER, filter_of
from services.gateway.audit.rules import RULES, anomaly_item
from services.gateway.display import paging
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest, parse_whole_number
from services.gateway.http.routing import Route
from services.gateway.register_path import readable_at, register_at

GROUP = "audit"
AUDITORS = frozenset({AUDITOR})
"""Who searches the log: it tells of everybody's acts and addresses, and the auditor alone does nothing else here."""
INVESTIGATORS = AUDITORS | {"inspector"}
"""Who sees a record's trail: the inspector too (督察), to whom a resident complains who looked at their telephone; of
records that they may read."""
AWAY = (404, 422, 503)
TRAIL = "/v1/audit/records/{service}/{register}/{id}"


@dataclass
class AuditLog:
    """Answers who did what."""

    desk: AuditDesk

    @Route(
        GET,
        "/v1/audit/entries",
        "audit_entries",
        AUDITORS,
        "审计日志 / The audit log",
        "AuditEntries",
        f"{FILTER}, since, until, cursor, limit",
        others=AWAY,
        headers=("Link",),
        group=GROUP,
    )
    def entries(self, request: ApiRequest) -> Response:
        """Entries, the newest first: of a person, a post, a record, a kind, an outcome, an address, a time."""
        return _list_answer(request, self.desk.search(request, filter_of(request), paging.rows_asked(request)))

    @Route(
        GET,
        "/v1/audit/entries/{index}",
        "audit_entry",
        AUDITORS,
        "一条审计日志 / An entry",
        "AuditEntry",
        others=(404, 503),
        group=GROUP,
    )
    def entry(self, request: ApiRequest) -> Response:
        """One entry: its event as this account may read it, and the proof that it stands in the log."""
        return responses.answer(whole_item(*self.desk.entry(request, index_at(request))))

    @Route(
        GET,
        TRAIL,
        "audit_trail",
        INVESTIGATORS,
        "一条记录的全部痕迹 / A record's whole trail",
        "AuditEntries",
        "views, cursor, limit",
        others=(404, 422, 503),
        headers=("Link",),
        group=GROUP,
    )
    def trail(self, request: ApiRequest) -> Response:
        """All that happened to a record: its events, refusals, views, the newest first.

        With `views` only who saw its texts: who was shown them, and whoever took a step, to whom the answer shows them.
        """
        most, views = paging.rows_asked(request), request.flag("views")
        return _list_answer(
            request, self.desk.trail(request, traced_register(request), request.path["id"], most, views=views)
        )

    @Route(
        GET,
        "/v1/audit/anomalies",
        "audit_anomalies",
        AUDITORS,
        "异常情况 / What is out of the common",
        "Anomalies",
        "rule, person, from, to, cursor, limit",
        others=AWAY,
        headers=("Link",),
        group=GROUP,
    )
    def anomalies(self, request: ApiRequest) -> Response:
        """People's days that reach a threshold of ours, the newest day first, each with its rule and its entries."""
        request.among("rule", ("", *RULES), "")
        listed = self.desk.anomalies(request, paging.rows_asked(request))
        body = {
            "items": [anomaly_item(one) for one in listed.rows],
            "previous": listed.turns.previous,
            "next": listed.turns.next,
        }
        return responses.answer(body, **listed.turns.links(request))


def index_at(request: ApiRequest) -> int:
    """The entry in the path. Raises Unknown."""
    text = request.path["index"]
    try:
        return parse_whole_number(text)
    except ValueError:
        raise Unknown(text) from None


def traced_register(request: ApiRequest) -> Register:
    """The register of the record whose trail is asked for. Raises Unknown, Forbidden.

    The auditor is told what was done to any record, and reads no texts by it; others must be readers of the register.
    """
    return register_at(request) if request.bearer.role == AUDITOR else readable_at(request)


def _reason(listed: EntryList, index: int) -> JsonObject:
    return {"reason": listed.reasons[index]} if index in listed.reasons else {}


def _list_answer(request: ApiRequest, listed: EntryList) -> Response:
    body = {
        "items": [entry_item(one) | _reason(listed, one.index) for one in listed.rows],
        "previous": listed.turns.previous,
        "next": listed.turns.next,
        "searched_until": listed.searched_until or None,
    }
    return responses.answer(body, **listed.turns.links(request))
