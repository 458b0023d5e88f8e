"""Tracks as devices write them down, GPX 1.0 and 1.1 and GeoJSON (RFC 7946): both in WGS-84, read within bounds.

A track that is handed in as a file has its points read here, since only the gateway has the files.
"""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

from contracts.cases.datums import WGS84, Point, metres_between
from contracts.cases.patrols import MOST_POINTS, register
from contracts.errors import Invalid, fault
from contracts.forms import MOMENT, SHA256
from contracts.rpc import CommandMessage
from services.chassis.base import real_threads
from services.gateway.evidence import Evidence

STEP, FILES, POINTS, DATUM = "hand_in_track", "track_file", "points", "datum"
MOST_BYTES, MOST_READ = 5 * 1024 * 1024, 50_000
SPACINGS = (0, 5, 10, 20, 40)
"""Metres from one point to the next that is kept: the least that leaves no more points than a form has."""
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
LINES = {"LineString": 1, "MultiPoint": 1, "MultiLineString": 2}
"""How deep the positions of a geometry lie."""
MOST_DEPTH, MOST_FILES = 6, 5
EAST, NORTH = 180, 90


class UnfitTrack(Invalid):
    """This file is no track that can be read: GPX or GeoJSON, of a bounded size."""

    slug, zh = "unfit-track", "轨迹文件须为 GPX 或 GeoJSON，且不得过大"


class TrackPoint(NamedTuple):
    """A point of a track, with its moment where the file has one."""

    point: Point
    at: str | None


def complete(commands: Sequence[CommandMessage], evidence: Evidence) -> list[CommandMessage]:
    """Commands that hand a track in, each with the points of its file. Raises UnfitTrack."""
    return [_completed(one, evidence) for one in commands]


def _completed(command: CommandMessage, evidence: Evidence) -> CommandMessage:
    """A track with the points of its file: where there is one, nobody types where it led."""
    form = command.form
    if command.step != STEP or not isinstance(form, dict) or not _are_files(form.get(FILES)):
        return command
    read = [one for sha256 in form[FILES] for one in points_of(evidence.read(sha256)[0])]
    if not read and form.get(POINTS):
        raise _unfit("points were typed beside a file that has none")
    if not read:
        return command
    points = [_as_form(one) for one in thin_out(read)]
    return replace(command, form=form | {POINTS: points, DATUM: WGS84})


def _are_files(value: Any) -> bool:
    """Whether these are hashes; of what is none the owner says what is wrong with it. Raises UnfitTrack."""
    if not (value and isinstance(value, list) and all(re.fullmatch(SHA256, str(one)) for one in value)):
        return False
    if len(value) > MOST_FILES:
        raise _unfit(f"more than {MOST_FILES} files")
    return True


REGISTER = register.name


def points_of(body: bytes) -> list[TrackPoint]:
    """The points of a file, in their order. Raises UnfitTrack."""
    if len(body) > MOST_BYTES:
        raise _unfit(f"{len(body)} > {MOST_BYTES} bytes")
    read = real_threads.run(_read, body)
    if len(read) > MOST_READ:
        raise _unfit(f"more than {MOST_READ} points")
    return read


def thin_out(points: list[TrackPoint]) -> list[TrackPoint]:
    """As many points as a form has, by leaving out those that are near the one before. Raises UnfitTrack."""
    for spacing in SPACINGS:
        kept = list(_spaced(points, spacing))
        if len(kept) <= MOST_POINTS:
            return kept
    raise _unfit(f"more than {MOST_POINTS} points {SPACINGS[-1]} m apart")


def _spaced(points: list[TrackPoint], spacing: int) -> Iterator[TrackPoint]:
    last: Point | None = None
    for one in points:
        if last is None or metres_between(last, one.point) >= spacing:
            last = one.point
            yield one


def _read(body: bytes) -> list[TrackPoint]:
    begins = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begins == b"<":
        return list(islice(_gpx(body), MOST_READ + 1))
    if begins == b"{":
        return list(islice(_geojson(body), MOST_READ + 1))
    raise _unfit("neither GPX nor GeoJSON")


def _gpx(body: bytes) -> Iterator[TrackPoint]:
    # In UTF-16 a declaration would not be seen.
    if b"\0" in body or DECLARES.search(body):
        raise _unfit("it declares entities")
    for element in _elements(body):
        if _name(element) in ("trkpt", "rtept"):
            moment = next((one.text for one in element if _name(one) == "time"), None)
            yield _point(element.get("lon"), element.get("lat"), moment)
            element.clear()


def _elements(body: bytes) -> Iterator[ET.Element]:
    try:
        # No document type, so no entity: nothing is drawn in from elsewhere and nothing grows.
        for _, element in ET.iterparse(BytesIO(body)):  # noqa: S314
            yield element
    # A declaration may name an encoding that there is not, or one that is none of texts.
    except (ET.ParseError, LookupError, ValueError):
        raise _unfit("no well-formed XML") from None


def _name(element: ET.Element) -> str:
    """What an element is called, without its namespace."""
    return element.tag.rpartition("}")[2]


def _geojson(body: bytes) -> Iterator[TrackPoint]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise _unfit("no JSON") from None
    for longitude, latitude in _positions(content, MOST_DEPTH):
        yield _point(longitude, latitude, None)


def _positions(content: Any, depth: int) -> Iterator[tuple[Any, Any]]:
    """The positions of a feature's lines, or of those of a collection."""
    if not isinstance(content, dict) or depth == 0:
        return
    for inner in (*_listed(content.get("features")), *_listed(content.get("geometries")), content.get("geometry")):
        yield from _positions(inner, depth - 1)
    if levels := LINES.get(str(content.get("type"))):
        lines = _listed(content.get("coordinates"))
        for one in lines if levels == 1 else (one for line in lines for one in _listed(line)):
            position = _listed(one)
            yield (position[0], position[1]) if len(position) > 1 else (None, None)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _point(longitude: Any, latitude: Any, at: str | None) -> TrackPoint:
    try:
        point = Point(float(longitude), float(latitude))
    except (TypeError, ValueError, OverflowError):
        raise _unfit("a point has no degrees") from None
    if not (math.isfinite(sum(point)) and abs(point.longitude) <= EAST and abs(point.latitude) <= NORTH):
        raise _unfit("a point lies nowhere")
    moment = (at or "").strip()
    return TrackPoint(point, moment if re.fullmatch(MOMENT, moment) else None)


def _as_form(one: TrackPoint) -> dict[str, Any]:
    said = {"longitude": round(one.point.longitude, 6), "latitude": round(one.point.latitude, 6)}
    return said | ({"at": one.at} if one.at else {})


def _unfit(why: str) -> UnfitTrack:
    return UnfitTrack(why, errors=[fault(FILES, f"{UnfitTrack.message()} ({why})", UnfitTrack.zh)])
