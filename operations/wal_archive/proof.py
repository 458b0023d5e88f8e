"""Whether a recovered database is what was recorded: journals, the view beside them, the audit log and papers."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from contracts import catalogue
from operations.base.environment import Environment
from operations.client.copies import backup_check
from operations.restoration.restoration import Restoration
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.storage.store import Store
from services.gateway.paper_list import papers


def prove(environment: Environment, url: sa.URL, public: Path) -> tuple[int, list[str]]:
    """How many events all journals have, and what is not as it was recorded.

    url     the server in which each service has a database
    public  the public keys of that moment
    """
    store = partial(_store, url)
    restored = Restoration(environment, store, partial(store, catalogue.GATEWAY), VerifyingKeys(public))
    events, faults = restored.check_journals()
    with closing(store(catalogue.AUDIT)) as log:
        fault = backup_check.fault_of(environment, log, public)
    return events, [*faults, *([f"audit: {fault}"] if fault else ()), *restored.check_view()]


def missing_papers(url: sa.URL, there: set[str]) -> list[str]:
    """Papers that the database has and the archive has not."""
    with closing(_store(url, catalogue.GATEWAY)) as store, store.begin_read() as tx:
        known = set(tx.scalars(sa.select(papers.c.sha256)))
    return [f"paper {one} is missing 缺少佐证文件" for one in sorted(known - there)]


def _store(url: sa.URL, service: str) -> Store:
    return Store(url.set(database=service).render_as_string(hide_password=False))
