"""A report that was ordered is issued once, whoever is killed when; how far it is is told, on pages and to programs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import Unauthenticated, Unavailable
from services.chassis.base import clock, ids
from services.chassis.storage.store import Store
from services.gateway import web
from services.gateway.accounts.jobs.kept_jobs import DONE, FAILED, JobOwner, OrderedOtherwise
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.reports.desk import STAGES
from services.gateway.reports.ordering.kept_orders import KeptOrders, NoSuchOrder
from services.gateway.reports.ordering.order_worker import MOST_TRIES, OrderWorker
from tests.people import account_store
from tests.services.gateway.report_bureau import ReportBureau, plain_files
from tests.services.gateway.test_pages_reports import hidden

LEADER, OTHER = JobOwner("SYN-JLD", "leader", None), JobOwner("DT-01", "leader", "DT")
WISH = {"month": "2017-06", "lang": "zh"}


class KilledError(BaseException):
    """kill -9."""


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "pause", lambda _seconds: None)


def order(bureau: ReportBureau, **more: Any) -> Any:
    """An order that was accepted."""
    answer = bureau.ask("/v1/report-orders", {"month": "2017-06", **more})
    assert answer.status_code == 202, answer.text
    return answer.json


def how_far(bureau: ReportBureau, id_: str) -> Any:
    return bureau.ask(f"/v1/report-orders/{id_}").json


def numbers(bureau: ReportBureau) -> list[int]:
    return [one["number"] for one in bureau.ask("/v1/reports").json["items"]]


def test_orders_are_kept_under_their_ids_and_the_first_comes_first(store: Store) -> None:
    orders = KeptOrders(account_store(store))
    first, second = ids.new_id(), ids.new_id()
    kept = orders.keep(first, LEADER, WISH)
    orders.keep(second, OTHER, WISH | {"unit": "DT"})
    assert orders.keep(first, LEADER, WISH) == kept
    with pytest.raises(OrderedOtherwise):
        orders.keep(first, LEADER, WISH | {"month": "2017-05"})
    with pytest.raises(NoSuchOrder):
        orders.keep(first, OTHER, WISH)
    assert [one.id for one in orders.outstanding()] == [first, second]
    assert (orders.get(second).owner, orders.get(second).terms[0].unit) == (OTHER, "DT")
    orders.finish(orders.begin(kept), "report")
    assert [one.id for one in orders.outstanding()] == [second]
    assert (orders.get(first).state, orders.get(first).report, orders.get(first).tries) == (DONE, "report", 1)


def test_an_order_is_accepted_at_once_and_issued_by_whoever_is_at_work(report_bureau: ReportBureau) -> None:
    accepted = order(report_bureau)
    assert (accepted["state"], accepted["report"], numbers(report_bureau)) == ("waiting", None, [])
    assert report_bureau.worker.step()
    assert not report_bureau.worker.step()
    done = how_far(report_bureau, accepted["id"])
    assert done["state"] == "done"
    report = report_bureau.ask(f"/v1/reports/{done['report']}").json
    assert (report["issued_by"], report["issued_as"], report["by_system"]) == ("SYN-JLD", "leader@bureau", False)
    (act,) = report_bureau.acts.events("report_issued")
    assert (act.actor, act.data["route"]) == ("SYN-JLD", "ORDER report")


def test_each_stage_is_told_in_its_turn(report_bureau: ReportBureau) -> None:
    accepted, seen = order(report_bureau), list[tuple[str, str]]()

    def look(said: Any, stamp: Any) -> dict[str, bytes]:
        now = how_far(report_bureau, accepted["id"])
        seen.append((now["state"], STAGES[now["stage"]]))
        return plain_files(said, stamp)

    report_bureau.worker.desk = replace(report_bureau.desk, write=look)
    report_bureau.worker.step()
    assert seen == [("running", "writing")]


@pytest.mark.parametrize("moment", ["gathering", "writing", "keeping", "kept"])
def test_killed_in_the_middle_it_is_issued_once_by_whoever_comes_after(
    report_bureau: ReportBureau, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def die(*_about: Any) -> Any:
        raise KilledError

    accepted, worker = order(report_bureau), report_bureau.worker
    with monkeypatch.context() as killing:
        if moment == "kept":  # the report is there, and the order does not know
            killing.setattr(KeptOrders, "finish", die)
        else:
            killing.setattr(KeptOrders, "advance", lambda _self, _order, stage: stage == STAGES.index(moment) and die())
        with pytest.raises(KilledError):
            worker.step()
    assert len(numbers(report_bureau)) == (moment == "kept")
    after = OrderWorker(worker.desk, worker.orders, worker.rights, worker.trail)
    while after.step():
        pass
    assert numbers(report_bureau) == [1]
    assert len(report_bureau.acts.events("report_issued")) == 1
    assert how_far(report_bureau, accepted["id"])["state"] == "done"


def test_two_gateways_that_took_up_the_same_order_issue_one_report(report_bureau: ReportBureau) -> None:
    """The first was thought dead, and wrote on."""
    order(report_bureau)
    other = replace(report_bureau.worker)

    def write_while_the_other_issues(said: Any, stamp: Any) -> dict[str, bytes]:
        assert other.step()
        return plain_files(said, stamp)

    report_bureau.worker.desk = replace(report_bureau.desk, write=write_while_the_other_issues)
    report_bureau.worker.step()
    assert numbers(report_bureau) == [1]
    assert len(report_bureau.acts.events("report_issued")) == 1


def test_what_is_away_is_tried_again_and_given_up_at_last_with_its_problem(report_bureau: ReportBureau) -> None:
    def away(_said: object, _stamp: object) -> dict[str, bytes]:
        raise Unavailable("fonts")

    accepted, worker = order(report_bureau), report_bureau.worker
    worker.desk = replace(report_bureau.desk, write=away)
    assert worker.step()
    assert how_far(report_bureau, accepted["id"])["state"] == "running"
    while worker.step():
        pass
    failed = how_far(report_bureau, accepted["id"])
    assert (failed["state"], failed["problem"]["slug"]) == ("failed", Unavailable.slug)
    assert worker.orders.get(accepted["id"]).tries == MOST_TRIES
    page = report_bureau.page(f"/reports/orders/{accepted['id']}").text
    assert "未能签发" in page
    assert "重新预览并签发" in page


def test_who_has_the_post_no_more_issues_nothing(report_bureau: ReportBureau) -> None:
    def nobody(_owner: JobOwner) -> Bearer:
        raise Unauthenticated("account")

    accepted = order(report_bureau)
    report_bureau.worker.rights = nobody
    report_bureau.worker.step()
    assert how_far(report_bureau, accepted["id"])["state"] == FAILED
    assert numbers(report_bureau) == []


def test_the_same_order_sent_twice_is_one_and_a_second_one_says_why(report_bureau: ReportBureau) -> None:
    id_ = ids.new_id()
    assert order(report_bureau, id=id_)["id"] == order(report_bureau, id=id_)["id"] == id_
    assert report_bureau.ask("/v1/report-orders", {"month": "2017-06"}).json["slug"] == "report-reason"
    while report_bureau.worker.step():
        pass
    assert order(report_bureau, id=id_)["state"] == "done"
    assert report_bureau.ask("/v1/report-orders", {"month": "2017-06"}).json["slug"] == "report-reason"
    order(report_bureau, reason="补录")
    report_bureau.worker.step()
    assert numbers(report_bureau) == [2, 1]


def test_what_is_wrong_with_an_order_is_told_before_it_is_accepted(report_bureau: ReportBureau) -> None:
    for body, status in (({"month": "2999-01"}, 422), ({"month": "2017-06", "unit": "NIX"}, 404), ({}, 422)):
        assert report_bureau.ask("/v1/report-orders", body).status_code == status
    assert report_bureau.ask("/v1/report-orders", {"month": "2017-06", "id": "1"}).status_code == 422
    clerk = Bearer("CLK", "clerk", "DT")
    assert report_bureau.ask("/v1/report-orders", {"month": "2017-06"}, clerk).status_code == 403
    assert not report_bureau.worker.step()


def test_an_id_that_comes_again_with_another_month_is_refused(report_bureau: ReportBureau) -> None:
    wish = {"id": ids.new_id(), "month": "2017-06"}
    answers = [report_bureau.ask("/v1/report-orders", wish | more) for more in ({}, {}, {"month": "2017-05"})]
    assert [one.status_code for one in answers] == [202, 202, 409]
    assert answers[-1].get_json()["slug"] == "ordered-otherwise"


def test_what_was_said_last_is_shown_while_the_page_is_still_coming() -> None:
    """Of an element that is not closed yet Chromium knows no last child: there the last word would stay hidden."""
    style = Path(web.__file__).with_name("style.css").read_text(encoding="utf-8")
    assert ".steps > .now:has(+ .now) { display: none; }" in style
    assert ".now:not(:last-child)" not in style


def test_the_page_goes_on_while_the_report_is_issued_and_leads_to_it(
    report_bureau: ReportBureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = report_bureau.page("/reports/preview?month=2017-06")
    form = hidden(preview.text)
    first, again = (report_bureau.page("/reports", form).headers["Location"] for _ in range(2))
    assert first == again  # the button was pressed twice
    assert report_bureau.page("/reports").text.count(first) == 1
    monkeypatch.setattr(clock, "pause", lambda _seconds: report_bureau.worker.step())
    page = report_bureau.page(first).text
    assert "已受理，等待生成" in page
    (target,) = re.findall(r'content="0;url=([^"]*)"', page)
    assert report_bureau.page(target).status_code == 200
    assert report_bureau.page(first).headers["Location"].endswith(target)
    assert numbers(report_bureau) == [1]
