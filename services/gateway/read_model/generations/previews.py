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


LONGEST, LONGEST_FAULT = 200_000, 500
"""Characters of a programme, and of what is said of it where it is none."""


def parse(text: str, campaign: str) -> Programme:
    """The programme that a file says, which must be of the same campaign. Raises Invalid, saying what is wrong."""
    if len(text) > LONGEST:
        raise _invalid(f"longer than {LONGEST:,} characters")
    try:
        # A short text can stand for a very long one by naming its own parts.
        if any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(text)):
            raise _invalid("aliases")
        programme = Programme(text)
    except (Undefined, yaml.YAMLError) as error:
        raise _invalid(" ".join(str(one) for one in error.args)[:LONGEST_FAULT] or type(error).__name__) from None
    except RecursionError:
        raise _invalid("too deep") from None
    if programme.campaign != campaign:
        raise _invalid(f"{programme.campaign}: not the campaign {campaign}")
    return programme


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
