"""The browser that the tests share, and a suite with something to look at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.browser.keyboard import CHROMIUM, QUIET
from tests.browser.matters import finish_matter
from tests.suite import Suite


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, as Debian packages it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def suite_with_matter(suite: Suite) -> Suite:
    """A suite in which a squadron finished a matter, with a picture that proves it."""
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "#8aa").save(picture, "PNG")
    name = "SYNTHETIC-lamp.png"
    paper = suite.hand_in(picture.getvalue(), "outreach.matters", "finish", name=name, kind="image/png")
    finish_matter(suite, "诺卡", paper, after=suite.unit("DT", name="东亭中队"))
    return suite
