"""Campaign documents, needs and duty sheets come out of the demo's sheets; no number of a document is made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from operations.demo.load import BASELINE
from operations.demo.sheets import SHEETS
from services.training.campaign_documents import members
from tests.office import measure_value
from tests.services.gateway.sheet_clerk import Clerk, clerk_of_demo

DOCUMENTS = "training.campaign_documents"
REGISTERS = ("training/campaign_documents", "training/training_needs", "training/duty_sheets")
OURS = [one for one in SHEETS if one.file in ("units.csv", "people.csv", "courses.csv") or one.register in REGISTERS]


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported the sheets."""
    demo_clerk = clerk_of_demo(tmp_path_factory.mktemp("demo"), OURS)
    yield demo_clerk
    demo_clerk.close()


@pytest.mark.parametrize(
    ("measure", "claimed"),
    [
        ("S1.needs_without_course", 2),
        ("S2.systems_in_force", 3),
        ("S3.duty_sheets", 8 / 395),
        ("S3.duties_in_full", 5 / 6),
        ("A1.duty_sheets_checked", 6 / 8),
        ("B2.mechanisms", 4),
        ("B2.leading_group", 5),
    ],
)
def test_the_numbers_come_out(clerk: Clerk, measure: str, claimed: Any) -> None:
    assert measure_value(clerk.read_model, measure, BASELINE).claimed == pytest.approx(claimed)


def test_a_document_that_the_article_speaks_of_has_no_number(clerk: Clerk) -> None:
    documents = {row["id"]: row["fields"] for row in clerk.records(DOCUMENTS)}
    assert len(documents) == 15
    assert not [one for one in documents.values() if one.get("number") or one.get("in_force_on")]
    assert (documents["XS-DOC-01"]["issuer"], documents["XS-DOC-01"]["issued_on"][:7]) == ("国家住建部", "2016-11")
    assert all("合成" in one["note"] for one in documents.values())


def test_nobody_is_in_the_leading_group_but_synthetic_people(clerk: Clerk) -> None:
    group = members(clerk.office.record(DOCUMENTS, "XS-DOC-03"))
    assert [one["person"] for one in group] == ["bureau-01", "bureau-02", "BGS-01", "ZS-01", "DT-01"]
