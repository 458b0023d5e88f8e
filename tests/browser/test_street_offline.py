"""The street without a signal, in a real browser: what is entered is kept through kills and the end of a session, sent
once each and in order, opened by nobody else, and deleted where that was asked for; and the street over a slow wire.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from contracts import catalogue
from operations.broker import broker as brokers
from operations.broker import node
from tests.browser.keyboard import NEEDS_CHROMIUM
from tests.browser.telephone import HERE, Telephone, colour_of, photograph, until
from tests.cut_wire import CutWire
from tests.suite import Suite, broker_of_our_own, has_event
from tests.suite import until as until_suite

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM

OFFICER, CLERK, PASSWORD = "SYN-officer-DT", "SYN-clerk-DT", "synthetic-street-pass-463"
CASES = "/v1/cases/digital_cases"
REPORTS = [f"路面破损 {number:02}" for number in range(1, 21)]
HALF, WRONG = 10, 7
"""After how many of them the browser is killed; which of them says a place that is longer than a place may be."""
IN_TIME = [one for one in REPORTS if one != REPORTS[WRONG]]
LONG_PLACE = "东亭街道某处" * 40
FIRST_VIEW = 100 * 1024
WATCH_PROGRESS = """() => {
  window.shown = [];
  setInterval(() => shown.push(document.querySelector("progress")?.value ?? -1), 50);
}"""
SLOW, DELAY = 25_000, 0.4
"""Bytes a second, and seconds from a question to its answer."""


@dataclass
class Street:
    """A suite of our own with its broker, the wire to it, and the telephone at the wire's end."""

    suite: Suite
    broker: Any
    wire: CutWire
    telephone: Telephone

    def cases(self) -> list[dict[str, Any]]:
        """What the cases say, in the order in which they were numbered when they arrived."""
        answer = self.suite.get(f"{CASES}?limit=100", token=self.suite.token("inspector"))
        fields = [one["fields"] for one in answer.json["items"]] if answer.status == 200 else []
        return sorted(fields, key=lambda one: str(one["number"]))

    def problems(self) -> list[str]:
        return [str(one["problem"]) for one in self.cases()]

    def kill_broker(self) -> None:
        self.broker.process.kill()
        self.broker.process.wait()

    def revive_broker(self) -> None:
        assert isinstance(self.broker.broker, node.Node)
        self.broker.process = self.broker.broker.launch()
        brokers.wait_ready(self.broker)

    def kill_gateway(self) -> None:
        self.suite.kill(catalogue.GATEWAY)

    def revive_gateway(self) -> None:
        self.suite.start(catalogue.GATEWAY)
        self.suite.ready()


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("street")
    with broker_of_our_own(home) as broker, sync_playwright() as driver:
        suite = Suite(home, broker.uri)
        suite.start()
        wire = CutWire(suite.port)
        try:
            suite.ready()
            event = suite.unit("DT", name="东亭中队")
            until_suite(lambda: has_event(suite, "cases", event), "the owner of cases knows the unit")
            wire.mend()
            telephone = Telephone(driver, wire, home / "profile")
            yield Street(suite, broker, wire, telephone)
            telephone.context.close()
        finally:
            wire.cut()
            suite.stop()


def test_twenty_reports_in_flight_mode_arrive_once_each_in_order(street: Street) -> None:
    suite, one = street.suite, street.telephone
    one.choose_password(suite.people.link("officer", "DT"), PASSWORD)
    one.open("/street")
    one.wait_for_shell()

    report_without_signal(one)
    see_nothing_in_clear(one)

    suite.people.let_sessions_run_out(OFFICER)
    street.kill_gateway()
    street.revive_gateway()
    one.find_signal()
    one.page.wait_for_selector("[data-locked]:not([hidden])")
    one.wait_for_count(0)
    assert "20" in one.page.inner_text("[data-outbox]")
    assert not [row for row in one.raw() if row["readable"]], "no key is there that opens anything"
    assert street.problems() == []
    one.shoot("locked")

    one.page.tap("[data-locked] a")
    one.sign_in(OFFICER, PASSWORD)
    send_through_faults(street)
    assert street.problems() == IN_TIME

    one.open("/street")
    one.wait_for_count(len(IN_TIME), "sent")
    one.wait_for_count(1, "refused")
    one.shoot("refused")
    mend_what_was_refused(one)
    until(lambda: len(street.problems()) == len(REPORTS), one.page)
    assert street.problems() == [*IN_TIME, REPORTS[WRONG]]
    for case in street.cases():
        see_photograph_and_place(suite, case)
    assert one.errors == []


def report_without_signal(one: Telephone) -> None:
    """Twenty reports, of which one will be refused; the browser is killed between them."""
    one.lose_signal()
    one.open_form()
    for problem in REPORTS[:HALF]:
        place = {"place": LONG_PLACE} if problem == REPORTS[WRONG] else {}
        one.report(problem, photograph(problem, whole=problem == REPORTS[0]), **place)
    one.kill()
    one.start()
    one.lose_signal()
    one.open_form()
    one.wait_for_count(HALF, "waiting")
    for problem in REPORTS[HALF:]:
        one.report(problem, photograph(problem))
    one.shoot("waiting")


def send_through_faults(street: Street) -> None:
    """Answers are lost, the gateway and the broker are killed, and at the end no page is open."""
    suite, wire, one = street.suite, street.wire, street.telephone
    wire.lossy = {b"POST /v1/evidence": 1, f"POST {CASES}".encode(): 2}
    until(lambda: len(street.problems()) >= 3, one.page)
    street.kill_gateway()
    one.shoot("sending")
    street.revive_gateway()
    one.page.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: len(street.problems()) >= 8, one.page)
    street.kill_broker()
    one.page.wait_for_timeout(1000)
    street.revive_broker()
    suite.ready()
    one.page.goto("about:blank")
    one.sync()
    until(lambda: len(street.problems()) >= len(IN_TIME), one.page)
    assert not any(wire.lossy.values()), "answers were lost on the way"


def see_nothing_in_clear(one: Telephone) -> None:
    """No word and no photograph can be read in the database, nor on the disk; no script can read the key."""
    rows = one.raw()
    assert len([row for row in rows if row["key"][0] == "row"]) >= 2 * len(REPORTS)
    words = ["路面破损", "东亭街道", "digital_cases", "IMG_2026", "Exif", "\xff\xd8\xff", "longitude"]
    for row in rows:
        assert not any(word in row["text"] or word.encode().decode("latin1") in row["text"] for word in words), row[
            "key"
        ]
    assert [readable for row in rows for readable in row["readable"]] == [False]
    for file in (each for each in one.profile.rglob("*") if each.is_file()):
        kept = file.read_bytes()
        assert not any(each in kept for each in ("路面破损 01".encode(), "路面破损 01".encode("utf-16-le"))), file


def mend_what_was_refused(one: Telephone) -> None:
    """The list says which field; its person puts it right, and it goes."""
    refused = one.page.locator("[data-state=refused]")
    assert REPORTS[WRONG] in refused.inner_text()
    assert refused.locator("[data-fault=place]").inner_text().startswith("地点：")
    refused.locator("a").tap()
    place = one.page.locator("[name='report.place']")
    place.wait_for()
    assert place.get_attribute("aria-invalid") == "true"
    assert place.input_value() == LONG_PLACE
    one.shoot("mending")
    place.fill("东亭街道")
    one.page.tap("[data-save]")
    one.wait_for_count(len(REPORTS), "sent")


def see_photograph_and_place(suite: Suite, fields: dict[str, Any]) -> None:
    """The case has the photograph of its report, and the place of the device."""
    assert (float(fields["longitude"]), float(fields["latitude"])) == (HERE["longitude"], HERE["latitude"])
    assert fields["datum"] == "WGS84"
    ((paper,),) = [photo["photo"] for photo in fields["photos"]]
    picture = suite.get(f"/v1/evidence/{paper}", token=suite.token("inspector")).body
    own = colour_of(photograph(fields["problem"]))
    assert max(abs(here - there) for here, there in zip(colour_of(picture), own, strict=True)) < 16


def test_another_person_sees_nothing_and_what_is_to_go_goes(street: Street) -> None:
    suite, one = street.suite, street.telephone
    one.choose_password(suite.people.link("officer", "DT"), PASSWORD)
    one.open_form()
    one.report("甲的记录", photograph("甲"), place=LONG_PLACE)
    one.wait_for_count(1, "refused")
    own = {row["key"][1] for row in one.raw()}

    one.choose_password(suite.people.link("clerk", "DT"), PASSWORD)
    one.open("/street")
    one.page.wait_for_selector("[data-outbox-part]:not([hidden])")
    one.wait_for_count(0)
    assert "甲的记录" not in one.page.content()
    assert not [row for row in one.raw() if row["key"][1] in own and row["readable"]]
    ask_to_sign_out(one)
    assert "1" in one.page.inner_text("[role=alert]")
    one.shoot("leaving")

    # An administrator signs the officer out everywhere: what the telephone keeps for them goes at the next contact.
    assert suite.post(f"/v1/accounts/{OFFICER}/sign-out", {}, token=suite.token("administrator")).status == 200
    one.open("/street")
    until(lambda: not [row for row in one.raw() if row["key"][1] in own], one.page)
    assert one.raw(), "the clerk's stays"

    one.open("/signin")
    one.sign_in(OFFICER, PASSWORD)
    one.page.wait_for_url("**/work")
    one.open_form()
    one.report("不再要的记录", photograph("乙"), place=LONG_PLACE)
    one.wait_for_count(1, "refused")
    ask_to_sign_out(one)
    one.page.tap("button.loss")
    one.page.wait_for_url("**/signin**")
    assert one.raw() == []
    assert one.page.evaluate("caches.keys()") == []
    assert street.problems().count("不再要的记录") == 0
    assert one.errors == []


def ask_to_sign_out(one: Telephone) -> None:
    """By the button of an everyday page."""
    one.open("/work")
    one.page.locator("form[action*='/signout'] button").tap()
    one.page.wait_for_selector("[role=alert]")


def test_a_slow_wire_is_enough(street: Street, capsys: pytest.CaptureFixture[str]) -> None:
    wire, one = street.wire, street.telephone
    one.choose_password(street.suite.people.link("officer", "DT"), PASSWORD)
    one.page.goto("about:blank")
    one.context.new_cdp_session(one.page).send("Network.clearBrowserCache")
    wire.cut()
    wire.rate, wire.delay = SLOW, DELAY
    wire.mend()
    figures = dict[str, float]()
    for name in ("cold", "warm"):
        begun, before = time.monotonic(), wire.passed["from"]
        one.open_form()
        figures[f"{name} s"] = time.monotonic() - begun
        figures[f"{name} KB"] = (wire.passed["from"] - before) / 1024
        if name == "cold":
            one.wait_for_shell()
            figures["all kept s"] = time.monotonic() - begun
            figures["all kept KB"] = (wire.passed["from"] - before) / 1024
    one.slow_uploads(SLOW)
    one.page.evaluate(WATCH_PROGRESS)
    begun = time.monotonic()
    one.report("慢线路", photograph("慢线路", whole=True))
    figures["saved s"] = time.monotonic() - begun
    one.wait_for_count(1, "sending")
    one.shoot("progress")
    one.wait_for_count(1, "sent")
    figures["sent s"] = time.monotonic() - begun
    shown = one.page.evaluate("shown")
    with capsys.disabled():
        print("\nover a slow wire:", {name: round(value, 1) for name, value in figures.items()})  # noqa: T201 -- figures
    assert figures["cold KB"] * 1024 < FIRST_VIEW
    assert len(set(shown)) > 5, "its progress is shown"
