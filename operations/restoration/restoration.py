"""Whether restored databases are what was recorded, read to their last row where no suite runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from contracts import catalogue
from contracts.audit import acts
from contracts.envelope import Event
from contracts.rpc import SealedEvent
from operations.base.environment import Environment
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.messaging import owner_events
from services.chassis.storage import migrations, sealed_journal
from services.chassis.storage.history import History
from services.chassis.storage.store import Store
from services.chassis.storage.verification import JournalVerifier
from services.gateway.read_model.generations.own_programme import campaign_of
from services.gateway.read_model.read_model import ReadModel

PAGE = 500


@dataclass(frozen=True)
class Restoration:
    """Restored databases, and the public keys of that moment.

    environment  its home is where the bureau's own programme is looked for
    journal      opens the database in which a service's journal lies
    ledger       opens that of the view
    keys         by which what was signed is known
    """

    environment: Environment
    journal: Callable[[str], Store]
    ledger: Callable[[], Store]
    keys: VerifyingKeys

    def source(self, service: str) -> str:
        """The CloudEvents source of a service's events."""
        return f"/{self.environment.district}/{service}"

    def events(self) -> Iterator[list[Event]]:
        """Every event of every register, page by page. Raises BrokenHistory, Unreadable."""
        for service in catalogue.SERVICES:
            history = History(self.source(service), self.keys)
            with closing(self.journal(service)) as store:
                while page := _page(store, history.sequence):
                    yield [one for one in owner_events.follow(history, page) if not acts.is_audit(one.type)]

    def confirm(self, _service: str, _ids: Sequence[str]) -> tuple[Event, ...]:
        """Nothing is recorded while it is read: what the journals did not have they have not."""
        return ()

    def check_journals(self) -> tuple[int, list[str]]:
        """How many events all journals have, and what in them is not as it was signed."""
        events, faults = 0, []
        for service in catalogue.PUBLISHERS:
            with closing(self.journal(service)) as store:
                verdict = JournalVerifier(store, self.source(service), self.keys).verify()
            events += verdict.checked
            faults += [f"{service}: {verdict.fault}"] if verdict.fault else []
        return events, faults

    def check_view(self) -> list[str]:
        """What the view has that no journal says. Raises BrokenHistory, Unreadable."""
        programme = campaign_of(self.environment.own_programme(), self.environment.home)
        with closing(self.ledger()) as store:
            migrations.migrate(store, catalogue.GATEWAY)
            view = ReadModel(store, programme, self.environment.district)
            view.ensure_programme()
            seen = view.verify(self)
        faults = [f"view 视图: {seen['fault']}"] if seen["fault"] else []
        return faults + [f"in the view alone 仅存于视图: {one['id']}" for one in seen["only_here"]]


def _page(store: Store, after: int) -> list[SealedEvent]:
    with store.begin_read() as tx:
        return [SealedEvent(one.body, dict(one.seal.to_headers())) for one in sealed_journal.after(tx, after, PAGE)]
