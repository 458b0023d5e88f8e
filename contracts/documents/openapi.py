"""OpenAPI of everything the gateway serves: its own addresses, and the registers' read off the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from apispec import APISpec

from contracts import catalogue, errors
from contracts.documents import endpoints, response_schemas
from contracts.documents.endpoints import ADDRESSES, ENCODED, FORM, JSON, PARAMETERS, REGISTER, TAGS, Endpoint
from contracts.documents.schemas import NAMED, OPENAPI, Json, form_schema, with_refs
from contracts.register import Register, Step, names

PROBLEM = "application/problem+json"
UNCHANGED = 304
KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "幂等键：重复提交只办一次。The same key twice: one effect, the same answer; with another body 422.",
}
MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string", "pattern": '^(?:W/)?"?[0-9]+"?$'},
    "description": "读取时的版本号。The version that was read (ETag); 412 when the record has changed since.",
}
FILE = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary"}, "columns": {"type": "string"}},
    "required": ["file"],
}
SEALED = {
    "type": "object",
    "properties": {"_seal": {"type": "string", "description": "As the page holds it; not needed with a bearer token"}},
    "description": "The fields of the page's form: programs use the interface under /v1",
}
HANDED_IN = {
    "type": "object",
    "properties": {
        "api_key": {"type": "string", "description": "The application's token; or as a bearer token"},
        "jurisdiction_id": {"type": "string"},
        "service_code": {"type": "string"},
        "lat": {"type": "number", "description": "WGS-84; with long, or else an address"},
        "long": {"type": "number"},
        "address_string": {"type": "string", "maxLength": 200},
        "address_id": {"type": "string"},
        "description": {"type": "string", "maxLength": 4000, "description": "Without telephone or identity numbers"},
        "first_name": {"type": "string", "description": "Kept by the owner, told to nobody outside"},
        "last_name": {"type": "string"},
        "phone": {"type": "string"},
        "email": {"type": "string"},
        "media_url": {"type": "string", "format": "uri", "description": "Kept as text, never fetched"},
        "attribute[street]": {"type": "string"},
        "attribute[community]": {"type": "string"},
    },
    "required": ["service_code"],
}
COOKIE = "Set by /signin; for reading, and for the pages' own forms, which are sealed"
VERSION: Json = {"description": "The record's version", "schema": {"type": "string"}}
TAG: Json = {"description": "The answer's fingerprint, for If-None-Match", "schema": {"type": "string"}}
ABOUT = """One view over the campaign, and the way in for commands. Titles are Chinese; `x-title-en` is English.

`x-roles` says who is admitted: {words}; else the roles themselves. Texts may have blanks at their ends, which are
taken off. Unknown fields and unknown query parameters are refused. What went wrong is told as a problem (RFC 9457) with
`slug` and both languages."""


def openapi(registers: Iterable[Register] = tuple(catalogue.REGISTERS.values())) -> Json:
    """The document, OpenAPI 3.1."""
    registers = tuple(registers)
    spec = APISpec("四六三 Four-Six-Three", "1", OPENAPI, info={"description": _about()}, tags=_tags(registers))
    _components(spec)
    for address in ADDRESSES:
        if not address.of_register:
            spec.path(address.path, operations={address.method: _operation(address)})
    for register in registers:
        _register(spec, register)
    told: Json = spec.to_dict()
    return told | {"security": [{"bearer": []}, {"cookie": []}]}


def _about() -> str:
    return ABOUT.format(words="; ".join(f"`{word}` - {meant}" for word, meant in endpoints.ADMISSION.items()))


def _tags(registers: Iterable[Register]) -> list[Json]:
    ours = [{"name": name, "description": f"{zh} - {en}"} for name, (zh, en) in TAGS.items()]
    return [*ours, *({"name": one.name, "description": f"{one.zh} - {one.en}"} for one in registers)]


def _components(spec: APISpec) -> None:
    for name, schema in (response_schemas.SCHEMAS | NAMED).items():
        spec.components.schema(name, schema)
    for status, kinds in sorted(_problems().items()):
        spec.components.response(f"{status}", _refusal(kinds))
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    cookie = {"type": "apiKey", "in": "cookie", "name": "campaign", "description": COOKIE}
    spec.components.security_scheme("cookie", cookie)


def _problems() -> dict[int, list[type[errors.Problem]]]:
    """The kinds of problem that contracts know, by HTTP status; services add their rules' own to 409 and 422."""
    found: dict[int, list[type[errors.Problem]]] = {}
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.Problem) and kind is not errors.Problem:
            found.setdefault(kind.status, []).append(kind)
    return found


def _refusal(kinds: Sequence[type[errors.Problem]]) -> Json:
    said = "; ".join(f"`{kind.slug}` {kind.zh} - {kind.message()}" for kind in kinds)
    return {"description": said, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _operation(address: Endpoint, register: Register | None = None) -> Json:
    zh, _, en = address.title.partition(" / ")
    told: Json = {
        "operationId": f"{register.name}.{address.name}" if register else address.name,
        "tags": [register.name if register else address.group],
        "summary": f"{register.zh}：{zh}" if register else zh,
        "x-title-en": f"{register.en}: {en}" if register else en,
        "x-roles": list(address.roles),
        "parameters": [*_path_parameters(address), *(_query_parameter(name) for name in address.parameters)],
        "responses": _responses(address),
    }
    if address.takes:
        told["requestBody"] = {"required": True, "content": {media: _body(address, media) for media in address.takes}}
    if address.by == endpoints.ANONYMOUS:
        told["security"] = []
    return told


def _path_parameters(address: Endpoint) -> list[Json]:
    """What stands in the path; a register's own addresses say its name themselves."""
    named = [part.partition("}")[0] for part in address.path.split("{")[1:]]
    said = ("service", "register") if address.of_register else ()
    return [_parameter("path", name) for name in named if name not in said]


def _parameter(where: str, name: str) -> Json:
    return {"name": name, "in": where, "required": True, "schema": {"type": "string"}}


def _query_parameter(name: str) -> Json:
    schema, zh, en = PARAMETERS[name]
    return {"name": name, "in": "query", "schema": dict(schema), "description": f"{zh} - {en}"}


def _body(address: Endpoint, media: str) -> Json:
    if media == JSON and address.name == "batch":
        return {"schema": {"$ref": "#/components/schemas/Commands"}}
    if media == ENCODED:
        return {"schema": HANDED_IN}
    if media != FORM:
        return {}
    return {"schema": SEALED if address.group == "pages" else FILE}


def _responses(address: Endpoint) -> Json:
    found: Json = {"200": _answer(address)}
    if address.name in ("batch", "import"):
        found["207"] = {**_answer(address), "description": "Some were refused"}
    if address.name == "keep_evidence":
        found["201"] = found.pop("200")
    for status in address.refuses:
        found[str(status)] = _status_response(address, status)
    return found | ({} if address.by == endpoints.ANONYMOUS else _refusals(401, 403))


def _status_response(address: Endpoint, status: int) -> Json:
    match status:
        case 303:
            return {"description": "Done; on to another page", "headers": {"Location": {"schema": {"type": "string"}}}}
        case 304:
            return {"description": "Nothing has changed"}
        case 401 if address.answer == endpoints.HTML:
            return {"description": "How to get a link", "content": {address.answer: {}}}
        case 410:
            return {"description": "The stored bytes are no longer those that were handed in", "content": {PROBLEM: {}}}
        case 503 if address.name == "readyz":
            return {**_answer(address), "description": "Not ready"}
    return _response_ref(status)


def _refusals(*statuses: int) -> Json:
    return {str(status): _response_ref(status) for status in statuses}


def _response_ref(status: int) -> Json:
    return {"$ref": f"#/components/responses/{status}"}


def _answer(address: Endpoint) -> Json:
    of_ours = address.answer in response_schemas.SCHEMAS
    referred = {"schema": {"$ref": f"#/components/schemas/{address.answer}"}}
    body = {JSON: referred} if of_ours else {media: {} for media in names(address.answer)}
    told: Json = {"description": address.title, "content": body}
    if UNCHANGED in address.refuses or address.name == "record":
        told["headers"] = {"ETag": VERSION if address.name == "record" else TAG}
    if address.name == "list":
        told["headers"] = {"Link": {"description": "The next page", "schema": {"type": "string"}}}
    if address.name == "keep_evidence":
        told["headers"] = {"Location": {"schema": {"type": "string"}}}
    return told


def _register(spec: APISpec, register: Register) -> None:
    base = f"/v1/{register.service}/{register.slug}"
    for address in ADDRESSES:
        if address.of_register:
            path = address.path.replace(REGISTER, base)
            spec.path(path, operations={address.method: _operation(address, register)})
    spec.path(base, operations={"post": _open(register)})
    for step in register.steps:
        spec.path(f"{base}/{{id}}/{step.name}", operations={"post": _step(register, step)})


def _open(register: Register) -> Json:
    told, others = _step_operation(register, register.opening), list(register.openings.values())[1:]
    told["parameters"] = [KEY, _query_parameter("after")]
    if others:
        told["parameters"].append(_step_parameter(register))
        told["x-roles"] = sorted({*told["x-roles"], *(role for step in others for role in step.roles)})
        forms = [with_refs(form_schema(step.form)) for step in register.openings.values()]
        told["requestBody"]["content"][JSON]["schema"] = {"anyOf": forms}
    headers = {"ETag": VERSION, "Location": {"description": "The record", "schema": {"type": "string"}}}
    told["responses"]["201"] = {**told["responses"]["200"], "description": "Opened", "headers": headers}
    told["responses"]["200"]["description"] = "It had been opened before with the same Idempotency-Key"
    return told


def _step_parameter(register: Register) -> Json:
    """Which step opens the record, where there are several."""
    schema = {"enum": list(register.openings), "default": register.opening.name}
    return {**_query_parameter("step"), "schema": schema}


def _step(register: Register, step: Step) -> Json:
    told = _step_operation(register, step)
    corrects = {**_query_parameter("corrects"), "required": step.opens_only}
    told["operationId"] = f"{register.name}.step.{step.name}"
    told["parameters"] = [_parameter("path", "id"), KEY, MATCH, corrects, _query_parameter("after")]
    told["responses"] |= _refusals(404, 412)
    return told


def _step_operation(register: Register, step: Step) -> Json:
    done: dict[str, Any] = {JSON: {"schema": {"$ref": "#/components/schemas/Done"}}}
    return {
        "operationId": f"{register.name}.new",
        "tags": [register.name],
        "summary": f"{register.zh}：{step.zh}",
        "x-title-en": f"{register.en}: {step.en}",
        "description": (step.form.__doc__ or "").strip(),
        "x-roles": sorted(step.roles | {"operator"}),
        "x-event": register.type_of(step),
        "requestBody": {"required": True, "content": {JSON: {"schema": with_refs(form_schema(step.form))}}},
        "responses": {
            "200": {"description": "Done", "headers": {"ETag": VERSION}, "content": done},
            **_refusals(400, 401, 403, 409, 413, 422, 503),
        },
    }
