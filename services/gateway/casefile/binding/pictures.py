"""A picture among the evidence as a bounded JPEG, with nothing that a camera wrote into it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from services.gateway.photographs.opening import open_picture, upright

SIDE, QUALITY = 1400, 72
"""150 points an inch on the 24 cm that a page has for it; some 200 KB a photograph."""


def jpeg(body: bytes) -> tuple[bytes, int, int] | None:
    """The picture with its width and height; None: it is none, or too large to be opened."""
    image = open_picture(body, SIDE)
    return _write(upright(image)) if image else None


def _write(image: Image.Image) -> tuple[bytes, int, int]:
    picture = _on_white(image)
    picture.thumbnail((SIDE, SIDE))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, exif=b"", icc_profile=b"")
    return out.getvalue(), picture.width, picture.height


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    drawn = image.convert("RGBA")
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    return paper
