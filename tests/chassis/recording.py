"""Puts acts on record as a service does, says each once it is, and is then killed or not.

`python -m tests.chassis.recording URL COUNT`: so many views of records, without end each of the last again and again.
"""

from __future__ import annotations

import sys
import threading

from services.chassis.handling.audit.doer import Doer
from services.chassis.storage.store import Store
from tests.acts import JournalledActs

SERVICE = "outreach"


def main(url: str, count: int) -> None:
    """Each record is shown once; nothing has a place in the journal before a second is over."""
    trail = JournalledActs(SERVICE, Store(url))
    for number in range(count):
        trail.record_view("text_shown", Doer("SYN-0001"), record=f"outreach.matters/m{number}")
        sys.stdout.write(f"m{number}\n")
        sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
