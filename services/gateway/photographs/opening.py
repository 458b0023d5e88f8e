"""A picture that somebody handed in, opened within bounds: as telephones write it, none that is made to fill memory."""

from __future__ import annotations

from io import BytesIO

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)

KINDS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "HEIF")
SHOWN = ("image/jpeg", "image/png")
"""What every browser shows as it is."""
MEDIA_TYPES = (*SHOWN, "image/webp", "image/heic", "image/heif")
"""What may be made small for a page."""
MOST_PIXELS, MOST_IN_MEMORY = 80_000_000, 40_000_000
"""A file that claims more is not opened. A JPEG need not be unpacked in full size."""


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
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
