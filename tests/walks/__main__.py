"""`python -m tests.walks`: every job over a suite of its own; prints what each costs, and writes it with --page."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.keyboard import CHROMIUM, QUIET
from tests.suite import suite_of_our_own
from tests.walks.jobs import JOBS
from tests.walks.report import table
from tests.walks.scene import set_scene


def main() -> int:
    """Walk every job once."""
    parser = argparse.ArgumentParser(prog="python -m tests.walks")
    parser.add_argument("--page", type=Path, help="write the table into this file, below its mark")
    wanted = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as home,
        suite_of_our_own(Path(home)) as suite,
        sync_playwright() as driver,
    ):
        set_scene(suite)
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        text = table([(job, job.measure(suite, browser)) for job in JOBS])
        browser.close()
    sys.stdout.write(text)
    if wanted.page:
        wanted.page.write_text(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
