"""Two certified officers on each act on site; an auxiliary never counts."""

from __future__ import annotations

from typing import Any

import pytest

from services.cases.penalties.officers import Auxiliary, NotAnOfficer, NotCertified, NotShown, OneOfficer
from tests.services.cases.casework import Casework

MOMENT = {"seized_at": "2026-03-03T09:00:00+08:00"}
ON_SITE: list[tuple[str, dict[str, Any]]] = [("inspect", {}), ("register_evidence", {}), ("seize", MOMENT)]
HAVING: list[tuple[str, dict[str, Any]]] = [
    ("file", {"act_on": "2026-03-01"}),
    ("decide_on_spot", {"act_on": "2026-03-01"}),
]


@pytest.mark.parametrize(("step", "more"), ON_SITE)
def test_an_act_on_site_takes_two_certified_officers(work: Casework, step: str, more: dict[str, Any]) -> None:
    case = work.filed_case()
    for second, refusal in (("O1", OneOfficer), ("AUX", Auxiliary), ("RAW", NotCertified)):
        with pytest.raises(refusal) as refused:
            work.take(case, step, "2026-03-03", second_officer=second, **more)
        assert refused.value.to_dict()["errors"][0]["field"] == "second_officer"
        assert "第四十二条" in refused.value.to_dict()["article"]
    assert work.take(case, step, "2026-03-03", **more)


@pytest.mark.parametrize(("step", "more"), HAVING)
def test_a_case_is_had_by_two_certified_officers(work: Casework, step: str, more: dict[str, Any]) -> None:
    case = work.clue()
    for second, refusal in (("O1", OneOfficer), ("AUX", Auxiliary), ("RAW", NotCertified)):
        with pytest.raises(refusal):
            work.take(case, step, "2026-03-03", assisting_officer=second, **more)
    assert work.take(case, step, "2026-03-03", **more)


def test_a_certificate_counts_while_it_is_valid_and_its_holder_on_strength(work: Casework) -> None:
    case = work.filed_case()
    work.certify("RAW", "2026-03-04", "2026-03-06")
    for day in ("2026-03-03", "2026-03-07"):
        with pytest.raises(NotCertified):
            work.take(case, "inspect", day, second_officer="RAW")
    work.take(case, "inspect", "2026-03-06", second_officer="RAW")
    work.office.do("training.people", "O2", "leave", reason="退休", left_on="2026-03-10")
    work.take(case, "inspect", "2026-03-09")
    with pytest.raises(NotCertified):
        work.take(case, "inspect", "2026-03-10")


def test_officers_show_their_certificates(work: Casework) -> None:
    with pytest.raises(NotShown):
        work.take(work.filed_case(), "inspect", "2026-03-03", shown=False)
    with pytest.raises(NotShown):
        work.take(work.clue(), "decide_on_spot", "2026-03-03", act_on="2026-03-03", shown=False)


def test_an_officer_who_withdraws_is_replaced_and_the_inquiry_goes_on(work: Casework) -> None:
    case = work.filed_case()
    with pytest.raises(NotAnOfficer):
        work.take(case, "recuse", "2026-03-03", person="O3")
    with pytest.raises(NotAnOfficer):
        work.take(case, "recuse", "2026-03-03", replaced_by="O1")
    with pytest.raises(NotCertified):
        work.take(case, "recuse", "2026-03-03", replaced_by="RAW")
    work.take(case, "recuse", "2026-03-03")
    assert [work.record(case)[field] for field in ("lead_officer", "assisting_officer")] == ["O1", "O3"]
    work.take(case, "assign", "2026-03-04", lead_officer="O2", assisting_officer="O3")
    assert (work.record(case)["lead_officer"], work.status(case)) == ("O2", "filed")
    with pytest.raises(Auxiliary):
        work.take(case, "assign", "2026-03-04", assisting_officer="AUX")
