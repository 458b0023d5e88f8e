"""What kind of picture a file is, by its first bytes: whoever hands one in often does not know, or says another."""

from __future__ import annotations

UNTOLD = ("", "application/octet-stream")
"""What browsers say of a file whose kind they do not know, such as a telephone's HEIC on an office computer."""
HEIC, HEIF, WEBP = "image/heic", "image/heif", "image/webp"
BEGINNINGS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), HEIC),
    **dict.fromkeys((b"mif1", b"msf1"), HEIF),
}
"""Of ISO/IEC 23008-12: pictures coded by HEVC, and those that do not say by what."""


def media_type_of(body: bytes, stated: str) -> str:
    """The media type of a file that was handed in as another: a picture's own, of all else what was said of it."""
    own = _own(body)
    return own if own and (stated in UNTOLD or stated.startswith("image/")) else stated


def _own(body: bytes) -> str:
    for beginning, media_type in BEGINNINGS:
        if body.startswith(beginning):
            return media_type
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return WEBP
    return BRANDS.get(body[8:12], "") if body[4:8] == b"ftyp" else ""
