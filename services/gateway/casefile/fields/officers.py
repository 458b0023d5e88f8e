"""The officers of a paper, with the certificates that were valid on its day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.gateway.casefile.case import StepData
from services.gateway.casefile.fields.reading import PEOPLE, FieldRows, PaperReading, fill
from services.gateway.casefile.paper import Blank

IN_CHARGE = ("file", "decide_on_spot", "assign", "recuse")
PAIRS = (("lead_officer", "assisting_officer"), ("first_officer", "second_officer"))
OFFICER = {"姓名": "执法人员姓名", "执法证号": "文书当日有效的执法证号"}


def officers(one: PaperReading, form: StepData) -> Iterator[dict[str, Any]]:
    """The two whom a step named, with the certificates valid on the paper's day; of a draft, on its last step's."""
    for pair in PAIRS:
        if form.get(pair[0]):
            yield from (_officer(one, form.get(field)) for field in pair)


def _officer(one: PaperReading, code: str | None) -> dict[str, Any]:
    known = one.case.data.people.get(code) if code else None
    if not known:
        return {"姓名": Blank("执法人员"), "执法证号": Blank("执法证号", PEOPLE)}
    on = one.day or one.law_day
    valid = (
        each["certificate"]
        for each in known["certificates"]
        if on is None or each["certified_on"] <= on <= each["valid_until"]
    )
    return {"姓名": known["name"], "执法证号": next(valid, None) or Blank("执法证号", PEOPLE)}


def _in_charge(one: PaperReading) -> Iterator[dict[str, Any]]:
    steps = [each for each in one.case.every(*IN_CHARGE) if each.get("lead_officer")]
    if steps:
        return officers(one, steps[-1])
    gap = Blank("承办人员", fill("file", "lead_officer"))
    return iter([{"姓名": gap, "执法证号": gap}])


def _on_site(one: PaperReading) -> Iterator[dict[str, Any]]:
    if one.form:
        return officers(one, one.form)
    gap = one.lacks("执法人员", "first_officer")
    return iter([{"姓名": gap, "执法证号": gap}])


IN_CHARGE_OFFICERS = FieldRows("承办人员", "承办人员", OFFICER, _in_charge)
ON_SITE_OFFICERS = FieldRows("执法人员", "在场执法人员", OFFICER, _on_site)
