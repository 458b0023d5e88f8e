"""A clerk who imports sheets into an office of their own: everything the gateway does, without HTTP and broker."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contracts import catalogue, envelope
from services.chassis import answers, journal
from services.chassis.registers import Job
from services.chassis.telling import Command
from services.gateway.evidence import Evidence
from services.gateway.sheets import csvs, exporting, importing
from services.gateway.sheets.exporting import Owner
from services.gateway.view.programme import campaign
from tests.office import BOSS, Office, viewed

MATTERS = catalogue.REGISTERS["outreach.matters"]
ACCOUNT = "clerk@DT"


class Clerk:
    """Sends csv texts to the owner and keeps the view up to date."""

    def __init__(self, home: Path) -> None:
        self.office = Office(units="DT DBT ZS")
        self.view = viewed([], campaign())
        self.evidence = Evidence(self.view.store, f"file://{home}/evidence")
        self.position = 0
        self.sent: list[tuple[int, bool, bool]] = []
        self.catch_up()

    def close(self) -> None:
        self.office.store.close()
        self.view.store.close()

    def catch_up(self) -> None:
        """Let the view hear what the office journalled."""
        with self.office.store.read() as tx:
            page = journal.page(tx, self.position, 10_000)
        events = [envelope.read(body.encode()) for _, body in page]
        if page:
            self.position = page[-1][0]
            with self.view.store.begin() as tx:
                self.view.handle(tx, events)
            self.view.handled(events)

    def file(self, name: str, body: bytes = b"x", by: str = ACCOUNT) -> str:
        """Hand in a file; its hash."""
        return str(self.evidence.keep(body, name=name, media_type="image/png", by=by)["sha256"])

    def send(self, groups: Sequence[list[dict[str, Any]]], whole: bool, dry: bool) -> list[dict[str, Any]]:  # noqa: FBT001
        """As the gateway sends to the owner."""
        self.sent.append((len(groups), whole, dry))
        made = tuple(tuple(Command(**one, actor=BOSS) for one in group) for group in groups)
        return [answers.result(found) for found in self.office.registers.carry_out(Job(made, whole, dry))]

    def take(
        self, text: str | bytes, register: str = "outreach.matters", *, partial: bool = False, dry: bool = False
    ) -> dict[str, Any]:
        """Import a csv. Raises ImportRefused and what reading raises."""
        rows = csvs.read(text if isinstance(text, bytes) else text.encode())
        found = catalogue.REGISTERS[register]
        sheet = importing.prepared(found, rows, view=self.view, evidence=self.evidence, account=ACCOUNT)
        told = importing.carry_out(sheet, self.send, partial=partial, dry=dry)
        self.catch_up()
        return told

    def give(self, register: str = "outreach.matters", form: str = exporting.CSV) -> bytes:
        """Export a register."""
        found = catalogue.REGISTERS[register]
        names = {code: str(unit["name"]) for code, unit in self.view.unit_tree().items()}
        return b"".join(exporting.file(Owner(Peers(self).call, self.view, found, {}), names, form).body)

    def records(self, register: str = "outreach.matters") -> list[dict[str, Any]]:
        """The records of a register."""
        return self.office.registers.page(register, within={}, after="", most=1000)


class Peers:
    """Answers as the owner would over RPC."""

    def __init__(self, clerk: Clerk) -> None:
        self.registers = clerk.office.registers

    def call(self, _service: str, method: str, register: str, *given: Any) -> Any:
        if method == "record":
            return answers.full(self.registers.record(register, given[0]))
        within, after, most = given
        return self.registers.page(register, within=within, after=after, most=most)
