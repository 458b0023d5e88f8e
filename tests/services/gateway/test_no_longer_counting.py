"""What no longer counts in a month: what ran out or was ended, and what was voided or corrected away meanwhile."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from services.chassis.records.command import Command
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.read_model.comparisons import bounded_walk, lapses, withdrawals
from services.gateway.read_model.comparisons.bounded_walk import WalkPage
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from tests.office import PROOF, Office, build_view, clerk_of, make_as_of
from tests.rows_read import rows_read, settle
from tests.services.gateway.test_month_comparison import ask
from tests.services.gateway.test_pages import Site, site
from tests.services.outreach.test_supervisors import WHO, supervisor
from tests.services.training import training_records as school

__all__ = ["site"]
MAY, JUNE = "2017-05-31", "2017-06-30"
IN_JUNE = dt.datetime(2017, 6, 12, 2, tzinfo=dt.UTC)
DONE, IN_OFFICE = "A6.matters_done", "B3.supervisors"
ADDRESS = f"/v1/comparison/{{}}?month=2017-06&as_of={JUNE}"


def page_of(
    view: ReadModel, walk: Any, name: str, window: ListWindow | None = None, units: str | None = None
) -> WalkPage:
    """A page of what ceased to count from May to June."""
    measure = view.programme.on(dt.date(2017, 6, 30)).by_name[name]
    with view.store.begin_read() as tx:
        page: WalkPage = walk(tx, measure, make_as_of(JUNE, units), MAY, window or ListWindow(20))
    return page


def subjects(page: WalkPage) -> list[str]:
    return [some[0].subject.rpartition("/")[2] for some in page.rows]


def supervisors(office: Office) -> None:
    """Of six one's term runs out in June, one is renewed, one resigns, one left earlier, one ends later."""
    supervisor(office, "runs-out", to="2017-06-15")
    supervisor(office, "renewed", to="2017-06-15")
    office.do(WHO, "renewed", "renew", renewed_on="2017-06-10", term_to="2018-06-30")
    supervisor(office, "resigns")
    office.do(WHO, "resigns", "resign", resigned_on="2017-06-20", reason="搬迁")
    supervisor(office, "earlier", to="2017-05-30")
    supervisor(office, "later", to="2017-06-30")
    supervisor(office, "comes-and-goes", appointed="2017-06-02", to="2017-06-20")


def test_what_ran_out_or_was_ended_between_the_days_is_listed_by_its_last_day(office: Office, store: Store) -> None:
    supervisors(office)
    view = build_view(office.events, campaign(), store)
    page = page_of(view, lapses.lapses, IN_OFFICE)
    assert subjects(page) == ["runs-out", "resigns"]
    measure = view.programme.on(dt.date(2017, 6, 30)).by_name[IN_OFFICE]
    with view.store.begin_read() as tx:
        told = lapses.describe(tx, measure, make_as_of(JUNE), page)
    assert [(one.until, one.how) for one in told] == [("2017-06-16", "expired"), ("2017-06-20", "ended")]
    resigned = next(event for event in office.events if event.type == f"{WHO}.resigned.v1")
    assert [one.by for one in told] == [None, resigned.id]
    assert subjects(page_of(view, lapses.lapses, IN_OFFICE, units="DT")) == []


def test_what_merely_became_verified_or_never_counted_on_the_earlier_day_is_passed_over(
    office: Office, store: Store
) -> None:
    office.confirm(office.matter(requested="2017-05-02", done="2017-05-09"), "2017-06-12")
    for code in ("a", "b"):
        office.person(code, "DT")
    school.course(office)
    session = office.do(school.SESSIONS, "", "plan", **school.plan())[-1].subject
    office.do(school.SESSIONS, session, "hold", **school.hold("a", on="2017-05-09"))
    office.do(school.SESSIONS, session, "close", closed_on="2017-06-12", evidence=PROOF)
    view = build_view(office.events, campaign(), store)
    assert subjects(page_of(view, lapses.lapses, "S1.sessions_held")) == []
    assert subjects(page_of(view, lapses.lapses, DONE)) == []
    assert subjects(page_of(view, lapses.lapses, "A6.confirmed")) == []


def three_withdrawals(office: Office) -> tuple[str, str, str]:
    """A matter is voided in June, one turns out to be another unit's, of one a text is mended: it goes on counting."""
    ids = (office.matter(), office.matter(done="2017-05-20"), office.matter(done="2017-05-21"))
    office.now = IN_JUNE
    office.do("outreach.matters", ids[0], "void", reason="重复登记")
    form = {"unit": "ZS", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
    actor = clerk_of("outreach.matters", "register", form)
    office.command(Command("moved", "outreach.matters", "register", form, actor, ids[1], 1, reason="单位填错"))
    correct(office, ids[2], "2017-05-21", "错字")
    office.now = None
    return ids


def correct(office: Office, record: str, done: str, reason: str) -> None:
    form = {"done_on": done, "outcome": "修好了"}
    actor = clerk_of("outreach.matters", "finish", form)
    office.command(Command(f"c-{record}", "outreach.matters", "finish", form, actor, record, 3, reason=reason))


@pytest.fixture
def early_office() -> Any:
    """An office that records in May."""
    office = Office(start="2017-05-22")
    yield office
    office.store.close()


def test_what_was_voided_or_corrected_away_is_listed_and_what_goes_on_counting_is_not(
    early_office: Office, store: Store
) -> None:
    voided, moved, _ = three_withdrawals(early_office)
    view = build_view(early_office.events, campaign(), store)
    page = page_of(view, withdrawals.withdrawals, DONE)
    assert sorted(subjects(page)) == sorted([voided, moved])
    with view.store.begin_read() as tx:
        told = {one.rows[0].subject.rpartition("/")[2]: one for one in withdrawals.describe(tx, make_as_of(JUNE), page)}
    assert {name: one.how for name, one in told.items()} == {voided: "voided", moved: "corrected"}
    assert told[moved].by.correctionreason == "单位填错"
    assert subjects(page_of(view, withdrawals.withdrawals, DONE, units="ZS")) == []


def test_what_is_voided_after_the_later_day_or_before_the_earlier_is_not_of_that_month(office: Office) -> None:
    office.do("outreach.matters", office.matter(), "void", reason="误录")
    view = build_view(office.events, campaign())
    assert page_of(view, withdrawals.withdrawals, DONE).rows == []


def test_a_fact_that_is_corrected_and_then_voided_is_listed_once_by_the_void(early_office: Office) -> None:
    record = early_office.matter()
    early_office.now = IN_JUNE
    correct(early_office, record, "2017-03-09", "错字")
    early_office.do("outreach.matters", record, "void", reason="重复登记")
    view = build_view(early_office.events, campaign())
    page = page_of(view, withdrawals.withdrawals, DONE)
    with view.store.begin_read() as tx:
        told = withdrawals.describe(tx, make_as_of(JUNE), page)
    assert [one.how for one in told] == ["voided"]


def test_both_lists_are_answered_with_who_and_why_and_shown_under_their_headings(
    site: Site,
) -> None:
    supervisors(site.office)
    site.office.now = dt.datetime(2017, 5, 23, tzinfo=dt.UTC)
    three_withdrawals(site.office)
    site.hear()
    gone = ask(site, ADDRESS.format(DONE))["gone"]
    assert sorted((one["how"], one["reason"]) for one in gone["facts"]) == [
        ("corrected", "单位填错"),
        ("voided", "重复登记"),
    ]
    assert {one["by_whom"] for one in gone["facts"]} == {"SYN-void", "SYN-register"}
    answer = ask(site, ADDRESS.format(IN_OFFICE))
    ended = answer["ended"]["facts"]
    assert [(one["last_day"], one["how"]) for one in ended] == [("2017-06-15", "expired"), ("2017-06-19", "ended")]
    page = site.get(f"/comparison/{DONE}?month=2017-06&as_of={JUNE}").text
    assert "期间作废、更正而不再计入的事实" in page
    assert all(text in page for text in ("重复登记", "单位填错", "SYN-void"))
    assert "期间到期、终止的事实" not in page
    page = site.get(f"/comparison/{IN_OFFICE}?month=2017-06&as_of={JUNE}&lang=en").text
    assert "Facts that ran out or were ended in between" in page
    assert all(text in page for text in ("2017-06-15", "ran out"))


def test_the_lists_turn_page_by_page_in_both_directions(site: Site) -> None:
    for number in range(45):
        supervisor(site.office, f"JD{number:02}", to=f"2017-06-{number % 20 + 1:02}")
    site.hear()
    seen: list[str] = []
    turn, last = "", ""
    for _ in range(3):
        page = ask(site, ADDRESS.format(IN_OFFICE) + turn)["ended"]
        seen += [one["event"] for one in page["facts"]]
        last, turn = page["previous"], f"&ended_cursor={page['next']}"
    assert page["next"] is None
    assert len(seen) == len(set(seen)) == 45
    back = ask(site, ADDRESS.format(IN_OFFICE) + f"&ended_cursor={last}")["ended"]
    assert [one["event"] for one in back["facts"]] == seen[20:40]
    assert site.get(ADDRESS.format(IN_OFFICE) + f"&gone_cursor={last}", Accept="application/json").status_code == 422


def test_however_many_do_not_matter_a_page_passes_so_many_and_goes_on_behind_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_walk, "PASSED", 4)
    for number in range(9):
        supervisor(office, f"a{number}", to=f"2017-06-0{number + 1}")
        office.do(WHO, f"a{number}", "renew", renewed_on="2017-05-31", term_to="2018-06-30")
    supervisor(office, "b", to="2017-06-20")
    view = build_view(office.events, campaign())
    window, pages = ListWindow(2), []
    for _ in range(9):
        page = page_of(view, lapses.lapses, IN_OFFICE, window)
        pages.append(subjects(page))
        if page.part.after is None:
            break
        window = ListWindow(2, page.part.after)
    assert [one for some in pages for one in some] == ["b"]


@pytest.mark.parametrize(("walk", "name"), [(lapses.lapses, IN_OFFICE), (withdrawals.withdrawals, DONE)])
def test_a_page_reads_no_more_however_many_there_are(store: Store, walk: Any, name: str) -> None:
    office = Office(start="2017-05-22")
    view = build_view(office.events, campaign(), store)
    costs = []
    for number in (60, 180):
        heard = len(office.events)
        many(office, number)
        with view.store.begin() as tx:
            view.handle(tx, office.events[heard:])
        settle(store)
        costs.append(rows_read(store, lambda: page_of(view, walk, name)))
    office.store.close()
    assert costs[1] <= 1.3 * costs[0], costs


def many(office: Office, number: int) -> None:
    """So many terms that run out, and matters that were voided or corrected, in June."""
    office.now = dt.datetime(2017, 5, 23, tzinfo=dt.UTC)
    records = []
    for one in range(number):
        supervisor(office, f"T{number}-{one}", to="2017-06-15")
        records.append(office.matter())
    office.now = IN_JUNE
    for record in records:
        office.do("outreach.matters", record, "void", reason="误录")


def test_no_list_is_given_to_whom_the_facts_are_not(site: Site) -> None:
    private = next(one.name for one in campaign().by_name.values() if one.private and not one.awaits)
    answer = ask(site, ADDRESS.format(private), role="clerk")
    assert (answer["ended"]["facts"], answer["gone"]["facts"]) == ([], [])
    assert not re.search("ended between|gone between", str(answer))
