"""What a form accepts, as JSON Schema 2020-12: as exactly as that language can.

Where document and form differ (tests/contracts/test_documents.py holds them to this list):

- A text is described as it is kept: the form settles blanks, widths and what shows nothing first (`contracts.entry`),
  and accepts what is as described then.
- A noncharacter outside the basic plane: a pattern cannot name it, the form refuses it.
- 3.0 for a whole number: JSON Schema cannot tell it from 3, the form refuses it.
- A lone surrogate (backslash u d800): not text in UTF-8, refused before any form sees it; the document is silent.
- A day that the calendar does not have (30 February): refused by a validator that checks `format`, and by the form.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import fields

from contracts import catalogue
from contracts.audit import acts
from contracts.audit.acts import AuditData
from contracts.envelope import dataschema
from contracts.errors import Undefined
from contracts.forms import CODE, EARLIEST, LATEST, MOMENT, WHO, Day, Form, Text, Time, schema
from contracts.register import Register, Step, split_names

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
OPENAPI = "3.1.0"
_BLANK = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_NONE = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff"
_UNSEEN = r"\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
_UNSEEN += r"\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
_ANY = rf"[^{_NONE}]"
_VISIBLE = rf"[^{_NONE}{_BLANK}{_UNSEEN}]"
VISIBLE = rf"^{_ANY}*{_VISIBLE}{_ANY}*$"
"""At least one visible character, and nothing that is no character."""
DAY = r"^(?:1949-1[0-2]|(?:19[5-9][0-9]|2[01][0-9]{2})-(?:0[1-9]|1[0-2]))-(?:0[1-9]|[12][0-9]|3[01])$"
"""From EARLIEST to LATEST."""


def ecma(pattern: str) -> str:
    """A pattern as JSON Schema reads it: `$` is the very end there, no more need be said."""
    return pattern.replace(r"$(?!\n)", "$")


NAMED: dict[str, Json] = {
    "Text": {
        "description": "One visible character or more, no control characters",
        "pattern": VISIBLE,
    },
    "Code": {"description": "A short identifier", "pattern": ecma(CODE)},
    "Moment": {"description": "A time with its zone (RFC 3339)", "pattern": ecma(MOMENT)},
    "Day": {"description": f"A calendar day from {EARLIEST} to {LATEST}", "pattern": DAY},
}
"""Long patterns, written once in a large document; they say nothing of null."""


def _field_attributes(_converter: Any, field: fields.Field[Any], ret: Json) -> Json:
    """What apispec does not know of our own kinds of fields."""
    if isinstance(field, Time):
        return {"pattern": ecma(MOMENT)}
    if isinstance(field, Day):
        return {"pattern": DAY, "x-minimum": EARLIEST.isoformat(), "x-maximum": LATEST.isoformat()}
    if "pattern" in ret:
        return {"pattern": ecma(ret["pattern"])}
    return {"pattern": VISIBLE} if isinstance(field, Text) and "x-words" not in field.metadata else {}


@cache
def _converter() -> Any:
    converter: Any = OpenAPIConverter(OPENAPI, lambda _schema: False, APISpec("-", "-", OPENAPI))
    converter.add_attribute_function(_field_attributes)
    return converter


def form_schema(form: type[Form]) -> Json:
    """What a form accepts; nothing is referenced."""
    shape: Json = _converter().schema2jsonschema(schema(form))
    description = (form.__doc__ or "").strip()
    return {**shape, "description": description} if description else shape


def json_schema(form: type[Form]) -> Json:
    """A form as a document of its own."""
    return {"$schema": DIALECT, "title": form.__name__, **form_schema(form)}


def with_refs(part: Any) -> Any:
    """The same schema with its long patterns by reference, as one of several in a document."""
    if isinstance(part, list):
        return [with_refs(one) for one in part]
    if not isinstance(part, dict):
        return part
    name = next((name for name, one in NAMED.items() if one["pattern"] == part.get("pattern")), None)
    rest = {key: with_refs(one) for key, one in part.items() if not (name and key == "pattern")}
    return rest | ({"allOf": [{"$ref": f"#/components/schemas/{name}"}]} if name else {})


def event_data(register: Register, step: Step) -> Json:
    """What an event's data hold: the form, what the rule added, due dates, keys. Further members may come with time.

    Required is what every event has, those included that were recorded before a field was added: what the form or the
    rule must say, keys and due dates. What may be left out stands there as null or as an empty list, or not at all.
    """
    shape = form_schema(step.data)
    properties = {name: _event_property(one) for name, one in shape["properties"].items()}
    properties |= {"of": _keys(register), "due": _due(register, step)}
    return {
        "type": "object",
        "title": f"{step.zh} / {step.en}",
        "description": (step.form.__doc__ or "").strip(),
        "properties": properties,
        "required": sorted({*shape.get("required", ()), "of", "due"}),
    }


def audit_data() -> Json:
    """What an audit event's data hold: what is not said of an act is not there."""
    shape = form_schema(AuditData)
    properties = {name: _event_property(one) for name, one in shape["properties"].items()}
    return {
        "type": "object",
        "title": "审计 / Audit",
        "description": shape["description"],
        "properties": properties,
        "required": ["outcome"],
    }


def data_schema(event_type: str, version: int = 1) -> Json:
    """The schema that events of a version refer to, their dataschema.

    Raises Undefined for a type that is not in the catalogue, or has no such version.
    """
    about = {"$schema": DIALECT, "$id": dataschema(event_type, version)}
    if version == 1 and acts.act_of(event_type):
        return about | audit_data()
    register, step = catalogue.step_of(event_type)
    if not 1 <= version <= step.version:
        raise Undefined(event_type, f"no version {version}")
    return {**about, **event_data(register, step.edition(version))}


def _event_property(property_: Json) -> Json:
    """A field as an event holds it: a text that came in, by the rule of entry of its day."""
    shape = {name: one for name, one in property_.items() if name not in ("default", "additionalProperties")}
    if shape.get("x-type") == "private":
        return _token_property(shape)
    if shape.get("pattern") == VISIBLE:
        del shape["pattern"]
    if "items" in shape:
        shape["items"] = _event_property(shape["items"])
    if isinstance(shape.get("properties"), dict):
        shape["properties"] = {name: _event_property(one) for name, one in shape["properties"].items()}
    return shape


def _token_property(property_: Json) -> Json:
    """A private text is not published: a token stands for it."""
    rest = {name: one for name, one in property_.items() if name not in ("minLength", "maxLength")}
    return rest | {"pattern": ecma(WHO), "description": "A token; the text stays with the owner"}


def _keys(register: Register) -> Json:
    keys: Json = {name: {"description": f"{register.zh}: {name}"} for name in register.key_names}
    return {"type": "object", "title": "要素", "x-title-en": "Keys", "properties": keys, "required": sorted(keys)}


def _due(register: Register, step: Step) -> Json:
    set_here = [clock for clock in register.clocks if step.event in (*clock.starts, *split_names(clock.extends))]
    dates = {clock.name: {"type": "string", "format": "date", "description": clock.article} for clock in set_here}
    return {"type": "object", "title": "时限", "x-title-en": "Due dates", "properties": dates}
