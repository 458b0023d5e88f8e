"""A paper as PDF, set by typst: fonts embedded, text that can be searched, the same bytes each time."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson

from contracts.errors import Unavailable
from services.gateway.casefile.rendering.blocks import Blocks

TYPESETTING = Path(__file__).parent / "paper.typ"
CHINESE = frozenset(
    {
        "FangSong_GB2312",
        "FangSong",
        "STFangsong",
        "SimSun",
        "STSong",
        "Noto Serif CJK SC",
        "Source Han Serif SC",
    }
)
"""One of these must be there: what has no letter of its own would be an empty box."""
_one_at_a_time = threading.Lock()
_fonts: list[Any] = []


class NoPdf(Unavailable):
    """PDF cannot be made here: typst or a Chinese font is missing (Debian: fonts-noto-cjk)."""

    slug, zh = (
        "no-pdf",
        "本机不能生成 PDF：缺少 typst 或者中文字体（Debian 请安装 fonts-noto-cjk）；Word 文书和网页不受影响",
    )


def pdf(title: str, blocks: Blocks, in_file: int | None = None) -> bytes:
    """A document of these blocks. Raises NoPdf.

    `in_file` is the page of the whole file at which it begins: its pages bear these numbers, and none of their own; 0:
    they bear none.
    """
    payload: dict[str, Any] = {"title": title, "blocks": [_plain(one) for one in blocks]}
    return typeset(_typesetting(), {"paper": payload | ({} if in_file is None else {"in_file": in_file})})


def typeset(
    source: bytes, inputs: Mapping[str, Any], form: Literal["pdf", "png"] = "pdf", dots: float | None = None
) -> bytes:
    """What typst makes of a source of ours and of data: a document, or a page as `png` with so many dots an inch.

    Blocks while it is made, one at a time. Raises NoPdf.
    """
    with _one_at_a_time:
        fonts = _load_fonts()
        import typst

        texts = {name: orjson.dumps(value).decode() for name, value in inputs.items()}
        body: bytes = typst.compile(source, format=form, ppi=dots, font_paths=fonts, sys_inputs=texts)
        return body


@cache
def _typesetting() -> bytes:
    return TYPESETTING.read_bytes()


def _load_fonts() -> Any:
    """The fonts of this machine; looked for again until a Chinese one is among them."""
    try:
        from typst import Fonts
    except ImportError:
        raise NoPdf("typst") from None
    if not _fonts:
        fonts = Fonts(include_system_fonts=True, include_embedded_fonts=False)
        if not CHINESE & set(fonts.families()):
            raise NoPdf("fonts-noto-cjk")
        _fonts.append(fonts)
    return _fonts[0]


def _plain(block: Any) -> dict[str, Any]:
    return dataclasses.asdict(block) | {"kind": block.kind}
