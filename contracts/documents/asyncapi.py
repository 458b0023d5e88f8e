"""AsyncAPI of all events: one channel per service's exchange, one message per type, who sends and who receives."""

from __future__ import annotations

from contracts import catalogue, envelope
from contracts.audit import acts
from contracts.audit.acts import Act, AuditData
from contracts.documents.schemas import NAMED, Json, audit_data, event_data, with_refs
from contracts.forms import LEVELS
from contracts.register import Register, Step

ABOUT = """Every event travels as a CloudEvent 1.0, structured JSON, at least once and in any order: `id` says whether
it is new, `recordversion` and `place` say what it replaces. An event whose `place` is not its `recordversion`
corrects that place; place 0 voids the record. Any service may listen: bind a queue of your own to `<service>.events`
with routing keys as below. Acts that change no record (refusals, sign-ins, views, exports) are told of on
`<service>.audit`. Further members may come with time: ignore what you do not know."""
BROKER = {
    "host": "127.0.0.1:5672",
    "protocol": "amqp",
    "protocolVersion": "0.9.1",
    "description": "As AMQP_URI says; `./campaign up` starts a private one where there is none",
}
AUDIT_DATA = "audit"
"""How the schema is called of what an audit event says."""
_TEXT: Json = {"type": "string", "minLength": 1}
CLOUD_EVENT: Json = {
    "type": "object",
    "properties": {
        "specversion": {"const": envelope.SPEC},
        "id": {**_TEXT, "description": "Claim it before the effect: what comes twice counts once"},
        "source": {**_TEXT, "format": "uri-reference", "examples": ["/320205/outreach"]},
        "type": _TEXT,
        "subject": {**_TEXT, "description": "The record's id"},
        "time": {"type": "string", "format": "date-time", "description": "When the owner recorded it, UTC"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {**_TEXT, "format": "uri-reference"},
        "recordversion": {"type": "integer", "minimum": 1},
        "place": {"type": "integer", "minimum": 0, "description": "The version in whose place it stands; 0: all"},
        "unit": {**_TEXT, "description": "The unit whose it is, on the business date"},
        "counits": {**_TEXT, "description": "Codes of units that share it, with commas between"},
        "actor": {**_TEXT, "description": "Who recorded it: a person's code, or key: and a program's name"},
        "post": {**_TEXT, "description": "As what they acted: a role and a unit", "examples": ["captain@DT"]},
        "onbehalfof": {**_TEXT, "description": "The person for whom they acted, by a delegation"},
        "imported": {"const": True, "description": "A spreadsheet brought it"},
        "releases": {**_TEXT, "description": "The event of an import for which its actor vouches, as a second person"},
        "correctionreason": {**_TEXT, "description": "Why what stood in its place was corrected, where it was said"},
        "occurredon": {"type": "string", "format": "date", "description": "The business date, Asia/Shanghai"},
        "evidencelevel": {"enum": list(LEVELS)},
        "correlationid": _TEXT,
        "causationid": _TEXT,
        "traceparent": _TEXT,
        "stepversion": {
            "type": "integer",
            "minimum": 2,
            "description": "The version of the step's form and rule by which it was decided; absent: 1",
        },
        "data": {"type": "object"},
    },
    "required": [
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "recordversion",
        "place",
        "unit",
        "actor",
        "occurredon",
        "evidencelevel",
        "data",
    ],
}


def asyncapi() -> Json:
    """The document, AsyncAPI 3.0."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "四六三 Four-Six-Three", "version": "1", "description": ABOUT},
        "defaultContentType": envelope.MEDIA_TYPE,
        "servers": {"broker": BROKER},
        "channels": {
            one: _channel(service, one) for service in catalogue.PUBLISHERS for one in catalogue.exchanges(service)
        },
        "operations": _sends() | _receives(),
        "components": {
            "messages": {register.type_of(step): _message(register, step) for register, step in _steps()} | _acts(),
            "schemas": {"CloudEvent": CLOUD_EVENT, **NAMED, **_data(), AUDIT_DATA: with_refs(audit_data())},
        },
    }


def _data() -> Json:
    editions = ((register, edition) for register, step in _steps() for edition in step.editions)
    return {_data_name(register, step): with_refs(event_data(register, step)) for register, step in editions}


def _data_name(register: Register, step: Step) -> str:
    """What the schema of an event's data is called; each version of a step has its own."""
    return register.type_of(step) if step.version == 1 else f"{register.type_of(step)}-{step.version}"


def receivers(event_type: str) -> list[str]:
    """The subscribers whose bindings let an event of this type through."""
    return [one for one in catalogue.SUBSCRIBERS if catalogue.receives(one, event_type)]


def _steps(service: str | None = None) -> list[tuple[Register, Step]]:
    chosen = [one for one in catalogue.REGISTERS.values() if service in (None, one.service)]
    return [(register, step) for register in chosen for step in register.steps]


def _types(exchange: str) -> list[str]:
    """The types of all events that are published to an exchange."""
    service = exchange.partition(".")[0]
    if exchange == catalogue.audit_exchange(service):
        return list(acts.types_of(service))
    return [register.type_of(step) for register, step in _steps(service)]


def _channel(service: str, exchange: str) -> Json:
    about = {"name": exchange, "type": "topic", "durable": True, "autoDelete": False}
    kind = "Audit events" if exchange == catalogue.audit_exchange(service) else "Events"
    return {
        "address": exchange,
        "title": f"{kind} of {service}; the routing key is the event's type",
        "messages": {one: {"$ref": f"#/components/messages/{one}"} for one in _types(exchange)},
        "bindings": {"amqp": {"is": "routingKey", "exchange": about, "bindingVersion": "0.3.0"}},
    }


def _sends() -> Json:
    return {
        _sender(one): _send(service, one) for service in catalogue.PUBLISHERS for one in catalogue.exchanges(service)
    }


def _sender(exchange: str) -> str:
    service = exchange.partition(".")[0]
    return f"{service}.sends" if exchange == catalogue.exchange(service) else f"{service}.sends.audit"


def _send(service: str, exchange: str) -> Json:
    own = "what its registers have" if exchange == catalogue.exchange(service) else "the acts that it has"
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{exchange}"},
        "summary": f"{service} publishes {own} journalled",
        "messages": _messages(exchange, _types(exchange)),
        "bindings": {"amqp": {"deliveryMode": 2, "mandatory": True, "bindingVersion": "0.3.0"}},
    }


def _messages(exchange: str, types: list[str]) -> list[Json]:
    return [{"$ref": f"#/channels/{exchange}/messages/{one}"} for one in types]


def _receives() -> Json:
    operations: Json = {}
    for subscriber in catalogue.SUBSCRIBERS:
        for exchange, keys in catalogue.bindings(subscriber).items():
            service, _, kind = exchange.partition(".")
            name = service if kind == "events" else exchange
            operations[f"{subscriber}.receives.{name}"] = _receive(subscriber, exchange, keys)
    return operations


def _receive(subscriber: str, exchange: str, keys: tuple[str, ...]) -> Json:
    service = exchange.partition(".")[0]
    types = [one for one in _types(exchange) if subscriber in receivers(one)]
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{exchange}"},
        "summary": f"{subscriber} listens to {service}",
        "messages": _messages(exchange, types),
        "bindings": {"amqp": {"ack": True, "bindingVersion": "0.3.0"}},
        "x-queue": catalogue.inbox(subscriber),
        "x-parked": catalogue.dead_letter_queue(subscriber),
        "x-routing-keys": list(keys),
    }


def _message(register: Register, step: Step) -> Json:
    type_ = register.type_of(step)
    editions = [_edition(register, one) for one in reversed(step.editions)]
    return {
        "name": type_,
        "title": f"{register.zh}：{step.zh}",
        "summary": f"{register.en}: {step.en}",
        "description": (step.form.__doc__ or "").strip(),
        "contentType": envelope.MEDIA_TYPE,
        "correlationId": {"location": "$message.payload#/correlationid"},
        "payload": {"allOf": [{"$ref": "#/components/schemas/CloudEvent"}, *_one_of(editions)]},
        "tags": [{"name": register.name}],
        "x-routing-key": type_,
        "x-sender": register.service,
        "x-receivers": receivers(type_),
    }


def _acts() -> Json:
    """A message for each act in each service where it happens; the log's own stand in the log, on no channel."""
    return {
        acts.event_type(service, act.name): _act(service, act)
        for act in acts.ACTS.values()
        for service in catalogue.SUITE
        if service in act.services
    }


def _act(service: str, act: Act) -> Json:
    type_ = acts.event_type(service, act.name)
    about = {"type": {"const": type_}, "dataschema": {"const": envelope.dataschema(type_, 1)}}
    data = {"data": {"$ref": f"#/components/schemas/{AUDIT_DATA}"}}
    routed = {"x-routing-key": type_, "x-sender": service, "x-receivers": receivers(type_)}
    return {
        "name": type_,
        "title": act.zh,
        "summary": act.en,
        "description": (AuditData.__doc__ or "").strip(),
        "contentType": envelope.MEDIA_TYPE,
        "correlationId": {"location": "$message.payload#/correlationid"},
        "payload": {"allOf": [{"$ref": "#/components/schemas/CloudEvent"}, {"properties": about | data}]},
        "tags": [{"name": catalogue.audit_exchange(service)}],
        **(routed if service in catalogue.PUBLISHERS else {}),
    }


def _edition(register: Register, step: Step) -> list[Json]:
    """What an event of one version of a step says."""
    type_ = register.type_of(step)
    version = {"stepversion": {"const": step.version}} if step.version > 1 else {}
    about = {"type": {"const": type_}, "dataschema": {"const": envelope.dataschema(type_, step.version)}} | version
    data = {"data": {"$ref": f"#/components/schemas/{_data_name(register, step)}"}}
    return [{"properties": about}, {"properties": data}]


def _one_of(editions: list[list[Json]]) -> list[Json]:
    return editions[0] if len(editions) == 1 else [{"oneOf": [{"allOf": one} for one in editions]}]
