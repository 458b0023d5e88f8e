"""What can be reported: the classes of digital cases that are in force, and kinds of complaint about the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from contracts.cases.case_classes import BIG_CLASSES, KINDS, register
from contracts.errors import Unknown
from contracts.outreach.topics import CATEGORIES, OTHER, STYLE
from contracts.wire import JsonObject
from services.chassis.records import record
from services.chassis.records.record import Record
from services.gateway.read_model import ledger

COMPLAINT = "complaint-"
"""What the code of a service begins with by which people complain about the bureau itself."""
COMPLAINTS = {f"{COMPLAINT}{kind}": kind for kind in (*STYLE, OTHER)}
GROUP = "投诉 Complaints"
PLACES = {"street": "街道（镇） Street or town", "community": "社区（村） Community"}
"""The attributes that every service asks for, none of them required."""


def classes(tx: sa.Connection, district: str) -> dict[str, Record]:
    """The classes that are in force in a district, by their codes."""
    bodies = ledger.bodies_of_register(tx, district, register.name)
    records = (record.rehydrate(register, code, some) for code, some in bodies.items())
    return {one.id: one for one in records if one.status() == "in_force"}


def name_of(code: str, classes_by_code: Mapping[str, Record]) -> str:
    """What a service is called. Raises Unknown."""
    if code in COMPLAINTS:
        return f"投诉：{CATEGORIES[COMPLAINTS[code]]}"
    if code not in classes_by_code:
        raise Unknown(code)
    return str(classes_by_code[code]["name"])


def service_list(records: Iterable[Record]) -> list[JsonObject]:
    """Every service, as GET services lists them."""
    return [*map(_of_class, records), *(_of_complaint(code) for code in COMPLAINTS)]


def _of_class(one: Record) -> JsonObject:
    title = one.get("big_title") or BIG_CLASSES.get(one["big_class"], one["big_class"])
    return _service(one.id, one["name"], one["condition"], title, f"{KINDS[one['kind']]} {title}")


def _of_complaint(code: str) -> JsonObject:
    about = CATEGORIES[COMPLAINTS[code]]
    return _service(code, name_of(code, {}), f"对城市管理服务的投诉：{about}", about, GROUP)


def _service(code: str, name: str, description: str, keywords: str, group: str) -> JsonObject:
    return {
        "service_code": code,
        "service_name": name,
        "description": description,
        "metadata": True,
        "type": "realtime",
        "keywords": keywords,
        "group": group,
    }


def service_definition(code: str, classes_by_code: Mapping[str, Record]) -> JsonObject:
    """What a service asks for besides. Raises Unknown."""
    name_of(code, classes_by_code)
    attributes: list[JsonObject] = [
        {
            "variable": True,
            "code": name,
            "datatype": "string",
            "required": False,
            "datatype_description": None,
            "order": number,
            "description": title,
            "values": [],
        }
        for number, (name, title) in enumerate(PLACES.items(), 1)
    ]
    return {"service_code": code, "attributes": attributes}
