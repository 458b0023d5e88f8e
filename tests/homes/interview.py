"""What a suite says that it has: asked of the version that made a home, and of every later one that brings it up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from contracts.cases.penalties import register as penalties
from contracts.register import Step
from services.chassis.records.record import OPENING, Record
from tests.homes.caller import Caller

BASELINE = "2017-06-15"
PAGE = 500
WITHHELD = {"cases/penalties", "cases/process_records"}
"""Registers whose papers are for who may read their private texts."""
WORDS = {"words"}
"""Sentences that explain: a later version may say the same better."""

CITED_THEN = {
    "行政处罚法（2009年修正）第三十一条、第三十二条": "行政处罚法 第四十四条、第四十五条",
    "行政处罚法（2009年修正）": "行政处罚法（2017年修正）",
}
"""What 0.1.0 cited otherwise: the defence by the law of 2021, the rest by an amendment in force from 2018 on
(docs/decisions/0087-a-decision-that-stands.md)."""
LATER_STEPS = {
    *("complete_party", "order_correction", "reinspect", "approve_transfer", "reject_transfer"),
    *("hear_on_demand", "recheck_demand", "decide_performance", "demand_performance", "perform", "stop_performance"),
    *("announce_demolition", "demand_demolition", "decide_demolition", "demolish", "stop_demolition", "refund"),
    *("extend_reconsideration", "reply_reconsideration", "answer_suit", "appeal", "end_appeal", "retry", "remand"),
    *("end_retrial", "revoke", "settle_anew", "take_back", "take_back_noticed", "pay_gains", "return_things"),
    *("suspend_enforcement", "agree_on_enforcement", "fulfil_agreement", "resume_enforcement", "terminate_enforcement"),
}
"""Steps of penalty cases that 0.1.0 had not: a case of it offers them today."""
OTHERS_LATER_STEPS = {
    "cases.complaints": {"refer"},
    "cases.digital_cases": {"refer"},
    "cases.emergencies": {"refer"},
    "outreach.opinions": {"refer"},
    "outreach.public_events": {"follow_up"},
    "outreach.service_calls": {"refer"},
    "outreach.supervision_reports": {"refer"},
}
"""Steps of other registers that 0.1.0 had not: a record of it offers them today."""
POSSIBLE_SINCE = {"filed": {"propose"}, "noticed": {"notify"}}
"""From where a step may be taken since: the report that ends the inquiry may propose as well, and a notice may be given
again."""

Members = dict[str, list[str]]
Entry = list[Any]
"""A record in short: id, version, status, and a hash of all that was answered of it."""


def registers(caller: Caller) -> list[str]:
    """All registers that the suite has, as `service/register`."""
    paths = caller.get("/openapi.json")["paths"]
    return sorted(path.removeprefix("/v1/").removesuffix("/{id}") for path in paths if _is_record(path))


def _is_record(path: str) -> bool:
    return (
        path.startswith("/v1/")
        and path.endswith("/{id}")
        and path.count("/") == len(("v1", "service", "register", "id"))
    )


def rows(caller: Caller, register: str) -> list[dict[str, Any]]:
    """All records of a register as its list shows them."""
    shown, cursor = list[dict[str, Any]](), None
    while True:
        query = {"limit": PAGE, **({"cursor": cursor} if cursor else {})}
        page = caller.get(f"/v1/{register}?{urlencode(query)}")
        shown += page["items"]
        if not (cursor := page["next"]):
            # By id, as 0.1.0 listed them: today the newest come first.
            return sorted(shown, key=lambda one: str(one["id"]))


def records(caller: Caller, register: str, most: int | None = None) -> list[dict[str, Any]]:
    """All records of a register, or the first ones, each with its whole history."""
    return caller.get_all([f"/v1/{register}/{one['id']}" for one in rows(caller, register)[:most]])


def members(answers: Iterable[Mapping[str, Any]]) -> Members:
    """The members that records were answered with: their own, and those of their lists' elements."""
    own: dict[str, set[str]] = {"": set()}
    for record in answers:
        own[""] |= record.keys()
        for name, entries in _lists(record):
            own.setdefault(name, set()).update(*(entry.keys() for entry in entries))
    return {name: sorted(found - WORDS) for name, found in own.items()}


def _lists(record: Mapping[str, Any]) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    for name, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield name, value


def entry(record: Mapping[str, Any], known: Members) -> Entry:
    """A record in short, as far as it was answered with these members: later versions may add some."""
    kept = {name: record[name] for name in known[""] if name in record}
    for name, elements in _lists(kept):
        kept[name] = [{one: element[one] for one in known.get(name, ()) if one in element} for element in elements]
    return [record["id"], record["version"], record["status"], digest(_as_then(kept))[:8]]


def _as_then(kept: dict[str, Any]) -> dict[str, Any]:
    """An answer with the articles that were cited then, and without the steps that came since."""
    if others := OTHERS_LATER_STEPS.get(str(kept.get("register"))):
        return kept | {"next": [one for one in kept.get("next", []) if one not in others]}
    if kept.get("register") != "cases.penalties":
        return kept
    said = json.dumps(kept, ensure_ascii=False)
    for now, then in CITED_THEN.items():
        said = said.replace(now, then)
    answer: dict[str, Any] = json.loads(said)
    later = LATER_STEPS | POSSIBLE_SINCE.get(answer["status"], set())
    return answer | {"next": [one for one in _possible_steps(answer) if one not in later]}


def _possible_steps(answer: Mapping[str, Any]) -> list[str]:
    """The steps that a case's lines allow: 0.1.0 offered all of them, today some are offered on occasion only."""
    case = Record(penalties, answer["id"], ())
    standing = sorted((one for one in answer["history"] if one["stands"]), key=_when)
    vars(case)["effective"] = [_taken_step(penalties.step(one["step"]), one["data"]) for one in standing]
    return case.possible()


def _when(one: Mapping[str, Any]) -> tuple[bool, str, int]:
    """The order in which steps of a case happened: what opened it first, a day's by their places."""
    return one["place"] > OPENING, one["occurred_on"], one["place"]


def _taken_step(step: Step, data: Mapping[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(step=step, run=str(data.get(step.each, "")) if step.each else "")


def with_papers(shown: Any, readable: Any) -> Any:
    """An answer with the hashes that it withholds, and that somebody else was answered."""
    if isinstance(shown, dict):
        return {name: with_papers(one, readable.get(name)) for name, one in shown.items() if name != "papers_withheld"}
    if isinstance(shown, list) and shown:
        return [with_papers(*pair) for pair in zip(shown, readable, strict=True)]
    return readable if shown == [] else shown


def digest(value: Any) -> str:
    """A hash of JSON, whatever the order of its members."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()


def entries(
    caller: Caller, known: Members | None = None, most: int | None = None, papers_for: Caller | None = None
) -> tuple[dict[str, list[Entry]], Members]:
    """Every record of every register in short, or the first ones of each, and by which members.

    papers_for  who reads the hashes of papers that a later version withholds from the caller
    """
    answers = {register: records(caller, register, most) for register in registers(caller)}
    if papers_for:
        for register in WITHHELD & answers.keys():
            readable = records(papers_for, register, most)
            answers[register] = [with_papers(*pair) for pair in zip(answers[register], readable, strict=True)]
    known = known or members(record for some in answers.values() for record in some)
    return {register: [entry(record, known) for record in some] for register, some in answers.items()}, known


def heads(caller: Caller) -> dict[str, list[list[Any]]]:
    """Of every record of every register its id, version and status, as the lists show them."""
    return {register: heads_of(rows(caller, register)) for register in registers(caller)}


def heads_of(shown: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """Ids, versions and statuses of records."""
    return [[one["id"], one["version"], one["status"]] for one in shown]


def table(caller: Caller) -> Any:
    """The thirteen items as of the day of the article's numbers."""
    return caller.get(f"/v1/progress?as_of={BASELINE}")


def ledger(caller: Caller) -> str:
    """The ledger's fingerprint, as the suite itself takes it."""
    return str(caller.get("/v1/operations/digest")["ledger"])


def includes(later: Any, earlier: Any) -> bool:
    """Whether a later answer says all that an earlier one said: objects may have got more members, and what has an id
    others beside it (later measures).
    """
    if isinstance(earlier, dict):
        return isinstance(later, dict) and all(
            name in later and includes(later[name], earlier[name]) for name in earlier
        )
    if isinstance(earlier, list) and isinstance(later, list) and all(isinstance(one, dict) for one in later + earlier):
        ids = {one.get("id") for one in earlier}
        later = [one for one in later if one.get("id") in ids]
    if isinstance(earlier, list):
        return isinstance(later, list) and len(later) == len(earlier) and all(map(includes, later, earlier))
    return bool(later == earlier)
