"""What the QR codes in a photograph say: for telephones whose browser cannot read them itself."""

from __future__ import annotations

from PIL import Image

from services.gateway.photographs.opening import open_picture, unpack

SIDES = (1600, 3000)
"""How large it is looked at, one after another: a label that fills little of a photograph is seen in the larger."""
MOST, LONGEST = 8, 400
"""Codes of one photograph, and characters of one."""


def read_codes(body: bytes) -> list[str] | None:
    """What stands in a photograph's QR codes, one photograph at a time; None: it is none, or too large to be opened."""
    return unpack(codes_of, body)


def codes_of(body: bytes) -> list[str] | None:
    """What stands in the QR codes of a photograph, each once; None: it is none, or too large to be opened."""
    image = open_picture(body, SIDES[-1], "L")
    if image is None:
        return None
    return next(filter(None, (_codes(image, side) for side in SIDES)), [])


def _codes(image: Image.Image, side: int) -> list[str]:
    import zxingcpp  # most processes that import this module read no label

    grey = image.convert("L")
    grey.thumbnail((side, side))
    some = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return list(dict.fromkeys(one.text for one in some if 0 < len(one.text) <= LONGEST))[:MOST]
