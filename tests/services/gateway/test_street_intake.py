"""What a telephone takes in: its modules under node, on files that Pillow wrote, read as the server reads them."""

from __future__ import annotations

import base64
import json
import os
import random
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from services.gateway.display.messages.street.jobs import WORDS
from services.gateway.photographs import exif
from services.gateway.photographs.exif import PHOTOGRAPH, PLACE
from services.gateway.web.street.street_scripts import FOLDER

TESTS = Path(__file__).with_name("street")
TAKEN, OFFSET, ORIENTATION = 0x9003, 0x9011, 274
FILES, NOUGHT = 70, (0.0, 0.0, 0.0)
STRANGE_PLACES: list[dict[int, Any]] = [
    {2: NOUGHT, 4: NOUGHT},
    {2: NOUGHT},
    {2: (IFDRational(0, 0),) * 3},
    {4: (120.0, 21.0)},
    {1: "S", 3: "W"},
]
KINDS = {"jpg": "JPEG", "heic": "HEIF"}
MODULES = ("camera.js", "exif.js", "hash.js", "place.js", "scan.js", "shrink.js", "stamp.js")
Notes = dict[int, dict[int, Any]]
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


def photograph(kind: str, notes: Notes, orientation: int = 0) -> bytes:
    wrote, out = Image.Exif(), BytesIO()
    if orientation:
        wrote[ORIENTATION] = orientation
    for directory, values in notes.items():
        wrote.get_ifd(directory).update(values)
    Image.new("RGB", (64, 48), "grey").save(out, kind, exif=wrote.tobytes())
    return out.getvalue()


def some_notes(chance: random.Random) -> Notes:
    """What a camera might write: all of it, some, and what makes no sense."""
    taken: dict[int, Any] = {}
    if chance.random() < 0.8:
        month, day = chance.randrange(1, 14), chance.randrange(1, 32)
        taken[TAKEN] = (
            f"{chance.choice((2017, 2017, 2016, 2016, 1949, 0)):04}:{month:02}:{day:02} 08:{chance.randrange(62):02}:30"
        )
    if chance.random() < 0.5:
        taken[OFFSET] = chance.choice(("+08:00", "-03:30", "+24:00", "  :  ", "+0800"))
    place: dict[int, Any] = {}
    if chance.random() < 0.8:
        place = {1: chance.choice("NSX"), 3: chance.choice("EW")}
        place[2] = (float(chance.randrange(95)), float(chance.randrange(60)), chance.randrange(6000) / 100)
        place[4] = (float(chance.randrange(185)), float(chance.randrange(60)), chance.randrange(6000) / 100)
    if chance.random() < 0.4:
        place[18] = chance.choice(("WGS-84", "GCJ-02", "CGCS2000", "TOKYO"))
    return {PHOTOGRAPH: taken, PLACE: place}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photographs, and what the server reads of each."""
    folder, chance, expected = tmp_path_factory.mktemp("photographs"), random.Random(21), []
    whole: Notes = {PHOTOGRAPH: {TAKEN: "2017:03:01 08:58:00"}, PLACE: {1: "N", 2: (31.0, 35.0, 24.0), 3: "E"}}
    whole[PLACE][4] = (120.0, 21.0, 11.52)
    strange = [{PLACE: whole[PLACE] | one} for one in STRANGE_PLACES]
    all_notes = [whole, *strange, *(some_notes(chance) for _ in range(FILES // 2 - 1 - len(strange)))]
    for number in range(FILES):
        ending = ("jpg", "heic")[number % 2]
        name, turned = f"{number // 2}.{ending}", chance.randrange(9) if ending == "jpg" else 0
        notes = all_notes[number // 2]
        body = photograph(KINDS[ending], notes, turned)
        (folder / name).write_bytes(body)
        about = json.dumps(notes, sort_keys=True, default=str)
        seen = exif.read(body).proposal
        expected.append({"name": name, "about": about, "seen": seen, "orientation": turned or 1})
    ahead: Notes = {PHOTOGRAPH: {TAKEN: "2199:01:01 00:00:00"}, PLACE: whole[PLACE]}
    (folder / "ahead.jpg").write_bytes(photograph("JPEG", ahead))
    (folder / "plain.jpg").write_bytes(photograph("JPEG", {}))
    (folder / "expected.json").write_text(json.dumps(expected))
    return folder


def run_tests(name: str, files: Path, folder: Path) -> None:
    """Run one file of tests against the modules as they are served."""
    shutil.copytree(FOLDER, folder / "scripts")
    for file in TESTS.glob("*.mjs"):
        shutil.copy(file, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    command = [str(NODE), "--test", str(folder / name)]
    done = subprocess.run(
        command, env=os.environ | {"STREET_FILES": str(files)}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert int(re.findall(r"^# pass (\d+)", done.stdout, re.MULTILINE)[-1]) > 0, done.stdout[-2000:]


@pytest.mark.parametrize("name", sorted(file.name for file in TESTS.glob("*.test.mjs")))
def test_the_modules_do_what_they_say(name: str, files: Path, tmp_path: Path) -> None:
    run_tests(name, files, tmp_path)


def test_what_a_telephone_wrote_into_a_small_photograph_the_server_reads(files: Path, tmp_path: Path) -> None:
    run_tests("exif.test.mjs", files, tmp_path)
    stamped = sorted(files.glob("*.stamped.jpg"))
    assert len(stamped) == FILES
    for file in stamped:
        before = exif.read(file.with_name(file.name.removesuffix(".stamped.jpg")).read_bytes()).proposal
        assert exif.read(file.read_bytes()).proposal == before | {"original": "ab" * 32}
        with Image.open(file) as image:
            image.load()
            assert (image.size, image.getexif().get(ORIENTATION)) == ((64, 48), None)


def test_the_picture_by_which_a_browser_is_tried_is_turned_by_a_quarter() -> None:
    lines = re.search(r"TURNED = \[(.*?)\]", (FOLDER / "shrink.js").read_text(), re.DOTALL)
    assert lines
    with Image.open(BytesIO(base64.b64decode("".join(re.findall(r'"([^"]+)"', lines[1]))))) as image:
        assert (image.size, image.getexif()[ORIENTATION]) == ((2, 1), 6)


def test_every_phrase_that_they_say_is_among_the_words() -> None:
    said = re.compile(r'"((?:place|label|pictures?) [a-z ]+)"')
    phrases = {phrase for name in MODULES for phrase in said.findall((FOLDER / name).read_text())}
    assert len(phrases) >= 12
    assert phrases <= WORDS.keys()
