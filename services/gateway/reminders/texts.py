"""What a message says outside the house: register, number, unit, what of and until when. No name, no address, no text.

A line can hold nothing else (`MessageLine`), and a message is made of lines alone; whoever wants more follows its link
and signs in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.gateway.display.messages import pages

MOST_LINES = 10
"""More lines are counted."""
MOST_BYTES = 2048 - 300
"""Of the lines: WeCom takes 2,048 bytes of title, lines, how many more there are, and the link."""


@dataclass(frozen=True)
class MessageLine:
    """One reminder, in the words of its reader.

    register, about, stage  titles of ours
    number  of the record, see `labels.py`
    unit    the unit's name
    due     a day, or empty
    """

    register: str
    number: str
    about: str
    stage: str
    unit: str
    due: str


def title(lang: str, count: int, overdue: int) -> str:
    """How a message is headed."""
    if overdue:
        return pages.say(lang, "reminder title overdue", n=count, overdue=overdue)
    return pages.say(lang, "reminder title", n=count)


def body(lang: str, lines: Sequence[MessageLine], link: str) -> str:
    """What a message says: some lines, how many more there are, and where one looks."""
    said = list(_fitting(pages.say(lang, "reminder line", **_words(lang, one)) for one in lines[:MOST_LINES]))
    if len(lines) > len(said):
        said.append(pages.say(lang, "reminder more", n=len(lines) - len(said)))
    return "\n".join([*said, link])


def _fitting(lines: Iterable[str]) -> Iterator[str]:
    """The first lines, as far as a robot takes them."""
    room = MOST_BYTES
    for one in lines:
        room -= len(one.encode()) + 1
        if room < 0:
            return
        yield one


def stage(lang: str, name: str) -> str:
    """What has come to pass, in a word."""
    return pages.say(lang, f"stage {name}")


def code_title(lang: str) -> str:
    """How the message is headed that confirms an address."""
    return pages.say(lang, "reminder code title")


def code_body(lang: str, code: str) -> str:
    """What confirms an address."""
    return pages.say(lang, "reminder code", code=code)


def trial_title() -> str:
    """How a message is headed by which an administrator tries a place."""
    return pages.say(pages.ZH, "reminder trial title")


def trial_body() -> str:
    """What it says."""
    return pages.say(pages.ZH, "reminder trial")


def _words(lang: str, one: MessageLine) -> dict[str, str]:
    due = pages.say(lang, "reminder due", day=one.due) if one.due else ""
    return {**vars(one), "due": due}
