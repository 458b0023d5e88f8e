"""Which part of a list a request asks for, and the cursors that go on from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.chassis.storage.lists.window import ListPart, ListWindow, Place
from services.gateway.display import paging
from services.gateway.display.paging import SEPARATOR, BadCursor, Turns
from services.gateway.http.request import ApiRequest


@dataclass(frozen=True)
class AskedWindow:
    """A request that has a cursor of this name, or none; `about` is what else belongs to its question."""

    request: ApiRequest
    name: str
    about: tuple[Any, ...]

    def window(self, most: int, keys: int) -> ListWindow:
        """So many rows from its cursor on; a place of the list has so many keys, all texts as yet. Raises BadCursor."""
        cursor = paging.cursor_of(self.request, *self.about, name=self.name)
        if not cursor.place:
            return ListWindow(most)
        place = tuple(cursor.place.split(SEPARATOR))
        if len(place) != keys:
            raise BadCursor
        return ListWindow(most, place, cursor.backward)

    def turns(self, part: ListPart) -> Turns:
        """The cursors of the pages before and after."""
        return paging.turns(self.request, (_text(part.before), _text(part.after)), *self.about)


def _text(place: Place | None) -> str | None:
    return None if place is None else SEPARATOR.join(map(str, place))
