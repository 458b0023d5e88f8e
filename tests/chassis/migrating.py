"""Brings databases to the present schema as a gateway's start does, and dies of kill -9 where it is told to.

`python -m tests.chassis.migrating OUTPUT` takes lines of URL and N: that process dies just before the N-th statement or
commit, of 0 never. To OUTPUT goes how each has ended; before that, of one that lived, what kinds there were of all.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import sqlalchemy as sa

from services.chassis.storage import migrations
from services.chassis.storage.store import Store
from services.gateway import paper_list
from services.gateway.accounts import database

GATEWAY = "gateway"
STATEMENT, COMMIT = "statement", "commit"


def bring_up(url: str) -> None:
    """What a gateway does before anything reads."""
    store = Store(url)
    migrations.migrate(store, GATEWAY)
    papers = paper_list.open_store(store)
    paper_list.prepare(papers, store)
    accounts = database.open_store(store)
    database.prepare(accounts, store)
    for one in (papers, accounts, store):
        one.close()


def main(output: str) -> None:
    """A process for each order, which costs no start of its own."""
    for line in sys.stdin:
        url, after = line.split()
        child = os.fork()
        if not child:
            moments = count_moments(int(after))
            bring_up(url)
            note(output, moments)
            os._exit(0)
        note(output, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def count_moments(after: int) -> list[str]:
    """Note every statement and commit just before it comes, on whichever connection, and die at one of them."""
    moments: list[str] = []

    def reach(kind: str) -> None:
        moments.append(kind)
        if len(moments) == after:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", lambda *_: reach(STATEMENT))
    sa.event.listen(sa.Engine, "commit", lambda _: reach(COMMIT))
    return moments


def note(output: str, result: object) -> None:
    """A line more of what came of it."""
    with Path(output).open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(result)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
