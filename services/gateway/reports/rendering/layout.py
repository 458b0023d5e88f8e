"""Lays a report out: which blocks it has, in which words. The same contents give the same blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.gateway.display.formatting import moment, number, short, target
from services.gateway.display.item_counts import tally
from services.gateway.display.messages import pages
from services.gateway.display.reasons import item_reason
from services.gateway.read_model import status
from services.gateway.reports.contents.items import BETTER, WORSE, items_of, way_of_item
from services.gateway.reports.rendering import drawings
from services.gateway.reports.rendering.blocks import (
    CAPTION,
    HEADING,
    NOTE,
    SUBTITLE,
    TEXT,
    TITLE,
    Block,
    Grid,
    TextLine,
)

MOST_PAGES = 6
COUNTS_APART = 3
"""The edition of what is kept from which on a report says how many measures moved beside how many items."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Space:
    """How much of each part there is room for: rows of tables, characters of a reason, pictures of a course."""

    moves: int
    units: int
    due: int
    reason: int
    trends: int


ROOMS = (Space(12, 24, 12, 110, 2), Space(8, 16, 8, 80, 2), Space(6, 10, 6, 60, 1), Space(4, 6, 4, 36, 0))
"""From ample to scarce: a report takes the first with which it keeps to its pages."""


@dataclass(frozen=True)
class Layout:
    """A report in words.

    said   its contents
    stamp  how it was issued; None: a preview
    room   how much there is room for
    """

    said: Json
    stamp: Json | None
    room: Space = ROOMS[0]

    @property
    def lang(self) -> str:
        """The language in which it is written."""
        return str(self.said["lang"])

    def say(self, name: str, /, **about: object) -> str:
        """A phrase."""
        return pages.say(self.lang, name, **about)

    @property
    def title(self) -> str:
        """What stands above it."""
        whose = self.said["unit_title"]
        title = self.say("report title", title=self.said["title"][self.lang], month=month_text(self.lang, self.said))
        return f"{title}{self.say('report of unit', unit=whose)}" if whose else title

    def blocks(self) -> list[Block]:
        """All of it."""
        return list(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        yield TextLine(TITLE, self.title)
        yield TextLine(SUBTITLE, self._number())
        yield self._frame()
        for number_, (name, part) in enumerate(self._parts()):
            yield TextLine(HEADING, f"{self.say('report ordinal').split()[number_]}{self.say(name)}")
            yield from part

    def _parts(self) -> list[tuple[str, Iterator[Block]]]:
        return [
            ("report summary", self._summary()),
            ("report items", self._items()),
            ("report moves", self._moves()),
            ("report units", self._units()),
            ("report due", self._due()),
            ("report limits", self._limits()),
        ]

    def _number(self) -> str:
        if self.stamp is None:
            return self.say("report preview mark")
        text = self.say("report number", number=self.stamp["number"])
        return f"{text}{self.say('colon')}{self.stamp['reason']}" if self.stamp["reason"] else text

    def _frame(self) -> Grid:
        said, stamp = self.said, self.stamp
        whole = "report as of" if said["whole"] else "report so far"
        rows = [
            (self.say("as of"), self.say(whole, day=said["as_of"])),
            (self.say("report known at"), self._known_at()),
            (self.say("unit"), said["unit_title"] or self.say("bureau")),
        ]
        if stamp:
            rows.append((self.say("report issued by"), f"{stamp['issued_by']} {moment(stamp['issued_at'])}"))
            rows.append((self.say("report id"), stamp["id"]))
        return Grid(self.say("report frame"), (24, 76), (), tuple(rows))

    def _known_at(self) -> str:
        at = moment(self.said["known_at"])
        return self.say("report then", at=at) if self._is_then else at

    @property
    def _is_then(self) -> bool:
        """Whether it is made as known at an earlier moment."""
        return bool(self.said.get("then"))

    # --- parts -------------------------------------------------------------------------------------------------------

    def _summary(self) -> Iterator[Block]:
        said, items = self.said, items_of(self.said)
        counts = tally([one["status"] for one in items])
        listed = self.say("comma").join(f"{self._status(name)} {n}" for name, n in counts.items() if n)
        sentences = [self.say("report sum", n=len(items), listed=listed)]
        if said["before"]:
            sentences += self._against([way_of_item(said, one) for one in items])
        else:
            sentences.append(self.say("report no month before"))
        sentences.append(self.say("coverage of", n=said["coverage"]["n"], full=said["coverage"]["full"]))
        if said["due"]:
            sentences.append(self.say("report due sum", **_due_counts(said["due"])))
        yield TextLine(TEXT, ("" if self.lang == pages.ZH else " ").join(sentences))
        yield drawings.standing(said)
        yield TextLine(CAPTION, self.say("report standing"))

    def _against(self, of_items: list[str | None]) -> Iterator[str]:
        """How many items went which way, and how many measures: reports of before say items alone."""
        apart = int(self.said["format"]) >= COUNTS_APART
        yield self.say("report items against" if apart else "report against", **_both_ways(of_items))
        if apart:
            yield self.say("report measures against", **_both_ways([one["way"] for one in self.said["moves"]]))

    def _items(self) -> Iterator[Block]:
        rows = tuple(self._item(one) for one in items_of(self.said))
        head = tuple(self.say(one) for one in ("item", "status", "claimed", "verified", "target", "why this status"))
        yield Grid(self.say("report items"), (17, 12, 9, 9, 11, 42), head, rows)

    def _item(self, item: Json) -> tuple[str, ...]:
        before = (self.said["before"] or {"items": {}})["items"].get(item["id"])
        standing = self._status(item["status"])
        if before and before != item["status"]:
            standing = self.say("report was", now=standing, before=self._status(before))
        lead = status.weakest(item["measures"]) if item["status"] != status.NOT_STARTED else None
        numbers = self._numbers(lead) if lead else ("–", "–", "–")
        return f"{item['id']} {item['title'][self.lang]}", standing, *numbers, self._cut(item_reason(self.lang, item))

    def _numbers(self, measure: Json) -> tuple[str, str, str]:
        values = [number(measure[name], measure["unit"], self.lang) or "–" for name in ("claimed", "verified")]
        if (word := pages.second_phrase(measure.get("kind"))) != "verified":
            values[1] += f" ({self.say(word)})"
        return values[0], values[1], target(measure["target"], measure["unit"], self.lang)

    def _moves(self) -> Iterator[Block]:
        found = self.said["moves"]
        if not found:
            yield TextLine(TEXT, self.say("report nothing moved" if self.said["before"] else "report no month before"))
            return
        head = tuple(self.say(one) for one in ("report way", "measure", "report step", "status", "report facts"))
        rows = tuple(self._move(one) for one in found[: self.room.moves])
        yield Grid(self.say("report moves"), (8, 24, 27, 14, 27), head, rows)
        yield from self._rest(len(found) - self.room.moves)
        for number_, one in enumerate(self.said["trends"][: self.room.trends]):
            yield drawings.course(one, self.lang, number_)
            yield TextLine(CAPTION, self.say("report course", measure=one["title"][self.lang]))

    def _move(self, one: Json) -> tuple[str, ...]:
        old, new = one["before"], one["after"]
        words = ("claimed", pages.second_phrase(self._kinds.get(one["id"])))
        steps = [
            self._step(self.say(word), old[name], new[name], one["unit"])
            for word, name in zip(words, ("claimed", "verified"), strict=True)
        ]
        standing = self._status(new["status"])
        if old["status"] != new["status"]:
            standing = f"{self._status(old['status'])} → {standing}"
        name = f"{one['item']} {one['title'][self.lang]}"
        return self.say(f"report {one['way']}"), name, "\n".join(steps), standing, self._facts(one)

    @property
    def _kinds(self) -> dict[str, str | None]:
        """The kind of each measure of the report, by its id."""
        return {one["id"]: one.get("kind") for item in items_of(self.said) for one in item["measures"]}

    def _step(self, name: str, old: Any, new: Any, unit: str) -> str:
        before, after = (number(value, unit, self.lang) or "–" for value in (old, new))
        return f"{name} {after}" if before == after else f"{name} {before} → {after}"

    def _facts(self, one: Json) -> str:
        if not one["facts"]:
            expected = number(one["after"]["expected"], one["unit"], self.lang)
            return self.say("report no fact", expected=expected or "–")
        return "\n".join(f"{fact['dated'][5:]} {_unit(fact)} {fact['title'][self.lang]}" for fact in one["facts"])

    def _units(self) -> Iterator[Block]:
        found = self.said["units"]
        if not found:
            yield TextLine(TEXT, self.say("report no unit behind"))
            return
        head = tuple(self.say(one) for one in ("unit", "report behind in", "report at risk in"))
        comma = self.say("comma")
        rows = tuple(
            (one["title"], comma.join(one["behind"]) or "–", comma.join(one["at_risk"]) or "–")
            for one in found[: self.room.units]
        )
        yield Grid(self.say("report units"), (34, 38, 28), head, rows)
        yield from self._rest(len(found) - self.room.units)

    def _due(self) -> Iterator[Block]:
        due = self.said["due"]
        if due is None:
            yield TextLine(TEXT, self.say("report due then"))
            return
        exact = "" if due["exact"] else self.say("report at least")
        yield TextLine(TEXT, f"{self.say('report due sum', **_due_counts(due))}{exact}")
        rows = tuple(
            (
                f"{one['title'][self.lang]} {self._record(one)}",
                f"{one['clock'][self.lang]}",
                _unit(one),
                one["due"],
                self.say("report late by" if one["days_left"] < 0 else "report left", days=abs(one["days_left"])),
            )
            for one in due["rows"][: self.room.due]
        )
        if rows:
            head = tuple(self.say(one) for one in ("record", "report clock", "unit", "report due on", "report days"))
            yield Grid(self.say("report due"), (36, 24, 10, 16, 14), head, rows)
            yield from self._rest(due["overdue"] + due["soon"] - len(rows))

    def _record(self, one: Json) -> str:
        """What a record is called; where it has no name, and in reports of before, the end of its id."""
        return one.get("name", {}).get(self.lang) or short(one["record"])

    def _rest(self, more: int) -> Iterator[Block]:
        if more > 0:
            yield TextLine(NOTE, self.say("report more", n=more))

    def _limits(self) -> Iterator[Block]:
        said, lang = self.said["limits"], self.lang
        yield TextLine(TEXT, self.say("report evidence", **self.said["coverage"]))
        late = said["late"]
        lines = [self.say("report then limits", at=moment(self.said["known_at"]))] if self._is_then else []
        if not self.said["whole"]:
            lines.append(self.say("report part of month" if self._is_then else "report month goes on"))
        lines += [
            self.say("report stale", service=pages.service(lang, name), at=moment(at))
            for name, at in said["stale"].items()
        ]
        if late["records"] or late["corrections"] or late["voids"]:
            exact = "" if late["exact"] else self.say("report looked at")
            counts = {name: late[name] for name in ("records", "corrections", "voids")}
            lines.append(f"{self.say('report late', **counts)}{exact}")
        if said["fallen"]:
            lines.append(self.say("report fallen", n=said["fallen"]))
        comma = self.say("comma")
        for name in ("awaiting", "private"):
            if said[name]:
                phrase = f"report {name} then" if self._is_then and name == "private" else f"report {name}"
                lines.append(self.say(phrase, names=comma.join(one[lang] for one in said[name])))
        lines.append(self.say("report hidden"))
        for one in lines:
            yield TextLine(NOTE, f"· {one}")

    def _status(self, name: str) -> str:
        return pages.word(self.lang, pages.STATUS, name)

    def _cut(self, text: str) -> str:
        return text if len(text) <= self.room.reason else f"{text[: self.room.reason]}…"


def _unit(one: Json) -> str:
    """A unit's name; reports of before have its code."""
    return str(one.get("unit_title") or one["unit"])


def _both_ways(ways: list[str | None]) -> dict[str, int]:
    return {WORSE: ways.count(WORSE), BETTER: ways.count(BETTER)}


def _due_counts(due: Json) -> Json:
    return {name: due[name] for name in ("overdue", "soon", "within")}


def month_text(lang: str, said: Json) -> str:
    """A report's month in words."""
    year, month = said["month"].split("-")
    return pages.say(lang, "report month", year=year, month=int(month))
