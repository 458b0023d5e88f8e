"""What every service that owns registers answers over RPC. A service's own `service.py` says which registers."""

from __future__ import annotations

from typing import Any

from nameko.rpc import rpc

from contracts import catalogue
from contracts.errors import Unavailable
from services.chassis.base import clock, tracing
from services.chassis.handling import presenter
from services.chassis.handling.command_service import Job
from services.chassis.host.providers import RegisterProvider
from services.chassis.messaging.rpc_client import TraceContext
from services.chassis.records.command import Actor, Command
from services.chassis.storage import journal, replica_age, replicas

LONGEST_WAIT = 5.0
Told = dict[str, Any]


class OwnerRpc:
    """The owner of some registers."""

    name: str
    office: RegisterProvider
    traced = TraceContext()

    @rpc  # type: ignore[untyped-decorator]
    def carry_out(self, job: Told) -> list[Told]:
        """Carry out groups of commands; a result a group (see `answers.results`)."""
        self._wait_for(job.get("after"))
        if job.get("until") and clock.now().isoformat() > job["until"]:
            return [presenter.refusal(Unavailable("too late")) for _ in job["groups"]]  # nobody waits for it any more
        registers, given = self.office.registers, _job(job)
        found = registers.carry_out(given)
        return presenter.results(registers, _actor(job["actor"]), found, tried=given.is_rolled_back(found))

    @rpc  # type: ignore[untyped-decorator]
    def record(self, register: str, id_: str, actor: Told | None = None) -> Told:
        """A record with its history as somebody may read it, or the problem that there is none."""
        return presenter.record(self.office.registers, _viewer(actor), register, id_)

    @rpc  # type: ignore[untyped-decorator]
    def page(self, register: str, within: Told, after: str, most: int, actor: Told | None = None) -> list[Told]:
        """Records of a register in the order of their ids, after one id, as somebody may read them."""
        rows = self.office.registers.page(register, within=within, after=after, most=most)
        return presenter.page(self.office.registers, _viewer(actor), register, rows)

    @rpc  # type: ignore[untyped-decorator]
    def shown(self, register: str, ids: list[str], actor: Told) -> dict[str, dict[str, str]]:
        """What somebody may read behind the tokens of some records."""
        return presenter.readable_texts(self.office.registers, _actor(actor), register, ids)

    @rpc  # type: ignore[untyped-decorator]
    def tokens(self, texts: list[str]) -> list[str]:
        """What stands for private texts, so that a sheet's rows are known again."""
        return [self.office.registers.vault.token(text) for text in texts]

    @rpc  # type: ignore[untyped-decorator]
    def forget(self, token: str) -> Told:
        """Delete the private text behind a token, for good."""
        return {"forgotten": self.office.registers.forget(token)}

    @rpc  # type: ignore[untyped-decorator]
    def journal(self, after: int, most: int) -> list[tuple[int, str]]:
        """Journal rows after a position, for rebuilding a view."""
        with self.office.store.begin_read() as tx:
            return journal.page(tx, after, most)

    @rpc  # type: ignore[untyped-decorator]
    def pulse(self) -> Told:
        """That the service lives, what waits in it, and how old its copies are."""
        told = {"ready": True, "at": clock.now().isoformat(), "journal": self.office.backlog()}
        with self.office.store.begin_read() as tx:
            return told | {"copies": replica_age.of(tx, catalogue.COPIES.get(self.name, ()))}

    @rpc  # type: ignore[untyped-decorator]
    def rebuild(self) -> Told:
        """Write the projection again from the journal."""
        return self.office.registers.rebuild()

    def _wait_for(self, event_id: str | None) -> None:
        """A person who just set up a unit may use it at once: wait, bounded, until the copy has heard of it."""
        until = clock.ticks() + LONGEST_WAIT
        while event_id and clock.ticks() < until:
            with self.office.store.begin_read() as tx:
                if replicas.has(tx, event_id) or journal.has(tx, event_id):
                    return
            clock.pause(0.02)


def _job(told: Told) -> Job:
    actor, trace = _actor(told["actor"]), tracing.current() or told.get("trace", "")
    groups = tuple(tuple(Command(**one, actor=actor, trace=trace) for one in group) for group in told["groups"])
    return Job(groups, told.get("whole", False), told.get("dry", False))


def _actor(told: Told) -> Actor:
    return Actor(told["id"], told["role"], _units(told.get("within")))


def _viewer(told: Told | None) -> Actor | None:
    return None if told is None else _actor(told)


def _units(within: list[str] | None) -> frozenset[str] | None:
    return None if within is None else frozenset(within)
