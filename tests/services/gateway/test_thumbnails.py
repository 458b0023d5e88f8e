"""Pictures of papers, small and large: whatever was handed in, and for nobody who may not read the paper."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from services.gateway.evidence import Evidence
from services.gateway.photographs import opening, thumbnails
from services.gateway.photographs.media_type import media_type_of
from services.gateway.photographs.thumbnails import MOST_BYTES, STEPS, NoPicture, Thumbnails
from tests.examples import at_length
from tests.office import migrated_store
from tests.services.gateway.gateway_client import GatewayClient

SIDE = STEPS[0][0]
ORIENTATION, TURNED_RIGHT, MAKER, PLACE = 274, 6, 271, 34853


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture that can hardly be compressed."""
    return Image.merge(mode, [Image.effect_noise((width, height), 100) for _band in mode])


def gradient(width: int, height: int) -> Image.Image:
    """A picture that is soon written, in whatever code."""
    return Image.linear_gradient("L").resize((width, height)).convert("RGB")


def file_of(image: Image.Image, kind: str, **more: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def picture_in(picture: bytes | None) -> Image.Image:
    assert picture
    assert len(picture) < MOST_BYTES
    image = Image.open(io.BytesIO(picture), formats=["WEBP"])
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
@pytest.mark.parametrize("size", [(384, 384), (20, 10), (1, 1), *at_length([(3000, 2000), (400, 4000)])])
def test_a_picture_is_small_whatever_it_shows(kind: str, size: tuple[int, int]) -> None:
    image = picture_in(thumbnails.make(file_of(noise(*size), kind)))
    assert max(image.size) <= min(max(size), SIDE)
    assert image.width * size[1] == pytest.approx(image.height * size[0], rel=0.02, abs=max(size))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_of_writing_colours_is_read(mode: str) -> None:
    assert picture_in(thumbnails.make(file_of(Image.new("L", (600, 300), 120).convert(mode), "PNG"))).size == (
        SIDE,
        192,
    )


def test_a_print_s_colours_are_read() -> None:
    assert picture_in(thumbnails.make(file_of(noise(600, 300, "CMYK"), "JPEG"))).size == (SIDE, 192)


def test_a_photograph_stands_upright_and_tells_nothing_of_its_camera() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = TURNED_RIGHT, "a camera"
    exif.get_ifd(PLACE)[1] = "N"
    image = picture_in(thumbnails.make(file_of(noise(800, 400), "JPEG", exif=exif, icc_profile=b"p" * 50_000)))
    assert image.width < image.height
    assert not dict(image.getexif())
    assert {"exif", "icc_profile", "xmp"}.isdisjoint(image.info)


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"")))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no picture",
        file_of(noise(300, 300), "PNG")[:5000],
        file_of(noise(30, 30), "TIFF"),
        png_of(6400, 6400),
        png_of(100_000, 100_000),
    ],
)
def test_what_is_none_or_claims_too_much_is_not_made_small(body: bytes) -> None:
    assert thumbnails.make(body) is None


def test_a_large_photograph_is_not_unpacked_in_full_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_IN_MEMORY", 1_000_000)
    picture = noise(3000, 2000)
    assert thumbnails.make(file_of(picture, "JPEG"))
    assert thumbnails.make(file_of(picture, "PNG")) is None


def test_it_is_made_once_and_kept_over_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, url = migrated_store(f"sqlite:///{tmp_path}/view.db"), f"file://{tmp_path}/evidence"
    evidence = Evidence(store, url)
    sha = evidence.save(file_of(noise(600, 300), "PNG"), name="a.png", media_type="image/png", by="clerk@DT")["sha256"]
    made = Thumbnails(evidence, url).of(sha)
    monkeypatch.setattr(thumbnails, "make", lambda _body: None)
    assert Thumbnails(evidence, url).of(sha) == made
    (kept,) = (tmp_path / "evidence" / "thumbnails").rglob(sha)
    kept.unlink()
    with pytest.raises(NoPicture):
        Thumbnails(evidence, url).of(sha)
    store.close()


def test_where_there_is_no_room_it_is_shown_all_the_same(tmp_path: Path) -> None:
    store, url = migrated_store(f"sqlite:///{tmp_path}/view.db"), f"file://{tmp_path}/evidence"
    evidence = Evidence(store, url)
    sha = evidence.save(file_of(noise(600, 300), "PNG"), name="a.png", media_type="image/png", by="clerk@DT")["sha256"]
    (tmp_path / "evidence" / "thumbnails").write_bytes(b"a file stands where the folder should")
    assert picture_in(Thumbnails(evidence, url).of(sha)).size == (SIDE, 192)
    store.close()


def hand_in(gateway: GatewayClient, body: bytes, kind: str) -> str:
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}"}
    answer = gateway.client.post("/v1/evidence", data=body, headers=headers, content_type=kind).json
    assert answer
    return str(answer["sha256"])


def small(gateway: GatewayClient, sha: str, **more: str) -> TestResponse:
    return gateway.request(f"/v1/evidence/{sha}/thumbnail", **more)


def test_a_page_shows_the_small_picture_and_leads_to_the_large_one(gateway: GatewayClient) -> None:
    photograph = file_of(noise(1200, 900), "JPEG")
    sha = hand_in(gateway, photograph, "image/jpeg")
    record = gateway.office.matter(evidence=[sha])
    base = f"/registers/outreach/matters/{record}"
    page, large = gateway.request(base).text, f"{base}/papers/{sha}"
    assert f'<a class="thumb" href="{large}"><img src="/v1/evidence/{sha}/thumbnail"' in page
    assert f'<a href="/v1/evidence/{sha}"><img src="/v1/evidence/{sha}"' in gateway.request(large).text
    response = small(gateway, sha, Accept_Encoding="br, gzip")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")
    assert "Content-Encoding" not in response.headers
    assert picture_in(response.data).size == (SIDE, 288)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(response.headers["Vary"].split(", "))
    again = small(gateway, sha, If_None_Match=response.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert gateway.request(f"/v1/evidence/{sha}").data == photograph


def without_seals(page: str) -> str:
    """A page without what is drawn anew for each: the seals of its forms."""
    return re.sub(r'name="_seal" value="[^"]+"', "", page)


def test_who_may_not_read_a_paper_is_told_of_its_picture_what_they_are_told_of_none(gateway: GatewayClient) -> None:
    sha = hand_in(gateway, file_of(noise(60, 30), "PNG"), "image/png")
    assert small(gateway, sha).status_code == 200
    for more in ({}, {"If_None_Match": f'"{sha}-small"'}, {"If_None_Match": "*"}):
        other, none = (small(gateway, one, role="captain", unit="DBT", **more) for one in (sha, "0" * 64))
        assert other.status_code == none.status_code == 404
        assert without_seals(other.text).replace(sha, "") == without_seals(none.text).replace("0" * 64, "")
    assert gateway.client.get(f"/v1/evidence/{sha}/thumbnail").status_code == 401


@pytest.mark.parametrize(("body", "kind"), [(b"%PDF-1.4", "application/pdf"), (b"no picture", "image/png")])
def test_a_paper_that_is_no_picture_has_no_small_one(gateway: GatewayClient, body: bytes, kind: str) -> None:
    response = small(gateway, hand_in(gateway, body, kind), Accept="application/json")
    assert response.status_code == 404
    assert "no-picture" in response.text


def test_a_paper_that_is_spoilt_shows_no_picture(gateway: GatewayClient, tmp_path: Path) -> None:
    sha = hand_in(gateway, file_of(noise(60, 30), "PNG"), "image/png")
    (file,) = tmp_path.rglob(sha)
    file.write_bytes(file_of(noise(60, 31), "PNG"))
    assert small(gateway, sha).status_code == 410


@pytest.mark.parametrize(("kind", "media_type"), [("HEIF", "image/heic"), ("WEBP", "image/webp"), ("PNG", "image/png")])
def test_a_picture_of_any_kind_is_shown_by_every_browser(gateway: GatewayClient, kind: str, media_type: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(PLACE)[1] = "N"
    sha = hand_in(gateway, file_of(gradient(1600, 1200), kind, exif=exif.tobytes()), "application/octet-stream")
    assert gateway.evidence.about([sha])[sha]["media_type"] == media_type
    record = gateway.office.matter(evidence=[sha])
    page = gateway.request(f"/registers/outreach/matters/{record}/papers/{sha}").text
    shown = f"/v1/evidence/{sha}" if kind == "PNG" else f"/v1/evidence/{sha}/picture"
    assert f'<a href="{shown}"><img src="{shown}"' in page
    assert f'href="/v1/evidence/{sha}" download=' in page
    response = gateway.request(f"/v1/evidence/{sha}/picture")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    picture = Image.open(io.BytesIO(response.data), formats=["JPEG"])
    assert (picture.size, dict(picture.getexif())) == ((1400, 1050), {})
    again = gateway.request(f"/v1/evidence/{sha}/picture", If_None_Match=response.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    smaller = gateway.request(f"/v1/evidence/{sha}/picture", If_None_Match=small(gateway, sha).headers["ETag"])
    assert smaller.status_code == 200, "who has the small picture has not the large one"


def test_its_large_picture_is_as_secret_as_the_paper(gateway: GatewayClient, tmp_path: Path) -> None:
    sha = hand_in(gateway, file_of(noise(60, 30), "HEIF"), "image/heic")
    for more in ({}, {"If_None_Match": f'"{sha}-picture"'}, {"If_None_Match": "*"}):
        assert gateway.request(f"/v1/evidence/{sha}/picture", role="captain", unit="DBT", **more).status_code == 404
    assert gateway.client.get(f"/v1/evidence/{sha}/picture").status_code == 401
    assert gateway.request(f"/v1/evidence/{sha}/picture").status_code == 200
    (file,) = tmp_path.rglob(sha)
    file.write_bytes(file_of(noise(60, 31), "HEIF"))
    assert gateway.request(f"/v1/evidence/{sha}/picture").status_code == 410


@pytest.mark.parametrize(("body", "kind"), [(b"%PDF-1.4", "application/pdf"), (b"no picture", "image/heic")])
def test_what_is_no_picture_has_no_large_one(gateway: GatewayClient, body: bytes, kind: str) -> None:
    response = gateway.request(f"/v1/evidence/{hand_in(gateway, body, kind)}/picture", Accept="application/json")
    assert response.status_code == 404
    assert "no-picture" in response.text


@pytest.mark.parametrize(
    ("kind", "stated", "media_type"),
    [
        ("HEIF", "", "image/heic"),
        ("HEIF", "image/jpeg", "image/heic"),
        ("JPEG", "image/heic", "image/jpeg"),
        ("WEBP", "application/octet-stream", "image/webp"),
        ("PNG", "image/png", "image/png"),
        ("JPEG", "application/pdf", "application/pdf"),
        ("TIFF", "image/tiff", "image/tiff"),
    ],
)
def test_a_picture_says_itself_of_what_kind_it_is(kind: str, stated: str, media_type: str) -> None:
    assert media_type_of(file_of(noise(30, 30), kind), stated) == media_type


def test_other_films_and_texts_are_what_was_said_of_them() -> None:
    film = b"\x00\x00\x00\x18ftypisom" + b"\0" * 20
    assert media_type_of(film, "application/octet-stream") == "application/octet-stream"
    assert media_type_of(b"", "") == ""
    assert media_type_of(b"\x00\x00\x00\x18ftypmif1", "") == "image/heif"
