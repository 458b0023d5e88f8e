"""A service's own journal: what seals it, checks it, publishes it, and puts acts into it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from services.chassis.base import log, metrics, signing_keys
from services.chassis.base.settings import Settings
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.handling.audit.trail import FAILURES, AuditTrail
from services.chassis.host import setup_digest
from services.chassis.messaging.relay import Relay
from services.chassis.messaging.retry import AWAY
from services.chassis.storage import journal
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.epochs import Epochs
from services.chassis.storage.sealer import Sealer
from services.chassis.storage.store import Store
from services.chassis.storage.verification import JournalVerifier, Verification

_log = log.get("journal")
SETTINGS, SIGNING_KEY = "settings", "signing key"


class OwnJournal:
    """The journal of one service, in `store`."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Nothing is read or published yet."""
        source, keys = f"/{settings.district}/{settings.service}", VerifyingKeys(settings.verifying_keys)
        self._settings = settings
        self.store, self.sealer = store, Sealer(source, signing_keys.load(settings))
        self.verification, self._verifier = Verification(0, None), JournalVerifier(store, source, keys)
        self.epochs = Epochs(store, source, keys)
        self.relay = Relay(store, settings.service, settings.amqp_uri, topology_given=settings.topology_given)
        self.trail = AuditTrail(store, settings.service, self.sealer, after_commit=self.relay.wake)
        self.trail.vouch = partial(keys.verify, settings.service)

    def prepare(self) -> None:
        """Seal what an older version has recorded."""
        with suppress(StorageDamaged):  # noted by the store: the service stays up and says so
            self.sealer.seal_what_is_older(self.store)
        self.record_setup("configuration_changed", SETTINGS, setup_digest.digest_of(self._settings))
        self.record_setup("key_changed", SIGNING_KEY, self.sealer.key_digest)

    def record_setup(self, act: str, name: str, digest: str) -> None:
        """Put on record that the service is set up otherwise than when that was recorded last; at the next start,
        where the journal takes nothing now.
        """
        with suppress(*FAILURES):
            self.trail.record_change(act, name, digest)

    def start(self, spawn: Callable[..., Any]) -> None:
        """Publish, record, and check what was recorded; `spawn` starts a thread (green or not)."""
        metrics.watch(self.waiting)
        spawn(self.relay.run, identifier="relay")
        spawn(self.trail.run, identifier="trail")
        spawn(self._verify, identifier="verification")

    def stop(self) -> None:
        """Record what was counted, then stop publishing; what is unpublished stays in the journal."""
        self.trail.stop()
        self.relay.stop()

    def _verify(self) -> None:
        """Read the journal once, from its first event on: who changed it beside us did so while we were away."""
        with suppress(StorageDamaged, *AWAY):
            self.verify()

    def verify(self) -> Verification:
        """Whether the journal is what was recorded; it is told from then on. Raises what the store raises."""
        self.verification = self._verifier.verify()
        if self.verification.fault:
            _log.error("journal.changed", fault=self.verification.fault)
        return self.verification

    def backlog(self) -> dict[str, Any]:
        """What waits for the broker."""
        with self.store.begin_read() as tx:
            return journal.backlog(tx)

    def waiting(self) -> metrics.Backlog | None:
        """The same for Prometheus; None where the journal cannot be read."""
        with suppress(StorageDamaged), self.store.begin_read() as tx:
            backlog = journal.backlog(tx)
            waits, aside = (int(backlog[name] or 0) for name in ("unpublished", "quarantined"))
            return metrics.Backlog(waits, journal.waits_since(tx), aside)
        return None
