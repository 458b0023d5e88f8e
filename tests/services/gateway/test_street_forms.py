"""The modules of the street's forms under node: what stands in a page, with what the device gave, as a command."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from services.gateway.display.messages.street.jobs import WORDS
from services.gateway.street.street_jobs import CONSTANT, FILLS, JOBS, OPENED
from services.gateway.web.street.street_scripts import FOLDER

TESTS = Path(__file__).with_name("street_forms")
OWN = (
    "book.js",
    "form.js",
    "job.js",
    "photos.js",
    "problem.js",
    "proposals.js",
    "queue.js",
    "recording.js",
    "rows.js",
    "street.js",
)
MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules as they are served, and their tests beside them."""
    folder = tmp_path_factory.mktemp("forms")
    shutil.copytree(FOLDER, folder / "scripts")
    for file in TESTS.glob("*.js"):
        shutil.copy(file, folder)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", sorted(file.name for file in TESTS.glob("*.test.js")))
def test_the_modules_do_what_they_say(name: str, folder: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    command = [node, "--test", name]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert int(re.findall(r"^# pass (\d+)", done.stdout, re.MULTILINE)[-1]) > 0


def test_a_device_knows_how_to_fill_in_all_that_a_job_asks_of_it() -> None:
    body = (FOLDER / "form.js").read_text(encoding="utf-8").partition("export function given")[2].partition("\n}\n")[0]
    known = set(re.findall(r"^    (\w+):", body, re.MULTILINE)) | {OPENED}
    asked = {what for job in JOBS for one in job.steps for what in one.fills.values()}
    assert {what for what in asked if not what.startswith(CONSTANT)} <= FILLS == known


def test_what_the_modules_say_has_words() -> None:
    for name in OWN:
        said = re.findall(r'\bsay\("([^"]+)"', (FOLDER / name).read_text(encoding="utf-8"))
        assert set(said) <= WORDS.keys(), name


def test_the_modules_are_light() -> None:
    assert sum((FOLDER / name).stat().st_size for name in OWN) < MOST_BYTES
