"""Logs are lines, whatever is written to them."""

from __future__ import annotations

import json
import subprocess
import sys

SAYS = """
from services.chassis.base import log
log.configure("gateway")
log.get("http").info("handler.failed", path='/a\\n{"event": "forged"}\\r\\x1b[2J')
"""


def test_a_line_holds_one_object_whatever_was_logged() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", SAYS], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    (line,) = printed.splitlines()
    assert "\x1b" not in line
    assert json.loads(line)["path"] == '/a\n{"event": "forged"}\r\x1b[2J'
    assert json.loads(line)["timestamp"].endswith("Z")
