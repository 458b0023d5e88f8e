"""Every page as a person meets it on a telephone: no serious fault of axe, no wider than the screen, and light."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from contracts import catalogue
from contracts.roles import POSTS
from services.gateway.street.street_jobs import JOBS
from tests.browser.keyboard import NEEDS_CHROMIUM
from tests.browser.weight import MOST_BYTES, sent_bytes
from tests.suite import Suite

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM

ONE_A_SERVICE = tuple({one.service: name for name, one in catalogue.REGISTERS.items()}.values())
WIDTH, HEIGHT = 390, 844
SERIOUS = {"serious", "critical"}
MATTERS = "outreach.matters"
ELSEWHERE = {
    "/v1/cases/penalties/{id}/papers/{paper}.{form}": "a paper that is printed, made to a standard of its own",
    "/signin/provider": "there is no provider of the bureau's",
    "/signin/provider/callback": "there is no provider of the bureau's",
    "/drafts/{id}": "a form again, as it was",
    "/warnings/{id}": "nothing has warned yet",
    "/imports/{id}": "nothing was imported yet",
    "/jobs/{id}": "nothing was sent yet",
    "/operations/letters/{service}/{id}": "no message is parked",
    "/operations/discarded/{id}": "nothing was thrown away",
    "/reports/{id}": "no report was issued yet",
    "/reports/orders/{id}": "none was ordered yet",
    "/exchange/orders/{id}": "no file was ordered yet",
    "/reports/preview": "of a month that somebody chooses",
    "/calendar/moves": "no year waits to be confirmed",
    "/assessments/{paper}/{round}/{topic}": "no baseline was sat yet",
    "/programmes/{campaign}": "no programme was handed in yet",
    "/programmes/{campaign}/measures/{measure}": "no programme was handed in yet",
    "/registers/{service}/{register}/import/sheet/{id}": "no sheet was sent yet",
    "/registers/{service}/{register}/import/sheet/{id}/marked": "a file",
    "/labels/{service}/{register}": "of equipment alone",
    "/exam/{paper}": "no paper was set yet",
    "/exam/{paper}/{id}": "no paper was set yet",
}
"""Pages that this suite has nothing to fill with."""


def pages_of(suite: Suite) -> Iterator[str]:
    """The address of every page: of each register its form, and of one a service what all registers have alike."""
    (fact,) = suite.get("/v1/measures/A6.matters_done/facts").json["facts"]
    values = {"measure": "A6.matters_done", "item": "A6", "event": fact["event"], "index": "0", "step": "confirm"}
    values |= {"sha256": fact["evidence"][0]}
    values |= {"part": "norms", "record": open_public_pages(suite)}
    values |= {"id": suite.get(f"/v1/{MATTERS.replace('.', '/')}").json["items"][0]["id"]}
    for path, item in suite.get("/openapi.json", token="").json["paths"].items():
        answered = item.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if "text/html" in answered and path not in ELSEWHERE:
            for service, _, register in (one.partition(".") for one in _registers_of(path)):
                for job in _jobs_of(path):
                    yield path.format(service=service, register=register, job=job, **values)


def open_public_pages(suite: Suite) -> str:
    """Open the pages that anybody may read; the norm that they show."""
    opening = {"unit": "DT", "pages": "public", "seen": True, "opened_on": "2017-03-01"}
    suite.post("/v1/outreach/public_openings", opening)  # it is open already where the suite is used again
    norm = {"code": "SYN-N", "unit": "DT", "kind": "dress", "title": "着装规定（合成）", "issuer": "局", "edition": 1}
    clauses = [{"number": number, "text": f"第{number}条（合成）"} for number in range(1, 20)]
    heard = suite.post("/v1/training/norms", norm | {"effective_on": "2017-01-01", "clauses": clauses}).json
    suite.get(f"/v1/progress?after={heard['event']}")
    return "SYN-N"


def _registers_of(path: str) -> Iterable[str]:
    if "{register}" not in path or "{id}" in path:
        return (MATTERS,)
    return catalogue.REGISTERS if path.endswith("/new") else ONE_A_SERVICE


def _jobs_of(path: str) -> Iterable[str]:
    return [one.name for one in JOBS] if "{job}" in path else ("",)


UNIT = dict.fromkeys(("captain", "clerk", "officer"), "DT")


def who_reads(suite: Suite, address: str) -> str:
    """A role that is shown the page."""
    for role in sorted(POSTS):
        if suite.get(address, token=suite.token(role, UNIT.get(role))).status == 200:
            return role
    pytest.fail(f"nobody is shown {address}")


class Readers:
    """A browser for each role, signed in."""

    def __init__(self, suite: Suite, browser: Any) -> None:
        self._suite, self._browser, self._pages = suite, browser, dict[str, Any]()

    def open(self, role: str, address: str) -> Any:
        """The page as a role is shown it, all that folds unfolded."""
        if role not in self._pages:
            size = {"width": WIDTH, "height": HEIGHT}
            # What a worker of the street has kept comes over no wire, and would be counted as if it had.
            context = self._browser.new_context(viewport=size, locale="zh-CN", service_workers="block")
            self._pages[role] = context.new_page()
            self._suite.sign_in(self._pages[role], role, UNIT.get(role))
        page = self._pages[role]
        page.goto(f"{self._suite.address}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        return page


def faults_of(page: Any) -> list[str]:
    """What is wrong with the page that a browser shows."""
    found = Axe().run(page).response["violations"]
    serious = [f"{one['id']}: {one['nodes'][0]['target']}" for one in found if one["impact"] in SERIOUS]
    width, weight = page.evaluate("document.documentElement.scrollWidth"), sent_bytes(page)
    too_wide = [f"{width} px wide"] if width > WIDTH else []
    return [*serious, *too_wide, *([f"{weight} bytes"] if weight > MOST_BYTES else [])]


def test_every_page_has_no_serious_fault_fits_a_telephone_and_is_light(suite_with_matter: Suite, browser: Any) -> None:
    addresses, readers = list(pages_of(suite_with_matter)), Readers(suite_with_matter, browser)
    assert len(addresses) > len(catalogue.REGISTERS)
    read = {address: who_reads(suite_with_matter, address) for address in addresses}
    faults = {address: faults_of(readers.open(role, address)) for address, role in read.items()}
    assert {address: some for address, some in faults.items() if some} == {}


def test_a_page_with_such_faults_is_found_out(browser: Any) -> None:
    page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()
    page.set_content("<html lang=zh><title>合成</title><main><img src='' style='width: 500px'><input></main></html>")
    found = " ".join(faults_of(page))
    assert all(one in found for one in ("image-alt", "label", "px wide"))
