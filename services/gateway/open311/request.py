"""What an application hands in, as the form of a digital case or of a complaint."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from contracts.cases.complaints import OPEN311
from contracts.cases.datums import WGS84
from contracts.cases.digital_cases.intake import PUBLIC
from contracts.errors import Invalid, fault
from services.chassis.base.clock import day_of
from services.gateway.open311.handed_in import HandedIn
from services.gateway.open311.retries import moment_text
from services.gateway.open311.services import COMPLAINTS, PLACES

Texts = Mapping[str, str]
Form = dict[str, Any]
THEIRS = {
    "problem": "description",
    "matter": "description",
    "place": "address_string",
    **dict.fromkeys(("photos", "evidence"), "media"),
    "more_media": "media_url",
    "latitude": "lat",
    "longitude": "long",
    "case_class": "service_code",
    "kind": "service_code",
    **{name: f"attribute[{name}]" for name in PLACES},
    **dict.fromkeys(("reporter_name", "complainant_name"), "last_name"),
    **dict.fromkeys(("reporter_contact", "complainant_contact"), "phone"),
}
"""What our fields are called in what an application hands in."""
BEFORE = "before"
"""A photograph of what is reported was taken before anything was done about it."""
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?")


def require_service_code(texts: Texts) -> str:
    """The code of the service that is meant. Raises Invalid without it, or without any location."""
    if "service_code" not in texts:
        raise Invalid(errors=[fault("service_code", "Was not provided", "未提供")])
    if not ({"lat", "long"} <= set(texts) or {"address_string", "address_id"} & set(texts)):
        en = "lat and long, or address_string, or address_id is needed"
        raise Invalid(errors=[fault("lat", en, "须提供 lat 和 long，或 address_string，或 address_id")])
    return texts["service_code"]


def case_form(handed: HandedIn, unit: str, name: str, at: dt.datetime) -> Form:
    """A report for a class of digital cases, whose `name` stands in for a description that is not given."""
    texts, papers = handed.texts, [one.sha256 for one in handed.pictures]
    return _form(handed, unit) | {
        "reporter_name": _name(texts),
        "reporter_contact": _contact(texts),
        "source": PUBLIC,
        "case_class": texts["service_code"],
        "problem": texts.get("description") or name,
        "reported_at": moment_text(at),
        "photos": [{"kind": BEFORE, "photo": papers}] if papers else [],
    }


def complaint_form(handed: HandedIn, unit: str, name: str, at: dt.datetime) -> Form:
    """A complaint of a kind."""
    texts = handed.texts
    return _form(handed, unit) | {
        "complainant_name": _name(texts),
        "complainant_contact": _contact(texts),
        "channel": OPEN311,
        "kind": COMPLAINTS[texts["service_code"]],
        "matter": texts.get("description") or name,
        "received_on": day_of(at).isoformat(),
        "evidence": [one.sha256 for one in handed.pictures],
    }


def _form(handed: HandedIn, unit: str) -> Form:
    """What both have: the place, in WGS84 as GeoReport has it, and the addresses of pictures."""
    texts = handed.texts
    point = {"longitude": degrees(texts, "long"), "latitude": degrees(texts, "lat")}
    return point | {
        "unit": unit,
        "datum": WGS84 if point["longitude"] is not None else None,
        "place": texts.get("address_string") or texts.get("address_id"),
        "media_url": next(iter(handed.media), None),
        "more_media": [{"url": one} for one in handed.media[1:]],
        **{name: texts.get(f"attribute[{name}]") for name in PLACES},
    }


def degrees(texts: Texts, name: str) -> float | None:
    """Decimal degrees; None: not said. Raises Invalid."""
    if not texts.get(name):
        return None
    if not DEGREES.fullmatch(texts[name].strip()):
        raise Invalid(errors=[fault(name, "Must be decimal degrees", "应为十进制度数")])
    return float(texts[name])


def _name(texts: Texts) -> str | None:
    return " ".join(filter(None, (texts.get("last_name"), texts.get("first_name")))) or None


def _contact(texts: Texts) -> str | None:
    return "；".join(filter(None, (texts.get("phone"), texts.get("email")))) or None
