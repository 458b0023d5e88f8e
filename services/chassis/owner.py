"""What every service that owns registers answers over RPC. A service's own `service.py` says which registers."""

from __future__ import annotations

from typing import Any

from nameko.rpc import rpc

from contracts.errors import Problem, Unavailable
from services.chassis import answers, clock, copies, journal
from services.chassis.office import Office
from services.chassis.registers import Job
from services.chassis.telling import Actor, Command

LONGEST_WAIT = 5.0
Told = dict[str, Any]


class Owner:
    """The owner of some registers."""

    office: Office

    @rpc  # type: ignore[untyped-decorator]
    def carry_out(self, job: Told) -> list[Told]:
        """Carry out groups of commands; a result a group (see `answers.result`)."""
        self._wait_for(job.get("after"))
        if job.get("until") and clock.now().isoformat() > job["until"]:
            return [answers.result(Unavailable("too late")) for _ in job["groups"]]  # nobody waits for it any more
        return [answers.result(found) for found in self.office.registers.carry_out(_job(job))]

    @rpc  # type: ignore[untyped-decorator]
    def record(self, register: str, id_: str) -> Told:
        """A record with its history, or the problem that there is none."""
        try:
            return answers.full(self.office.registers.record(register, id_))
        except Problem as problem:
            return {"problem": problem.told()}

    @rpc  # type: ignore[untyped-decorator]
    def page(self, register: str, within: Told, after: str, most: int) -> list[Told]:
        """Records of a register in the order of their ids, after one id."""
        return self.office.registers.page(register, within=within, after=after, most=most)

    @rpc  # type: ignore[untyped-decorator]
    def journal(self, after: int, most: int) -> list[tuple[int, str]]:
        """Journal rows after a position, for rebuilding a view."""
        with self.office.store.read() as tx:
            return journal.page(tx, after, most)

    @rpc  # type: ignore[untyped-decorator]
    def pulse(self) -> Told:
        """That the service lives, and what waits in it."""
        return {"ready": True, "at": clock.now().isoformat(), "journal": self.office.backlog()}

    @rpc  # type: ignore[untyped-decorator]
    def rebuild(self) -> Told:
        """Write the projection again from the journal."""
        return self.office.registers.rebuild()

    def _wait_for(self, event_id: str | None) -> None:
        """A person who just set up a unit may use it at once: wait, bounded, until the copy has heard of it."""
        until = clock.ticks() + LONGEST_WAIT
        while event_id and clock.ticks() < until:
            with self.office.store.read() as tx:
                if copies.has(tx, event_id) or journal.has(tx, event_id):
                    return
            clock.pause(0.02)


def _job(told: Told) -> Job:
    actor = Actor(told["actor"]["id"], told["actor"]["role"], _units(told["actor"].get("within")))
    groups = tuple(
        tuple(Command(**one, actor=actor, trace=told.get("trace", "")) for one in group) for group in told["groups"]
    )
    return Job(groups, told.get("whole", False), told.get("dry", False))


def _units(within: list[str] | None) -> frozenset[str] | None:
    return None if within is None else frozenset(within)
