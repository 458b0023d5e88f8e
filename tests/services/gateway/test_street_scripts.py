"""What a telephone keeps and sends: the modules of the street by themselves, run by Node.js without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from services.gateway.web.street import street_scripts

TESTS = Path(__file__).with_name("street_scripts")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules beside their tests: each imports the others as a browser does."""
    folder = tmp_path_factory.mktemp("scripts")
    (folder / "package.json").write_text(json.dumps({"type": "module"}))
    for file in (*street_scripts.FOLDER.glob("*.js"), *TESTS.glob("*.js")):
        shutil.copy(file, folder)
    return folder


@pytest.mark.parametrize("name", sorted(one.name for one in TESTS.glob("*.test.js")))
def test_the_modules_keep_what_their_own_tests_claim(folder: Path, name: str) -> None:
    node = shutil.which("node")
    assert node, "Node.js runs these tests: CONTRIBUTING.md says how to set up"
    ran = subprocess.run([node, "--test", name], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# fail 0" in ran.stdout
    assert "# pass 0" not in ran.stdout, "something was tested"
