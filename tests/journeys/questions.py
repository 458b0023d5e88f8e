"""Every question that a document offers, asked of a suite with something in it: what it holds fills the addresses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any
from urllib.parse import quote, urlencode

from contracts import catalogue
from services.chassis.base import clock
from services.gateway.street.street_jobs import JOBS

Json = dict[str, Any]
ENDLESS = "/v1/stream"
"""An answer without an end is not waited for; the document says nothing of its content."""
SHEETS_SENT = frozenset(
    f"{path}/{{id}}{end}"
    for path in ("/v1/sheets", "/registers/{service}/{register}/import/sheet")
    for end in ("", "/marked")
)
OWN_JOBS = frozenset({"/jobs/{id}", *(f"/v1/jobs/{{id}}{end}" for end in ("", "/rows", "/marked"))})
REPORTS = frozenset(
    {"/reports/orders/{id}", "/v1/report-orders/{id}"}
    | {"/reports/{id}", *(f"/v1/reports/{{id}}{end}" for end in ("", "/report.docx", "/report.pdf", "/changes"))}
)
ORDERED = frozenset(
    {"/exchange/orders/{id}", *(f"/v1/exchange-orders/{{id}}{end}" for end in ("", "/files.zip", "/rejected.csv"))}
)
PARKED = frozenset(
    f"{base}/operations/{path}/{{id}}" for base in ("", "/v1") for path in ("letters/{service}", "discarded")
)
BESIDE = frozenset(
    {f"{base}/programmes/{{campaign}}/measures/{{measure}}{end}" for base, end in (("", ""), ("/v1", "/facts"))}
    | {"/programmes/{campaign}", "/v1/programmes/{campaign}/progress"}
)
COUNTED = frozenset(f"{base}/assessments/{{paper}}/{{round}}/{{topic}}" for base in ("", "/v1"))
NOT_HERE = (
    frozenset({ENDLESS, "/drafts/{id}", "/signin/provider", "/signin/provider/callback"})
    | frozenset({"/v1/calendar/moves", "/calendar/moves"})
    | SHEETS_SENT
    | OWN_JOBS
    | REPORTS
    | PARKED
    | BESIDE
    | ORDERED
    | COUNTED
)
"""What else a suite does not just answer: a form that came when its session was over, a sheet that was sent, a job of
somebody's own, a report that was issued, a message that was parked, a programme beside the one in force, a baseline
that was sat, a file for the platform above that was ordered, a year that waits to be confirmed, and the bureau's
provider, where there is none (tests/services/gateway/test_drafts.py, test_calendar.py, test_pages_import.py,
test_jobs.py, test_reports.py, test_operations_pages.py, test_programme_pages.py, test_examinations.py,
test_exchange.py, tests/journeys/test_openid.py)."""
IN_A_QUERY = {
    "as_of": "2017-06-15",
    "known_at": "2099-01-01T00:00:00Z",
    "since": "2017-01-01T00:00:00Z",
    "until": "2099-01-01T00:00:00Z",
    "start_date": "2017-01-01T00:00:00Z",
    "end_date": "2017-03-01T00:00:00Z",
    "from": "2017-01-01",
    "to": "2017-06-30",
    "unit": "DT",
    "limit": "20",
    "lang": "en",
    "q": "1",
    "register": "outreach.matters",
    "sort": "-opened",
    "opened_from": "2017-01-01",
    "opened_to": "2017-12-31",
    "what": "denied",
    "record": "outreach.matters/nobody",
    "first": "1",
    "second": "1",
    "size": "1",
    "year": "2026",
    "item": "A6",
    "planning": "training.sessions",
    "month": "2017-06",
    "rate": "filing_rate",
}
"""Values of parameters that the document leaves open; of those that it names each is asked for."""
PREVIEWS = ("/v1/reports/preview", "/v1/reports/preview.pdf", "/reports/preview")
LETTERS = "/operations/letters"
"""Of an event that is not parked it leads to nothing."""
NEEDED = ("since", "register", "planning", "event", "first", "second", "month")
ALIKE, PAGES = 2, 2
"""Of records in one status, and of measures of one kind, so many are asked for, among so many records."""
ONE_A_SERVICE = tuple({one.service: name for name, one in catalogue.REGISTERS.items()}.values())
"""What has no schema, pages and spreadsheets, is asked of one register a service."""
ASKED_PAPERS = ("filing", "notice", "hearing", "decision", "receipt", "closing")
"""Of the papers of a case; each of them is asked for in tests/services/gateway/test_casefiles.py."""
PAPER, WITH_PAPERS = "/papers/{sha256}", "outreach.matters"
"""How the address of a record's paper ends, and the register whose facts bear those that are asked for."""
SPREADSHEETS = ("/export", "/template")


@dataclass(frozen=True)
class Questions:
    """The questions that a document's paths offer; `get` asks a suite for JSON."""

    paths: Json
    get: Callable[[str], Any]
    _lists: dict[str, list[Json]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[str]:
        for path, item in self.paths.items():
            if "get" in item and path not in NOT_HERE and not _is_repetition(path):
                values = {**self._in_a_query, **(self._of_a_report if path in PREVIEWS else {})}
                if path == LETTERS:
                    del values["event"]
                queries = list(_queries(item["get"]["parameters"], values))
                for number, address in enumerate(self._addresses(path)):
                    yield from (f"{address}{query}" for query in (queries[:1] if number else queries))

    @cached_property
    def _in_a_query(self) -> Mapping[str, str]:
        """Values of parameters, those that the suite's own things give too."""
        return {**IN_A_QUERY, "event": self._by_name["event"][0]}

    @cached_property
    def _of_a_report(self) -> Mapping[str, str]:
        """A day and a moment of which there may be a report: none that lies ahead."""
        said = self.get(f"/v1/facts/{self._by_name['event'][0]}")["event"]["time"]
        moment = dt.datetime.fromisoformat(said)
        local = moment.astimezone(clock.SHANGHAI).replace(tzinfo=None)
        return {"known_at": moment.isoformat(), "day": IN_A_QUERY["as_of"], "known": local.isoformat()}

    def _addresses(self, path: str) -> Iterator[str]:
        """The path, with what there is in place of each name."""
        registers = ONE_A_SERVICE if "{register}" in path else (_register_in(path),)
        registers = (WITH_PAPERS,) if path.endswith(PAPER) else registers
        names = [name for name in re.findall(r"{(\w+)}", path) if name not in ("service", "register")]
        for register in registers:
            service, _, slug = register.partition(".")
            for values in product(*(self._values(name, path, register) for name in names)):
                chosen = dict(zip(names, values, strict=True)) | {"service": service, "register": slug}
                yield path.format(**{name: quote(one, safe="") for name, one in chosen.items()})

    def _values(self, name: str, path: str, register: str) -> list[str]:
        if name == "id":
            return self._ids(path, register)
        if name == "step":
            return [step.name for step in catalogue.REGISTERS[register].steps]
        if name == "paper" and path.startswith("/exam"):
            return [self._sitting["fields"]["paper"], *_first_of(self._listed("training.papers"), "status")]
        return self._by_name[name]

    def _ids(self, path: str, register: str) -> list[str]:
        if path.startswith("/open311"):
            return [one["service_request_id"] for one in self._requests[:1]]
        if path.startswith("/exam"):
            return [self._sitting["id"]]
        if path.endswith(PAPER):
            return [self.get(f"/v1/facts/{self._by_name['event'][0]}")["event"]["subject"]]
        if "/warnings/" in path:
            return [one["id"] for one in self.get("/v1/warnings")["items"][:1]]
        if "/imports/" in path:
            return [one["id"] for one in self.get("/v1/imports")["imports"]]
        ids = _first_of(self._listed(register), "status")
        return ids if path.endswith("/{id}") and path.startswith("/v1") else ids[:1]

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        pillars = self.get("/v1/progress")["pillars"]
        items = [item for pillar in pillars for item in pillar["items"]]
        facts = self.get(f"/v1/measures/A6.matters_done/facts?as_of={IN_A_QUERY['as_of']}")["facts"]
        registers = catalogue.REGISTERS.values()
        return {
            "item": [item["id"] for item in items],
            "measure": _first_of([measure for item in items for measure in item["measures"]], "kind"),
            "event": [fact["event"] for fact in facts],
            "index": ["0"],
            "job": [one.name for one in JOBS],
            "script": ["street.js"],
            "level": ["0"],
            "tile": ["000"],
            "sha256": facts[0]["evidence"],
            "part": ["norms"],
            "record": [one["id"] for one in self._listed("training.norms") if one["status"] == "in_force"][:1],
            "type": [register.type_of(step) for register in registers for step in register.steps],
            "version": ["1"],
            "paper": list(ASKED_PAPERS),
            "form": ["html", "docx", "pdf"],
            "format": ["json", "xml"],
            "code": [one["service_code"] for one in self.get("/open311/v2/services.json")],
        }

    @cached_property
    def _requests(self) -> list[Json]:
        window = {name: IN_A_QUERY[name] for name in ("start_date", "end_date")}
        requests: list[Json] = self.get(f"/open311/v2/requests.json?{urlencode(window)}")
        return requests

    @cached_property
    def _sitting(self) -> Json:
        """An examination that was sat on a paper of ours."""
        return next(one for one in self._listed("training.assessments") if one["fields"].get("paper"))

    def _listed(self, register: str) -> list[Json]:
        if register not in self._lists:
            self._lists[register] = list(self._pages(f"/v1/{register.replace('.', '/')}"))
        return self._lists[register]

    def _pages(self, path: str) -> Iterator[Json]:
        """The first records of a list."""
        cursor = ""
        for _ in range(PAGES):
            page = self.get(f"{path}?sort=opened{cursor}")
            yield from page["items"]
            if page["next"] is None:
                return
            cursor = f"&cursor={page['next']}"


def _first_of(things: list[Json], member: str) -> list[str]:
    """The ids of the first things that have each value of a member."""
    ids: dict[str, list[str]] = {}
    for one in things:
        ids.setdefault(one[member], []).append(one["id"])
    return [id_ for some in ids.values() for id_ in some[:ALIKE]]


def _is_repetition(path: str) -> bool:
    """Whether it is a spreadsheet of a register that stands for none."""
    return path.endswith(SPREADSHEETS) and _register_in(path) not in ONE_A_SERVICE


def _register_in(path: str) -> str:
    """The register whose own address it is; nothing where it is none's."""
    name = ".".join(path.split("/")[2:4])
    return name if name in catalogue.REGISTERS else ""


def _queries(parameters: list[Json], in_a_query: Mapping[str, str]) -> Iterator[str]:
    """What is needed alone, then each value of each parameter beside it."""
    named = [one for one in parameters if one["in"] == "query"]
    given = [one["name"] for one in named if one["name"] in in_a_query]
    needed = {name: in_a_query[name] for name in given if name in NEEDED}
    yield _query(needed)
    for one in named:
        yield from (_query(needed | {one["name"]: str(value)}) for value in _values(one, in_a_query))


def _query(values: Mapping[str, str]) -> str:
    return f"?{urlencode(values)}" if values else ""


def _values(parameter: Json, in_a_query: Mapping[str, str]) -> list[Any]:
    open_ended = in_a_query.get(parameter["name"])
    return parameter["schema"].get("enum") or ([open_ended] if open_ended else [])
