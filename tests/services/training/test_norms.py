from __future__ import annotations

import pytest

from contracts.errors import NotNow, OutOfOrder
from services.training.norms import ClauseCount, EditionNotNewer, Misnumbered, SecondNorm, edition_on
from tests.office import Office, day
from tests.services.training.norm_records import NORMS, TEN, Clauses, clauses, published_norm, revise_norm

FOUR = clauses(*["before"] * 4, *["after"] * 4)
FIVE = clauses(*["must"] * 5, *["must_not"] * 5)


@pytest.mark.parametrize(
    ("kind", "clause_list"),
    [
        ("ten_prohibitions", TEN),
        ("five_musts", FIVE),
        ("four_befores", FOUR),
        ("dress", TEN[:3]),
        ("vehicles", TEN[:1]),
        ("other", FOUR[:7]),
    ],
)
def test_a_norm_has_the_clauses_its_name_promises_and_others_any_number(
    office: Office, kind: str, clause_list: Clauses
) -> None:
    published_norm(office, kind=kind, clauses=clause_list)
    assert office.record(NORMS, "ten").status() == "in_force"


@pytest.mark.parametrize(
    ("kind", "clause_list"),
    [
        ("ten_prohibitions", TEN[:9]),
        ("ten_prohibitions", FIVE),
        ("five_musts", TEN),
        ("five_musts", clauses(*["must"] * 6, *["must_not"] * 4)),
        ("four_befores", clauses(*["before"] * 4, *["after"] * 3)),
        ("four_befores", FIVE),
    ],
)
def test_another_number_of_clauses_is_refused(office: Office, kind: str, clause_list: Clauses) -> None:
    with pytest.raises(ClauseCount):
        published_norm(office, kind=kind, clauses=clause_list)


@pytest.mark.parametrize("numbers", [[1, 1], [2, 3], [1, 3]])
def test_clauses_are_numbered_from_one_without_a_gap(office: Office, numbers: list[int]) -> None:
    clause_list = [{"number": number, "text": "条款"} for number in numbers]
    with pytest.raises(Misnumbered):
        published_norm(office, kind="dress", clauses=clause_list)


def test_there_is_one_norm_of_a_kind_and_any_number_of_others(office: Office) -> None:
    published_norm(office)
    with pytest.raises(SecondNorm):
        published_norm(office, "ten-2")
    for code in ("house-1", "house-2"):
        published_norm(office, code, kind="other")
    office.do(NORMS, "ten", "void", reason="登记错误")
    published_norm(office, "ten-2")


def test_an_edition_takes_the_place_of_the_one_before_it(office: Office) -> None:
    published_norm(office)
    revise_norm(office)
    office.do(NORMS, "ten", "withdraw", reason="合并", withdrawn_on="2017-09-01")
    revise_norm(office, on="2017-10-01", edition=3)
    days = ("2017-01-09", "2017-01-10", "2017-05-31", "2017-06-01", "2017-09-01", "2017-10-01")
    editions = [edition_on(office.record(NORMS, "ten"), day(on)) for on in days]
    assert [one and one.data["document"] for one in editions] == [None, "ten/1", "ten/1", "ten/2", None, "ten/3"]


def test_an_edition_is_newer_than_the_one_it_replaces_and_later(office: Office) -> None:
    published_norm(office)
    with pytest.raises(EditionNotNewer):
        revise_norm(office, edition=1)
    with pytest.raises(OutOfOrder):
        revise_norm(office, on="2017-01-09")
    with pytest.raises(ClauseCount):
        office.do(NORMS, "ten", "revise", issuer="局", edition=2, effective_on="2017-06-01", clauses=TEN[:9])


def test_a_corrected_edition_must_still_be_older_than_the_next(office: Office) -> None:
    published_norm(office)
    revise_norm(office)
    form = {"code": "ten", "unit": "DT", "kind": "ten_prohibitions", "title": "十条禁令", "issuer": "局"}
    with pytest.raises(EditionNotNewer):
        office.do(NORMS, "ten", "publish", 1, effective_on="2017-01-10", clauses=TEN, edition=2, **form)
    office.do(NORMS, "ten", "publish", 1, effective_on="2017-01-20", clauses=TEN, edition=1, **form)
    assert edition_on(office.record(NORMS, "ten"), day("2017-01-10")) is None


def test_what_was_withdrawn_is_not_withdrawn_again(office: Office) -> None:
    published_norm(office)
    office.do(NORMS, "ten", "withdraw", reason="合并", withdrawn_on="2017-09-01")
    with pytest.raises(NotNow):
        office.do(NORMS, "ten", "withdraw", reason="合并", withdrawn_on="2017-09-02")


def test_province_and_city_each_have_their_ten_provisions_and_the_centre_its_eight(office: Office) -> None:
    published_norm(office, "eight", kind="eight_provisions", clauses=clauses(*[None] * 8))
    with pytest.raises(SecondNorm):
        published_norm(office, "again", kind="eight_provisions", clauses=clauses(*[None] * 8))
    for code in ("province", "city"):
        published_norm(office, code, kind="ten_provisions")
    with pytest.raises(ClauseCount):
        published_norm(office, "short", kind="ten_provisions", clauses=clauses(*[None] * 9))
