"""What the party was told before the decision, and whether it is what stands now (Penalty Law art. 44, 45, 62).

A notice says what was entered when it was given: who corrects the charge or the proposal afterwards tells the party
nothing by that. So what a notice said is what the record said when the notice was first entered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from contracts.cases.penalties import register
from contracts.errors import Refused
from contracts.forms import fields_of
from services.cases.penalties.grounds.gaps import Gap, gap
from services.cases.penalties.notice import since_proposal
from services.cases.penalties.proposal import facts_of
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record, Revision

CHARGE = ("violation", "body", "act_on", "act_ended_on", "party_kind", "party", "person_name")
"""Who is charged with what, by which rule, by whom: an address, an officer or an age changes nothing in it."""
REASONS = ("tier_reason",)
PENALTY = ("fine", "confiscation", "other", "tier")
DEFENCE = ("waive_defence", "hold_hearing", "waive_hearing")
"""What the party does on a notice: on another one it has to be done again."""
JUDGEMENT = ("pass_review", "discuss")
"""What is judged as it stands, whether the party was told of it yet or not."""


class NoticeOutdated(Refused):
    """What the party was told has been corrected since: notify it anew of what stands now."""

    slug, zh = "notice-outdated", "告知后违法事实、理由或者依据有更正，应当按更正后的内容重新办理“事先告知”"
    article = "行政处罚法 第四十四条、第六十二条"


class NoticeStands(Refused):
    """The party was told of all this already: a notice is given anew when something of it was corrected."""

    slug, zh = "notice-stands", "告知内容没有变化，无须重新告知；改变处罚的，应当重新拟定"
    article = "行政处罚法 第四十四条"


def whole_case(case: Record, _form: Data, lookup: Lookup) -> Record:
    """The case with all that was ever entered, what was corrected too."""
    return lookup.record(register.name, case.id)


def is_decided_again(case: Record, whole: Record) -> bool:
    """Whether a step is decided once more since another was corrected: then part of the history is left out."""
    return len(case.revisions) != len(whole.revisions)


def changed_since_notice(whole: Record) -> list[str]:
    """What of the charge and the proposal is not as the party was told last; empty too where nothing was told."""
    notices = since_proposal(whole, "notify")
    return _changed(whole, notices[-1], (*CHARGE, *REASONS, *PENALTY)) if notices else []


def told_proposal(whole: Record) -> Data | None:
    """The proposal of which the party was told last; None: of none."""
    notices = since_proposal(whole, "notify")
    told = whole.known_by(_entered_at(whole, notices[-1])).all("propose") if notices else []
    return told[-1] if told else None


def require_told(whole: Record) -> None:
    """The facts, the reasons and the basis are those of which the party was told. Raises NoticeOutdated."""
    notices = since_proposal(whole, "notify")
    if changed := _changed(whole, notices[-1], (*CHARGE, *REASONS)) if notices else []:
        raise NoticeOutdated(whole.id, errors=[_gap(name) for name in changed])


def spoken_to_now(case: Record) -> Record:
    """The case without what was said, reviewed or discussed of another charge or penalty than stands now."""
    notices = since_proposal(case, "notify")
    if not notices:
        return case
    stale = {one.place for one in case.effective if _is_stale(case, one, notices[-1])}
    return Record(case.register, case.id, tuple(one for one in case.revisions if one.place not in stale))


def _is_stale(case: Record, one: Revision, notice: Revision) -> bool:
    if one.step.name in DEFENCE:
        return one.place < notice.place
    return one.step.name in JUDGEMENT and bool(_changed(case, one, (*CHARGE, *REASONS, *PENALTY)))


def _changed(case: Record, entry: Revision, names: Iterable[str]) -> list[str]:
    """Which of these, and whether the facts, are not as they were known when something was first entered."""
    then, now = case.known_by(_entered_at(case, entry)), case
    return [name for name in (*names, "findings") if _said(then, name) != _said(now, name)]


def _said(case: Record, name: str) -> Any:
    """What the charge or the last proposal says; two writings of one thing are one."""
    if name == "findings":
        return facts_of(case)
    proposed = case.all("propose")[-1:] or [{}]
    value = case.get(name) if name in CHARGE else proposed[0].get(name)
    return None if value is None else register.key_of(name, value)


def _entered_at(case: Record, entry: Revision) -> dt.datetime:
    """When what stands in a place was first entered: who corrects it has not done it again by that."""
    return min(one.at.now for one in case.revisions if one.place == entry.place)


def _gap(name: str) -> Gap:
    """What was corrected, and the step by which the party is told of it."""
    forms = (
        one for step in ("file", "propose") for of, one in fields_of(register.step(step).form).items() if of == name
    )
    titles = next(forms).metadata
    en = f"{titles['x-title-en']} was corrected after the notice: notify anew"
    return gap(name, f"“{titles['title']}”在告知后有更正，请重新办理“事先告知”", en, "notify")
