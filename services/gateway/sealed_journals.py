"""The owners' journals as who trusts nobody reads them: from the first event on, each with its owner's signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts import catalogue
from contracts.audit import acts
from contracts.envelope import Event
from contracts.errors import Problem, Unreadable
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.messaging import owner_events
from services.chassis.messaging.admission import Admission
from services.chassis.storage.history import BrokenHistory, History
from services.gateway.owner_client import OwnerClient

AT_ONCE = 500


class ChangedJournal(Problem):
    """A journal is not what its owner recorded; nothing of it was taken over."""

    slug, zh, status = "changed-journal", "日志与其所有者所记录的不一致，未采用其任何内容", 409


@dataclass(frozen=True)
class SealedJournals:
    """All journals of one district."""

    owners: OwnerClient
    district: str
    keys: VerifyingKeys

    def events(self) -> Iterator[list[Event]]:
        """Every event of every register, page by page. Raises Unavailable; ChangedJournal names the first bad one."""
        for service in catalogue.SERVICES:
            for page in self._follow(service):
                yield [event for event in page if not acts.is_audit(event.type)]

    def _follow(self, service: str) -> Iterator[list[Event]]:
        history = History(f"/{self.district}/{service}", self.keys)
        while page := self.owners.sealed_journal(service, history.sequence):
            try:
                yield owner_events.follow(history, page)
            except (BrokenHistory, Unreadable) as fault:
                raise ChangedJournal(f"{service}: {fault}") from None

    def confirm(self, service: str, ids: Sequence[str]) -> Iterator[Event]:
        """Those of some events that a service has recorded.

        Raises Unavailable; ChangedJournal where the service did not sign one of them.
        """
        admission = Admission(self.district, self.keys, self.owners.client.ask)
        for start in range(0, len(ids), AT_ONCE):
            for event, one in owner_events.by_id(self.owners.client.ask, service, ids[start : start + AT_ONCE]):
                try:
                    admission.inspect(event, None, one.seal)
                except Unreadable as fault:
                    raise ChangedJournal(f"{service}: {fault}") from None
                yield event
