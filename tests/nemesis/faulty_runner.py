"""Runs a service with one promise broken on purpose: a checker that never fails proves nothing."""

from __future__ import annotations

import sys

from services.chassis.host import runner  # before what follows: it patches the modules

# isort: split
from tests import broken

if __name__ == "__main__":
    broken.plant()
    runner.main(sys.argv[1])
