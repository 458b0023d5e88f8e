"""Every register, found by name; the one source of routes, documents and broker rights."""

from functools import cache

from contracts import cases, equipment, outreach, training
from contracts.audit import acts
from contracts.envelope import Event
from contracts.errors import Undefined
from contracts.register import Register, Step

REGISTERS: dict[str, Register] = {
    register.name: register for service in (training, outreach, equipment, cases) for register in service.REGISTERS
}
SERVICES = tuple(dict.fromkeys(register.service for register in REGISTERS.values()))
GATEWAY, AUDIT, NOTIFIER = "gateway", acts.AUDIT, "notifier"
PUBLISHERS = (GATEWAY, *SERVICES)
"""Who has a journal: each publishes its audit events, the owners those of their registers too."""
SUITE = (*PUBLISHERS, AUDIT, NOTIFIER)
"""Every service there is. The notifier hears no event and leaves none: it is asked to send, by the gateway alone."""
STAFF = ("training.units", "training.people")
CALENDAR = "training.calendar_years"
"""The years whose holidays were announced: every owner counts by them."""
COPIES = {
    "outreach": (*STAFF, CALENDAR, "cases.rectifications"),
    "equipment": (*STAFF, CALENDAR),
    "cases": (
        *STAFF,
        "training.posts",
        "training.delegations",
        CALENDAR,
        "outreach.opinions",
        "outreach.managed_objects",
        "equipment.assets",
        "equipment.dashcams",
    ),
}
"""What each service keeps small replicas of, so that it can decide while the owner is down."""

SUBSCRIBES = {
    "outreach": (
        "cases.digital_cases.closed.v1",
        "cases.digital_cases.forced_closed.v1",
        "cases.digital_cases.rejected.v1",
        "cases.digital_cases.voided.v1",
    ),
    "cases": (
        "outreach.supervision_reports.converted.v1",
        "outreach.supervision_reports.referred.v1",
        "outreach.service_calls.referred.v1",
    ),
}
"""What each service receives besides its replicas, because of what it does about it: types of event."""

SUBSCRIBERS = (GATEWAY, *dict.fromkeys((*COPIES, *SUBSCRIBES)), AUDIT)
"""Who has an inbox: the gateway receives all events of registers, an owner what it keeps replicas of or reacts to, and
the audit service everything."""


@cache
def step_of(event_type: str) -> tuple[Register, Step]:
    """The register and the step that leave events of this type. Raises Undefined."""
    stem, _, version = event_type.rpartition(".")
    name, _, event = stem.rpartition(".")
    if version != "v1" or name not in REGISTERS:
        raise Undefined(event_type, "no such event")
    return REGISTERS[name], REGISTERS[name].event(event)


def edition_of(event: Event) -> Step:
    """The step that left an event, as it was in the version of which the event is. Raises Undefined."""
    return step_of(event.type)[1].edition(event.stepversion)


def is_defined(event_type: str) -> bool:
    """Whether events of this type can be: of a step of a register, or of an act."""
    if acts.is_audit(event_type):
        return acts.act_of(event_type) is not None
    try:
        step_of(event_type)
    except Undefined:
        return False
    return True


@cache
def receives(subscriber: str, event_type: str) -> bool:
    """Whether events of a type come into a subscriber's inbox."""
    keys = bindings(subscriber).get(exchange_of(event_type), ())
    return any(event_type.startswith(key[:-1]) if key.endswith("#") else event_type == key for key in keys)


def owners_heard_by(subscriber: str) -> tuple[str, ...]:
    """The services whose events come into a subscriber's inbox."""
    heard = bindings(subscriber)
    return tuple(one for one in PUBLISHERS if exchange(one) in heard or audit_exchange(one) in heard)


def exchange(service: str) -> str:
    """The topic exchange that a service publishes to: the name that nameko's own listeners expect."""
    return f"{service}.events"


def audit_exchange(service: str) -> str:
    """The topic exchange of a service's audit events: apart, since nobody but the audit service listens to them."""
    return f"{service}.{AUDIT}"


def exchanges(service: str) -> tuple[str, ...]:
    """The exchanges that a service publishes to: who owns no register has audit events alone."""
    events = (exchange(service),) if service in SERVICES else ()
    return (*events, audit_exchange(service)) if service in PUBLISHERS else ()


def exchange_of(event_type: str) -> str:
    """The exchange to which events of a type are published."""
    service = event_type.partition(".")[0]
    return audit_exchange(service) if acts.is_audit(event_type) else exchange(service)


def inbox(subscriber: str) -> str:
    """The one queue of a subscriber."""
    return f"{subscriber}.inbox"


def dead_letter_queue(subscriber: str) -> str:
    """Where a subscriber's messages rest that could not be handled."""
    return f"{subscriber}.parked"


def bindings(subscriber: str) -> dict[str, tuple[str, ...]]:
    """The routing keys that a subscriber listens to, by exchange: the audit service to all, the gateway to all of
    registers, others to what they need.
    """
    if subscriber == AUDIT:
        return {one: ("#",) for service in PUBLISHERS for one in exchanges(service)}
    if subscriber == GATEWAY:
        return {exchange(service): ("#",) for service in SERVICES}
    keys: dict[str, tuple[str, ...]] = {}
    for key in (*(f"{name}.#" for name in COPIES.get(subscriber, ())), *SUBSCRIBES.get(subscriber, ())):
        of = exchange(key.partition(".")[0])
        keys[of] = (*keys.get(of, ()), key)
    return keys
