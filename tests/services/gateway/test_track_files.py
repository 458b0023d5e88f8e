"""A track that is handed in as a file: its points are read within bounds, and no more of them than a form has."""

from __future__ import annotations

import json
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contracts.cases.patrols import MOST_POINTS
from contracts.rpc import CommandMessage
from services.gateway.track_files import UnfitTrack, complete, points_of, thin_out
from tests.office import Office
from tests.services.cases.patrol_scene import PATROLS, approved_plan, patrol
from tests.services.gateway.gateway_client import GatewayClient

GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="示例（合成）" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{}</trkseg></trk></gpx>"""
NEAR, FAR = (
    '<trkpt lat="31.5801" lon="120.36"><time>2017-03-02T01:10:00Z</time></trkpt>',
    ('<trkpt lat="31.60" lon="120.36"><ele>4</ele></trkpt>'),
)


def gpx(*points: str) -> bytes:
    return GPX.format("".join(points)).encode()


def geojson(geometry: Any) -> bytes:
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def places(body: bytes) -> list[tuple[float, float]]:
    return [(one.point.longitude, one.point.latitude) for one in points_of(body)]


def test_a_gpx_has_its_points_with_their_moments() -> None:
    first, second = points_of(gpx(NEAR, FAR))
    assert (first.point, first.at, second.at) == ((120.36, 31.5801), "2017-03-02T01:10:00Z", None)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": [[120.36, 31.58, 4.0], [120.37, 31.58]]},
        {"type": "MultiLineString", "coordinates": [[[120.36, 31.58]], [[120.37, 31.58]]]},
        {
            "type": "GeometryCollection",
            "geometries": [{"type": "LineString", "coordinates": [[120.36, 31.58], [120.37, 31.58]]}],
        },
    ],
)
def test_a_geojson_has_its_points(geometry: Any) -> None:
    assert places(geojson(geometry)) == [(120.36, 31.58), (120.37, 31.58)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"PK\x03\x04",
        b"{",
        b"[" * 10**5,
        b'{"type":' * 10**5,
        gpx(NEAR)[:-20],
        b'<!DOCTYPE gpx [<!ENTITY a "b">]>' + gpx(NEAR),
        gpx(NEAR).decode().replace('encoding="UTF-8"', 'encoding="UTF-16LE"').encode("utf-16-le"),
        gpx('<trkpt lat="north" lon="120"/>'),
        gpx('<trkpt lat="nan" lon="120"/>'),
        gpx('<trkpt lat="91" lon="120"/>'),
        geojson({"type": "LineString", "coordinates": [[120.36]]}),
        b"<" + b" " * (5 * 1024 * 1024),
        geojson({"type": "LineString", "coordinates": [[120, 31]] * 50_001}),
        geojson({"type": "LineString", "coordinates": [[10**400, 31]]}),
        *(
            gpx(NEAR).replace(b'encoding="UTF-8"', f'encoding="{one}"'.encode())
            for one in ("foo", "hex", "gb2312", "utf-7", "idna")
        ),
    ],
)
def test_what_is_no_track_or_too_large_is_refused(body: bytes) -> None:
    with pytest.raises(UnfitTrack):
        points_of(body)


def test_of_a_long_track_the_points_that_are_near_the_one_before_are_left_out() -> None:
    many = geojson({"type": "LineString", "coordinates": [[120.36, 31.58 + number / 10**5] for number in range(5000)]})
    kept = thin_out(points_of(many))
    assert MOST_POINTS / 2 < len(kept) <= MOST_POINTS
    assert thin_out(points_of(gpx(NEAR, NEAR))) == points_of(gpx(NEAR, NEAR))
    endless = geojson({"type": "LineString", "coordinates": [[120.36, 31 + number / 10**3] for number in range(600)]})
    with pytest.raises(UnfitTrack):
        thin_out(points_of(endless))


def test_a_command_that_names_no_file_is_left_as_it_is() -> None:
    nothing: Any = None
    forms: tuple[dict[str, Any], ...] = (
        {},
        {"track_file": ["no hash"]},
        {"track_file": "x"},
        {"points": [{}]},
        {"points": [{}], "track_file": []},
    )
    for form in forms:
        command = CommandMessage("c", PATROLS, "hand_in_track", form)
        assert complete([command], nothing) == [command]


def shelf(body: bytes) -> Any:
    """What a track asks of the papers: every hash has this body."""
    return SimpleNamespace(read=lambda _sha256: (body, "a.gpx"))


def test_points_that_somebody_typed_beside_a_file_do_not_stand_for_it() -> None:
    typed = {"points": [{"longitude": 120.4, "latitude": 31.6}], "datum": "GCJ02", "track_file": ["a" * 64]}
    command = CommandMessage("c", PATROLS, "hand_in_track", typed)
    (completed,) = complete([command], shelf(gpx(FAR)))
    form: Any = completed.form
    assert (form["datum"], form["points"]) == ("WGS84", [{"longitude": 120.36, "latitude": 31.6}])
    for body in (gpx(), b"no track"):
        with pytest.raises(UnfitTrack):
            complete([command], shelf(body))
    many = replace(command, form=typed | {"track_file": ["a" * 64] * 6})
    with pytest.raises(UnfitTrack):
        complete([many], shelf(gpx(FAR)))


def test_a_track_that_is_handed_in_as_a_file_passes_its_stops(office: Office, tmp_path: Path) -> None:
    walk = patrol(office, approved_plan(office))
    gateway = GatewayClient(tmp_path, office)
    saved = [
        str(gateway.evidence.save(body, name=name, media_type="application/octet-stream", by="clerk@DT")["sha256"])
        for name, body in (("a.gpx", gpx(NEAR, FAR)), ("b.gpx", b"no track"))
    ]
    answers = []
    for stretch, sha256 in enumerate(saved, 1):
        form = {"stretch": stretch, "handed_in_on": "2017-03-02", "track_file": [sha256]}
        headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}"}
        answers.append(gateway.client.post(f"/v1/cases/patrols/{walk}/hand_in_track", json=form, headers=headers))
    assert [one.status_code for one in answers] == [HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY], answers[0].text
    assert answers[1].get_json()["slug" if "slug" in answers[1].get_json() else "type"].endswith("unfit-track")
    (track,) = office.record(PATROLS, walk).all("hand_in_track")
    assert (track["datum"], len(track["points"]), track["passed_stops"]) == ("WGS84", 2, [{"stop": 2}])
