"""The file of a programme beside the first: what it says, or all that is wrong with it, each fault at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import orjson
import yaml
from marshmallow import ValidationError

from contracts.envelope import register_of
from contracts.errors import Forbidden, Invalid, Problem, fault
from contracts.forms import SHA256
from contracts.programme.schema import FIRST
from contracts.programme.schema import Programme as Shape
from contracts.register import Register
from contracts.rpc import CommandMessage
from services.chassis.base import real_threads
from services.gateway.read_model.generations import besides
from services.gateway.read_model.generations.previews import WRONG, refuse_costly, said_by
from services.gateway.read_model.generations.tables import BESIDE, Generation
from services.gateway.read_model.programme import Measure, Programme, campaign

FILE, MOST_FAULTS, LONGEST_PLACE = "evidence", 20, 200
STEPS, ISSUE = ("hand_in", "revise"), "issue"
Fault = dict[str, str]


class ProgrammeUnfit(Invalid):
    """Nothing can be counted by this programme."""

    slug, zh = "programme-unfit", "此方案不能使用"


class NotMadeYet(Problem):
    """The numbers of this programme are still being made; ask again in a while."""

    slug, zh, status = "programme-not-made-yet", "该方案的数字正在生成，请稍后再查", 409


@lru_cache(maxsize=8)
def parse(body: bytes) -> Programme:
    """The programme that a file says. Raises ProgrammeUnfit with every fault that it has, up to some."""
    try:
        text = body.decode("utf-8-sig")
        refuse_costly(text)
        document = yaml.safe_load(text)
        # What is no text in UTF-8 is said in an escape: no answer and no row can hold it.
        orjson.dumps(document, default=str, option=orjson.OPT_NON_STR_KEYS)
    except UnicodeDecodeError:
        raise _unfit([_fault("", "Not in UTF-8", "文件编码应为 UTF-8")]) from None
    except Invalid as error:
        raise _unfit(list(error.errors)) from None
    except WRONG as error:
        raise _unfit([_fault(_line_of(error), said_by(error))]) from None
    if isinstance(document, dict) and document.get("campaign") == FIRST:
        # Said before all else: such a file is most likely a copy of the programme in force, at any of its versions.
        raise _unfit([_fault("campaign", f"{FIRST} is the programme in force", f"{FIRST} 为现行方案，请另定代号")])
    if found := list(_faults_of_shape(document)):
        raise _unfit(found)
    try:
        programme = Programme(text)
    except WRONG as error:
        raise _unfit(list(_faults_of_measures(document)) or [_fault("", said_by(error))]) from None
    if astray := [*_faults_of_items(document), *_faults_of_privacy(programme)]:
        raise _unfit(astray)
    return programme


def _unfit(found: list[Fault]) -> ProgrammeUnfit:
    return ProgrammeUnfit(errors=found[:MOST_FAULTS])


def _fault(place: str, said: str, zh: str = "") -> Fault:
    place, said = (one.encode(errors="replace").decode() for one in (place, said))
    where = f"{place}: " if place else ""
    return fault(FILE, f"{where}{said}", f"{where}{zh or f'方案有误：{said}'}")


def _line_of(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else ""


def _faults_of_shape(document: Any) -> Iterator[Fault]:
    """What of it is no word of a programme, each at its place: pillars.0.items.1.measures.2.kind."""
    try:
        found = Shape().validate(document)
    except WRONG as error:
        yield _fault("", said_by(error))
        return
    except ValidationError as error:
        found = error.messages_dict
    yield from (_fault(_named(document, place), said) for place, said in _leaves(found, ()))


def _leaves(found: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(found, dict):
        for name, inner in found.items():
            yield from _leaves(inner, place if name == "_schema" else (*place, name))
    elif isinstance(found, list):
        for one in found:
            yield from _leaves(one, place)
    else:
        yield place, str(found)


def _named(document: Any, place: tuple[Any, ...]) -> str:
    """A place in words of the file: what bears an id is called by it, what has none by its number."""
    words: list[str] = []
    for name in place:
        document = _inner(document, name)
        id_ = document.get("id") if isinstance(document, dict) and isinstance(name, int) else None
        words.append(str(id_) if isinstance(id_, str) else str(name + 1) if isinstance(name, int) else str(name))
    return ".".join(words)[:LONGEST_PLACE]


def _inner(document: Any, name: Any) -> Any:
    try:
        return document[name]
    except (LookupError, TypeError):
        return None


def _entries(document: Any) -> Iterator[tuple[Any, Any, Any]]:
    for pillar in document["pillars"]:
        for item in pillar["items"]:
            for measure in item["measures"]:
                yield pillar, item, measure


def _faults_of_measures(document: Any) -> Iterator[Fault]:
    """What of each measure contradicts the registers or the law, or stands twice."""
    seen: set[str] = set()
    rest = {name: value for name, value in document.items() if name not in ("pillars", "earlier")}
    for pillar, item, measure in _entries(document):
        if measure["id"] in seen:
            yield _fault(measure["id"], "stands twice", "指标重复")
        seen.add(measure["id"])
        alone = rest | {"pillars": [pillar | {"items": [item | {"measures": [measure]}]}]}
        try:
            Programme(yaml.safe_dump(alone, allow_unicode=True))
        except WRONG as error:
            yield _fault(measure["id"], said_by(error).removeprefix(measure["id"]).strip())


def _faults_of_items(document: Any) -> Iterator[Fault]:
    """A measure is called after the item in which it stands, and an item stands once."""
    seen: set[str] = set()
    for pillar in document["pillars"]:
        for item in pillar["items"]:
            if item["id"] in seen:
                yield _fault(item["id"], "stands twice", "事项重复")
            seen.add(item["id"])
    for _, item, measure in _entries(document):
        if not measure["id"].startswith(f"{item['id']}."):
            yield _fault(measure["id"], f"stands in {item['id']}", f"指标编号应以所在事项 {item['id']} 开头")


def _faults_of_privacy(programme: Programme) -> Iterator[Fault]:
    """What is made of records that not everybody may read is told in threes, whatever its author would rather."""
    zh = "取自并非人人可读的台账，须标明 private: true"
    for measure in programme.by_name.values():
        if not measure.private and not _is_told_anyway(programme, measure) and _is_private(programme, measure):
            yield _fault(measure.id, "is made of records that not everybody may read: private: true", zh)


def _is_private(programme: Programme, measure: Measure) -> bool:
    """Whether only some may read a register of a measure, or in force it is told in threes alone."""
    if any(register.reader_roles for register in programme.registers(measure.id)):
        return True
    fed = programme.fed_by(measure.id)
    return any(map(_is_told_in_threes, fed | {register_of(event) for event in fed}))


@cache
def _is_told_in_threes(name: str) -> bool:
    """Whether all that the programme in force tells of a register, or of a type of event, is private."""
    first = campaign()
    told = [
        one.private
        for one in first.by_name.values()
        if name in first.fed_by(one.id) or name in {register_of(event) for event in first.fed_by(one.id)}
    ]
    return bool(told) and all(told)


def _is_told_anyway(programme: Programme, measure: Measure) -> bool:
    """Whether the programme in force tells everybody the same number."""
    first = campaign()
    return any(
        not one.private and _counts_as(first, one) == _counts_as(programme, measure)
        for one in first.by_name.values()
        if first.fed_by(one.id) == programme.fed_by(measure.id)
    )


def _counts_as(programme: Programme, measure: Measure) -> list[Any]:
    """How a measure is counted, whatever it is called, whichever days it is about and whatever its target."""
    fed = sorted(programme.fed_by(measure.id))
    some = [one for event in fed for one in programme.takes[event] if one.measure == measure.id]
    numbers = (measure.percent, measure.per, measure.facets, measure.in_time, measure.verified_from)
    return [measure.kind, *numbers, *(replace(one, measure="") for one in some)]


def admit(programme: Programme, may_read: Callable[[Register], bool]) -> None:
    """Let somebody hand in what is counted by this programme: whoever may not read records has no number made of them.

    Raises Forbidden.
    """
    for measure in programme.by_name.values():
        withheld = [one.name for one in programme.registers(measure.id) if not may_read(one)]
        if withheld and not _is_told_anyway(programme, measure):
            raise Forbidden(measure.id, ", ".join(withheld))


def about(programme: Programme) -> dict[str, Any]:
    """What the form says of a programme that its file says already."""
    days = {"starts_on": programme.start.isoformat(), "ends_on": programme.end.isoformat()}
    return {"title": programme.title["zh"], "title_en": programme.title["en"], **days}


def complete(
    commands: Sequence[CommandMessage], read: Callable[[str], bytes], may_read: Callable[[Register], bool]
) -> list[CommandMessage]:
    """Commands that hand a programme in, each with what its file says. Raises ProgrammeUnfit, Forbidden."""
    return [_completed(one, read, may_read) for one in commands]


def _completed(
    command: CommandMessage, read: Callable[[str], bytes], may_read: Callable[[Register], bool]
) -> CommandMessage:
    file = _only_file(command.form.get(FILE))
    if command.step not in STEPS or file is None:
        return command  # for its owner to say
    programme = _read_as(read(file), command.form.get("campaign") or command.record)
    admit(programme, may_read)
    return replace(command, form=command.form | about(programme))


def _only_file(value: Any) -> str | None:
    """The hash of the one file that is named; of what is none the owner says what is wrong with it."""
    is_one = isinstance(value, list) and len(value) == 1 and re.fullmatch(SHA256, str(value[0]))
    return str(value[0]) if is_one else None


def _read_as(body: bytes, campaign: str) -> Programme:
    """The programme that a file says, which bears this name. Raises ProgrammeUnfit."""
    programme: Programme = real_threads.run(parse, body)
    if programme.campaign != campaign:
        said = f"{programme.campaign} stands in the file, not {campaign}"
        raise _unfit([_fault("campaign", said, f"文件中的方案代号为 {programme.campaign}，与所填不同")])
    return programme


def check_again(body: bytes, campaign: str, made: Sequence[Generation]) -> None:
    """Let a programme be issued: its file is fit today, and the ledger as it is has been counted by it.

    made  what was made of the campaign, the oldest first

    Raises ProgrammeUnfit, NotMadeYet.
    """
    programme = _read_as(body, campaign)
    if besides.is_broken(made):
        raise _unfit([_fault("", "What was recorded cannot be counted by it", "已有记录无法按此方案计数")])
    if not any(one.state == BESIDE and one.programme == programme.digest for one in made):
        raise NotMadeYet(campaign)
