"""The stream of changes: server-sent events that go on where they broke off (WHATWG HTML, 9.2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import orjson
from werkzeug.wrappers import Response

from contracts.documents.endpoints import EVENT_STREAM, GET
from contracts.roles import EVERYONE
from services.chassis.base import clock
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.jobs.news import JobNews
from services.gateway.read_model.changes.change_log import ChangeLog, StreamPlace
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import exact_measures

BEAT, LOOK = 15.0, 3.0
"""Seconds between two comments of a stream, and between two looks whether its listener may still hear."""
TITLE = "变动推送 / What changes, as it changes"
AGAIN = b"retry: 2000\n"
LAST = "lastEventId"
"""Where scripts that stand in for a browser's own EventSource say what they heard last."""
RELOAD = {
    "zh": "离线过久，中间的变动已不再保留：请重新载入全部数据",
    "en": "Away for too long, what changed in between is kept no more: load everything anew",
}
Shows = Callable[[Collection[str]], list[str]]


@dataclass
class ChangeStream:
    """Tells who listens which numbers moved."""

    read_model: ReadModel
    jobs: JobNews | None = None

    @Route(GET, "/v1/stream", "stream", EVERYONE, TITLE, EVENT_STREAM, LAST, others=())
    def stream(self, request: ApiRequest) -> Response:
        """Server-sent events: which measures changed; a comment now and then keeps the line open.

        Each bears an id. Who comes again with the last one, as `Last-Event-ID`, hears what they missed, once each; or
        `reload`, where it is kept no more. It ends within seconds of the end of the session or key by which it was
        opened, or of that post. One's own jobs are told of as job, without an id: how one stands now is all there is.
        """
        response = Response(self._events(request), content_type=EVENT_STREAM)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"  # or nginx gathers the events until its buffer is full
        return response

    def _events(self, request: ApiRequest) -> Iterator[bytes]:
        beat = looked = clock.ticks()
        shows, moved = self._shows(request), self.jobs.number if self.jobs else 0
        with self.read_model.change_feed.subscribe() as wake_ups:
            place, told = self._begin(request, shows)
            yield told
            while True:
                wake_ups.wait(0 if self._log.after(place.number) else LOOK)
                if clock.ticks() - looked >= LOOK:
                    if not request.stands():
                        yield b"event: signed-out\ndata: {}\n\n"
                        return
                    looked = clock.ticks()
                for change in self._log.after(place.number):
                    place = StreamPlace(change.number, change.token)
                    if measures := shows(change.measures):
                        beat = clock.ticks()
                        yield _event("changed", {"measures": measures}, change.token)
                if self.jobs and self.jobs.number > moved:
                    moved, since = self.jobs.number, moved
                    for one in self.jobs.after(request.bearer.id, since):
                        beat = clock.ticks()
                        yield b"event: job\ndata: %b\n\n" % orjson.dumps(one)
                if clock.ticks() - beat >= BEAT:
                    beat = clock.ticks()
                    yield b": still here\n\n"

    @property
    def _log(self) -> ChangeLog:
        return self.read_model.changes

    def _begin(self, request: ApiRequest, shows: Shows) -> tuple[StreamPlace, bytes]:
        """Where a stream begins, and what its listener hears of that: the id by which it goes on if it breaks off."""
        heard = request.http.headers.get("Last-Event-ID") or request.query.get(LAST)
        if heard and (place := self._log.place(heard)):
            return place, AGAIN + b"\n"
        place = self._log.present(shows)
        if heard:
            return place, AGAIN + _event("reload", RELOAD, place.token)
        return place, AGAIN + b"id: " + place.token.encode() + b"\n\n"

    def _shows(self, request: ApiRequest) -> Shows:
        """Of which measures a listener may hear that they moved, each once, by the names that the progress has.

        That a private number moved just now would tell of the day on which somebody did something.
        """
        programme = self.read_model.programme
        exact = exact_measures(programme, request.bearer.role)
        names = {key: one.name for key, one in programme.measures.items() if key in exact or not one.private}
        return lambda measures: list(dict.fromkeys(names[one] for one in measures if one in names))


def _event(name: str, about: object, token: str) -> bytes:
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (token.encode(), name.encode(), orjson.dumps(about))
