"""A refusal says by which rule: a fact of the programme by its number, or the bureau's own rule."""

from __future__ import annotations

import pytest

from contracts.errors import Refused
from services.training.acknowledgements import NoLongerInForce
from services.training.assessments import OutsidePaper
from services.training.certificates import NotAssessed
from services.training.people import NotInducted


@pytest.mark.parametrize(
    ("refusal", "slug", "article"),
    [
        (NotInducted, "not-inducted", "F010 岗前培训"),
        (NotAssessed, "not-assessed", "局内规定"),
        (NoLongerInForce, "edition-over", "F030 加强纪律约束"),
        (OutsidePaper, "score-outside-paper", "局内规定"),
    ],
)
def test_a_refusal_names_its_rule(refusal: type[Refused], slug: str, article: str) -> None:
    problem = refusal("x").to_dict()
    assert (problem["slug"], problem["article"]) == (slug, article)
    assert problem["errors"][0]["field"]
