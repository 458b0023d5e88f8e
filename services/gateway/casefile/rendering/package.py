"""Whether a file is a Word file that may be opened: bounded, without macros, nothing fetched from elsewhere."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from docx.oxml import parse_xml

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 2 * 1024 * 1024, 16 * 1024 * 1024, 200
MOST_TEXT = 1024 * 1024
"""Of the part that holds the text: what looks for tags in it reads it many times."""
DOCUMENT, TYPES = "word/document.xml", "[Content_Types].xml"
EXTERNAL = re.compile(rb'TargetMode\s*=\s*["\']External["\']', re.IGNORECASE)
REMOTE = re.compile(rb"attachedTemplate|subDocument|aFChunk|frame\"", re.IGNORECASE)
ACTIVE = re.compile(r"vbaproject|macros|activex|embeddings/|oleobject", re.IGNORECASE)
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class UnfitPackage(ValueError):
    """The file is not to be opened; in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        self.en, self.zh = en, zh
        super().__init__(en)


def look_into(body: bytes) -> None:
    """Raises UnfitPackage unless the file is a Word file without anything that runs or is fetched."""
    if len(body) > MOST_BYTES:
        raise UnfitPackage(f"Larger than {MOST_BYTES >> 20} MiB", f"文件大于 {MOST_BYTES >> 20} MiB")
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            _look_into_parts(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, KeyError):
        raise UnfitPackage("Not a Word file (docx)", "不是 Word 文件（docx）") from None


def _look_into_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {one.filename for one in parts}
    if DOCUMENT not in names or TYPES not in names:
        raise UnfitPackage("Not a Word file (docx)", "不是 Word 文件（docx）")
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise UnfitPackage("Unpacked it would be too large", "解压后过大")
    if archive.getinfo(DOCUMENT).file_size > MOST_TEXT:
        raise UnfitPackage("Its text is too long", "正文过长")
    if any(ACTIVE.search(name) for name in names) or b"macroEnabled" in archive.read(TYPES):
        raise UnfitPackage("It has macros or embedded programs", "含有宏或者嵌入的程序")
    for one in parts:
        if one.filename.endswith((".xml", ".rels")):
            _look_into_part(one.filename, archive.read(one))


def _look_into_part(name: str, body: bytes) -> None:
    if DECLARES.search(body):
        raise UnfitPackage("Its XML declares entities", "XML 中含有实体声明")
    if name.endswith(".rels") and (EXTERNAL.search(body) or REMOTE.search(body)):
        raise UnfitPackage(
            "It refers to something outside of itself (a link, a picture, a template)",
            "引用了文件以外的内容（链接、图片或者模板）",
        )
    try:
        parse_xml(body)
    except (SyntaxError, ValueError):  # lxml's is one
        raise UnfitPackage("Not a Word file (docx)", "不是 Word 文件（docx）") from None
