"""A Chinese font, which papers as PDF need: looked for by its file, installed beside the broker, else named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog

from operations.broker import packages

PACKAGE = "fonts-noto-cjk"
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
)
CHINESE = re.compile(
    r"(NotoSerifCJK|SourceHanSerif|FangSong|STSong|simfang|simsun).*\.(ttc|otc|ttf|otf)", re.IGNORECASE
)
"""The files of the fonts that the gateway takes."""

log = structlog.get_logger()


def is_there(folders: Sequence[Path] = FOLDERS) -> bool:
    """Whether this machine has one of them."""
    return any(CHINESE.match(file.name) for folder in folders for file in folder.rglob("*.?t?"))


def install_missing(inherited: Mapping[str, str], folders: Sequence[Path] = FOLDERS) -> None:
    """Install one where there is none, by whoever may; a machine that cannot have one goes on without PDFs."""
    if is_there(folders):
        return
    log.info("package.wanted", name=PACKAGE, by="apt-get")
    try:
        packages.install(PACKAGE, inherited)
    except packages.NotInstalled:
        name_missing(folders)


def name_missing(folders: Sequence[Path] = FOLDERS) -> None:
    """Say which package gives papers as PDF, where there is no such font."""
    if not is_there(folders):
        log.warning("font.missing", install=f"apt install {PACKAGE}", without="papers as PDF")
