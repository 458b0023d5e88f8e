"""A clerk who imports sheets into an office of their own: everything the gateway does, without HTTP and broker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from contracts import catalogue, envelope
from contracts.rpc import Caller, CommandMessage, GroupResult, JobMessage, PageFilter
from operations.demo.sheets import Sheet, text
from services.chassis.handling import presenter
from services.chassis.handling.command_service import Job
from services.chassis.host.rpc_server import OwnerRpc
from services.chassis.records.command import Actor, Command
from services.chassis.storage import journal
from services.gateway.evidence import Evidence
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.programme import campaign
from services.gateway.reading_rights import ReadingRights
from services.gateway.spreadsheets import csvs, exporting, importing
from services.gateway.spreadsheets.exporting import RecordSource
from services.gateway.spreadsheets.importing import ImportContext
from services.gateway.spreadsheets.upload import UploadedSheets
from tests.office import READER, Office, build_view, clerk_of
from tests.services.gateway.local_rpc import LocalRpcClient

MATTERS = catalogue.REGISTERS["outreach.matters"]
ACCOUNT = "clerk@DT"
PENALTIES = "cases.penalties"


class OwnerOfManyPeople(OwnerRpc):
    """Takes each step of a sheet from somebody fit for it, as if those had entered it who took it.

    But penalty cases are told of as decided elsewhere, as a sheet does: their papers are out.
    """

    def run_job(self, message: JobMessage) -> tuple[GroupResult, ...]:
        groups = tuple(
            tuple(
                Command(**vars(one), actor=_person_for(one, group), imported=one.register == PENALTIES) for one in group
            )
            for group in message.groups
        )
        job, commands = Job(groups, message.whole, message.dry), self.provider.commands
        results = commands.carry_out(job)
        return presenter.results(commands, READER, results, tried=job.is_rolled_back(results))


def _person_for(one: CommandMessage, row: Sequence[CommandMessage]) -> Actor:
    """Who takes a step of a row: a file is scored by whom the row assigned to it, else it is somebody fit for it."""
    who = clerk_of(one.register, one.step, one.form)
    assigned = [other.form["reviewer"] for other in row if (one.step, other.step) == ("score", "assign")]
    return replace(who, id=str(assigned[0])) if assigned else who


class Clerk:
    """Sends csv texts to the owner and keeps the view up to date."""

    def __init__(self, home: Path, units: str = "DT DBT ZS", start: str = "2018-01-02") -> None:
        self.office = Office(units=units, start=start)
        self.owners = OwnerClient(LocalRpcClient(self.office, OwnerOfManyPeople))
        self.read_model = build_view([], campaign())
        self.evidence = Evidence(self.read_model.store, f"file://{home}/evidence")
        self.position = 0
        self.sent: list[tuple[int, bool, bool]] = []
        self.asked: list[int] = []
        self.catch_up()

    def close(self) -> None:
        self.office.store.close()
        self.read_model.store.close()

    def catch_up(self) -> None:
        """Let the view hear what the office journalled."""
        with self.office.store.begin_read() as tx:
            page = journal.page(tx, self.position, 10_000)
        events = [envelope.decode(body.encode()) for _, body in page]
        if page:
            self.position = page[-1][0]
            with self.read_model.store.begin() as tx:
                self.read_model.handle(tx, events)
            self.read_model.after_commit(events)

    def upload_file(self, name: str, body: bytes = b"x", by: str = ACCOUNT) -> str:
        """Hand in a file; its hash."""
        return str(self.evidence.save(body, name=name, media_type="image/png", by=by)["sha256"])

    def send(self, groups: Sequence[Sequence[CommandMessage]], whole: bool, dry: bool) -> Sequence[GroupResult]:  # noqa: FBT001
        """As the gateway sends to the owner."""
        self.sent.append((len(groups), whole, dry))
        job = JobMessage(tuple(map(tuple, groups)), caller_of(READER), whole, dry)
        return self.owners.carry_out(MATTERS, job)

    def import_csv(
        self,
        text: str | bytes,
        register: str = "outreach.matters",
        columns: str = "",
        *,
        partial: bool = False,
        dry: bool = False,
    ) -> dict[str, Any]:
        """Import a csv. Raises ImportRefused and what reading raises."""
        sent = UploadedSheets(csvs.read_book(text if isinstance(text, bytes) else text.encode()), columns)
        return self.import_sheets(sent, register, partial=partial, dry=dry)

    def import_sheets(
        self, sent: UploadedSheets, register: str = "outreach.matters", *, partial: bool = False, dry: bool = False
    ) -> dict[str, Any]:
        """Import what was read. Raises ImportRefused."""
        contract = catalogue.REGISTERS[register]
        context = ImportContext(
            self.read_model,
            self.evidence,
            ACCOUNT,
            self.tokens,
            self.count_receipts,
            readable_papers=lambda named: named & set(self.evidence.about(named)),
        )
        sheet = importing.prepare(contract, sent, context)
        outcome = importing.carry_out(sheet, self.send, partial=partial, dry=dry)
        self.catch_up()
        return outcome

    def tokens(self, texts: list[str]) -> Sequence[str]:
        """As the owner draws them."""
        return self.owners.tokens(MATTERS, texts)

    def readable_papers(self, named: set[str]) -> set[str]:
        """Those of some papers that were handed in."""
        return named & set(self.evidence.about(named))

    def count_receipts(self, groups: Sequence[Sequence[CommandMessage]]) -> Sequence[int]:
        """As the gateway asks the owner."""
        self.asked.append(len(groups))
        return self.owners.count_receipts(MATTERS, groups)

    def export_register(
        self, register: str = "outreach.matters", form: str = exporting.CSV, by: Actor = READER
    ) -> bytes:
        """Export a register."""
        contract = catalogue.REGISTERS[register]
        names = {code: str(unit["name"]) for code, unit in self.read_model.unit_tree().items()}
        source = RecordSource(
            self.owners,
            self.read_model,
            contract,
            PageFilter(),
            caller_of(by),
            ReadingRights(Bearer(by.id, by.role, None), self.read_model),
        )
        return b"".join(exporting.file(source, names, form).body)

    def records(self, register: str = "outreach.matters") -> list[dict[str, Any]]:
        """The records of a register."""
        return self.office.registers.page(register, within={}, after="", most=1000)


def caller_of(actor: Actor) -> Caller:
    """An actor as the gateway names them to owners."""
    return Caller(actor.id, actor.role, None if actor.within is None else tuple(sorted(actor.within)))


def clerk_of_demo(home: Path, sheets: Sequence[Sheet]) -> Clerk:
    """A clerk who has imported these sheets of the demo, in their order; no row of them was refused."""
    clerk = Clerk(home, units="")
    for sheet in sheets:
        for name in dict.fromkeys(sheet.pictures()):
            clerk.upload_file(name, name.encode())
        report = clerk.import_csv(text(sheet.rows()), sheet.register.replace("/", "."))
        assert report["refused"] == 0, sheet.file
    return clerk
