"""Hands a city's requests in as city cases through the suite's own interface; the same again changes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import orjson

from contracts.cases.datums import WGS84
from contracts.cases.digital_cases.intake import PUBLIC
from contracts.exchange.city_services import CityServices
from contracts.forms import CODE, URL
from operations.client.client import Client
from operations.client.exchange.city import Entry, id_of
from services.chassis.base import clock

BATCH, AT_ONCE = "/v1/cases/digital_cases:batch", 100
TAKEN, KNOWN, CHANGED, CLOSED, IGNORED = "taken", "known", "changed", "closed", "ignored"
UNMAPPED, REFUSED = "unmapped", "refused"
OUTCOMES = {
    TAKEN: "taken in 新登记",
    KNOWN: "there already 已有",
    CHANGED: "there already, the city says otherwise now 已有，城市平台内容有变",
    CLOSED: "closed in the city 城市平台已办结",
    IGNORED: "not the bureau's 不属本局",
    UNMAPPED: "without a class here 无对应类别",
    REFUSED: "refused 被拒",
}
"""What may become of a request."""
FAULTY = (UNMAPPED, REFUSED)
LONGEST_URL = 500


@dataclass(frozen=True)
class Unfit:
    """A request that did not become a case, and why; of what it says nothing stands here."""

    request: str
    service: str
    outcome: str
    zh: str
    en: str


@dataclass
class Taking:
    """One run: for which unit, by which mapping; what became of each request is counted."""

    suite: Client
    city: str
    unit: str
    services: CityServices
    counts: Counter[str] = field(default_factory=Counter)
    unfit: list[Unfit] = field(default_factory=list)

    def take(self, entries: Iterable[Entry]) -> None:
        """Hand in what is a case of the bureau's. Raises Away, Declined."""
        forms = ((entry, form) for entry in entries if (form := self._form(entry)))
        while some := list(itertools.islice(forms, AT_ONCE)):
            self._send(some)

    def _form(self, entry: Entry) -> dict[str, Any] | None:
        """A request as a form; None where it is none of ours, which is noted."""
        code = str(entry.get("service_code") or "")
        if str(entry.get("status") or "open").lower() != "open":
            self.counts[CLOSED] += 1
        elif code in self.services.ignored:
            self.counts[IGNORED] += 1
        elif code not in self.services.classes:
            self._note(entry, UNMAPPED, "事项代码没有对应的案件类别", "Its service has no class here")
        else:
            try:
                return form_of(entry, self.unit, self.services.classes[code])
            except NotACase as wrong:
                self._note(entry, REFUSED, wrong.zh, wrong.en)
        return None

    def _send(self, some: Sequence[tuple[Entry, dict[str, Any]]]) -> None:
        groups = [[{"step": "report", "form": form, "key": key_of(self.city, id_of(entry))}] for entry, form in some]
        answer = self.suite.post(BATCH, orjson.dumps({"groups": groups}))
        for (entry, _), result in zip(some, answer["results"], strict=True):
            self._tell(entry, result)

    def _tell(self, entry: Entry, result: Mapping[str, Any]) -> None:
        problem = result.get("problem")
        if problem is None:
            self.counts[KNOWN if result["repeated"] else TAKEN] += 1
        elif problem["slug"] == "key-reused":
            self.counts[CHANGED] += 1
        else:
            faults = problem["errors"]
            zh = "；".join([problem["title_zh"], *(f"{one['field']}：{one['zh']}" for one in faults)])
            en = "; ".join([problem["title"], *(f"{one['field']}: {one['en']}" for one in faults)])
            self._note(entry, REFUSED, zh, en)

    def _note(self, entry: Entry, outcome: str, zh: str, en: str) -> None:
        self.counts[outcome] += 1
        self.unfit.append(Unfit(id_of(entry), str(entry.get("service_code") or ""), outcome, zh, en))

    def report(self) -> Iterator[Sequence[str]]:
        """What did not become a case, line by line."""
        yield ("service_request_id", "service_code", "结果 / outcome", "原因", "why")
        for one in self.unfit:
            yield (one.request, one.service, OUTCOMES[one.outcome], one.zh, one.en)


class NotACase(ValueError):
    """A request lacks what a case needs; its words say what, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        """`zh` and `en`: what."""
        super().__init__(en)
        self.zh, self.en = zh, en


def key_of(city: str, request: str) -> str:
    """Under which key a city's request is handed in: always the same, and no other's."""
    return f"open311-{hashlib.sha256(f'{city}{chr(10)}{request}'.encode()).hexdigest()}"


def form_of(entry: Entry, unit: str, case_class: str) -> dict[str, Any]:
    """The report of a case: what a request says of itself, and nothing of who made it. Raises NotACase."""
    request, problem = id_of(entry), _text(entry, "description") or _text(entry, "service_name")
    if not request:
        raise NotACase("没有 service_request_id", "It has no service_request_id")
    if not problem:
        raise NotACase("没有问题描述", "It says nothing of what is wrong")
    point = _point(entry)
    said = {
        "unit": unit,
        "source": PUBLIC,
        "source_record": request if re.match(CODE, request) else None,
        "case_class": case_class,
        "place": _text(entry, "address"),
        "problem": problem,
        "reported_at": _moment(entry),
        "media_url": _link(entry),
        **point,
    }
    return {name: value for name, value in said.items() if value is not None}


def _text(entry: Entry, name: str) -> str | None:
    value = entry.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _link(entry: Entry) -> str | None:
    """The address of a picture, which is kept as text; what is none is left out."""
    url = _text(entry, "media_url")
    return url if url and len(url) <= LONGEST_URL and re.match(URL, url) else None


def _moment(entry: Entry) -> str:
    try:
        moment = dt.datetime.fromisoformat(str(entry.get("requested_datetime")).strip())
    except ValueError:
        raise NotACase("没有有效的 requested_datetime", "It has no requested_datetime") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=clock.SHANGHAI)
    return moment.isoformat(timespec="seconds")


def _point(entry: Entry) -> dict[str, Any]:
    """Its place in WGS-84, as GeoReport has it; none where it says none."""
    said = [entry.get("lat"), entry.get("long")]
    if all(one in (None, "") for one in said):
        return {}
    try:
        latitude, longitude = (float(str(one)) for one in said)
    except ValueError:
        raise NotACase("lat、long 不是十进制度数", "lat and long are no decimal degrees") from None
    if not (isfinite(latitude) and isfinite(longitude)):
        raise NotACase("lat、long 不是十进制度数", "lat and long are no decimal degrees")
    return {"longitude": longitude, "latitude": latitude, "datum": WGS84}
