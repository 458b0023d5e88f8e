"""How a gap list is answered: each member by a name that people know, and the last event about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from contracts import catalogue
from contracts.errors import Invalid, fault
from contracts.forms import fields_of, personal
from services.gateway.display import register_columns, windows
from services.gateway.display.formatting import FieldText, Wording, mask
from services.gateway.display.messages import pages
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.http.request import ApiRequest
from services.gateway.read_model import gaps
from services.gateway.read_model.gaps import Gap, LastEvent
from services.gateway.read_model.programme import Measure, Programme
from services.gateway.read_model.progress import Reader


@dataclass(frozen=True)
class GapList:
    """Some gaps of a measure, how many it has in all, and the pages on both sides."""

    gaps: Sequence[Gap]
    number: int
    turns: Turns


def find(reader: Reader, measure: Measure, request: ApiRequest, most: int, name: str = CURSOR) -> GapList:
    """The page of a measure's gaps that a request asks for, by the cursor of this name.

    Raises Invalid for a measure without a whole, and BadCursor.
    """
    if not measure.compares:
        raise Invalid(measure.id, errors=[fault("measure", "Only a ratio has gaps", "只有比率型指标才有缺口清单")])
    if measure.awaits:
        return GapList([], 0, Turns(None, None))
    question = reader.as_of_for(measure)
    asked = windows.AskedWindow(request, name, ("gaps", measure.id, question.as_of.isoformat()))
    page = gaps.gaps_of(reader.tx, reader.programme, measure, question, asked.window(most, 1))
    return GapList(page.gaps, page.number, asked.turns(page.part))


def items(reader: Reader, found: Iterable[Gap]) -> list[dict[str, Any]]:
    """Gaps as they are answered."""
    wording = Wording.with_units(pages.ZH, reader.tree)
    return [_gap(one, wording) for one in found]


def _gap(gap: Gap, wording: Wording) -> dict[str, Any]:
    return {
        "subject": gap.subject,
        "name": name(gap, wording),
        "unit": gap.unit,
        "event": gap.event.id,
        "record": gap.event.record,
        "dated": gap.dated,
        "has": list(gap.has),
        "last": _last(gap.last) if gap.last else None,
    }


def _last(word: LastEvent) -> dict[str, Any]:
    return {
        "how": word.how,
        "event": word.event.id,
        "type": word.event.type,
        "title": {"zh": word.step.zh, "en": word.step.en},
        "record": word.event.record,
        "happened": word.event.occurredon,
        "said": word.values,
    }


def name(gap: Gap, wording: Wording) -> str:
    """The record by which a member is known, in a few words; people's names are covered."""
    fields = fields_of(gap.register.opening.form)
    texts = {
        field: mask(str(value)) if field in fields and personal(fields[field]) else value
        for field, value in gap.details.items()
    }
    return register_columns.name_of(gap.register, texts, wording)


@dataclass(frozen=True)
class GapRow:
    """A gap as a page shows it.

    said  what the last word says: titles and texts
    has   the facets that it has, in words
    """

    gap: Gap
    name: str
    last: str
    said: list[tuple[str, str]]
    has: list[str]


def gap_row(gap: Gap, facet: fields.Field[Any] | None, wording: Wording) -> GapRow:
    """A gap in words; `facet` is the field that holds the facets."""
    last, chinese = gap.last, wording.lang == pages.ZH
    title = (last.step.zh if chinese else last.step.en) if last else ""
    texts = _in_words(last, wording) if last else []
    has = [wording.text(facet, one) if facet else one for one in gap.has]
    return GapRow(gap, name(gap, wording), title, texts, has)


def _in_words(word: LastEvent, wording: Wording) -> list[tuple[str, str]]:
    fields_by_name = word.value_fields
    texts = [wording.field(fields_by_name[name], value) for name, value in word.values.items()]
    return [(one.title, _flat(one, wording)) for one in texts]


def _flat(one: FieldText, wording: Wording) -> str:
    """A field in one line, its entries too."""
    return ("；" if wording.lang == pages.ZH else "; ").join(one.lines) if one.heads else one.text


def facet_of(programme: Programme, measure: Measure) -> fields.Field[Any] | None:
    """The field by which the several things are told apart that a member must have; None: there are no several."""
    takes = (take for takes in programme.takes.values() for take in takes)
    take = next((one for one in takes if one.measure == measure.id and one.side == gaps.PART and one.facet), None)
    return gaps.fields_of_each(catalogue.step_of(take.event)[1], take.each).get(str(take.facet)) if take else None
