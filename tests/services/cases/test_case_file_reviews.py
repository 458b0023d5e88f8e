from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases.case_file_reviews import (
    FileOpen,
    FoundTwice,
    NoDefects,
    NoSuchItem,
    NotAssigned,
    NoTemplate,
    NotItsOwn,
    ObjectedLate,
    ObjectedTwice,
    ObjectionOpen,
    OwnAssignment,
    OwnCase,
    SampledTwice,
)
from services.chassis.records.command import Actor
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, build_view, clerk_of, day, measure_value
from tests.services.cases.casework import Casework
from tests.services.cases.file_reviews import (
    CONTENT,
    REVIEWER,
    F,
    T,
    closed_case,
    final_review,
    findings,
    sampled_review,
    scored_review,
    template,
)
from tests.services.gateway.gateway_client import GatewayClient

END = "2026-12-31"


@pytest.fixture(name="casework")
def with_a_template(work: Casework) -> Casework:
    template(work.office)
    return work


def result(work: Casework, review: str) -> tuple[Any, ...]:
    record = work.office.record(F, review)
    return record["score"], record["band"], record["passed"]


def rescore_review(work: Casework, review: str, faults: list[dict[str, Any]] | None = None, **more: Any) -> None:
    form = {"reviewer": "O3", "answer": "部分采纳", "findings": faults or [], "scored_on": "2026-04-09"}
    work.office.do(F, review, "object", grounds="处数有误", objected_on="2026-04-08")
    work.office.do(F, review, "rescore", **form | more)


# --- which file, by whom --------------------------------------------------------------------------------------------


def test_a_file_is_drawn_when_its_case_has_ended(casework: Casework) -> None:
    case = casework.served_case()
    with pytest.raises(FileOpen):
        sampled_review(casework.office, case)
    ended = closed_case(casework)
    with pytest.raises(FileOpen):
        sampled_review(casework.office, ended, sampled_on="2026-03-19")
    assert casework.office.record(F, sampled_review(casework.office, ended, sampled_on="2026-03-20")).unit == "DT"


def test_a_file_without_a_penalty_is_reviewed_too(casework: Casework) -> None:
    case = casework.filed_case()
    casework.take(case, "close_inquiry", "2026-03-03")
    casework.take(case, "exempt", "2026-03-04")
    assert sampled_review(casework.office, case)


def test_a_file_is_drawn_once_in_a_round_by_a_template_in_force(casework: Casework) -> None:
    case = closed_case(casework)
    first = sampled_review(casework.office, case)
    with pytest.raises(SampledTwice):
        sampled_review(casework.office, case)
    assert sampled_review(casework.office, case, round="2026-2")
    casework.office.do(F, first, "void", reason="误抽")
    assert sampled_review(casework.office, case)
    casework.office.do(T, "PC-1", "retire", retired_on="2026-04-01", reason="换新")
    with pytest.raises(NoTemplate):
        sampled_review(casework.office, closed_case(casework))


@pytest.mark.parametrize("reviewer", ["O1", "O2"])
def test_who_had_the_case_does_not_review_its_file(casework: Casework, reviewer: str) -> None:
    review = sampled_review(casework.office, closed_case(casework))
    with pytest.raises(OwnCase):
        casework.office.do(F, review, "assign", reviewer=reviewer, assigned_on="2026-04-02")
    assert casework.office.do(F, review, "assign", reviewer="O3", assigned_on="2026-04-02")


def test_who_was_assigned_scores_and_nobody_else(casework: Casework) -> None:
    """Nor who assigned them; a delegate does, for them."""
    review = sampled_review(casework.office, closed_case(casework))
    form: dict[str, Any] = {"findings": [], "scored_on": "2026-04-03", "evidence": PROOF}
    assigner = Actor("O3", "legal")
    with pytest.raises(OwnAssignment):
        casework.office.do_as(assigner, F, review, "assign", reviewer="O3", assigned_on="2026-04-02")
    casework.office.do_as(assigner, F, review, "assign", reviewer="L1", assigned_on="2026-04-02")
    for other in ("O3", "legal@DT"):
        with pytest.raises(NotAssigned):
            casework.office.do_as(Actor(other, "legal"), F, review, "score", **form)
    assert casework.office.do_as(Actor("SYN-delegate", "legal", on_behalf_of="L1"), F, review, "score", **form)


def test_who_had_the_case_does_not_score_it_again_either(casework: Casework) -> None:
    review = scored_review(casework.office, closed_case(casework))
    with pytest.raises(OwnCase):
        rescore_review(casework, review, reviewer="O1")


# --- the score ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        ({}, (100, "优秀", True)),
        ({"K1": 5}, (90, "优秀", True)),
        ({"K1": 5, "K2": 1}, (75, "合格", True)),
        ({"K1": 11}, (80, "合格", True)),
        ({"K2": 3}, (55, "不合格", False)),
        ({"K1": 100, "K2": 100}, (0, "不合格", False)),
        ({"V1": 1}, (0, "不合格", False)),
        ({"V2": 2, "K1": 1}, (0, "不合格", False)),
    ],
)
def test_the_score_follows_from_what_was_found(
    casework: Casework, faults: dict[str, int], expected: tuple[Any, ...]
) -> None:
    assert result(casework, scored_review(casework.office, closed_case(casework), findings(**faults))) == expected


def test_an_item_costs_no_more_than_its_points_and_a_veto_says_what_it_is(casework: Casework) -> None:
    review = casework.office.record(
        F, scored_review(casework.office, closed_case(casework), findings(V2=1, K1=11, K2=2))
    )
    assert review["deductions"] == [{"item": "K1", "points": 20}, {"item": "K2", "points": 30}]
    assert review["vetoes"] == [{"item": "V2", "requirement": "作出决定前已告知"}]


@pytest.mark.parametrize(
    ("faults", "refusal"), [(findings(K9=1), NoSuchItem), ([*findings(K1=1), *findings(K1=2)], FoundTwice)]
)
def test_findings_are_those_of_the_template(
    casework: Casework, faults: list[dict[str, Any]], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        scored_review(casework.office, closed_case(casework), faults)


def test_the_version_of_the_day_of_the_sampling_decides(casework: Casework) -> None:
    before = sampled_review(casework.office, closed_case(casework))
    stricter = [CONTENT["bands"][0] | {"least": 95}, *CONTENT["bands"][1:]]
    casework.office.do(T, "PC-1", "revise", revised_on="2026-04-02", **CONTENT | {"bands": stricter})
    after = sampled_review(casework.office, closed_case(casework), sampled_on="2026-04-02")
    for review in (before, after):
        casework.office.do(F, review, "assign", reviewer="L1", assigned_on="2026-04-02")
        casework.office.do_as(REVIEWER, F, review, "score", findings=findings(K1=4), scored_on="2026-04-03")
    assert [result(casework, one)[1] for one in (before, after)] == ["优秀", "合格"]
    assert [casework.office.record(F, one)["version_number"] for one in (before, after)] == [1, 2]


# --- objection and end ----------------------------------------------------------------------------------------------


def test_the_unit_has_working_days_to_object(casework: Casework) -> None:
    review = scored_review(casework.office, closed_case(casework))
    assert casework.office.record(F, review)["objection_until"] == day("2026-04-13"), "the festival does not count"
    with pytest.raises(ObjectedLate):
        casework.office.do(F, review, "object", grounds="有误", objected_on="2026-04-14")
    assert casework.office.do(F, review, "object", grounds="有误", objected_on="2026-04-13")


def test_the_result_stands_when_nobody_can_object_any_more(casework: Casework) -> None:
    review = scored_review(casework.office, closed_case(casework))
    with pytest.raises(ObjectionOpen):
        casework.office.do(F, review, "finalise", undisputed=False, finalised_on="2026-04-13")
    assert casework.office.do(F, review, "finalise", undisputed=False, finalised_on="2026-04-14")
    other = scored_review(casework.office, closed_case(casework))
    assert casework.office.do(F, other, "finalise", undisputed=True, finalised_on="2026-04-03")


def test_an_objection_has_the_file_scored_again_once(casework: Casework) -> None:
    review = scored_review(casework.office, closed_case(casework), findings(V1=1))
    with pytest.raises(NotNow):
        casework.office.do(F, review, "rescore", reviewer="O3", answer="x", findings=[], scored_on="2026-04-09")
    rescore_review(casework, review, findings(K1=1))
    assert result(casework, review) == (98, "优秀", True)
    with pytest.raises(ObjectedTwice):
        casework.office.do(F, review, "object", grounds="有误", objected_on="2026-04-10")
    (event,) = casework.office.do(F, review, "finalise", undisputed=False, finalised_on="2026-04-09", evidence=PROOF)
    assert (event.data["score"], event.data["vetoes"]) == (98, [])


def test_what_is_corrected_before_the_end_changes_the_end(casework: Casework) -> None:
    review = final_review(casework.office, closed_case(casework), findings(K1=1))
    events = casework.office.do_as(
        REVIEWER, F, review, "score", corrects=3, findings=findings(K2=3), scored_on="2026-04-03"
    )
    assert [(one.type.split(".")[2], one.data["score"]) for one in events] == [("scored", 55), ("finalised", 55)]
    with pytest.raises(ObjectionOpen):
        casework.office.do(F, review, "finalise", corrects=4, undisputed=False, finalised_on="2026-04-07")


def test_defects_go_to_the_rectification_ledger_under_this_review(casework: Casework) -> None:
    review, other = (final_review(casework.office, closed_case(casework), findings(K1=1)) for _ in range(2))
    raised = [rectification(casework, one) for one in (review, other)]
    for wrong in ([], [raised[1]], raised):
        with pytest.raises(NotItsOwn):
            casework.office.do(F, review, "send_defects", rectifications=wrong, sent_on="2026-04-08")
    assert casework.office.do(F, review, "send_defects", rectifications=raised[:1], sent_on="2026-04-08")
    spotless = final_review(casework.office, closed_case(casework))
    with pytest.raises(NoDefects):
        casework.office.do(F, spotless, "send_defects", rectifications=raised[:1], sent_on="2026-04-08")


def rectification(casework: Casework, review: str) -> str:
    form: dict[str, Any] = {"unit": "DT", "category": "other", "problem": "文书不全", "source_kind": "case_file_review"}
    return casework.office.do("cases.rectifications", "", "raise", source=review, raised_on="2026-04-07", **form)[
        -1
    ].subject


# --- numbers --------------------------------------------------------------------------------------------------------


def numbers(work: Casework, as_of: str = END) -> tuple[Any, ...]:
    read_model = build_view(work.office.events, campaign())
    return tuple(
        measure_value(read_model, f"S2.{name}", as_of).claimed
        for name in ("file_score", "file_pass_rate", "file_vetoes")
    )


def test_mean_score_pass_rate_and_vetoes(casework: Casework) -> None:
    assert numbers(casework) == (None, None, 0)
    final_review(casework.office, closed_case(casework))
    final_review(casework.office, closed_case(casework), findings(K1=5))
    vetoed = final_review(casework.office, closed_case(casework), findings(V1=1, V2=1))
    scored_review(casework.office, closed_case(casework), findings(K2=5))
    assert numbers(casework) == (63.3333, 2 / 3, 2), "a result that is not final counts nowhere"
    assert numbers(casework, "2026-04-06") == (None, None, 0)
    assert (
        measure_value(build_view(casework.office.events, campaign()), "S2.file_score", END).verified
        == numbers(casework)[0]
    )
    casework.office.do(F, vetoed, "void", reason="误评")
    assert numbers(casework) == (95, 1, 0)


def test_a_corrected_finding_moves_all_three(casework: Casework) -> None:
    review = final_review(casework.office, closed_case(casework), findings(V1=1))
    assert numbers(casework) == (0, 0, 1)
    casework.office.do_as(REVIEWER, F, review, "score", corrects=3, findings=findings(K1=5), scored_on="2026-04-03")
    assert numbers(casework) == (90, 1, 0)


def test_what_an_objection_took_back_does_not_count(casework: Casework) -> None:
    review = scored_review(casework.office, closed_case(casework), findings(V1=1))
    rescore_review(casework, review, findings(K2=2))
    casework.office.do(F, review, "finalise", undisputed=True, finalised_on="2026-04-10", evidence=PROOF)
    assert numbers(casework) == (70, 1, 0)


# --- as large as it may be ------------------------------------------------------------------------------------------


@pytest.fixture
def large_review(work: Casework, tmp_path: Path) -> Iterator[tuple[GatewayClient, str]]:
    """A review by a template of 98 veto items, as long as they may be, over HTTP."""
    vetoes = [{"code": f"V{n}", "group": "程序", "kind": "veto", "requirement": "字" * 500} for n in range(98)]
    template(work.office, items=[*vetoes, *CONTENT["items"][2:]])
    review = sampled_review(work.office, closed_case(work))
    work.office.do(F, review, "assign", reviewer="L1", assigned_on="2026-04-02")
    gateway = GatewayClient(tmp_path, work.office)
    yield gateway, review
    gateway.store.close()


def hit_vetoes(count: int) -> list[dict[str, Any]]:
    return [{"item": f"V{number}", "times": 1, "remark": "字" * 500} for number in range(count)]


def take_step(gateway: GatewayClient, review: str, step: str, form: dict[str, Any]) -> tuple[int, str, str]:
    headers = gateway.headers_of(REVIEWER if step == "score" else clerk_of(F, step, form))
    response = gateway.client.post(f"/v1/cases/case_file_reviews/{review}/{step}", json=form, headers=headers)
    answer = json.loads(response.data)
    return response.status_code, answer.get("slug", ""), next((one["field"] for one in answer.get("errors", ())), "")


def test_a_result_that_is_too_large_to_publish_is_refused_by_field(large_review: tuple[GatewayClient, str]) -> None:
    scored, objected = {"scored_on": "2026-04-03"}, {"grounds": "处数有误", "objected_on": "2026-04-08"}
    again = {"reviewer": "O3", "answer": "部分采纳", "scored_on": "2026-04-09"}
    too_large, taken = (422, "event-too-large", "findings"), (200, "", "")
    few, many = {"findings": hit_vetoes(60)}, {"findings": hit_vetoes(98)}
    assert take_step(*large_review, "score", scored | many) == too_large
    assert take_step(*large_review, "score", scored | few) == taken
    assert take_step(*large_review, "object", objected) == taken
    assert take_step(*large_review, "rescore", again | many) == too_large
    assert take_step(*large_review, "rescore", again | few) == taken
