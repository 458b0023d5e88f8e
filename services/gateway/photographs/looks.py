"""How a photograph looks: a perceptual hash of it as a whole, and of it without its edges."""

from __future__ import annotations

import dhash
from PIL import Image, ImageStat

from services.gateway.photographs.opening import open_picture, unpack, upright
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.warnings.photographs import Looks

SMALL, SIDE = (256, 256), 8
LEAST_CONTRAST = 12.0
"""How much the greys of its parts must vary: scanned pages are all alike, and are no photographs."""
KEPT = ((0.9, ((0.5, 0.5), (0, 0), (1, 0), (0, 1), (1, 1))), (0.8, ((0.5, 0.5),)))
"""How much of each side is kept, and from where."""


def note(read_model: ReadModel, sha256: str, body: bytes) -> None:
    """Note how a file looks that was handed in, if it is a photograph."""
    if seen := unpack(looks, body):
        read_model.note_photograph(sha256, seen)


def looks(body: bytes) -> Looks | None:
    """The looks of a photograph; None: it is none, or cannot be opened."""
    image = open_picture(body, SMALL[0], "L")
    if image is None:
        return None
    small = upright(image).convert("L")
    small.thumbnail(SMALL)
    if ImageStat.Stat(small.resize((SIDE, SIDE), Image.Resampling.BOX)).stddev[0] < LEAST_CONTRAST:
        return None
    return tuple(_look(one) for one in (small, *(_part(small, kept, *at) for kept, some in KEPT for at in some)))


def _part(image: Image.Image, kept: float, left: float, top: float) -> Image.Image:
    """A part of a picture: how much of each side is kept, and where of what is cut off it begins."""
    width, height = int(image.width * kept), int(image.height * kept)
    x, y = int((image.width - width) * left), int((image.height - height) * top)
    return image.crop((x, y, x + width, y + height))


def _look(image: Image.Image) -> int:
    # Its greys, one more each way than there are differences: dhash's own way to them is one that Pillow gives up.
    greys = list(image.resize((SIDE + 1, SIDE + 1), Image.Resampling.LANCZOS).tobytes())
    rows, columns = dhash.dhash_row_col(greys, SIDE)
    return int(rows << SIDE * SIDE | columns)
