"""A telephone: a browser whose profile lies on a disk, with touch, a place and a camera, on a wire that can be cut."""

from __future__ import annotations

import io
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from PIL import Image, ImageDraw

from tests.browser.keyboard import CHROMIUM, QUIET
from tests.cut_wire import CutWire

HERE = {"latitude": 31.5689, "longitude": 120.2986, "accuracy": 12}
PATIENCE = 60_000
RAW = """async () => {
  if (!(await indexedDB.databases()).some((one) => one.name === "street")) return [];
  const answer = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const database = await answer(indexedDB.open("street")), table = database.transaction("rows").objectStore("rows");
  const [keys, values] = await Promise.all([answer(table.getAllKeys()), answer(table.getAll())]);
  database.close();
  const readable = [];
  const text = (one) => {
    if (one instanceof CryptoKey) readable.push(one.extractable);
    if (one instanceof ArrayBuffer) return new TextDecoder("latin1").decode(one);
    if (ArrayBuffer.isView(one)) return text(one.buffer);
    if (!one || typeof one !== "object") return String(one);
    return Object.entries(one).map(([name, each]) => `${name}=${text(each)}`).join(" ");
  };
  return keys.map((key, at) => ({ key, text: text(values[at]), readable: readable.splice(0) }));
}"""
"""Everything that lies in the database of the street, as it lies there."""
KEPT = """async () => {
  const links = [...document.querySelectorAll("a.job")].map((one) => one.pathname);
  const shell = await caches.open("street-1"), wanted = [...links, ...document.body.dataset.later.split(" ")];
  return (await Promise.all(wanted.map((one) => shell.match(one, { ignoreSearch: true })))).every(Boolean);
}"""
"""Whether the worker keeps the pages to which this one leads, and what they are made of."""


class Telephone:
    """Somebody's telephone: signed in through its wire, killed, without a signal, and on again."""

    def __init__(self, driver: Any, wire: CutWire, profile: Path) -> None:
        self.driver, self.wire, self.profile = driver, wire, profile
        self.errors: list[str] = []
        self.start()

    def start(self) -> None:
        self.context = self.driver.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=str(CHROMIUM),
            args=QUIET,
            viewport={"width": 390, "height": 844},
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            geolocation=HERE,
            permissions=["geolocation"],
        )
        self.page = self.context.pages[0]
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def kill(self) -> None:
        """As the system does when it needs the memory: nothing is told, nothing is finished."""
        os.kill(self._pid(), signal.SIGKILL)
        with suppress(Exception):
            self.context.close()
        (self.profile / "SingletonLock").unlink(missing_ok=True)

    def _pid(self) -> int:
        ours = f"--user-data-dir={self.profile}".encode()
        for one in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                words = one.read_bytes().split(b"\0")
                if ours in words and not any(word.startswith(b"--type=") for word in words):
                    return int(one.parent.name)
        raise AssertionError(self.profile)

    # --- the wire ---

    def lose_signal(self) -> None:
        """Nobody answers. That the browser knows it is not played: its emulation is not that of its workers."""
        self.wire.cut()

    def find_signal(self) -> None:
        """Somebody answers again, and the browser says so to its page."""
        self.wire.mend()
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def slow_uploads(self, rate: int) -> None:
        """Let the page send no more in a second: the system takes a whole photograph at once, whatever the wire."""
        cdp = self.context.new_cdp_session(self.page)
        cdp.send("Network.enable")
        about = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": rate}
        cdp.send("Network.emulateNetworkConditions", about)

    def sync(self) -> None:
        """What the browser does by itself once there is a signal, though no page of ours is open."""
        cdp, registrations = self.context.new_cdp_session(self.page), list[Any]()
        cdp.on("ServiceWorker.workerRegistrationUpdated", lambda news: registrations.extend(news["registrations"]))
        cdp.send("ServiceWorker.enable")
        until(lambda: bool(registrations), self.page)
        about = {"registrationId": registrations[-1]["registrationId"], "tag": "street", "lastChance": False}
        cdp.send("ServiceWorker.dispatchSyncEvent", {"origin": self.wire.address, **about})
        cdp.detach()

    # --- its person ---

    def choose_password(self, link: str, password: str) -> None:
        """Come by a link that works once."""
        self.open(f"/signin?link={link}")
        for name in ("password", "again"):
            self.page.fill(f"#{name}", password)
        self.page.tap("main button[type=submit]")
        self.page.wait_for_url(f"{self.wire.address}/work")

    def sign_in(self, name: str, password: str) -> None:
        """By the form that is shown."""
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.page.tap("main button[type=submit]")

    def open(self, path: str) -> None:
        self.page.goto(f"{self.wire.address}{path}")

    def open_form(self) -> None:
        """The form of a report, ready."""
        self.open("/street/case")
        self.page.wait_for_selector("[data-street-job]:not([hidden])")

    def report(self, problem: str, photograph: bytes, **more: str) -> None:
        """A photograph, a sentence, saved: it stands among what waits."""
        camera = {"name": "IMG_20261130_120000.jpg", "mimeType": "image/jpeg", "buffer": photograph}
        self.page.set_input_files("[data-camera]", camera)
        self.page.wait_for_selector("[data-photos] li")
        self.page.fill("[name='report.problem']", problem)
        for name, value in more.items():
            self.page.evaluate("document.querySelector('[data-folded]').open = true")
            self.page.fill(f"[name='report.{name}']", value)
        self.page.tap("[data-save]")
        saved, wrong = (
            self.page.locator(f"[data-entry]:has-text('{problem}')"),
            self.page.locator("[data-wrong]:not([hidden])"),
        )
        saved.or_(wrong).first.wait_for()
        assert not wrong.count(), wrong.inner_text()

    def count(self, state: str = "") -> int:
        return int(self.page.locator(f"[data-entry]{f'[data-state={state}]' if state else ''}").count())

    def wait_for_count(self, number: int, state: str = "") -> None:
        which = f"[data-entry]{f'[data-state={state}]' if state else ''}"
        self.page.wait_for_function(
            "([which, number]) => document.querySelectorAll(which).length === number", arg=[which, number]
        )

    def wait_for_shell(self) -> None:
        """Until the worker keeps what a page without a signal is made of."""
        until(lambda: bool(self.page.evaluate(KEPT)), self.page)

    def raw(self) -> list[dict[str, Any]]:
        """What lies in the database of the street."""
        return list(self.page.evaluate(RAW))

    def shoot(self, name: str) -> None:
        """A picture for who wants to look, where STREET_SHOTS names a folder."""
        if folder := os.environ.get("STREET_SHOTS"):
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def until(holds: Callable[[], bool], page: Any) -> None:
    """Wait for something that comes by itself, while the browser goes on."""
    ends = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < ends
        page.wait_for_timeout(100)


@cache
def _road() -> Image.Image:
    """What weighs as a photograph of a telephone does: noise does not become small."""
    noise = random.Random(463).randbytes(250 * 188)
    return Image.frombytes("L", (250, 188), noise).resize((2000, 1500)).convert("RGB")


def photograph(words: str, *, whole: bool = False) -> bytes:
    """A photograph of its own for each report: of a telephone's size, or a small one."""
    colour, file = f"#{crc32(words.encode()) & 0xFFFFFF:06x}", io.BytesIO()
    picture = _road().copy() if whole else Image.new("RGB", (320, 240))
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width // 2, picture.height), fill=colour)
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


def colour_of(picture: bytes) -> tuple[int, int, int]:
    """What a photograph shows on its left."""
    shown = Image.open(io.BytesIO(picture)).convert("RGB")
    red, green, blue = shown.getpixel((shown.width // 4, shown.height // 2))  # type: ignore[misc]
    return red, green, blue
