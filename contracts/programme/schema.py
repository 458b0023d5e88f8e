"""What a programme may say; everything else is refused."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate, validates_schema

from contracts import catalogue

KINDS = ("count", "distinct", "sum", "mean", "percentile", "exists", "ratio", "gaps", "covered", "age", "rate")
FIRST, PILLARS = "463", ("systems", "activities", "brands")
"""The campaign of the article, and the pillars of its thirteen items; another has pillars and items of its own."""
BASED_KINDS = ("count", "covered", "rate")
"""Kinds that are null while nobody looked, where a programme says what looking is."""
CAMPAIGN = r"^[A-Za-z0-9][A-Za-z0-9-]{0,30}$(?!\n)"
"""What a campaign is called: it stands in addresses, and before a point in names of its rows."""
FIRST_ITEM, ITEM = r"[SAB]\d", r"[A-Z]\d{1,2}"
MOST_EARLIER = 20
"""Years that went before: each is counted beside all others."""
LONGEST_DAYS, MOST_FACETS, MOST_PER, MOST_BY = 3660, 1000, 10**6, 3
"""Ten years; what is beyond these is no number of days, of facets or of a rate's basis."""


class Strict(Schema):
    """A part of a programme in which no unknown word passes."""

    class Meta:
        """marshmallow's options."""

        unknown = RAISE


class Title(Strict):
    """A title in both languages."""

    zh = fields.String(required=True, validate=validate.Length(1, 120))
    en = fields.String(required=True, validate=validate.Length(1, 200))


class Take(Strict):
    """One way in which one type of event contributes.

    subject what is counted once (a field of the data, or several); dated the day it counts on; unit whose it is;
    amount what is summed; each the list in the data whose elements count one by one; where what must hold;
    facet what tells apart the several things that a subject must have; until the day up to which it counts, lasts the
    days for which it counts; by  of the whole of a private `covered`: the fields by whose values together its number is
    told part by part, to those alone who may see it as it is.
    """

    event = fields.String(required=True)
    subject = fields.List(fields.String(), load_default=["subject"])
    dated = fields.String(load_default="occurredon")
    unit = fields.String(load_default="unit")
    amount = fields.String(load_default=None)
    each = fields.String(load_default=None)
    facet = fields.String(load_default=None)
    by = fields.List(fields.String(), load_default=list, validate=validate.Length(max=MOST_BY))
    until = fields.String(load_default=None)
    lasts = fields.Integer(load_default=None, strict=True, validate=validate.Range(1, LONGEST_DAYS))
    where = fields.Dict(fields.String(), fields.Raw(), load_default=dict)

    @pre_load
    def _one_name_is_a_list_of_one(self, data: Any, **_: Any) -> Any:
        one_name = isinstance(data, dict) and isinstance(data.get("subject"), str)
        return data | {"subject": [data["subject"]]} if one_name else data


def _clock(name: str) -> None:
    """A clock is named by its register and its own name. Raises ValidationError."""
    register, _, clock = name.rpartition(".")
    if register not in catalogue.REGISTERS or clock not in {one.name for one in catalogue.REGISTERS[register].clocks}:
        raise ValidationError(f"no such clock: {name[:100]}")


def _takes() -> Any:
    return fields.List(fields.Nested(Take), load_default=list)


class Side(Strict):
    """What opens a contribution, what ends it, and what proves it."""

    takes = _takes()
    ends = _takes()
    proves = _takes()


class Target(Strict):
    """What is to be reached by a day; `source` says who set it: an article, or a fact by its number."""

    op = fields.String(required=True, validate=validate.OneOf([">=", "<=", "=="]))
    value = fields.Float(required=True)
    by = fields.Date(required=True)
    source = fields.String(required=True)


class Measure(Side):
    """A named number over facts.

    formula the counting rule in words; awaits the register that will feed it (a measure without a source yet counts
    nothing and reads not_started); scope "bureau" or the code of the unit whose number it is; percent the percentile;
    since the day before which nothing counts in the part; until the last day of the period that the number is about:
    asked as of a later day it stands as it stood on that one; verified_from the evidence level that verifies: of `gaps`
    also E0, where a register itself closes them and nobody hands in papers for it; facets how many different facets put
    a subject in the part; `gaps` counts the members of the whole that are missing from the part, `covered` those that
    are in it; `age` is the percentile of the working days since the last word on each subject that stands; `rate` is
    `per` times the part's events over the person-months of the whole; basis what must have been done for there to be a
    number: of a rate, a count or a `covered`, which are null while it is empty; or_null of no fact there is no number,
    where a zero would say that somebody was counted; least zero is the best that it can be, as it is of `gaps` and
    `age` without this word; private: counts only, and none of 1 or 2 (facts about single persons); demands: what
    everybody in the whole owes on that day, by facets: a subject is in the part with a row for each, and nobody is
    asked for anything while there is none; anew: the periods in which the part counts anew: on a day only what lies in
    the period that runs, whenever that was recorded, and where none runs what lies in the calendar year, after the last
    that is over.
    """

    id = fields.String(required=True, validate=validate.Regexp(rf"^{ITEM}\.[a-z0-9_]+$"))
    ref = fields.String(required=True)
    title = fields.Nested(Title, required=True)
    formula = fields.Nested(Title, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    unit = fields.String(required=True)
    scope = fields.String(load_default="bureau")
    percent = fields.Integer(load_default=90, strict=True, validate=validate.Range(1, 100))
    since = fields.Date(load_default=None)
    until = fields.Date(load_default=None)
    target = fields.Nested(Target, load_default=None)
    verified_from = fields.String(load_default="E1", validate=validate.OneOf(["E0", "E1", "E2", "E3"]))
    whole = fields.Nested(Side)
    part = fields.Nested(Side)
    basis = fields.Nested(Side)
    demands = fields.Nested(Side)
    anew = fields.Nested(Side)
    facets = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, MOST_FACETS))
    per = fields.Integer(load_default=100, strict=True, validate=validate.Range(1, MOST_PER))
    private = fields.Boolean(load_default=False)
    or_null = fields.Boolean(load_default=False)
    least = fields.Boolean(load_default=False)
    in_time = fields.Boolean(load_default=False)
    clock = fields.String(validate=_clock)
    awaits = fields.String(load_default=None)

    @validates_schema
    def _has_a_source_or_says_what_it_awaits(self, data: dict[str, Any], **_: Any) -> None:
        sourced = bool(data["takes"] or "clock" in data or ("whole" in data and "part" in data))
        if sourced == bool(data["awaits"]):
            raise ValidationError("either events that feed it, or `awaits`")

    @validates_schema
    def _asks_for_evidence(self, data: dict[str, Any], **_: Any) -> None:
        if data["verified_from"] == "E0" and data["kind"] != "gaps":
            raise ValidationError("only what is missing from a register itself is taken as recorded", "verified_from")

    @validates_schema
    def _has_a_basis_where_it_may_be_null(self, data: dict[str, Any], **_: Any) -> None:
        if "basis" in data and data["kind"] not in BASED_KINDS:
            raise ValidationError("no kind that asks whether anybody looked", "basis")
        if data["or_null"] and data["kind"] not in ("count", "distinct"):
            raise ValidationError("other kinds are null of nothing as they are", "or_null")

    @validates_schema
    def _ends_after_it_begins(self, data: dict[str, Any], **_: Any) -> None:
        if data["until"] and not (data["since"] and data["since"] <= data["until"]):
            raise ValidationError("`until` is the last day of a period that `since` begins", "until")


class Item(Strict):
    """An item: of the first programme one of the thirteen."""

    id = fields.String(required=True, validate=validate.Regexp(rf"^{ITEM}$"))
    title = fields.Nested(Title, required=True)
    measures = fields.List(fields.Nested(Measure), required=True, validate=validate.Length(1))


class Pillar(Strict):
    """The systems, the activities or the brands; of another programme a part of its own."""

    id = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,39}$"))
    title = fields.Nested(Title, required=True)
    items = fields.List(fields.Nested(Item), required=True, validate=validate.Length(1))


class Earlier(Strict):
    """A year that went before: its days, and what was to be reached in it. Its measures are those of the programme."""

    title = fields.Nested(Title, required=True)
    start = fields.Date(required=True)
    end = fields.Date(required=True)
    targets = fields.Dict(fields.String(), fields.Nested(Target), load_default=dict)


class Programme(Strict):
    """A whole campaign; `earlier` are the years before, by which questions as of their days are answered.

    A measure whose period is the programme's own counts within each of those years; of the others a year before has
    only its own targets.
    """

    campaign = fields.String(required=True, validate=validate.Regexp(CAMPAIGN))
    title = fields.Nested(Title, required=True)
    start = fields.Date(required=True)
    end = fields.Date(required=True)
    earlier = fields.List(fields.Nested(Earlier), load_default=list, validate=validate.Length(max=MOST_EARLIER))
    pillars = fields.List(fields.Nested(Pillar), required=True)

    @validates_schema
    def _the_first_has_its_own_pillars_and_items(self, data: dict[str, Any], **_: Any) -> None:
        if data["campaign"] != FIRST:
            return
        for pillar in data["pillars"]:
            if pillar["id"] not in PILLARS:
                raise ValidationError(f"one of {', '.join(PILLARS)}", "pillars")
            for item in pillar["items"]:
                named = [item["id"], *(one["id"].partition(".")[0] for one in item["measures"])]
                if unknown := [one for one in named if not re.fullmatch(FIRST_ITEM, one)]:
                    raise ValidationError(f"no item of {FIRST}: {', '.join(unknown)[:100]}", "pillars")
