"""Draws the demo's evidence: small pictures that nobody can take for real ones."""

from __future__ import annotations

import hashlib
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (480, 320)
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
CHINESE_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
)
STAMP_ZH, STAMP = "SYNTHETIC 合成演示", "SYNTHETIC DEMO"
INK, PAPER, RED = (40, 48, 56), (246, 244, 238), (190, 30, 30)


def png(name: str) -> bytes:
    """A picture for a file of this name: shapes that differ by name, the name itself, and the stamp."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    _shapes(draw, hashlib.sha256(name.encode()).digest())
    stamp = STAMP_ZH if chinese_font() else STAMP
    draw.rectangle((16, 228, 464, 300), outline=RED, width=4)
    draw.text((32, 234), stamp, RED, font=_font(36))
    draw.text((24, 196), name, INK, font=_font(18))
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _shapes(draw: ImageDraw.ImageDraw, seed: bytes) -> None:
    """A street front: houses of several heights and colours under a sun, before blocks that no two pictures share."""
    for number in range(40):
        left, top, wide, high = (seed[(number * step + number // 8) % len(seed)] for step in (3, 5, 7, 11))
        grey = seed[(number * 13 + 5) % len(seed)]
        place = (left * 480 // 256, top * 320 // 256)
        draw.rectangle((*place, place[0] + 30 + wide // 2, place[1] + 30 + high // 2), fill=(grey, grey, grey))
    draw.ellipse((400, 20, 440, 60), fill=(240, 190, 60))
    for number in range(6):
        height, red, green, blue = seed[number * 4 : number * 4 + 4]
        left = 24 + number * 60
        colour = (100 + red // 2, 100 + green // 2, 100 + blue // 2)
        draw.rectangle((left, 60 + height // 3, left + 48, 188), fill=colour, outline=INK)
        draw.rectangle((left + 16, 160, left + 32, 188), fill=INK)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    path = chinese_font()
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)


@cache
def chinese_font() -> Path | None:
    """A font of this machine that has Chinese characters."""
    fonts = (path for folder in FONT_FOLDERS for name in CHINESE_FONTS for path in sorted(folder.rglob(name)))
    return next(fonts, None)
