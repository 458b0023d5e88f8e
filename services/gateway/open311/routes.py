"""The addresses of GeoReport v2, and FixMyStreet's `servicerequestupdates`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import ENCODED, FORM, GET, JSON, OPEN311, POST, TEXT_XML
from contracts.envelope import Event
from contracts.errors import Forbidden, Invalid, Unknown, fault
from contracts.roles import ANONYMOUS, OUTSIDERS
from contracts.rpc import CommandMessage, GroupReceipt
from services.chassis.base import clock, ids
from services.chassis.records.record import Record
from services.gateway.command_input import client_key
from services.gateway.display.paging import CURSOR, MOST_ROWS
from services.gateway.display.windows import AskedWindow
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.open311 import handed_in, queries, questions, response, retries, services, writing
from services.gateway.open311 import request as service_request
from services.gateway.open311.handed_in import HandedIn
from services.gateway.open311.retries import Attempts
from services.gateway.open311.writing import FORMATS
from services.gateway.owner_client import OwnerProblem
from services.gateway.read_model import ledger
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel
from services.gateway.record_client import RecordClient

BASE, KEY = "/open311/v2", "api_key"
SKEW = timedelta(seconds=5)
"""How far the clocks of two services may be apart."""
WAIT = 2.0
"""Seconds for which an answer waits until the request can be read."""
ALWAYS = f"{KEY}, jurisdiction_id"
WINDOW = f"{ALWAYS}, start_date, end_date"
CHOSEN = f"{WINDOW}, service_request_id, service_code, status, lat, long, radius, page, page_size, extensions"
DISCOVERY, REQUESTS = "/open311/discovery.{format}", f"{BASE}/requests.{{format}}"
ANSWER, REFUSED, GROUP = f"{JSON}, {TEXT_XML}", (400, 403, 404), OPEN311
CASES, COMPLAINTS = "cases.digital_cases", "cases.complaints"
KEY_REUSED = "key-reused"


class NoUnit(Forbidden):
    """This key belongs to no unit that takes reports in; ask for one that does."""

    slug, zh = "no-unit", "此密钥未绑定受理单位"


def _get(path: str, name: str, roles: frozenset[str], title: str, query: str = ALWAYS) -> Route:
    """An address of GeoReport v2 for reading; who hands over a token sees more."""
    headers = ("Link",) if "cursor" in query else ()
    return Route(
        GET, path, name, roles, title, ANSWER, query, others=REFUSED, headers=headers, group=GROUP, token_in=KEY
    )


@dataclass
class Open311:
    """Speaks GeoReport v2 for one district; `public` is the address under which it is reached."""

    client: RecordClient
    read_model: ReadModel
    district: str
    public: str

    @Route(
        GET,
        DISCOVERY,
        "open311_discovery",
        ANONYMOUS,
        "接口发现 / Where the interface is",
        ANSWER,
        others=REFUSED,
        group=GROUP,
    )
    def discovery(self, request: ApiRequest) -> Response:
        """Where the interface is, in which formats."""
        endpoint = {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": f"{self.public}{BASE}",
            "changeset": "2011-04-25T00:00:00Z",
            "type": "production",
            "formats": ["text/xml", "application/json"],
        }
        document = {"changeset": endpoint["changeset"], "contact": None, "key_service": None, "endpoints": [endpoint]}
        return writing.answer("discovery", document, _format(request))

    @_get(f"{BASE}/services.{{format}}", "open311_services", ANONYMOUS, "可报事项 / What can be reported")
    def services(self, request: ApiRequest) -> Response:
        """What can be reported."""
        with self._reader(request, request.query) as reader:
            document = services.service_list(services.classes(reader.tx, self.district).values())
        return writing.answer("services", document, _format(request))

    @_get(f"{BASE}/services/{{code}}.{{format}}", "open311_service", ANONYMOUS, "事项定义 / What a service asks for")
    def service(self, request: ApiRequest) -> Response:
        """What a service asks for besides. Raises Unknown."""
        with self._reader(request, request.query) as reader:
            document = services.service_definition(request.path["code"], services.classes(reader.tx, self.district))
        return writing.answer("service_definition", document, _format(request))

    @_get(f"{BASE}/requests.{{format}}", "open311_requests", ANONYMOUS, "公众上报 / Service requests", CHOSEN)
    def requests(self, request: ApiRequest) -> Response:
        """The public's requests: of some ids, or of a period, of some services, open or closed; and own complaints."""
        with self._reader(request, request.query) as reader:
            return self._requests_response(request, reader, list(self._find_requests(request, reader)))

    def _find_requests(self, request: ApiRequest, reader: Reader) -> Iterable[Record]:
        account, named = _account(request), questions.values_in(request, "service_request_id")
        if len(named) > queries.MOST:
            en, zh = f"At most {queries.MOST} ids", f"最多 {queries.MOST} 个编号"
            raise Invalid(errors=[fault("service_request_id", en, zh)])
        if named:
            return queries.by_id(reader.tx, self.district, named, account)
        chosen = questions.request_filter(request)
        return queries.find_requests(reader.tx, self.district, chosen, account, questions.page(request))

    @_get(
        f"{BASE}/requests/{{id}}.{{format}}",
        "open311_request",
        ANONYMOUS,
        "一件上报 / One service request",
        f"{ALWAYS}, extensions",
    )
    def request(self, request: ApiRequest) -> Response:
        """One request. Raises Unknown."""
        with self._reader(request, request.query) as reader:
            return self._requests_response(request, reader, [_one(request, reader)])

    @_get(f"{BASE}/tokens/{{id}}.{{format}}", "open311_token", ANONYMOUS, "凭据对应编号 / The id behind a token")
    def token(self, request: ApiRequest) -> Response:
        """The id behind a token: we draw none but the id itself, which is answered at once. Raises Unknown."""
        with self._reader(request, request.query) as reader:
            record = _one(request, reader)
        entries = [{"service_request_id": record.id, "token": request.path["id"]}]
        return writing.answer("service_requests", entries, _format(request))

    @_get(
        f"{BASE}/servicerequestupdates.{{format}}",
        "open311_updates",
        ANONYMOUS,
        "上报进展 / What became of service requests",
        f"{WINDOW}, cursor, limit",
    )
    def updates(self, request: ApiRequest) -> Response:
        """What became of requests in a period, the earliest first: of a hundred requests at most.

        Where there are more, `Link` says where it goes on. A key does not stand in it.
        """
        (first, last), account = questions.period(request), _account(request)
        asked = AskedWindow(_without_key(request), CURSOR, ("updates", account))
        window = asked.window(min(MOST_ROWS, request.number("limit", MOST_ROWS, queries.MOST)), queries.KEYS)
        with self._reader(request, request.query) as reader:
            changed = queries.changed_requests(reader.tx, self.district, first, account, window)
        entries = [one for case in changed.records for one in response.updates(case, first, last)]
        entries.sort(key=lambda one: one["updated_datetime"])  # of one second a request's own steps stay in order
        answer = writing.answer("service_request_updates", entries, _format(request))
        answer.headers.extend(asked.turns(changed.part).links(_without_key(request)))
        return answer

    @Route(
        POST,
        REQUESTS,
        "open311_post",
        OUTSIDERS,
        "提交上报 / Hand in a service request",
        ANSWER,
        ALWAYS,
        takes=(ENCODED, FORM),
        others=(*REFUSED, 503),
        group=GROUP,
        token_in=KEY,
    )
    def post(self, request: ApiRequest) -> Response:
        """A request is handed in; one that comes again is answered as at first.

        Raises Unknown for a service that there is not, Invalid, NoUnit.
        """
        handed = handed_in.read(request.http)
        with self._reader(request, request.http.values) as reader:
            classes_by_code = services.classes(reader.tx, self.district)
        receipt = self._carry_out(request, handed, _command(request, handed, classes_by_code))
        notice = _notice(handed, classes_by_code.get(handed.texts["service_code"]))
        entries = [{"service_request_id": receipt.record.id, "service_notice": notice, "account_id": None}]
        return writing.answer("service_requests", entries, _format(request), 201)

    def _carry_out(self, request: ApiRequest, handed: HandedIn, command: CommandMessage) -> GroupReceipt:
        """What became of it, at first or now, once it can be read."""
        for one in handed.pictures:
            self.client.evidence.save(one.body, name=one.name, media_type=one.media_type, by=request.bearer.id)
        attempts = _attempts(request, handed)
        try:
            receipt = self._send(request, replace(command, id=attempts.ids[0]), self._first(attempts))
        except OwnerProblem as problem:
            # It is there, and was not when we looked: two came at once, or the ledger is behind.
            event = ids.event_id(attempts.ids[0], 0)
            if problem.to_dict()["slug"] != KEY_REUSED or not self.read_model.wait_for(event, WAIT):
                raise
            receipt = self._send(request, command, self._first(attempts))
        self.read_model.wait_for(receipt.event, WAIT)
        return receipt

    def _send(self, request: ApiRequest, command: CommandMessage, first: Event | None) -> GroupReceipt:
        """Have it carried out; where it was before, say it as at first, and the owner answers so."""
        if first is not None:
            form = retries.as_at_first(command.form, first)
            command = replace(command, id=first.id.removesuffix(ids.event_id("", 0)), form=form)
        return self.client.carry_out(request, catalogue.REGISTERS[command.register], command)

    def _first(self, attempts: Attempts) -> Event | None:
        """The event of a report that was handed in before."""
        with self.read_model.store.begin_read() as tx:
            events = ledger.events(tx, self.district, attempts.events())
        return next((one for one in events.values() if attempts.is_same(one)), None)

    def _requests_response(self, request: ApiRequest, reader: Reader, records: list[Record]) -> Response:
        classes_by_code = services.classes(reader.tx, self.district)
        entries = [response.request(one, _name(one, classes_by_code), _agency(reader, one)) for one in records]
        if questions.wants_extension(request):
            extensions = ({"extended_attributes": response.extension(one)} for one in records)
            entries = [entry | more for entry, more in zip(entries, extensions, strict=True)]
        return writing.answer("service_requests", entries, _format(request))

    def _reader(self, request: ApiRequest, parameters: Mapping[str, str]) -> AbstractContextManager[Reader]:
        """One state of the read model, for a jurisdiction that is ours. Raises Unknown."""
        _format(request)
        if parameters.get("jurisdiction_id", self.district) not in (self.district, ""):
            raise Unknown("jurisdiction_id", parameters["jurisdiction_id"])
        return self.read_model.reader(self.read_model.question())


def _format(request: ApiRequest) -> str:
    """JSON or XML. Raises Unknown for other formats."""
    form = request.path["format"]
    if form not in FORMATS:
        raise Unknown(form)
    return form


def _one(request: ApiRequest, reader: Reader) -> Record:
    records = queries.by_id(reader.tx, reader.question.district, [request.path["id"]], _account(request))
    if not records:
        raise Unknown(request.path["id"])
    return records[0]


def _without_key(request: ApiRequest) -> ApiRequest:
    """A request whose key, where it stands in the address, is no part of what is asked."""
    return replace(request, query={name: value for name, value in request.query.items() if name != KEY})


def _account(request: ApiRequest) -> str:
    """Whose requests are answered though nobody has accepted them yet; empty: nobody's."""
    return request.bearer.id if request.bearer.role in OUTSIDERS else ""


def _attempts(request: ApiRequest, handed: HandedIn) -> Attempts:
    """Under which ids it may have been handed in before: by its key, else by what it says. Raises Invalid."""
    key = request.http.headers.get("Idempotency-Key")
    if key is not None:
        return retries.by_key(client_key(request.bearer, key))
    return retries.by_content(request.bearer.id, handed.content(), clock.now())


def _command(request: ApiRequest, handed: HandedIn, classes_by_code: dict[str, Record]) -> CommandMessage:
    """The step that opens what is handed in. Raises Unknown, Invalid, NoUnit."""
    code, unit, at = service_request.require_service_code(handed.texts), request.bearer.unit, clock.now() - SKEW
    name = services.name_of(code, classes_by_code)
    if unit is None:
        raise NoUnit
    if code in services.COMPLAINTS:
        return CommandMessage(
            ids.new_id(), COMPLAINTS, "receive", service_request.complaint_form(handed, unit, name, at)
        )
    return CommandMessage(ids.new_id(), CASES, "report", service_request.case_form(handed, unit, name, at))


def _name(one: Record, classes_by_code: dict[str, Record]) -> str | None:
    """What its service is called; None while it has none, or one that is no longer in force."""
    code = response.code_of(one)
    return (
        services.name_of(code, classes_by_code)
        if code and (code in services.COMPLAINTS or code in classes_by_code)
        else None
    )


def _agency(reader: Reader, one: Record) -> str:
    return str(reader.tree[one.unit]["name"]) if one.unit in reader.tree else one.unit


def _notice(handed: HandedIn, klass: Record | None) -> str | None:
    """What whoever reported it should know: until when somebody looks, and what of it is not kept or not shown."""
    notices = []
    if klass is not None:
        hours = klass["verify_hours"]
        notices.append(f"将在 {hours} 小时内核实 / It will be verified within {hours} hours")
    if count := len(handed.pictures):
        notices.append(f"照片 {count} 张已保存，不对外展示 / {count} photographs were kept; they are not shown here")
    if names := ", ".join(handed.not_kept()):
        notices.append(f"以下字段未保存：{names} / These fields were not kept: {names}")
    return "；".join(notices) or None
