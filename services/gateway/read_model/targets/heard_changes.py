"""The changes of targets that a district has heard of: a few a year, read whole."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import sqlalchemy as sa

from contracts.training.target_changes import NEW, OPERATORS, VALUE, WAS, number_of, register
from contracts.wire import JsonObject
from services.chassis.records import record
from services.chassis.records.record import Record, Revision
from services.gateway.read_model import ledger
from services.gateway.read_model.programme import Target, TargetChange

CONFIRM, MOST_SHOWN = "confirm", 20


def change_records(tx: sa.Connection, district: str) -> list[Record]:
    """Every change that was proposed in a district, and not voided."""
    bodies = ledger.bodies_of_register(tx, district, register.name)
    some = (record.rehydrate(register, id_, texts) for id_, texts in bodies.items())
    return [one for one in some if not one.voided and _is_target(one)]


def _is_target(about: Record) -> bool:
    """Whether it says a target that this version can judge by; what another version says otherwise changes nothing."""
    said = [about.get(name) for name in NEW]
    return bool(about.get("measure")) and None not in said and said[0] in OPERATORS and _is_value(said[1])


def _is_value(text: str) -> bool:
    return re.fullmatch(VALUE, text) is not None


def changes(tx: sa.Connection, district: str) -> tuple[TargetChange, ...]:
    """The changes that hold since they were confirmed, in the order in which they came into force."""
    confirmed = ((_confirmation(one), one) for one in change_records(tx, district))
    standing = sorted(
        ((one.data["in_force_on"], one.at.now, about) for one, about in confirmed if one), key=lambda one: one[:2]
    )
    return tuple(TargetChange(about["measure"], day, _target(about, NEW), about.id) for day, _, about in standing)


def _confirmation(about: Record) -> Revision | None:
    return next((one for one in about.effective if one.step.name == CONFIRM), None)


def _target(about: Record, names: tuple[str, ...]) -> Target:
    op, value, by, source = (about[name] for name in names)
    return Target(op, number_of(value), by, source)


def of_measure(tx: sa.Connection, district: str, measure: str) -> list[JsonObject]:
    """What was proposed of a measure's target, the newest first: both targets, since when, why, and how it stands.

    The newest only, where there are many: the register has all of them.
    """
    some = [one for one in change_records(tx, district) if one["measure"] == measure]
    newest = sorted(some, key=lambda one: one.effective[0].at.now, reverse=True)[:MOST_SHOWN]
    return [_item(one) for one in newest]


def _item(about: Record) -> JsonObject:
    confirmation = _confirmation(about)
    return {
        "record": about.id,
        "status": about.status(),
        "before": _shown(about, WAS) if _is_value(about.get("was_value", "")) else None,
        "after": _shown(about, NEW),
        "reason": next(iter(about.all("propose")))["reason"],
        "proposed_on": _day(about["proposed_on"]),
        "in_force_on": _day(confirmation.data["in_force_on"]) if confirmation else None,
    }


def _shown(about: Record, names: tuple[str, ...]) -> JsonObject:
    target = _target(about, names)
    return {"op": target.op, "value": target.value, "by": _day(target.by), "source": target.source}


def _day(day: Any) -> str:
    return day.isoformat() if isinstance(day, dt.date) else str(day)
