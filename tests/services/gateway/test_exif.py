"""What a camera wrote is proposed as it wrote it, to who handed the photograph in and to nobody else."""

from __future__ import annotations

import datetime as dt
import random
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from contracts.cases.datums import CGCS2000, GCJ02, WGS84, Point
from services.chassis.base import clock
from services.gateway.photographs import exif
from services.gateway.photographs.exif import ASSUMED, CAMERA, NOTHING, PHOTOGRAPH, PLACE, CameraNotes, read
from tests.services.gateway.gateway_client import GatewayClient

KINDS = ("JPEG", "HEIF", "PNG", "WEBP")
TAKEN, OFFSET, COMMENT = 0x9003, 0x9011, 0x9286
HERE = {1: "N", 2: (31.0, 35.0, 24.12), 3: "E", 4: (120.0, 21.0, 11.52)}
"""31°35'24.12"N, 120°21'11.52"E."""
POINT = Point(120.3532, 31.5900333)


def photograph(kind: str = "JPEG", taken: dict[int, Any] | None = None, place: dict[int, Any] | None = None) -> bytes:
    """A photograph into which a camera wrote when it was taken, and where."""
    notes, out = Image.Exif(), BytesIO()
    notes.get_ifd(PHOTOGRAPH).update(taken or {})
    notes.get_ifd(PLACE).update(place or {})
    Image.new("RGB", (64, 48), "grey").save(out, kind, exif=notes.tobytes())
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_moment_and_place_are_read_from_every_kind_of_file(kind: str) -> None:
    taken = {TAKEN: "2017:03:01 08:58:00", OFFSET: "+08:00"}
    seen = read(photograph(kind, taken, HERE))
    assert seen.shot_at == dt.datetime(2017, 3, 1, 0, 58, tzinfo=dt.UTC)
    assert (seen.zone, seen.point, seen.datum, seen.original) == (CAMERA, POINT, WGS84, "")
    assert seen.proposal["shot_at"] == "2017-03-01T08:58:00+08:00"


def test_a_camera_that_says_no_zone_is_taken_to_be_in_shanghai_and_that_is_said() -> None:
    seen = read(photograph(taken={TAKEN: "2017:03:01 08:58:00"}))
    assert seen.proposal == {"shot_at": "2017-03-01T08:58:00+08:00", "zone": ASSUMED}


@pytest.mark.parametrize(
    ("offset", "shown"),
    [("-03:30", "2017-03-01T08:58:00-03:30"), ("+99:00", "2017-03-01T08:58:00+08:00"), ("   :  ", None), ("Z", None)],
)
def test_another_zone_is_kept_and_none_that_there_is_not(offset: str, shown: str | None) -> None:
    seen = read(photograph(taken={TAKEN: "2017:03:01 08:58:00", OFFSET: offset}))
    assert seen.proposal["shot_at"] == (shown or "2017-03-01T08:58:00+08:00")
    assert seen.zone == (CAMERA if offset == "-03:30" else ASSUMED)


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "2017:02:30 08:00:00", "1904:01:01 00:00:00", "    ", "2017"])
def test_a_clock_that_was_never_set_proposes_no_moment(text: str) -> None:
    assert read(photograph(taken={TAKEN: text}, place=HERE)) == CameraNotes(None, ASSUMED, POINT, WGS84, "")


@pytest.mark.parametrize(
    ("said", "datum"),
    [("WGS-84", WGS84), ("WGS 84", WGS84), ("CGCS-2000", CGCS2000), ("gcj02", GCJ02), ("", WGS84), ("TOKYO", "")],
)
def test_the_datum_is_the_camera_s_and_a_strange_one_proposes_no_point(said: str, datum: str) -> None:
    seen = read(photograph(place=HERE | ({18: said} if said else {})))
    assert (seen.point, seen.datum) == ((POINT, datum) if datum else (None, ""))


@pytest.mark.parametrize(
    "place",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (31.0, 35.0, 24.0)},
        HERE | {1: "X"},
        HERE | {3: ""},
        HERE | {2: (131.0, 0.0, 0.0)},
        HERE | {4: (IFDRational(0, 0), IFDRational(0, 0), IFDRational(0, 0))},
        HERE | {4: (120.0, 21.0)},
    ],
)
def test_half_a_place_or_one_that_was_taken_out_is_none(place: dict[int, Any]) -> None:
    assert read(photograph(place=place)).point is None


def test_south_and_west_are_below_zero() -> None:
    assert read(photograph(place=HERE | {1: "S", 3: "W"})).point == Point(-POINT.longitude, -POINT.latitude)


def test_the_hash_of_the_file_of_which_it_was_made_is_read() -> None:
    comment = b"ASCII\0\0\0original-sha256:" + b"ab" * 32
    assert read(photograph(taken={COMMENT: comment})).proposal == {"original": "ab" * 32}
    assert read(photograph(taken={COMMENT: b"ASCII\0\0\0a fine day"})).proposal == {}


@pytest.mark.parametrize("body", [b"", b"no picture", b"%PDF-1.7", photograph()[:40], photograph("HEIF")[:300]])
def test_of_what_is_no_picture_nothing_is_read(body: bytes) -> None:
    assert read(body) == NOTHING


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", KINDS)
def test_no_broken_file_breaks_the_reading(kind: str) -> None:
    whole, chance = photograph(kind, {TAKEN: "2017:03:01 08:58:00", OFFSET: "+08:00"}, HERE), random.Random(7)
    for _ in range(400):
        body = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        read(bytes(body[: chance.randrange(1, len(body) + 1)]))


def hand_in(gateway: GatewayClient, body: bytes, kind: str = "image/jpeg") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}"}
    answer = gateway.client.post("/v1/evidence", data=body, headers=headers, content_type=kind)
    assert answer.status_code == 201, answer.text
    return dict(answer.json or {})


def test_who_hands_it_in_is_told_and_it_is_kept_nowhere(gateway: GatewayClient) -> None:
    answer = hand_in(gateway, photograph("HEIF", {TAKEN: "2017:03:01 08:58:00"}, HERE), "application/octet-stream")
    assert answer["media_type"] == "image/heic"
    assert answer["seen"] == {
        "shot_at": "2017-03-01T08:58:00+08:00",
        "zone": "assumed",
        **POINT._asdict(),
        "datum": "WGS84",
    }
    assert "seen" not in gateway.evidence.about([answer["sha256"]])[answer["sha256"]]
    assert "seen" not in hand_in(gateway, photograph())
    assert "seen" not in hand_in(gateway, photograph(place=HERE), "application/pdf"), (
        "what says that it is none is none"
    )


def test_who_may_not_read_the_paper_learns_nothing_of_where_it_was_taken(gateway: GatewayClient) -> None:
    answer = hand_in(gateway, photograph(place=HERE))
    for end in ("", "/picture", "/thumbnail"):
        other = gateway.request(f"/v1/evidence/{answer['sha256']}{end}", role="captain", unit="DBT")
        assert other.status_code == 404
    shown = gateway.request(f"/v1/evidence/{answer['sha256']}/picture").data
    assert exif.read(shown) == NOTHING


def test_a_moment_that_is_still_to_come_is_not_proposed(gateway: GatewayClient) -> None:
    ahead = (clock.now() + dt.timedelta(days=2)).strftime("%Y:%m:%d %H:%M:%S")
    seen = hand_in(gateway, photograph(taken={TAKEN: ahead, OFFSET: "+00:00"}, place=HERE))["seen"]
    assert seen == {**POINT._asdict(), "datum": "WGS84"}
