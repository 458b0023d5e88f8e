"""Runs a service that does not wait for the disk: a harness that never finds a loss proves nothing."""

from __future__ import annotations

import os
import sys

from services.chassis.host import runner  # before what follows: it patches the modules

# isort: split
from tests.broken import disks

if __name__ == "__main__":
    disks.VARIANTS[os.environ["BROKEN"]]()
    runner.main(sys.argv[1])
