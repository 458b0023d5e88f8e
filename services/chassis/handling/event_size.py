"""No command leaves an event that could not be published: its bytes are made, and counted, before it is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any

import orjson

from contracts import envelope
from contracts.envelope import Event
from contracts.errors import Invalid, fault
from contracts.forms import fields_of
from contracts.register import Step

_but_bytes = attrgetter(*[one.name for one in fields(Event)][:-1])
"""All that an event says, in the order of its members; its bytes come last."""


class EventTooLarge(Invalid):
    """This entry is larger than what can be sent on to those who listen; shorten what is named."""

    slug, zh = "event-too-large", "此条内容过大，无法发布；请缩减所列栏目"


def with_bytes(event: Event, step: Step) -> Event:
    """The event with the bytes that are stored and published. Raises EventTooLarge, the largest field named."""
    body = envelope.encode(event)
    if len(body) > envelope.LONGEST:
        about = f"{step.zh} {step.name}: {len(body)} > {envelope.LONGEST} bytes"
        raise EventTooLarge(about, errors=list(_faults(event.data, step, len(body) - envelope.LONGEST)))
    said: tuple[Any, ...] = (*_but_bytes(event), body)
    return Event(*said)


def _faults(data: dict[str, Any], step: Step, excess: int) -> Iterator[dict[str, str]]:
    """The largest fields, as many as must be shorter, with how many bytes each may take beside all others."""
    sizes = {name: len(orjson.dumps(data.get(name))) for name in fields_of(step.data)}
    for name in sorted(sizes, key=sizes.__getitem__, reverse=True):
        if excess <= 0:
            return
        size, most = sizes[name], max(sizes[name] - excess, 0)
        excess -= size
        en, zh = ("", "") if name in fields_of(step.form) else ("By the rule: ", "按规则得出：")
        yield fault(
            name,
            f"{en}takes {size} bytes, may take {most} beside the rest (a Chinese character takes 3)",
            f"{zh}占 {size} 字节，连同其余内容最多可占 {most} 字节（一个汉字占 3 字节）",
        )
