"""Puts evidence on numbered A4 pages: a page a picture, the pages of a PDF each on one of ours. A program of its own.

`python -m services.gateway.casefile.binding.evidence_pages FOLDER` finds its order there, `{"first": page, "pieces":
[{"file", "title"}]}`, and leaves the pages, and a list of how many each piece has, 0: it has none.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from services.gateway.casefile.binding import pictures, program
from services.gateway.casefile.rendering import pdf

LEFT, BOTTOM, WIDTH, HEIGHT = 57.0, 57.0, 481.0, 690.0
"""Where on the page a piece is shown, in points: below the page's number, above its title."""
MOST_PAGES, MOST_SECONDS = 300, 15
"""Of one PDF among the evidence; what has more, or takes longer to be read, is an attachment without pages."""
STAMPS = (Path(__file__).parent / "stamps.typ").read_bytes()


class PdfTooSlow(Exception):
    """A PDF takes too long to be read."""


@dataclass(frozen=True)
class Figure:
    """What is shown on one page: an object to be drawn, its size, and by how many degrees it is turned."""

    form: StreamObject
    width: float
    height: float
    turn: int = 0
    is_picture: bool = False


def main() -> None:
    """Do what the folder asks for."""
    folder = program.begin()
    order = orjson.loads((folder / "evidence.json").read_bytes())
    writer = PdfWriter()
    sheets = [list(_sheets(writer, folder / one["file"])) for one in order["pieces"]]
    titles = [one["title"] for one, some in zip(order["pieces"], sheets, strict=True) for _ in some]
    if titles:
        stamps = PdfReader(BytesIO(pdf.typeset(STAMPS, {"stamps": {"first": order["first"], "titles": titles}})))
        flat = [sheet for some in sheets for sheet in some]
        for stamp, sheet in zip(stamps.pages, flat, strict=True):
            _draw(writer, writer.add_page(stamp), sheet)
    with (folder / "evidence.pdf").open("wb") as out:
        writer.write(out)
    (folder / "counts.json").write_bytes(orjson.dumps([len(some) for some in sheets]))


def _sheets(writer: PdfWriter, file: Path) -> Iterator[Figure]:
    body = file.read_bytes()
    if body[:1024].lstrip().startswith(b"%PDF-"):
        yield from _pdf(writer, body)
    elif picture := pictures.jpeg(body):
        yield _picture(*picture)


def _pdf(writer: PdfWriter, body: bytes) -> list[Figure]:
    """The pages of a PDF, or none where it cannot be read, or not all of it, or not in time."""
    try:
        with _no_longer_than(MOST_SECONDS):
            reader = PdfReader(BytesIO(body))
            if reader.is_encrypted or not 0 < len(reader.pages) <= MOST_PAGES:
                return []
            return [_page(writer, one) for one in reader.pages]
    except (
        PyPdfError,
        PdfTooSlow,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ):
        return []  # pypdf raises these too where a file is not what it says


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    def end(*_: object) -> None:
        raise PdfTooSlow

    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _page(writer: PdfWriter, page: PageObject) -> Figure:
    """A page as one object: its own names, no links, nothing that runs."""
    form = DecodedStreamObject()
    contents = page.get_contents()
    form.set_data(contents.get_data() if contents is not None else b"")
    box = page.cropbox
    resources = page.get("/Resources", DictionaryObject()).get_object()
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(float(one)) for one in box),
            NameObject("/Matrix"): ArrayObject(
                FloatObject(one) for one in (1, 0, 0, 1, -float(box.left), -float(box.bottom))
            ),
            NameObject("/Resources"): resources.clone(writer),
        }
    )
    turn = int(page.get("/Rotate", 0)) % 360
    return Figure(form.flate_encode(), max(1.0, float(box.width)), max(1.0, float(box.height)), turn)


def _picture(body: bytes, width: int, height: int) -> Figure:
    form = StreamObject()
    form._data = body  # noqa: SLF001 -- pypdf has no other way to say that it is a JPEG already
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(width),
            NameObject("/Height"): NumberObject(height),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    return Figure(form, width, height, is_picture=True)


def _draw(writer: PdfWriter, page: PageObject, sheet: Figure) -> None:
    """Show a sheet on a page that bears its number and title, as large as there is room for."""
    drawing = DecodedStreamObject()
    drawing.set_data(f"q {_placing(sheet)} cm /Piece Do Q\n".encode())
    contents = page[NameObject("/Contents")]
    before = list(contents) if isinstance(contents, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([*before, writer._add_object(drawing)])  # noqa: SLF001 -- pypdf's own way
    resources: Any = page["/Resources"]
    named = DictionaryObject({NameObject("/Piece"): writer._add_object(sheet.form)})  # noqa: SLF001 -- the same
    resources[NameObject("/XObject")] = named


def _placing(sheet: Figure) -> str:
    """The matrix that turns, scales and places a sheet; a picture is one unit wide and high."""
    lying = sheet.turn in (90, 270)
    width, height = (sheet.height, sheet.width) if lying else (sheet.width, sheet.height)
    scale = min(WIDTH / width, HEIGHT / height)
    shown = (width * scale, height * scale)
    x, y = LEFT + (WIDTH - shown[0]) / 2, BOTTOM + (HEIGHT - shown[1]) / 2
    if sheet.is_picture:
        return f"{shown[0]:.3f} 0 0 {shown[1]:.3f} {x:.3f} {y:.3f}"
    turned = {
        0: (scale, 0, 0, scale, x, y),
        90: (0, -scale, scale, 0, x, y + shown[1]),
        180: (-scale, 0, 0, -scale, x + shown[0], y + shown[1]),
        270: (0, scale, -scale, 0, x + shown[0], y),
    }
    return " ".join(f"{one:.5f}" for one in turned.get(sheet.turn, turned[0]))


if __name__ == "__main__":
    main()
