"""What an application asks for: which period, which services, open or closed, where, and which page of it."""

from __future__ import annotations

import datetime as dt

from contracts.errors import Invalid, fault
from contracts.forms import EARLIEST, LATEST
from services.chassis.base import clock
from services.chassis.base.clock import SHANGHAI
from services.gateway.http.request import ApiRequest
from services.gateway.open311 import request as service_request
from services.gateway.open311 import response
from services.gateway.open311.near import Circle
from services.gateway.open311.queries import DEEPEST, MOST, WHOLE, Page, RequestFilter

SPAN = dt.timedelta(days=90)
"""GeoReport's own: what one answer spans at most, and what is meant where nothing is said."""
BOTH = (response.OPEN, response.CLOSED)
PAGE_SIZE, MOST_PAGES = 50, 100_000
RADIUS, WIDEST = 500, 100_000
"""Metres: meant where a point stands alone, and at most."""
YES = ("true", "1", "yes")
DAY_LENGTH, LAST_MOMENT = 10, dt.timedelta(days=1, microseconds=-1)


def period(request: ApiRequest) -> tuple[dt.datetime, dt.datetime]:
    """The period that is meant: 90 days at most, the last where nothing is said. Raises Invalid."""
    first, last = _moment(request, "start_date"), _moment(request, "end_date")
    last = last or (first + SPAN if first else clock.now())
    first = first or last - SPAN
    # A whole day at the end is of the period: to its last moment.
    if not dt.timedelta() <= last - first < SPAN + dt.timedelta(days=1):
        raise Invalid(errors=[fault("start_date", "At most 90 days before end_date", "与 end_date 相隔不得超过 90 天")])
    return first, last


def request_filter(request: ApiRequest) -> RequestFilter:
    """Which requests are meant. Raises Invalid."""
    first, last = period(request)
    codes = values_in(request, "service_code")
    return RequestFilter(first, last, codes or None, _statuses(request) or BOTH, _circle(request))


def page(request: ApiRequest) -> Page:
    """Which page of them; all that one answer holds where no page is named. Raises Invalid."""
    if not {"page", "page_size"} & set(request.query):
        return WHOLE
    size = request.number("page_size", PAGE_SIZE, MOST)
    after = (request.number("page", 1, MOST_PAGES) - 1) * size
    if after > DEEPEST:
        en = f"At most {DEEPEST} requests before a page: ask for another end_date"
        raise Invalid(errors=[fault("page", en, f"页前最多 {DEEPEST} 件，请改用更早的 end_date")])
    return Page(after, size)


def wants_extension(request: ApiRequest) -> bool:
    """Whether what GeoReport has no field for is asked for too."""
    return request.query.get("extensions", "").lower() in YES


def values_in(request: ApiRequest, name: str) -> list[str]:
    """What stands in a parameter with commas between."""
    return [one.strip() for one in request.query.get(name, "").split(",") if one.strip()]


def _statuses(request: ApiRequest) -> list[str]:
    """Open, closed, or both. Raises Invalid."""
    statuses = [one.lower() for one in values_in(request, "status")]
    if not {*statuses} <= {*BOTH}:
        raise Invalid(errors=[fault("status", "Must be open, closed", "应为 open、closed")])
    return statuses


def _circle(request: ApiRequest) -> Circle | None:
    """Around which point; None: anywhere. Raises Invalid."""
    latitude, longitude = (service_request.degrees(request.query, name) for name in ("lat", "long"))
    if latitude is None and longitude is None and "radius" not in request.query:
        return None
    if latitude is None or longitude is None:
        missing = "lat" if latitude is None else "long"
        raise Invalid(errors=[fault(missing, "lat and long are needed together", "须同时提供 lat 和 long")])
    for name, value, most in (("lat", latitude, 90), ("long", longitude, 180)):
        if abs(value) > most:
            raise Invalid(errors=[fault(name, f"Must be -{most}..{most}", f"应为 -{most}..{most}")])
    return Circle(latitude, longitude, request.number("radius", RADIUS, WIDEST))


def _moment(request: ApiRequest, name: str) -> dt.datetime | None:
    """A moment in the query, on a day that a form may name: the whole day where no time is said. Raises Invalid."""
    text = request.query.get(name)
    if text is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(text.strip().replace(" ", "+"))  # a plus sign that was not escaped
    except ValueError:
        moment = _with_blank(name, text)
    if not EARLIEST < moment.date() < LATEST:
        raise Invalid(errors=[fault(name, f"Must be after {EARLIEST} and before {LATEST}", "超出允许的日期范围")])
    moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    is_day = len(text.strip()) <= DAY_LENGTH
    return moment + LAST_MOMENT if is_day and name == "end_date" else moment


def _with_blank(name: str, text: str) -> dt.datetime:
    """A moment with a blank between day and time. Raises Invalid."""
    try:
        return dt.datetime.fromisoformat(text.strip())
    except ValueError:
        en, zh = "Must be ISO 8601, such as 2026-11-01 or 2026-11-01T08:00:00+08:00", "应为 ISO 8601 日期或时间"
        raise Invalid(name, errors=[fault(name, en, f"{zh}，如 2026-11-01 或 2026-11-01T08:00:00+08:00")]) from None
