"""The browser that the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.keyboard import CHROMIUM, QUIET


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, as Debian packages it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()
