"""The district that is archived: a copy of one that was built, with what a suite has beside it, and a further day."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.audit.log import KEY, Log
from bench.year.homes import Homes
from bench.year.house import House
from contracts import catalogue
from operations.year.district import SLICE, District
from services.chassis.base.signing_keys import publish
from services.chassis.storage import migrations
from services.chassis.storage.store import Store
from services.gateway.acts import gateway_journal

DAYS = 365
SIGNING = "secrets/signing"


def copy(homes: Homes, size: int, home: Path) -> None:
    """The district again, in `home`; with the gateway's own journal, and an audit log of as many entries as events."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(homes.build(size), home)
    data = home / "data"
    for name, history in ((gateway_journal.FILE, gateway_journal.HISTORY), ("audit.db", catalogue.AUDIT)):
        store = Store(f"sqlite:///{data / name}")
        migrations.migrate(store, history)
        store.close()
    publish(home / SIGNING, catalogue.AUDIT, KEY)
    publish(home / SIGNING, catalogue.GATEWAY, KEY)
    log = Log(Store(f"sqlite:///{data / 'audit.db'}"), home / "audit")
    log.fill(size)
    log.store.close()


def live_on(home: Path, size: int, seed: int, url: str = "") -> int:
    """A further day of the district, behind what was archived first; how many events that were."""
    district, house = District(size, seed), House(home, url)
    count = 0
    for number in range(district.slices, district.slices + max(1, size // DAYS // SLICE)):
        count += house.take(district.piece(number), seed=seed)
    house.close()
    return count
