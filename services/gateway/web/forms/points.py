"""What is to be looked at, as a record lays it down, or as it was looked at last: each point by what tells it apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts import catalogue
from contracts.errors import Invalid, fault
from contracts.forms import CHECKS, WORDS_EN, Form, Points, element_form, fields_of
from contracts.register import OPENED
from contracts.rpc import ListFilter
from services.gateway.display.messages.pages import ZH
from services.gateway.http import permissions
from services.gateway.web.forms.choices import ChoiceFinder
from services.gateway.web.forms.draft import Draft
from services.gateway.web.forms.rolls import rolls_of

LOOKED_BACK = 50
"""So many of the newest records are looked through for one that is alike."""


def list_points(draft: Draft, path: str, finder: ChoiceFinder) -> Draft:
    """A draft with all points in one of its lists, as they are in order. Raises Invalid, OwnerProblem."""
    where: Points = rolls_of(draft.step.form)[path].metadata[CHECKS]
    if where.last:
        return draft.with_points(path, {str(one[where.key]): "" for one in _as_last_time(draft, where, path, finder)})
    form = _with_sole(draft.form, where, fields_of(draft.step.form), finder)
    source = form.get(where.by) or (draft.record.fields.get(where.by) if draft.record else None)
    if not source:
        raise _unchosen(where)
    register = catalogue.REGISTERS[where.register]
    points = finder.client.fetch(finder.request, register, str(source)).fields.get(where.points) or []
    inner = element_form(fields_of(register.opening.form)[where.points])
    labels = {str(one[where.key]): _label(inner, one, where.key, zh=finder.wording.lang == ZH) for one in points}
    return replace(draft, form=form).with_points(path, labels)


def _with_sole(
    form: Mapping[str, Any], where: Points, fields: Mapping[str, Any], finder: ChoiceFinder
) -> Mapping[str, Any]:
    """The form; where one record alone can be meant, and none was chosen, it is that one."""
    if where.by not in fields or form.get(where.by):
        return form
    offered = finder.records(catalogue.REGISTERS[where.register]) or []
    return {**form, where.by: offered[0].value} if len(offered) == 1 else form


def _as_last_time(draft: Draft, where: Points, path: str, finder: ChoiceFinder) -> list[Mapping[str, Any]]:
    """The points of the newest record that is alike in one field. Raises Invalid where there is none."""
    alike, register = draft.form.get(where.by), catalogue.REGISTERS[where.register]
    newest = ListFilter(OPENED, descending=True)
    readable = alike and permissions.may_read(register, finder.request.bearer)
    rows = finder.client.masked_list(finder.request.bearer, register, newest, LOOKED_BACK) if readable else ()
    for row in rows:
        if row.fields.get(where.by) == alike and row.status in register.offered_statuses and row.id != draft.id:
            return list(row.fields.get(where.points) or [])
    if not alike:
        raise _unchosen(where)
    zh = "此前没有同类检查可参照，请逐行填写要点"
    raise Invalid(errors=[fault(path, "There is no such check before this one: type the points", zh)])


def _unchosen(where: Points) -> Invalid:
    """What says which list is meant was left empty."""
    return Invalid(errors=[fault(where.by, "Choose this first: it says what to look at", "请先选择，再列出检查项")])


def _label(form: type[Form] | None, point: Mapping[str, Any], key: str, *, zh: bool) -> str:
    """A point in words: its texts, the title of what is so of it, numbers with theirs."""
    named = fields_of(form) if form else {}
    said = (_words(one, point.get(name), zh=zh) for name, one in named.items() if name != key)
    return " · ".join(filter(None, said))


def _words(one: Any, value: Any, *, zh: bool) -> str:
    title = one.metadata["title" if zh else "x-title-en"]
    if words := one.metadata.get("x-words"):
        return str((words if zh else one.metadata[WORDS_EN])[value]) if value else ""
    if isinstance(value, bool):
        return title if value else ""
    return f"{title} {value}" if isinstance(value, int) else str(value or "")
