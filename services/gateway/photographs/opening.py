"""A picture that somebody handed in, opened within bounds: as telephones write it, none that is made to fill memory."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import TypeVar

import pillow_heif
from PIL import Image
from PIL.Image import Transpose

from services.chassis.base import real_threads

pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)

KINDS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "HEIF")
SHOWN = ("image/jpeg", "image/png")
"""What every browser shows as it is."""
MEDIA_TYPES = (*SHOWN, "image/webp", "image/heic", "image/heif")
"""What may be made small for a page."""
MOST_PIXELS, MOST_IN_MEMORY = 80_000_000, 40_000_000
"""A file that claims more is not opened. A JPEG need not be unpacked in full size."""
UNREADABLE = (
    *(ArithmeticError, LookupError, EOFError, MemoryError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow, libheif and their readers of EXIF raise at files that were made to trouble them."""
ORIENTATION = 274
TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
"""What makes a picture upright, by how its camera was held (EXIF 2.32, 4.6.4)."""
T = TypeVar("T")
_one_at_a_time = threading.Lock()


def unpack(work: Callable[[bytes], T], body: bytes) -> T:
    """What comes of a file that is opened for it, in a thread: one at a time, each takes some hundred megabytes."""
    with _one_at_a_time:
        return real_threads.run(work, body)


def open_picture(body: bytes, side: int, mode: str = "RGB") -> Image.Image | None:
    """The picture, of a JPEG no larger than is needed for a side of so many pixels; None: it is none, or too large."""
    try:
        with Image.open(BytesIO(body), formats=KINDS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft(mode, (side, side))
            if image.width * image.height > MOST_IN_MEMORY:
                return None
            image.load()
            return image
    except UNREADABLE:
        return None


def upright(image: Image.Image) -> Image.Image:
    """A picture as its camera was held; as it lies, where what says so cannot be read.

    Pillow's own way writes all notes of the camera anew, and stumbles over those that make no sense.
    """
    with suppress(*UNREADABLE):
        return image.transpose(TURNS[image.getexif()[ORIENTATION]])
    return image
