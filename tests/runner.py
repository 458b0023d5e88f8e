"""Runs a service for tests: people's posts may stand in a file, and a promise may be broken on purpose (`BROKEN`)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from services.chassis.host import runner  # before what follows: it patches the modules

# isort: split
from tests import broken


def run(service: str) -> None:
    """Run a service as the environment says, until it is asked to stop."""
    if service == "gateway":
        from services.gateway import composition
        from tests.people import StaffPostsOfTests

        StaffPostsOfTests.home = Path(os.environ["CAMPAIGN_HOME"])
        vars(composition)["StaffPosts"] = StaffPostsOfTests
    if os.environ.get("BROKEN"):
        broken.plant()
    runner.main(service)


if __name__ == "__main__":
    run(sys.argv[1])
