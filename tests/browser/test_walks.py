"""The jobs that people come for, walked in a real browser: each is done, and costs no more touches than it may."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.keyboard import NEEDS_CHROMIUM
from tests.suite import Suite
from tests.walks.jobs import JOBS, Job
from tests.walks.scene import set_scene

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def squadron(suite: Suite) -> Suite:
    """A suite with a squadron of twenty, and what waits for them."""
    set_scene(suite)
    return suite


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.walk.__name__)
def test_a_job_is_done_with_few_touches(squadron: Suite, browser: Any, job: Job) -> None:
    effort = job.measure(squadron, browser)
    assert effort.touches <= job.most, effort
    assert job.pages is None or effort.pages - effort.landings <= job.pages, effort
    assert job.fields is None or effort.fields <= job.fields, effort
