"""When and where a photograph was taken, as its camera wrote it into the file (EXIF 2.32, CIPA DC-008).

It is a proposal for a form, for whoever handed the file in: a camera's clock may be wrong, and a file can be edited.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from contracts.cases.datums import CGCS2000, GCJ02, WGS84, Point
from contracts.forms import EARLIEST, LATEST
from services.gateway.photographs.opening import KINDS, UNREADABLE

SHANGHAI = ZoneInfo("Asia/Shanghai")
PHOTOGRAPH, PLACE = 0x8769, 0x8825
TAKEN, OFFSET, COMMENT = 0x9003, 0x9011, 0x9286
SOUTH_OR_NORTH, LATITUDE, EAST_OR_WEST, LONGITUDE, DATUM = 1, 2, 3, 4, 18
DATUMS = {"": WGS84, "WGS84": WGS84, "WGS1984": WGS84, "CGCS2000": CGCS2000, "GCJ02": GCJ02}
"""As cameras write them, without signs between. Those that write none mean that of their receiver."""
CAMERA, ASSUMED = "camera", "assumed"
MOMENT, ZONE = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)"), re.compile(r"([+-])(\d\d):([0-5]\d)")
ORIGINAL = re.compile(r"original-sha256:([0-9a-f]{64})")
"""What a telephone writes that made a photograph small: the hash of the file that the camera wrote."""
NOTHING_TOLD = (0.0, 0.0)
"""What is left of a place that was taken out of the file, and what a receiver writes that does not know it yet."""


@dataclass(frozen=True)
class CameraNotes:
    """What a camera wrote.

    shot_at   when; None: it says nothing that can be read
    zone      whether the camera said in which zone, or that of Shanghai is assumed
    point     where, in its `datum`; None where it is not said, or in a datum that is none of ours
    original  the hash of the file of which this one was made; empty where it is the camera's own
    """

    shot_at: dt.datetime | None
    zone: str
    point: Point | None
    datum: str
    original: str

    def until(self, now: dt.datetime) -> CameraNotes:
        """Without a moment that is still to come: nobody took a photograph at it."""
        return replace(self, shot_at=None) if self.shot_at and self.shot_at > now else self

    @property
    def proposal(self) -> dict[str, Any]:
        """As the interface answers it: what is not known is not there."""
        told: dict[str, Any] = {}
        if self.shot_at:
            told |= {"shot_at": self.shot_at.isoformat(), "zone": self.zone}
        if self.point:
            told |= {**self.point._asdict(), "datum": self.datum}
        return told | ({"original": self.original} if self.original else {})


NOTHING = CameraNotes(None, ASSUMED, None, "", "")


def read(body: bytes) -> CameraNotes:
    """What a camera wrote into a file; nothing of a file that is no picture, or whose notes cannot be read."""
    try:
        with Image.open(BytesIO(body), formats=KINDS) as image:
            notes = image.getexif()
            return _seen(notes.get_ifd(PHOTOGRAPH), notes.get_ifd(PLACE))
    except UNREADABLE:
        return NOTHING


def _seen(photograph: Mapping[int, Any], place: Mapping[int, Any]) -> CameraNotes:
    offset = _zone(_text(photograph.get(OFFSET)))
    datum = DATUMS.get(re.sub(r"[^A-Z0-9]", "", _text(place.get(DATUM)).upper()), "")
    original = ORIGINAL.search(_text(photograph.get(COMMENT)))
    return CameraNotes(
        _moment(_text(photograph.get(TAKEN)), offset or SHANGHAI),
        CAMERA if offset else ASSUMED,
        point := _point(place) if datum else None,
        datum if point else "",
        original[1] if original else "",
    )


def _text(value: Any) -> str:
    """A text of EXIF, which ends in a zero byte and is bytes where its writer did not say what it is."""
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else value
    return text.replace("\0", " ").strip() if isinstance(text, str) else ""


def _moment(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    parts = MOMENT.fullmatch(text)
    try:
        moment = dt.datetime(*map(int, parts.groups()), tzinfo=zone) if parts else None  # type: ignore[misc, arg-type]
    except ValueError:  # a clock that was never set writes zeros
        return None
    return moment if moment and EARLIEST <= moment.date() <= LATEST else None


def _zone(text: str) -> dt.timezone | None:
    parts = ZONE.fullmatch(text)
    if parts is None:
        return None
    ahead = dt.timedelta(hours=int(parts[2]), minutes=int(parts[3]))
    try:
        return dt.timezone(-ahead if parts[1] == "-" else ahead)
    except ValueError:
        return None


def _point(place: Mapping[int, Any]) -> Point | None:
    longitude = _degrees(place.get(LONGITUDE), _text(place.get(EAST_OR_WEST)), ("E", "W"), 180)
    latitude = _degrees(place.get(LATITUDE), _text(place.get(SOUTH_OR_NORTH)), ("N", "S"), 90)
    if longitude is None or latitude is None or (longitude, latitude) == NOTHING_TOLD:
        return None
    return Point(longitude, latitude)


def _degrees(value: Any, side: str, sides: tuple[str, str], most: int) -> float | None:
    """Degrees, minutes and seconds in one number, to seven places: a centimetre. None: they are no angle."""
    try:
        degrees, minutes, seconds = map(float, value)
    except (TypeError, ValueError):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    if side not in sides or not 0 <= angle <= most:  # nor is what a fraction of nought comes to
        return None
    return round(-angle if side == sides[1] else angle, 7)
