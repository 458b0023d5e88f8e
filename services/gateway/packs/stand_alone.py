"""The program that checks packs, in one file: the modules that do it, as they stand in this tree, and a beginning.

Its bytes depend on these modules alone, so that its hash can be published with each version.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from contracts import packs, tlog
from services.gateway.casefile.zips import EARLIEST

NAME = "verify.pyz"
_START = b"#!/usr/bin/env python3\n"
_MAIN = '''"""Checks a pack of the audit log."""

import sys

LEAST = (3, 10)
if sys.version_info < LEAST:
    sys.exit("需要 Python 3.10 及以上 / Python 3.10 or later is needed")

from contracts.packs.verifier import main

sys.exit(main())
'''


@cache
def verifier_file() -> bytes:
    """The program's bytes."""
    archive = BytesIO()
    archive.write(_START)
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as program:
        for name, source in _members():
            program.writestr(zipfile.ZipInfo(name, EARLIEST), source, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _members() -> Iterator[tuple[str, bytes]]:
    yield "__main__.py", _MAIN.encode()
    yield "contracts/__init__.py", b""
    for package in (tlog, packs):
        for folder in map(Path, package.__path__):
            for file in sorted(folder.glob("*.py")):
                yield f"contracts/{folder.name}/{file.name}", file.read_bytes()
