"""The parts of a workbook's archive, within bounds; those of a Strict one as the usual kind has them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO

from contracts.errors import TooLarge

MOST_MEMBERS = 1000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_RATIO = 200
SMALL = 1024 * 1024
"""An almost empty workbook may be packed as tightly as it likes."""
STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_NAMESPACES = (
    (STRICT + b"spreadsheetml/main", _USUAL + b"spreadsheetml/2006/main"),
    (STRICT + b"officeDocument/", _USUAL + b"officeDocument/2006/"),
    (STRICT + b"drawingml/", _USUAL + b"drawingml/2006/"),
)
OTHER_KINDS = {
    "xl/workbook.bin": ("a binary workbook (.xlsb)", "二进制工作簿（.xlsb）"),
    "content.xml": ("an OpenDocument table (.ods)", "OpenDocument 表格（.ods）"),
    "word/document.xml": ("a Word document", "Word 文档"),
    "ppt/presentation.xml": ("a presentation", "演示文稿"),
}
"""Archives that are no xlsx workbook, known by a part."""


class OtherKind(Exception):
    """The archive is of another kind; says which, and what to do."""


def say_how_to_save(en: str, zh: str) -> str:
    """That a file is of another kind, and the way out."""
    return f"{en}: open it and save it as .xlsx or .csv {zh}，请打开后另存为 .xlsx 或 .csv"


@dataclass(frozen=True)
class WorkbookArchive:
    """An archive whose figures were inspected."""

    zip: zipfile.ZipFile

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of its parts."""
        return frozenset(self.zip.namelist())

    @cached_property
    def strict(self) -> bool:
        """Whether it is a Strict Open XML workbook."""
        return STRICT in self.zip.read("_rels/.rels")

    def open(self, name: str) -> IO[bytes]:
        """A part to be read piece by piece, under the usual names of what it holds. Raises KeyError."""
        return io.BytesIO(self.read(name)) if self.strict else self.zip.open(name)

    def read(self, name: str) -> bytes:
        """A part, under the usual names of what it holds. Raises KeyError."""
        body = self.zip.read(name)
        for strict, usual in _NAMESPACES if self.strict else ():
            body = body.replace(strict, usual)
        return body


def open_archive(source: IO[bytes], most_unpacked: int = MOST_UNPACKED) -> WorkbookArchive:
    """The archive in an open file. Raises TooLarge where it unpacks to too much, OtherKind, and zipfile.BadZipFile."""
    archive, size = zipfile.ZipFile(source), source.seek(0, io.SEEK_END)
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > most_unpacked:
        raise TooLarge(f"{len(members)} parts, {unpacked} bytes when unpacked")
    if unpacked > SMALL and unpacked > MOST_RATIO * size:
        raise TooLarge(f"{size} bytes unpack to {unpacked}")
    if kind := next(_kinds(archive), None):
        raise OtherKind(say_how_to_save(*kind))
    return WorkbookArchive(archive)


def _kinds(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = set(archive.namelist())
    yield from (kind for part, kind in OTHER_KINDS.items() if part in names)
    if any(member.flag_bits & 1 for member in archive.infolist()):
        yield "an archive with a password", "加密的压缩文件"
