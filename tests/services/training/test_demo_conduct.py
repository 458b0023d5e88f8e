"""S3 and A2 come out of the demo's sheets, read as a clerk's are; and what must be refused is refused, by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from operations.demo.load import BASELINE
from operations.demo.sheets import FOLDER, SHEETS
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.queries.disclosure import round_down
from services.gateway.spreadsheets.faults import ImportRefused
from tests.office import day, measure_value
from tests.services.gateway.sheet_clerk import Clerk

FILES = {"units.csv", "people.csv"} | {
    f"{register}.csv"
    for register in ("norms", "acknowledgements", "conduct_checks", "breaches", "pledges", "integrity_activities")
}
OURS = [sheet for sheet in SHEETS if sheet.file in FILES]
REFUSED = {
    "norms": [(2, "publish.clauses", "clause-count"), (3, "publish.kind", "second-norm")],
    "acknowledgements": [
        (2, "sign.edition", "edition-over"),
        (3, "sign.signed_on", "edition-not-yet"),
        (4, "sign.person", "signed-already"),
        (5, "sign.edition", "no-such-edition"),
    ],
    "conduct_checks": [(2, "check.findings", "no-such-clause"), (3, "check.persons", "checked-twice")],
    "pledges": [
        (3, "sign.signed_on", "out-of-turn"),
        (4, "issue.superior", "superior-needed"),
        (5, "issue.person", "pledged-already"),
    ],
}


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported units, people, and what concerns their conduct."""
    demo_clerk = Clerk(tmp_path_factory.mktemp("demo"), units="")
    for sheet in OURS:
        for name in dict.fromkeys(sheet.pictures()):
            demo_clerk.upload_file(name, name.encode())
        report = demo_clerk.import_csv((FOLDER / sheet.file).read_bytes(), sheet.register.replace("/", "."))
        assert report["refused"] == 0
    yield demo_clerk
    demo_clerk.close()


@pytest.mark.parametrize(
    ("measure", "claimed", "verified", "n"),
    [
        ("S3.norms_acknowledged", 391 / 395, 391 / 395, 395),
        ("S3.checks", 22, 22, 22),
        ("S3.dress_pass_rate", 127 / 132, 127 / 132, 132),
        ("S3.private_use", 0, 0, 0),
        ("A2.pledges_leaders", 1, 1, 5),
        ("A2.pledges_captains", 1, 1, 10),
        ("A2.pledges_members", 1, 1, 380),
        ("A2.chain_breaks", 0, 0, 15),
        ("A2.members_took_part", 1, 1, 96),
        ("A2.base_visits", 2, 2, 2),
        ("A2.films", 2, 2, 2),
        ("A2.essay_sessions", 1, 1, 1),
        ("A2.lectures", 1, 1, 1),
        ("A2.essays", 1, 1, 96),
    ],
)
def test_the_numbers_come_out(clerk: Clerk, measure: str, claimed: float, verified: float, n: int) -> None:
    result = measure_value(clerk.read_model, measure, BASELINE)
    assert (result.claimed, result.verified, result.n) == (claimed, verified, n)


def test_breaches_are_shown_since_there_are_three_and_one_was_none(clerk: Clerk) -> None:
    result = measure_value(clerk.read_model, "S3.breaches", BASELINE)
    assert (result.events, result.n) == (3, 395)
    assert round_down(campaign().measures["S3.breaches"], result, day(BASELINE)).answer.claimed == result.claimed
    assert measure_value(clerk.read_model, "S3.breaches", "2017-05-20").events == 4, (
        "the appeal was decided on the 25th"
    )


@pytest.mark.parametrize("register", REFUSED)
def test_what_must_be_refused_is_refused_at_its_row_with_its_reason(clerk: Clerk, register: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv((FOLDER / "refused" / f"{register}.csv").read_bytes(), f"training.{register}")
    errors: list[dict[str, Any]] = refused.value.to_dict()["errors"]
    assert [(one["row"], f"{one['step']}.{one['field']}", one["slug"]) for one in errors] == REFUSED[register]


def test_the_reason_names_the_superior_who_has_not_signed(clerk: Clerk) -> None:
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv((FOLDER / "refused" / "pledges.csv").read_bytes(), "training.pledges")
    assert "bureau-01" in refused.value.to_dict()["errors"][0]["zh"]
