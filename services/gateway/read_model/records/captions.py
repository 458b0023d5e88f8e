"""What papers show, as their captions say it: a caption's record bears its paper's hash, and is read by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from contracts.forms import fields_of
from contracts.outreach.captions import Details, register
from services.chassis.records.record import Record
from services.gateway.read_model.records.touched_records import TouchedRecords


@dataclass(frozen=True)
class Caption:
    """What is said of a paper.

    details  what its last description says, as the interface answers it; what that left empty is None
    stands   whether it was not withdrawn
    """

    details: dict[str, Any]
    stands: bool


def of_papers(tx: sa.Connection, district: str, hashes: Iterable[str]) -> dict[str, Caption]:
    """The captions of some papers by their hashes, the withdrawn ones too; of those never described there is none."""
    names = [f"{register.name}/{sha}" for sha in hashes]
    return {one.id: _caption(one) for one in TouchedRecords(tx, district).records(names) if one.effective}


def _caption(one: Record) -> Caption:
    said = [entry.data for entry in one.effective if entry.step.leads == "described"][-1]
    return Caption({name: _plain(said[name]) for name in fields_of(Details)}, one.status() == "described")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
