"""The Nu Html Checker (`vnu-jar` of npm), which says what is not valid in pages; it needs Java."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

LOCK = Path(__file__).parent / "validator"
JAVA = shutil.which("java")


def install(folder: Path) -> Path:
    """The checker as it is locked, without scripts of its own; nothing is left in the repository."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK / name, folder / name)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, timeout=300)
    return folder / "node_modules/vnu-jar/build/dist/vnu.jar"


def faults(jar: Path, folder: Path, pages: Mapping[str, str]) -> dict[str, set[str]]:
    """What is wrong with pages, by their addresses: errors and warnings, each once."""
    addresses = {f"{number}.html": address for number, address in enumerate(pages)}
    for name, address in addresses.items():
        (folder / name).write_text(pages[address], "utf-8")
    command = [str(JAVA), "-Xss2m", "-jar", str(jar), "--format", "json", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    found: dict[str, set[str]] = {}
    for one in json.loads(done.stderr)["messages"]:
        if one.get("subType") == "warning" or one["type"] == "error":
            said = f"{one['message']} | {one.get('extract', '').strip()[:120]}"
            found.setdefault(addresses[Path(one["url"]).name], set()).add(said)
    return found
