"""A person at a browser whose every touch is counted: what they tap, choose, type and attach, and what it loads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from services.gateway.web.addresses import HOME
from tests.suite import Suite

TELEPHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}


@dataclass
class Effort:
    """What a job costs the person who does it.

    touches     taps and clicks: two where something is chosen from a list or a file is attached
    keystrokes  characters typed
    fields      what they filled in: each text, choice, answer and file
    pages       documents that were loaded
    landings    those among them on which somebody landed after signing in
    sent        bytes that came over the wire, as they were sent
    """

    touches: int = 0
    keystrokes: int = 0
    fields: int = 0
    pages: int = 0
    landings: int = 0
    sent: int = 0


@dataclass
class Walker:
    """Somebody who is signed in, at one page."""

    suite: Suite
    page: Any
    effort: Effort = field(default_factory=Effort)

    def go(self, path: str) -> None:
        """Open an address, as by a bookmark: a touch."""
        self.effort.touches += 1
        self.page.goto(f"{self.suite.address}{path}")

    def tap(self, what: Any) -> None:
        """Tap something."""
        self.effort.touches += 1
        what.click()

    def press(self, name: str) -> None:
        """Tap the button of this name."""
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Tap the first link of this name."""
        self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    def choose(self, what: Any, label: str) -> None:
        """Choose from a list; nothing to do where it is chosen already."""
        if what.evaluate("one => one.selectedOptions[0]?.text.trim()") != label:
            self.effort.touches += 2
            self.effort.fields += 1
            what.select_option(label=label)

    def answer(self, path: str, label: str) -> None:
        """Tap one of the answers to a question."""
        self.effort.fields += 1
        self.tap(self.field(path).get_by_label(label, exact=True))

    def field(self, path: str) -> Any:
        """The input of a field, by its path in the form."""
        return self.page.locator(f"[id='f-{path}']")

    def type(self, what: Any, text: str) -> None:
        """Type into a field; nothing to do where it stands there already."""
        if what.input_value() != text:
            self.effort.touches += 1
            self.effort.fields += 1
            self.effort.keystrokes += len(text)
            what.fill(text)

    def attach(self, what: Any, files: Sequence[dict[str, Any]]) -> None:
        """Choose files of the device."""
        self.effort.touches += 2
        self.effort.fields += 1
        what.set_input_files(list(files))

    @contextmanager
    def another(self, who: Person) -> Iterator[Walker]:
        """Somebody else, at a browser of their own, who goes on with the job: what it costs them counts too."""
        with walker(self.suite, self.page.context.browser, who, effort=self.effort) as one:
            yield one

    def sees(self, text: str) -> bool:
        """Whether the page says so."""
        return text in self.page.locator("body").inner_text()


@dataclass(frozen=True)
class Person:
    """Who it is, in which post, and of which unit; None: of the whole bureau."""

    role: str
    code: str
    unit: str | None = "DT"


@contextmanager
def walker(
    suite: Suite, browser: Any, who: Person, size: dict[str, int] = DESK, effort: Effort | None = None
) -> Iterator[Walker]:
    """Somebody who has signed in and sees the first page, which counts."""
    context = browser.new_context(locale="zh-CN", viewport=size)
    page = context.new_page()
    one = Walker(suite, page, effort or Effort())
    suite.sign_in(page, who.role, who.unit, who.code)
    _count(context, page, one.effort)
    one.effort.landings += 1
    page.goto(f"{suite.address}{HOME}")
    yield one
    page.wait_for_load_state("networkidle")
    context.close()


def _count(context: Any, page: Any, effort: Effort) -> None:
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")

    def load(answer: dict[str, Any]) -> None:
        effort.pages += answer["type"] == "Document"

    def receive(answer: dict[str, Any]) -> None:
        effort.sent += int(answer["encodedDataLength"])

    wire.on("Network.responseReceived", load)
    wire.on("Network.loadingFinished", receive)
