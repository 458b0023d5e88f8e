"""A bundle for finding faults: what the suite tells of itself, with this machine's logs beside it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from operations.base.environment import Environment
from operations.client import client, downloads
from operations.client.client import Away
from operations.suite import home
from operations.upkeep import log_lines

PATH = "/v1/operations/support-bundle"


def write(environment: Environment, file: Path) -> tuple[int, bool]:
    """Write it; its size in bytes, and whether the suite answered. Where none does, the logs are all there is.

    Raises Declined, Broken, Distrusted.
    """
    answered = True
    try:
        downloads.save(client.connect(environment).download(PATH), file)
    except Away:
        answered = False
    with zipfile.ZipFile(file, "a" if answered else "w", zipfile.ZIP_DEFLATED) as archive:
        for log in home.logs(environment.home):
            archive.writestr(f"log/{log.name}", b"".join(log_lines.harmless_lines(log)))
    return file.stat().st_size, answered
