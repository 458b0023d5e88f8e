"""A long import begins its page at once, says that it goes on, and ends with what came of it, or what went wrong."""

from __future__ import annotations

import time
from typing import Any

import pytest

from contracts.errors import Forbidden
from services.gateway.http.errors import InternalError
from services.gateway.web import import_progress
from services.gateway.web.import_progress import PLACE


def page(work: Any) -> str:
    pieces = import_progress.stream(
        work, f"<begin>{PLACE}", lambda outcome: f"{PLACE}{outcome}", lambda *said: str(said)
    )
    return b"".join(pieces).decode()


def test_it_says_that_it_goes_on_and_ends_with_what_came_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_progress, "EVERY", 0.02)

    def work() -> dict[str, Any]:
        time.sleep(0.2)
        return {"rows": 3}

    text = page(work)
    assert text.startswith("<begin>")
    assert text.count("still importing") > 2
    assert text.index("still importing") < text.index("import over") < text.index("'rows': 3")


def _refuse() -> dict[str, Any]:
    raise Forbidden("SYNTHETIC")


def test_a_refusal_stands_in_the_page() -> None:
    text = page(_refuse)
    assert Forbidden.slug in text
    assert InternalError.slug not in text
