"""Labels with a QR code that opens a record's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import segno
from markupsafe import Markup


@dataclass(frozen=True)
class Label:
    """What stands on one label; `address` is what a scan opens."""

    register: str
    name: str
    code: str
    address: str

    @cached_property
    def picture(self) -> Markup:
        """The QR code of its address."""
        return qr_code(self.address)


def qr_code(address: str) -> Markup:
    """A QR code as SVG (ISO/IEC 18004, error correction M: a scratch of a seventh still reads)."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    return Markup(code.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))  # noqa: S704 -- segno's own drawing, no text in it


def draw(labels: Sequence[Label]) -> Sequence[Label]:
    """The labels with their pictures, each of which takes some milliseconds to draw."""
    return [one for one in labels if one.picture]
