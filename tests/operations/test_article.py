"""The report as a document: what each claim says of its numbers, its registers, and what is open or missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from operations.base.environment import Environment
from operations.client import article, client

MEASURE: dict[str, Any] = {
    "id": "A6.matters_done",
    "title": {"zh": "为社区办理实事", "en": "Practical matters done"},
    "unit": "件",
    "claimed": 28,
    "verified": 26,
    "n": 28,
    "withheld": False,
    "as_of": "2017-06-15",
}
COUNTS = {"total": 1, "answered": 0, "in_part": 1, "missing": 0}
TOLD: dict[str, Any] = COUNTS | {
    "as_of": "2017-06-15",
    "sections": [
        COUNTS
        | {
            "id": "A6",
            "title": {"zh": "志愿服务", "en": "Volunteer service"},
            "claims": [
                {
                    "number": 150,
                    "title": {"zh": "实事", "en": "Matters"},
                    "facts": ["F106"],
                    "state": "in_part",
                    "registers": [
                        {
                            "name": "outreach.matters",
                            "title": {"zh": "为民办实事", "en": "Practical matters"},
                            "steps": [{"name": "finish", "title": {"zh": "办结", "en": "Finish"}}],
                        }
                    ],
                    "measures": [MEASURE],
                    "pages": ["/due"],
                    "open": {"zh": "内容没有写明", "en": "Not stated"},
                    "missing": {"zh": "问卷", "en": "A survey"},
                }
            ],
        }
    ],
}


class Answering:
    """A suite that answers one thing."""

    def get(self, path: str, **query: str | None) -> Any:
        assert (path, query) == ("/v1/article", {"as_of": "2017-06-15"})
        return TOLD


def test_a_claim_says_all_that_the_suite_answers_of_it() -> None:
    text = "\n".join(article.lines(TOLD))
    assert "## A6 志愿服务 / Volunteer service" in text
    assert "150. 实事 / Matters (F106) **部分回答 in part**" in text
    assert "为社区办理实事 Practical matters done `A6.matters_done` **28 件** / 26 件" in text
    assert "[`outreach.matters`](registers/outreach.md) (办结 Finish)" in text
    assert "- 网页 pages: `/due`" in text
    assert "- 报道未写明 left open: 内容没有写明 / Not stated" in text
    assert "- 尚缺 missing: 问卷 / A survey" in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verified": 28}, "**28 件**"),
        ({"claimed": None, "verified": None}, "**—**"),
        ({"withheld": True}, "涉及个人，不予显示 about people, kept back"),
        ({"unit": "%", "claimed": 1 / 3, "verified": 0}, "**33.3%** / 0%"),
        ({"claimed": True, "verified": False}, "**有 yes** / 无 no"),
        ({"claimed": 12345.678, "verified": 12345.678}, "**12,345.7 件**"),
    ],
)
def test_a_number_is_as_recorded_and_where_it_differs_as_verified(change: dict[str, Any], said: str) -> None:
    assert article.number(MEASURE | change) == said


def test_it_is_printed_or_written_into_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "connect", lambda _environment: Answering())
    environment, file = Environment.load(), tmp_path / "article.md"
    text = article.article(environment, "2017-06-15", None)
    assert article.article(environment, "2017-06-15", file) == str(file)
    assert file.read_text(encoding="utf-8") == text
    assert text.endswith("A survey\n")
