"""Joins the parts of a file to one PDF, with a bookmark for each. A program of its own.

`python -m services.gateway.casefile.binding.joining FOLDER` finds its order there, `{"title", "parts": [{"file",
"marks": [[page, title]]}]}`, and leaves the file.
"""

from __future__ import annotations

import orjson
from pypdf import PdfReader, PdfWriter

from services.gateway.casefile.binding import program


def main() -> None:
    """Do what the folder asks for."""
    folder = program.begin()
    order = orjson.loads((folder / "joining.json").read_bytes())
    writer = PdfWriter()
    writer.add_metadata({"/Title": order["title"]})
    for part in order["parts"]:
        first = len(writer.pages)
        for page in PdfReader(folder / part["file"]).pages:
            writer.add_page(page)
        for number, title in part["marks"]:
            writer.add_outline_item(title=title, page_number=first + number)
    with (folder / "file.pdf").open("wb") as out:
        writer.write(out)


if __name__ == "__main__":
    main()
