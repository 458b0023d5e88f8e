"""What an application hands in, as the form of a digital case or of a complaint."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from contracts.cases.complaints import OPEN311
from contracts.cases.digital_cases.intake import PUBLIC, WGS84
from contracts.errors import Invalid, fault
from services.chassis.base.clock import day_of
from services.gateway.open311.services import COMPLAINTS, PLACES

Parameters = Mapping[str, str]
Form = dict[str, Any]
THEIRS = {
    "problem": "description",
    "matter": "description",
    "place": "address_string",
    "latitude": "lat",
    "longitude": "long",
    "case_class": "service_code",
    "kind": "service_code",
    **{name: f"attribute[{name}]" for name in PLACES},
    **dict.fromkeys(("reporter_name", "complainant_name"), "last_name"),
    **dict.fromkeys(("reporter_contact", "complainant_contact"), "phone"),
}
"""What our fields are called in what an application hands in."""
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?")


def require_service_code(parameters: Parameters) -> str:
    """The code of the service that is meant. Raises Invalid without it, or without any location."""
    if not parameters.get("service_code"):
        raise Invalid(errors=[fault("service_code", "Was not provided", "未提供")])
    if not (
        (parameters.get("lat") and parameters.get("long"))
        or parameters.get("address_string")
        or parameters.get("address_id")
    ):
        en = "lat and long, or address_string, or address_id is needed"
        raise Invalid(errors=[fault("lat", en, "须提供 lat 和 long，或 address_string，或 address_id")])
    return parameters["service_code"]


def case_form(parameters: Parameters, unit: str, name: str, at: dt.datetime) -> Form:
    """A report for a class of digital cases, whose `name` stands in for a description that is not given."""
    who = {"reporter_name": _name(parameters), "reporter_contact": _contact(parameters)}
    return (
        _form(parameters, unit)
        | who
        | {
            "source": PUBLIC,
            "case_class": parameters["service_code"],
            "problem": parameters.get("description") or name,
            "reported_at": at.isoformat(),
        }
    )


def complaint_form(parameters: Parameters, unit: str, name: str, at: dt.datetime) -> Form:
    """A complaint of a kind."""
    who = {"complainant_name": _name(parameters), "complainant_contact": _contact(parameters)}
    return (
        _form(parameters, unit)
        | who
        | {
            "channel": OPEN311,
            "kind": COMPLAINTS[parameters["service_code"]],
            "matter": parameters.get("description") or name,
            "received_on": day_of(at).isoformat(),
        }
    )


def _form(parameters: Parameters, unit: str) -> Form:
    """What both have: the place, in WGS84 as GeoReport has it, and the address of a picture."""
    point = {"longitude": _degrees(parameters, "long"), "latitude": _degrees(parameters, "lat")}
    return point | {
        "unit": unit,
        "datum": WGS84 if point["longitude"] is not None else None,
        "place": parameters.get("address_string") or parameters.get("address_id") or None,
        "media_url": parameters.get("media_url") or None,
        **{name: parameters.get(f"attribute[{name}]") or None for name in PLACES},
    }


def _degrees(parameters: Parameters, name: str) -> float | None:
    if not parameters.get(name):
        return None
    if not DEGREES.fullmatch(parameters[name].strip()):
        raise Invalid(errors=[fault(name, "Must be decimal degrees", "应为十进制度数")])
    return float(parameters[name])


def _name(parameters: Parameters) -> str | None:
    return " ".join(filter(None, (parameters.get("last_name"), parameters.get("first_name")))) or None


def _contact(parameters: Parameters) -> str | None:
    return "；".join(filter(None, (parameters.get("phone"), parameters.get("email")))) or None
