"""Small pictures of papers, for pages: made when one is first asked for, one at a time, and kept beside the papers."""

from __future__ import annotations

import threading
from contextlib import suppress
from io import BytesIO

from PIL import Image

from contracts.errors import Unknown
from services.chassis.base.bucket_settings import BucketSettings
from services.gateway.evidence import Evidence
from services.gateway.paper_files import NO_BUCKET, open_files
from services.gateway.photographs.opening import MEDIA_TYPES, open_picture, unpack, upright

MOST_BYTES = 30_000
STEPS = ((384, 75), (384, 50), (288, 40), (192, 30), (96, 20))
"""Sides and qualities, one after another, until it is small enough: three points of a screen for each of a page's."""
FEW_COLOURS = ("1", "P")
FOLDER, MEDIA_TYPE = "thumbnails", "image/webp"


class NoPicture(Unknown):
    """There is no small picture of this paper."""

    slug, zh = "no-picture", "此佐证没有缩略图"


class Thumbnails:
    """Gives the small picture of a paper."""

    def __init__(self, evidence: Evidence, url: str, bucket: BucketSettings = NO_BUCKET) -> None:
        """`url` is where papers lie, a directory or a bucket: the small pictures have a folder there."""
        self._evidence = evidence
        self._files = open_files(f"{url}/{FOLDER}", bucket)
        self._one_at_a_time = threading.Lock()

    def of(self, sha256: str) -> bytes:
        """The small picture, in WebP. Raises NoPicture, Unknown, Spoilt."""
        if picture := self._find(sha256):
            return picture
        with self._one_at_a_time:
            return self._find(sha256) or self._make(sha256)

    def _find(self, sha256: str) -> bytes | None:
        try:
            return self._files.run(self._files.read, sha256) or None
        except OSError:
            return None

    def _make(self, sha256: str) -> bytes:
        about = self._evidence.about([sha256]).get(sha256)
        if about is None or about["media_type"] not in MEDIA_TYPES:
            raise NoPicture(sha256)
        body, _ = self._evidence.read(sha256)
        picture = unpack(make, body)
        if picture is None:
            raise NoPicture(sha256)
        with suppress(OSError):  # where there is no room it is made again
            self._files.run(self._files.put, sha256, picture)
        return picture


def make(body: bytes) -> bytes | None:
    """A picture made small, with nothing that a camera wrote into it; None: it is none, or too large to be opened."""
    side = STEPS[0][0]
    image = open_picture(body, side)
    if image is None:
        return None
    few = image.mode in FEW_COLOURS  # between which there would be none
    picture = _with_all_colours(image) if few else image
    picture.thumbnail((side, side))
    small = _with_all_colours(upright(picture))
    return next((one for step in STEPS if len(one := _write(small, *step)) < MOST_BYTES), None)


def _with_all_colours(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _write(image: Image.Image, side: int, quality: int) -> bytes:
    image = image.copy()
    image.thumbnail((side, side))
    file = BytesIO()
    image.save(file, "WEBP", quality=quality, exif=b"", icc_profile=b"", xmp=b"")
    return file.getvalue()
