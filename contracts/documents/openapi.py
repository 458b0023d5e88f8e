"""OpenAPI of everything the gateway serves: its addresses as it declares them, and each register's steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from apispec import APISpec

from contracts import catalogue, errors
from contracts.documents import response_schemas
from contracts.documents.endpoints import (
    ADMISSION,
    ANYTHING,
    ENCODED,
    EVENT_STREAM,
    FORM,
    GET,
    HTML,
    JSON,
    OPEN311,
    PARAMETERS,
    REGISTER,
    STEPS,
    TAGS,
    TEXT_XML,
    Endpoint,
    admission,
)
from contracts.documents.schemas import NAMED, OPENAPI, Json, form_schema, with_refs
from contracts.register import Register, Step, split_names
from contracts.separation import describe

PROBLEM = "application/problem+json"
BEARER = "The token of a session (`POST /v1/sessions`), or the key of a program"
STEP, CORRECTS, READY = "step", "corrects", "Ready"
TAG_PATTERN = r'(?:W/)?"?[0-9]{1,9}(?:\.[0-9a-f]*)?"?'
TAGS_PATTERN = rf"^(?:\*|{TAG_PATTERN}(?:\s*,\s*{TAG_PATTERN})*)$"
KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "幂等键：重复提交只办一次。The same key twice: one effect, the same answer; with another body 422.",
}
HEARD: Json = {
    "name": "Last-Event-ID",
    "in": "header",
    "schema": {"type": "string"},
    "description": "最后收到的事件：从其后继续。The id of the last event that was heard: what followed is told, once "
    "each; or `reload`, where it is kept no more.",
}
WITHOUT_KEY = "Without one the same content of the same application within ten minutes is one report."
MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string", "pattern": TAGS_PATTERN},
    "description": "读取时的版本号（* 表示不限）。The version that was read (ETag), one of several, or * for any; 412 "
    "when the record has changed since.",
}


def _told(schema: str) -> Json:
    """A problem's content: a page for whoever came with a browser, RFC 9457 for all others."""
    return {PROBLEM: {"schema": {"$ref": f"#/components/schemas/{schema}"}}, HTML: {}}


OUTCOMES: dict[int, Json] = {
    303: {"description": "Done; on to another page", "headers": {"Location": {"schema": {"type": "string"}}}},
    206: {
        "description": "The part that `Range` asks for",
        "headers": {"Content-Range": {"schema": {"type": "string"}}},
        "content": {"*/*": {}},
    },
    304: {"description": "Nothing has changed"},
    410: {"description": "The stored bytes are no longer those that were handed in", "content": _told("Problem")},
}
"""What a status means at every address; the others are kinds of problem."""
EVERYWHERE = (400, 422, 429, 503)
"""What any address may answer: a request that cannot be read, a parameter that it does not know or with a wrong value,
too many requests, a database that is away."""
WRITING = (408, 413, 507)
"""What besides any address may answer that is sent a body: it comes too slowly, it is too large, the disk is full."""
OTHER_BODY = 415
"""What an address answers to a body that it does not take; `Accept-Post` says which it does."""
OCTETS, BINARY = "application/octet-stream", {"type": "string", "format": "binary"}
"""What stands for any media type where a program is made of the document: generators know none by `*/*`."""
FILE = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary"}, "columns": {"type": "string"}},
    "required": ["file"],
}
PAGE_FORM = {
    "type": "object",
    "properties": {"_seal": {"type": "string", "description": "As the page holds it; not needed with a bearer token"}},
    "description": "The fields of the page's form: programs use the interface under /v1",
}
THEIRS: Json = {JSON: {"schema": {"$ref": "#/components/schemas/Open311Errors"}}, TEXT_XML: {}}
"""How GeoReport tells what went wrong."""
HANDED_IN: Json = {
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
        "media_url": {"type": "string", "format": "uri", "description": "Kept as text, never fetched; 20 at most"},
        "attribute[street]": {"type": "string"},
        "attribute[community]": {"type": "string"},
    },
    "required": ["service_code"],
}
PICTURES: Json = {
    "type": "array",
    "items": {"type": "string", "format": "binary"},
    "maxItems": 20,
    "description": "Photographs of 25 MiB at most; kept as evidence, not shown to the public",
}
COOKIE = (
    "Set by /signin, over TLS as `__Host-campaign`; for reading, for the pages' own forms, which are sealed, and for "
    "their scripts, which say the token of `/v1/street/token` in `X-Page-Token`"
)
VERSION: Json = {
    "description": "The record's version; where it is read, and what these bytes are known by",
    "schema": {"type": "string"},
}
TAG: Json = {"description": "The answer's fingerprint, for If-None-Match", "schema": {"type": "string"}}
HEADERS: dict[str, Json] = {
    "ETag": VERSION,
    "Link": {"description": "The next page", "schema": {"type": "string"}},
    "Location": {"schema": {"type": "string"}},
}
ABOUT = """One view over the campaign, and the way in for commands. Titles are Chinese; `x-title-en` is English.

`x-roles` says who is admitted: {words}; else the roles themselves. Texts may have blanks at their ends, which are
taken off. Unknown fields are refused, and under /v1 unknown, repeated and empty query parameters; pages and Open311
pass over parameters that they do not know. Every address answers OPTIONS with `Allow`, and HEAD where it answers GET;
what has an ETag answers `If-None-Match` with 304, weakly compared. Open311 may be asked by pages of other sites (CORS),
never with credentials. Bodies are UTF-8; JSON may begin with a byte order mark. What went wrong is told as a problem
(RFC 9457) with `slug` and both languages."""


def openapi(endpoints: Iterable[Endpoint], registers: Iterable[Register] = tuple(catalogue.REGISTERS.values())) -> Json:
    """The document, OpenAPI 3.1, of these addresses; those of registers are written out for each register."""
    registers = tuple(registers)
    spec = APISpec("四六三 Four-Six-Three", "1", OPENAPI, info={"description": _about()}, tags=_tags(registers))
    _components(spec)
    for endpoint in endpoints:
        if endpoint.of_register:
            for register in registers:
                _add_register(spec, endpoint, register)
        else:
            _add(spec, endpoint.path, endpoint, _operation(endpoint))
    document: Json = spec.to_dict()
    return document | {"security": [{"bearer": []}, {"cookie": []}]}


def _about() -> str:
    return ABOUT.format(words="; ".join(f"`{word}` - {meaning}" for word, meaning in ADMISSION.values()))


def _tags(registers: Iterable[Register]) -> list[Json]:
    ours = [{"name": name, "description": f"{zh} - {en}"} for name, (zh, en) in TAGS.items()]
    return [*ours, *({"name": one.name, "description": f"{one.zh} - {one.en}"} for one in registers)]


def _components(spec: APISpec) -> None:
    for name, schema in (response_schemas.SCHEMAS | NAMED).items():
        spec.components.schema(name, schema)
    for status, kinds in sorted(_problems().items()):
        spec.components.response(f"{status}", _refusal(kinds))
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "description": BEARER})
    cookie = {"type": "apiKey", "in": "cookie", "name": "campaign", "description": COOKIE}
    spec.components.security_scheme("cookie", cookie)


def _problems() -> dict[int, list[type[errors.Problem]]]:
    """The kinds of problem that contracts know, by HTTP status; services add their rules' own to 409 and 422."""
    kinds: dict[int, list[type[errors.Problem]]] = {}
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.Problem) and kind is not errors.Problem:
            kinds.setdefault(kind.status, []).append(kind)
    return kinds


def _refusal(kinds: Sequence[type[errors.Problem]]) -> Json:
    text = "; ".join(f"`{kind.slug}` {kind.zh} - {kind.message()}" for kind in kinds)
    return {"description": text, "content": _told("Problem")}


def _add(spec: APISpec, path: str, endpoint: Endpoint, operation: Json) -> None:
    spec.path(path, operations={endpoint.method.lower(): operation})


def _add_register(spec: APISpec, endpoint: Endpoint, register: Register) -> None:
    """An address of registers as it is for one of them; one of steps as it is for each step."""
    path = endpoint.path.replace(REGISTER, f"/v1/{register.service}/{register.slug}")
    if endpoint.group != STEPS:
        _add(spec, path, endpoint, _operation(endpoint, register))
    elif "{step}" in path:
        for step in register.steps:
            _add(spec, path.replace("{step}", step.name), endpoint, _step(endpoint, register, step))
    else:
        _add(spec, path, endpoint, _open(endpoint, register))


def _operation(endpoint: Endpoint, register: Register | None = None) -> Json:
    zh, _, en = endpoint.title.partition(" / ")
    operation: Json = {
        "operationId": f"{register.name}.{endpoint.name}" if register else endpoint.name,
        "tags": [register.name if register else endpoint.group],
        "summary": f"{register.zh}：{zh}" if register else zh,
        "x-title-en": f"{register.en}: {en}" if register else en,
        "x-roles": admission(endpoint.roles),
        "parameters": [*_path_parameters(endpoint), *(_query_parameter(name) for name in endpoint.parameters)],
        "responses": _responses(endpoint),
    }
    if endpoint.takes:
        kinds = (OCTETS, *endpoint.takes) if ANYTHING in endpoint.takes else endpoint.takes
        content = {media: _body(endpoint, media) for media in kinds}
        operation["requestBody"] = {"required": True, "content": content}
    if endpoint.answer == EVENT_STREAM:
        operation["parameters"].append(HEARD)
    if endpoint.group == OPEN311 and endpoint.takes:
        operation["parameters"].append({**KEY, "description": f"{KEY['description']} {WITHOUT_KEY}"})
    if endpoint.anonymous:
        operation["security"] = []
    return operation


def _path_parameters(endpoint: Endpoint) -> list[Json]:
    """What stands in the path; a register's own addresses have its service and name written out."""
    named = [part.partition("}")[0] for part in endpoint.path.split("{")[1:]]
    written_out = ("service", "register") if endpoint.of_register else ()
    return [_path_parameter(name) for name in named if name not in written_out]


def _path_parameter(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query_parameter(name: str) -> Json:
    schema, zh, en = PARAMETERS[name]
    return {"name": name, "in": "query", "schema": dict(schema), "description": f"{zh} - {en}"}


def _body(endpoint: Endpoint, media: str) -> Json:
    if media == JSON:
        return {"schema": {"$ref": f"#/components/schemas/{endpoint.body}"}}
    if media == ENCODED:
        return {"schema": HANDED_IN}
    if media == OCTETS:
        return {"schema": dict(BINARY)}
    if media != FORM:
        return {}
    if endpoint.group == OPEN311:
        return {"schema": HANDED_IN | {"properties": HANDED_IN["properties"] | {"media": PICTURES}}}
    return {"schema": PAGE_FORM if endpoint.form else FILE}


def _responses(endpoint: Endpoint) -> Json:
    return {str(endpoint.status): _answer(endpoint), **_refusals(endpoint)}


def _refusals(endpoint: Endpoint) -> Json:
    """What else is answered: what the address says of itself, and what holds for all of its kind."""
    kinds = {*endpoint.others, *EVERYWHERE} | ({401, 403} if not endpoint.anonymous else set())
    kinds |= set(WRITING) if endpoint.method != GET else set()
    kinds |= {OTHER_BODY} if endpoint.media else set()
    return {str(status): _response(endpoint, status) for status in sorted(kinds)}


def _response(endpoint: Endpoint, status: int) -> Json:
    if status == HTTPStatus.UNAUTHORIZED and endpoint.answer == HTML:
        return {"description": "How to get a link", "content": {endpoint.answer: {}}}
    if status == HTTPStatus.SERVICE_UNAVAILABLE and endpoint.answer == READY:
        return {**_answer(endpoint), "description": "Not ready"}
    if status == HTTPStatus.MULTI_STATUS:
        return {**_answer(endpoint), "description": "Some were refused"}
    if endpoint.group == OPEN311 and status >= HTTPStatus.BAD_REQUEST:
        return {"description": HTTPStatus(status).phrase, "content": THEIRS}
    return OUTCOMES.get(status) or _response_ref(status)


def _response_ref(status: int) -> Json:
    return {"$ref": f"#/components/responses/{status}"}


def _answer(endpoint: Endpoint) -> Json:
    of_ours = endpoint.answer in response_schemas.SCHEMAS
    referred = {"schema": {"$ref": f"#/components/schemas/{endpoint.answer}"}}
    body = {JSON: referred} if of_ours else {media: {} for media in split_names(endpoint.answer)}
    headers = {name: HEADERS[name] for name in endpoint.headers}
    if HTTPStatus.NOT_MODIFIED in endpoint.others:
        headers["ETag"] = TAG
    answer: Json = {"description": endpoint.title, "content": body}
    return answer | ({"headers": headers} if headers else {})


def _open(endpoint: Endpoint, register: Register) -> Json:
    operation, others = _step_operation(endpoint, register, register.opening), list(register.openings.values())[1:]
    operation["parameters"] = [KEY, *(_query_parameter(name) for name in endpoint.parameters if name != STEP)]
    if others:
        operation["parameters"].append(_step_parameter(register))
        operation["x-roles"] = sorted({*operation["x-roles"], *(role for step in others for role in step.roles)})
        forms = [with_refs(form_schema(step.form)) for step in register.openings.values()]
        operation["requestBody"]["content"][JSON]["schema"] = {"anyOf": forms}
    headers = {"ETag": VERSION, "Location": {"description": "The record", "schema": {"type": "string"}}}
    operation["responses"]["201"] = {**operation["responses"]["200"], "description": "Opened", "headers": headers}
    operation["responses"]["200"]["description"] = "It had been opened before with the same Idempotency-Key"
    return operation


def _step_parameter(register: Register) -> Json:
    """Which step opens the record, where there are several."""
    schema = {"enum": list(register.openings), "default": register.opening.name}
    return {**_query_parameter(STEP), "schema": schema}


def _step(endpoint: Endpoint, register: Register, step: Step) -> Json:
    operation = _step_operation(endpoint, register, step)
    query = {name: _query_parameter(name) for name in endpoint.parameters}
    query[CORRECTS]["required"] = step.opens_only  # it opens records: in one that there is it can only be corrected
    operation["operationId"] = f"{register.name}.step.{step.name}"
    operation["parameters"] = [_path_parameter("id"), KEY, MATCH, *query.values()]
    if step.earlier:
        forms = [with_refs(form_schema(one)) for one in dict.fromkeys(one.form for one in step.editions)]
        about = "The first form; a correction takes the form by which the step was recorded (its `step_version`)"
        operation["requestBody"]["content"][JSON]["schema"] = {"description": about, "anyOf": forms}
    return operation


def _describe(register: Register, step: Step) -> str:
    """What the form says of itself, and who may not take the step."""
    return " ".join(
        filter(None, ((step.form.__doc__ or "").strip(), " / ".join(filter(None, describe(register, step)))))
    )


def _step_operation(endpoint: Endpoint, register: Register, step: Step) -> Json:
    done: dict[str, Any] = {JSON: {"schema": {"$ref": f"#/components/schemas/{endpoint.answer}"}}}
    return {
        "operationId": f"{register.name}.new",
        "tags": [register.name],
        "summary": f"{register.zh}：{step.zh}",
        "x-title-en": f"{register.en}: {step.en}",
        "description": _describe(register, step),
        **({"deprecated": True, "x-instead": step.instead} if step.instead else {}),
        "x-roles": sorted(step.roles),
        "x-apart-from": list(step.apart),
        **({"x-apart-in": step.apart_in} if step.apart_in else {}),
        "x-not-by": list(step.concerned),
        "x-event": register.type_of(step),
        "requestBody": {"required": True, "content": {JSON: {"schema": with_refs(form_schema(step.form))}}},
        "responses": {
            "200": {"description": "Done", "headers": {"ETag": VERSION}, "content": done},
            **_refusals(endpoint),
        },
    }
