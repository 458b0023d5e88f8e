"""The rows behind a number: the facts that it is made of, and the members that are missing from it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries import statements
from services.gateway.read_model.queries.shape import parameters, shape_of, within_period
from services.gateway.read_model.question import Question


def facts(tx: sa.Connection, measure: Measure, question: Question, *, side: str = "") -> list[Any]:
    """The rows that a number is made of, oldest first; each names its event. For a ratio the part's that count."""
    question = within_period(measure, question)
    shape = shape_of(measure, question)
    if measure.kind == "rate":
        return list(tx.execute(statements.rows_of(shape), parameters(measure, question, side or "part")))
    if not measure.compares or side == "whole":
        return list(tx.execute(statements.rows_of(shape), parameters(measure, question, side or "all")))
    bound = parameters(measure, question)
    members = {row.subject: row.dated for row in tx.execute(statements.members_of(shape), bound)}
    part = tx.execute(statements.meeting_rows(shape), bound)
    return [row for row in part if _counts(measure, row, members.get(row.subject))]


def facts_among(
    tx: sa.Connection, measure: Measure, question: Question, records: Collection[str], subjects: Collection[str]
) -> list[Any]:
    """The rows of some records and subjects that a number is made of, were the subjects members of its whole."""
    shape = replace(shape_of(measure, question), among=True, apart=not store.is_lite(tx))
    bound = parameters(measure, question) | {"records": list(records), "subjects": list(subjects)}
    return list(tx.execute((statements.meeting_rows if measure.compares else statements.rows_of)(shape), bound))


def _counts(measure: Measure, row: Any, due: str | None) -> bool:
    """Whether a fact of the part is one of the whole's members', and in time where that is asked."""
    return due is not None and (not measure.in_time or row.dated <= due)


def gaps(tx: sa.Connection, measure: Measure, question: Question) -> list[Any]:
    """The members of the whole that are missing from the part: subject, unit, and the event that made it a member."""
    question = within_period(measure, question)
    missing = statements.missing_members(shape_of(measure, question), measure.in_time)
    return list(tx.execute(missing, parameters(measure, question)))


def gaps_among(tx: sa.Connection, measure: Measure, question: Question, subjects: Collection[str]) -> list[Any]:
    """The rows of `gaps` for some subjects alone."""
    shape = replace(shape_of(measure, question), of_subjects=True, apart=not store.is_lite(tx))
    missing = statements.missing_members(shape, measure.in_time)
    return list(tx.execute(missing, parameters(measure, question) | {"subjects": list(subjects)}))
