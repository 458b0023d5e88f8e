"""Another programme beside the one in force: its numbers, before anybody reads by it."""

from __future__ import annotations

import sqlalchemy as sa
import yaml

from contracts.errors import Invalid, Problem, Undefined, fault
from services.gateway.read_model.generations import deciding, pointer
from services.gateway.read_model.generations.tables import DRAFTING, LEAVING, PREVIEW, PREVIEWS, Generation
from services.gateway.read_model.programme import Programme

PROGRAMME = "programme"


class InForce(Problem):
    """This is the programme by which the numbers are made already."""

    slug, zh, status = "programme-in-force", "该方案已在执行", 409


LONGEST, LONGEST_FAULT, DEEPEST = 200_000, 500, 30
"""Characters of a programme, and of what is said of it where it is none; how deep its parts may lie in each other."""
WRONG = (Undefined, yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError)
"""What it raises to read a text that is no programme: a day that is none, a number too long, a part of another kind."""


def parse(text: str, campaign: str) -> Programme:
    """The programme that a file says, which must be of the same campaign. Raises Invalid, saying what is wrong."""
    try:
        refuse_costly(text)
        programme = Programme(text)
    except WRONG as error:
        raise _invalid(said_by(error)) from None
    if programme.campaign != campaign:
        raise _invalid(f"{programme.campaign}: not the campaign {campaign}")
    return programme


def refuse_costly(text: str) -> None:
    """Before anything is made of it: a short text can stand for a very long one, or take very long to be read.

    Raises Invalid, YAMLError.
    """
    if len(text) > LONGEST:
        raise _invalid(f"longer than {LONGEST:,} characters")
    depth = 0
    for one in yaml.parse(text):
        if isinstance(one, yaml.AliasEvent):
            raise _invalid("aliases")
        depth += isinstance(one, yaml.CollectionStartEvent) - isinstance(one, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _invalid(f"too deep: more than {DEEPEST} parts in each other")


def said_by(error: Exception) -> str:
    """What an error says that a text raised, short enough to be shown."""
    said = " ".join(str(one) for one in error.args)
    spoken = isinstance(error, Undefined | yaml.YAMLError | ValueError) and said
    return (said if spoken else f"{type(error).__name__} {said}".strip())[:LONGEST_FAULT]


def _invalid(said: str) -> Invalid:
    return Invalid(PROGRAMME, errors=[fault(PROGRAMME, said, f"方案有误：{said}")])


def begin(tx: sa.Connection, district: str, programme: Programme) -> None:
    """Begin to make a programme's numbers beside those in force; a preview of before is let go of.

    Raises InForce, AlreadyBuilding.
    """
    some = pointer.of_district(tx, district, programme.campaign)
    live = pointer.live_of(some)
    if live and live.programme == programme.digest:
        raise InForce(live.name)
    deciding.refuse_two_builds(some)
    for one in some:
        if one.state == PREVIEW:
            pointer.note(tx, district, one.name, state=LEAVING, place="")
    pointer.keep_text(tx, programme)
    deciding.begin(tx, district, programme, whole=False, state=DRAFTING)


def find(tx: sa.Connection, district: str, campaign: str) -> Generation | None:
    """The preview, ready or being made; None: there is none."""
    some = pointer.of_district(tx, district, campaign)
    return next((one for one in reversed(some) if one.state in PREVIEWS), None)
