"""Jobs of the street as they are done on a telephone: few touches, nothing typed but a description, and the record."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pillow_heif
import pytest
from PIL import Image

from tests.browser.keyboard import NEEDS_CHROMIUM
from tests.suite import Suite

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM
pillow_heif.register_heif_opener()

MOST_TOUCHES = 6
"""From the list of jobs to what is saved; what the camera itself asks for comes beside it."""
EAST, NORTH = 120.3532, 31.59
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "geolocation": {"longitude": EAST, "latitude": NORTH, "accuracy": 12},
    "permissions": ["geolocation"],
}
COUNT = """() => {
  const add = (what) => sessionStorage.setItem(what, Number(sessionStorage.getItem(what)) + 1);
  addEventListener("pointerdown", (one) => one.isTrusted && add("touches"), true);
  addEventListener("keydown", (one) => one.isTrusted && one.target.tagName !== "TEXTAREA" && add("keystrokes"), true);
}"""
KIT = "KIT-DT-01"


@dataclass
class Telephone:
    """Somebody's telephone, at the list of their jobs."""

    suite: Suite
    page: Any
    token: str
    offered: int = 0
    """Touches on what the telephone's own keyboard or list offers, which no page sees."""

    def open(self, job: str) -> None:
        """Touch a job."""
        self.page.goto(f"{self.suite.address}/street")
        self.page.locator("[data-job]:visible").first.wait_for()
        self.page.evaluate("sessionStorage.clear()")
        self.tap(f'[data-job="{job}"] a')
        self.page.locator("form.street").wait_for()

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.tap()

    def write(self, selector: str, text: str) -> None:
        """Touch a description, and type it."""
        self.tap(selector)
        self.page.keyboard.type(text)

    def photograph(self, camera: str, body: bytes, name: str = "SYNTHETIC.jpg") -> None:
        """Touch what opens a camera, which takes this."""
        with self.page.expect_file_chooser() as chooser:
            self.tap(f"label[for={camera}]")
        chooser.value.set_files([{"name": name, "mimeType": "image/jpeg", "buffer": body}])

    def take(self, *bodies: bytes) -> None:
        """Take photographs, one after the other."""
        for number, body in enumerate(bodies, 1):
            self.photograph("camera", body)
            self.page.locator(f"[data-photos] li:nth-child({number})").wait_for()

    def scan(self, register: str, id_: str) -> None:
        """Take a photograph of a label as the suite prints it."""
        sheet = self.page.context.new_page()
        sheet.goto(f"{self.suite.address}/labels/{register.replace('.', '/')}?ids={id_}")
        label = sheet.locator(".labels li").screenshot()
        sheet.close()
        self.photograph("scan", label)
        self.page.locator("[data-scan-said]", has_text=id_).wait_for()

    def save(self, entries: int = 1) -> list[dict[str, Any]]:
        """Save; the records that came of it, once the few touches were counted and everything was sent."""
        self.tap("[data-save]")
        self.page.locator(f"[data-entry][data-state=sent] >> nth={entries - 1}").wait_for()
        touches, keystrokes = self.page.evaluate('["touches", "keystrokes"].map((one) => sessionStorage.getItem(one))')
        assert (int(touches) + self.offered <= MOST_TOUCHES, keystrokes) == (True, None), (touches, self.offered)
        paths = self.page.locator("[data-entry] a").evaluate_all("all => all.map((one) => one.pathname)")
        return [self.record(path.removeprefix("/registers")) for path in paths]

    def record(self, path: str) -> dict[str, Any]:
        return dict(self.suite.get(f"/v1{path}", token=self.token).json)


@contextmanager
def telephone(suite: Suite, browser: Any, role: str) -> Iterator[Telephone]:
    context = browser.new_context(**PHONE)
    context.set_default_timeout(15_000)
    page = context.new_page()
    suite.sign_in(page, role, "DT")
    page.add_init_script(f"({COUNT})()")
    yield Telephone(suite, page, suite.token(role, "DT"))
    context.close()


def picture(kind: str = "JPEG") -> bytes:
    """A photograph of some size, like no other, with the moment and the point that a camera writes."""
    notes, body = Image.Exif(), io.BytesIO()
    notes.get_ifd(0x8769).update({0x9003: "2017:03:01 08:58:00", 0x9011: "+08:00"})
    notes.get_ifd(0x8825).update({1: "N", 2: (31.0, 35.0, 24.12), 3: "E", 4: (120.0, 21.0, 11.52)})
    size = (2400, 1800) if kind == "JPEG" else (480, 360)
    Image.effect_noise((24, 18), 60).resize(size).convert("RGB").save(body, kind, exif=notes)
    return body.getvalue()


@pytest.fixture(scope="module")
def bureau(suite: Suite) -> Suite:
    """A suite with a squadron of two, who have a kit and are to be taught."""
    event = suite.unit("DT", name="东亭中队")
    someone = {"unit": "DT", "role": "officer", "kind": "established", "party_member": False, "joined_on": "2016-01-01"}

    def post(path: str, form: dict[str, Any]) -> dict[str, Any]:
        nonlocal event
        answer = suite.post(f"/v1/{path}?after={event}", form)
        assert answer.status in (200, 201), answer.body
        event = answer.json["event"]
        return dict(answer.json)

    for code in ("DT-01", "DT-02"):
        post("training/people", {"code": code, "name": f"示例{code}（合成）"} | someone)
    slots = [{"slot": number, "name": f"物品{number}", "quantity": 1} for number in range(1, 11)]
    kit = {"unit": "DT", "code": "KIT-1", "version": 1, "effective_on": "2017-01-01", "slots": slots}
    post("equipment/kit_definitions", kit)
    contents = [{"slot": number, "state": "present"} for number in range(1, 11)]
    packed = {"unit": "DT", "definition": "KIT-1", "assembled_on": "2017-02-20", "contents": contents}
    post("equipment/kits", {"code": KIT} | packed)
    post(f"equipment/kits/{KIT}/issue", {"holder": "DT-01", "issued_on": "2017-03-01", "signed": True})
    course = {
        "code": "C-1",
        "title": "队列（合成）",
        "unit": "DT",
        "category": "backbone",
        "topics": ["bearing"],
        "hours": 1,
    }
    post("training/courses", course | {"mandatory_for": [], "in_force_on": "2017-01-01"})
    planned = {
        "unit": "DT",
        "course": "C-1",
        "form": "lecture",
        "planned_on": "2017-03-01",
        "planned_for": "2017-03-02",
    }
    post("training/sessions", planned)
    assert suite.get(f"/v1/progress?after={event}").status == 200
    return suite


def test_a_case_is_reported_by_two_photographs_and_a_sentence(bureau: Suite, browser: Any) -> None:
    taken = [picture(), picture("HEIF")]
    with telephone(bureau, browser, "officer") as phone:
        phone.open("case")
        phone.page.locator("[data-place-said]", has_text="12").wait_for()
        phone.take(*taken)
        phone.write("textarea[name$=problem]", "井盖破损（合成）")
        (case,) = phone.save()

        fields = case["fields"]
        assert (fields["problem"], fields["source"], case["unit"]) == ("井盖破损（合成）", "patrol", "DT")
        assert (fields["longitude"], fields["latitude"], fields["datum"]) == (EAST, NORTH, "WGS84")
        near, far = fields["photos"]
        assert (near["kind"], near["shot_at"], near["datum"]) == ("near", "2017-03-01T00:58:00+00:00", "WGS84")
        assert (round(near["longitude"], 4), round(near["latitude"], 4), far["kind"]) == (EAST, NORTH, "far")
        small = bureau.get(f"/v1/evidence/{near['photo'][0]}", token=phone.token).body
        assert hashlib.sha256(taken[0]).hexdigest().encode() in small, "what is made small says of what"
        assert max(Image.open(io.BytesIO(small)).size) == 1600
        assert far["photo"] == [hashlib.sha256(taken[1]).hexdigest()], "what cannot be made small goes as it is"


def test_a_kit_is_looked_through_by_its_label(bureau: Suite, browser: Any) -> None:
    with telephone(bureau, browser, "officer") as phone:
        phone.open("kit")
        phone.scan("equipment.kits", KIT)
        phone.page.locator(".choice").nth(2).locator("label", has_text="缺失").tap()
        phone.take(picture())
        (kit,) = phone.save()
        assert (kit["status"], [one["slot"] for one in kit["fields"]["lacking"]]) == ("short", [3])


def test_an_act_on_the_spot_has_its_process_record(bureau: Suite, browser: Any) -> None:
    with telephone(bureau, browser, "officer") as phone:
        phone.open("act")
        phone.take(picture())
        phone.write("textarea[name$=matter]", "占道经营（合成）")
        phone.photograph("recording", picture())
        phone.page.locator("[data-recording-said]", has_text=re.compile(".")).wait_for()
        act, record = phone.save(entries=2)
        assert (act["status"], act["fields"]["source"]) == ("clue", "patrol")
        assert (record["fields"]["case"], record["fields"]["stage"]) == (act["id"], "start")
        assert (record["fields"]["medium"], len(record["fields"]["evidence"])) == ("text", 1)


def test_people_are_called_by_their_labels(bureau: Suite, browser: Any) -> None:
    with telephone(bureau, browser, "captain") as phone:
        phone.open("roll")
        phone.page.locator(".choice").first.wait_for()
        phone.scan("training.people", "DT-02")
        phone.tap("[name$=minutes]")
        phone.page.fill("[name$=minutes]", phone.page.locator("datalist option").first.get_attribute("value"))
        phone.offered += 1
        phone.take(picture())
        (session,) = phone.save()
        (present,) = session["fields"]["attendance"]
        assert (session["status"], present["person"]) == ("held", "DT-02")
        assert (present["status"], present["proof"], session["fields"]["minutes"]) == ("present", "scan", 30)
