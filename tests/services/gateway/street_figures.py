"""What the street's addresses cost beside how much there is: `python -m tests.services.gateway.street_figures`.

Statements and steps are SQLite's own count; processor is of this one process, in which all owners answer.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import orjson
import sqlalchemy as sa
from werkzeug.test import TestResponse

from contracts.cases.datums import WGS84
from services.chassis.storage.store import Store
from tests.office import Office, migrated_store
from tests.rows_read import rows_read
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.street_bulk import MIDDLE, UNIT, Sizes, bureau_of, cases_on_the_map

DEMO, RUNS = Sizes(), 5
ROLES = ("officer", "quartermaster", "captain", "trainer")
Ask = Callable[[], TestResponse]


def main() -> None:
    """Fill a bureau, ask each address, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, nargs="*", default=[10, 100], help="so many times the example's size")
    for times in parser.parse_args().times:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), DEMO.times(times))


def measure(folder: Path, sizes: Sizes) -> None:
    """One size."""
    office = Office()
    bureau_of(office, sizes)
    site = GatewayClient(folder, office, store := migrated_store(f"sqlite:///{folder}/view.db"))
    cases_on_the_map(store, sizes.cases)
    sys.stdout.write(f"{sizes}\n")
    for role in ROLES:
        report(f"book of {role}", office.store, store, partial(get, site, "/v1/street/book", role))
    for metres in (0, 200, 500):
        report(f"proposals, {metres} m", office.store, store, partial(propose, site, metres))
    report("page of a job", office.store, store, partial(get, site, "/street/case", "officer"))


def get(site: GatewayClient, path: str, role: str) -> TestResponse:
    """What somebody of the unit is answered."""
    headers = {"Authorization": f"Bearer {site.token(role, UNIT)}"}
    return site.client.get(path, headers=headers, buffered=True)


def propose(site: GatewayClient, accuracy: int) -> TestResponse:
    """What is proposed in the middle of the town."""
    headers = {"Authorization": f"Bearer {site.token('officer', UNIT)}"}
    where = {"longitude": MIDDLE[0], "latitude": MIDDLE[1], "datum": WGS84, "accuracy": accuracy}
    return site.client.post("/v1/street/proposals", json=where, headers=headers, buffered=True)


def report(name: str, owners: Store, view: Store, ask: Ask) -> None:
    """Print what it costs: the least of some runs."""
    ask()
    statements = count(owners, ask) + count(view, ask)
    steps = rows_read(owners, ask) if count(owners, ask) else 0
    steps += rows_read(view, ask) if count(view, ask) else 0
    took = []
    for _ in range(RUNS):
        begun = time.process_time()
        answer = ask()
        took.append(time.process_time() - begun)
    assert answer.status_code == 200, answer.text
    items = ""
    if answer.mimetype == "application/json" and "lists" in (told := orjson.loads(answer.data)):
        items = " ".join(
            f"{key}={len(one['items'])}{'' if one['whole'] else '+'}" for key, one in told["lists"].items()
        )
    size, packed = len(answer.data), len(gzip.compress(answer.data))
    figures = (name, str(statements), f"{steps:,}", f"{1000 * min(took):.1f}", f"{size:,}", f"{packed:,}", items)
    sys.stdout.write(f"| {' | '.join(figures)} |\n")


def count(store: Store, work: Callable[[], object]) -> int:
    """How many statements a database is given for some work."""
    statements = []

    def note(*about: object) -> None:
        statements.append(about[2])

    sa.event.listen(store._engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        sa.event.remove(store._engine, "before_cursor_execute", note)
    return len(statements)


if __name__ == "__main__":
    main()
