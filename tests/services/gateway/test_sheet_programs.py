"""The programs that read and write workbooks begin at once: each request for a workbook starts one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from services.gateway.spreadsheets.subprocess import ENVIRONMENT, ROOT

IMPORTS = "import sys, importlib; importlib.import_module(sys.argv[1]); print(*sys.modules)"
SLOW = {"contracts.catalogue", "marshmallow", "sqlalchemy", "eventlet"}
"""What takes longer to import than a small workbook takes to write."""


@pytest.mark.parametrize("program", ["writing", "reading", "marking"])
def test_a_program_for_workbooks_imports_no_more_than_it_needs(program: str) -> None:
    command = [sys.executable, "-c", IMPORTS, f"services.gateway.spreadsheets.{program}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=ENVIRONMENT)
    assert SLOW.isdisjoint(done.stdout.split())
