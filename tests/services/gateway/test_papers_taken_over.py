"""No paper of a decision that was taken over with a gap is issued here: it stays a draft until the gap is filled."""

from __future__ import annotations

from services.chassis.records.command import Command
from services.gateway.casefile.papers import CasePapers
from tests.office import clerk_of
from tests.services.cases.casework import FORMS, C
from tests.services.gateway.paper_desk import PERSON, Desk


def test_a_decision_that_was_taken_over_is_issued_once_nothing_is_missing() -> None:
    desk = Desk("2026-12-01")
    work = desk.work
    case = work.clue("2026-03-02", place="东亭某路口（合成）")
    work.take(case, "file", "2026-03-02", act_on="2026-03-02", **PERSON, person_address=None)
    work.take(case, "inspect", "2026-03-02")
    work.take(case, "propose", "2026-03-02", findings="属实")
    work.take(case, "notify", "2026-03-02", defence_until="2026-03-05")
    form = FORMS["decide"] | {"decided_on": "2026-03-09"}
    work.office.command(Command("sheet", C, "decide", form, clerk_of(C, "decide", form), case, imported=True))

    def issued() -> tuple[bool, list[str]]:
        papers = CasePapers(desk.file(case))
        return not papers.document("decision").draft, [one.name for one in papers.gaps("decision")]

    assert issued() == (False, ["住址"])
    filed = next(one.place for one in work.record(case).effective if one.step.name == "file")
    work.take(case, "file", "2026-03-02", act_on="2026-03-02", **PERSON, corrects=filed)
    assert issued() == (True, [])
    work.office.store.close()


def test_what_is_decided_here_is_issued() -> None:
    desk = Desk("2026-12-01")
    case = desk.work.decided_case()
    assert not CasePapers(desk.file(case)).document("decision").draft
    desk.work.office.store.close()
