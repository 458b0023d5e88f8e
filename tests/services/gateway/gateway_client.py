"""A counter at which clerks are served: the whole gateway over an office of its own, without broker and processes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from werkzeug.test import Client, TestResponse

from contracts.errors import Unauthenticated, Unavailable
from contracts.notifier.channels import AllowedPlace
from contracts.notifier.rpc import MessageOutcome, Outcome, OutwardMessage
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.handling.audit.trail import ActRecorder, NoRecorder
from services.chassis.records.command import Actor
from services.chassis.storage.store import Store
from services.gateway.accounts import sessions
from services.gateway.accounts.accounts import open_accounts
from services.gateway.accounts.jobs.kept_jobs import JobOwner, KeptJobs
from services.gateway.accounts.lists.saved_filters import SavedFilters
from services.gateway.accounts.sheets.kept_headings import KeptHeadings
from services.gateway.accounts.sheets.kept_sheets import KeptSheets
from services.gateway.api.admin import Admin
from services.gateway.api.case_files import CaseFiles
from services.gateway.api.casefiles.case_papers import CasePaperList
from services.gateway.api.casefiles.template_trial import TemplateTrial
from services.gateway.api.changes import Changes
from services.gateway.api.due import DueDates
from services.gateway.api.evidence import EvidenceFiles
from services.gateway.api.imports import Imports
from services.gateway.api.indicators import Indicators
from services.gateway.api.measures.trends import Trends
from services.gateway.api.naming.mentions import Mentions
from services.gateway.api.plans.plans import Plans
from services.gateway.api.previews import Previews
from services.gateway.api.progress import Progress
from services.gateway.api.rankings import Rankings
from services.gateway.api.records import Records
from services.gateway.api.sheets.jobs import JobRoutes
from services.gateway.api.sheets.kept_sheets import KeptSheetRoutes
from services.gateway.api.spreadsheets import Sheets
from services.gateway.api.stream import ChangeStream
from services.gateway.api.street.labels import LabelReader
from services.gateway.api.tables.number_sheets import NumberSheets
from services.gateway.api.work.other_work import OtherWorkFinder
from services.gateway.api.work.tasks import Work
from services.gateway.audit.desk import AuditDesk
from services.gateway.audit.fact_proofs import FactProofs
from services.gateway.audit.log_routes import LogRoutes
from services.gateway.audit.log_watch import LogWatch
from services.gateway.audit.routes import AuditLog
from services.gateway.audit_client import AuditClient
from services.gateway.casefile.template_check import INSPECTIONS
from services.gateway.completions import COMPLETIONS
from services.gateway.evidence import Evidence
from services.gateway.exchange.desk import ExchangeDesk
from services.gateway.exchange.file_orders import FileOrders
from services.gateway.exchange.file_worker import FileWorker
from services.gateway.exchange.kept_mappings import FOLDER, KeptMappings
from services.gateway.exchange.routes import ExchangeRoutes
from services.gateway.http import cookies, routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.jobs.desk import JobDesk
from services.gateway.jobs.rights import JobRights
from services.gateway.jobs.worker import JobWorker
from services.gateway.owner_client import OwnerClient
from services.gateway.packs.archive import Maker
from services.gateway.packs.routes import Packs
from services.gateway.photographs.thumbnails import Thumbnails
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.staff_posts import StaffPosts
from services.gateway.reading_rights import PaperRights
from services.gateway.record_client import RecordClient
from services.gateway.reminders.channel_desk import ChannelDesk
from services.gateway.reminders.deciding import Deciding
from services.gateway.reminders.desk import ReminderDesk
from services.gateway.reminders.dispatch import Dispatch
from services.gateway.reminders.kept_addresses import KeptAddresses
from services.gateway.reminders.kept_messages import KeptMessages
from services.gateway.reminders.kept_reminders import KeptReminders
from services.gateway.reminders.staff import Staff
from services.gateway.reports.desk import ReportDesk
from services.gateway.reports.ordering.kept_orders import KeptOrders
from services.gateway.reports.ordering.order_routes import OrderDesk, ReportOrderRoutes
from services.gateway.reports.report_store import IssuedReports
from services.gateway.reports.routes import ReportRoutes
from services.gateway.reports.schedule import ReportScheduler, Schedules
from services.gateway.sealed_journals import SealedJournals
from services.gateway.spreadsheets.choosing.desk import SheetDesk
from services.gateway.spreadsheets.importer import SheetImporter
from services.gateway.street.device_keys import DeviceKeys
from services.gateway.warnings.desk import WarningDesk
from services.gateway.warnings.routes import Warnings
from services.gateway.web.audit.audit_pages import audit_pages
from services.gateway.web.audit.integrity import IntegrityCard
from services.gateway.web.audit.pack_page import PackPages
from services.gateway.web.due import DuePages
from services.gateway.web.fact import FactPage
from services.gateway.web.golive.going_live import GoingLive
from services.gateway.web.help.help_pages import HelpPages
from services.gateway.web.holidays.calendar_pages import calendar_resources
from services.gateway.web.imports import ImportsAwaiting
from services.gateway.web.jobs.job_pages import JobPages
from services.gateway.web.leader.compared_pages import compared_pages
from services.gateway.web.leader.examination_page import examination_resources
from services.gateway.web.leader.exchange_page import ExchangePages
from services.gateway.web.leader.picture_pages import picture_pages
from services.gateway.web.leader.report_order_pages import ReportOrderPages
from services.gateway.web.leader.report_pages import ReportPages
from services.gateway.web.leader.survey_page import survey_resources
from services.gateway.web.measure import MeasurePage
from services.gateway.web.operations.desk import SuiteParts, operator_resources
from services.gateway.web.overview import Overview
from services.gateway.web.people.account_page import AccountPage
from services.gateway.web.people.accounts_page import AccountsPage
from services.gateway.web.people.draft_list import DraftList
from services.gateway.web.people.drafts import DraftPages
from services.gateway.web.people.sign_in import SignIn
from services.gateway.web.problem import ProblemPages
from services.gateway.web.programmes.programme_pages import programme_resources
from services.gateway.web.public.public_resources import public_resources
from services.gateway.web.records.template_trial import trial_resources
from services.gateway.web.register_pages import register_pages
from services.gateway.web.reminders.reminder_resources import reminder_resources
from services.gateway.web.street.street_resources import street_resources
from services.gateway.web.style import Style
from services.gateway.web.warnings import WarningPages
from services.gateway.web.work.batch_form import BatchForms
from services.gateway.web.work.work_page import WorkPage
from services.gateway.web.work.work_script import WorkScript
from tests.office import Office, build_view, migrated_store
from tests.packs.making import GATEWAY, LOG
from tests.people import account_store
from tests.services.gateway.letters_in_memory import LettersInMemory
from tests.services.gateway.local_rpc import LocalRpcClient
from tests.tokens import bearer_of, token_of

KEY = b"k" * 64
NO_RECORDER = NoRecorder()
PUBLIC = "https://campaign.example"


class JobRightsOfTests(JobRights):
    """Whose job it is may do what they might do, until the test says otherwise."""

    revoked: ClassVar[set[str]] = set()

    def bearer(self, owner: JobOwner) -> Bearer:
        if owner.account in self.revoked:
            raise Unauthenticated("account")
        return Bearer(owner.account, owner.role, owner.unit, owner.behalf)


class SenderOfTests:
    """Takes the notifier's place: remembers what it was given, and answers as the test says."""

    def __init__(self) -> None:
        self.sent: list[OutwardMessage] = []
        self.places: Sequence[AllowedPlace] = ()
        self.outcome: str = Outcome.DELIVERED
        self.away = False

    def send(self, messages: Sequence[OutwardMessage], places: Sequence[AllowedPlace]) -> list[MessageOutcome]:
        if self.away:
            raise Unavailable("notifier")
        self.sent += messages
        self.places = places
        return [MessageOutcome(one.id, self.outcome) for one in messages]


def _before_and_after(view: ReadModel) -> tuple[object, ...]:
    """Surveys and examinations, first and latest."""
    return (*survey_resources(view, KEY), *examination_resources(view, KEY))


class GatewayClient:
    """Serves pages and the interface."""

    def __init__(
        self, home: Path, office: Office, store: Store | None = None, trail: ActRecorder = NO_RECORDER
    ) -> None:
        """`trail` puts on record what the gateway and its owners do."""
        self.office, self.store = office, store or migrated_store(f"sqlite:///{home}/view.db")
        self.read_model = build_view(office.events, campaign(), self.store)
        self.evidence = Evidence(self.store, f"file://{home}/evidence")
        self.read_model.givers = self.evidence.handed_in
        self.rpc_client = LocalRpcClient(office)
        self.rpc_client.owner.provider.trail = trail  # type: ignore[assignment]
        reads, owners = Progress(self.read_model, self.evidence), OwnerClient(self.rpc_client)
        # One after the other: the office has one database in memory, and one connection to it.
        client = self.record_client = RecordClient(
            owners, self.read_model, self.evidence, map, dict(INSPECTIONS), dict(COMPLETIONS)
        )
        importer = SheetImporter(owners, client, self.read_model, self.evidence)
        imports = Imports(client, self.read_model)
        sheets = Sheets(owners, importer, self.read_model)
        kept = account_store(self.store)
        accounts = open_accounts(kept, StaffPosts(self.read_model), KEY)
        self.desk = SheetDesk(importer, KeptSheets(kept, KEY), KeptHeadings(kept, KEY))
        self.jobs = JobDesk(KeptJobs(kept, KEY))
        self.worker = JobWorker(self.jobs, importer, JobRightsOfTests(accounts.identity))
        log = AuditClient(self.rpc_client)
        self.log_watch = LogWatch(log)
        card, proofs = IntegrityCard(self.log_watch), FactProofs(log, self.log_watch)
        overview, fact = Overview(reads, KEY, card), FactPage(reads, KEY, proofs)
        compared = compared_pages(reads, Indicators(self.read_model), KEY)
        pages = (overview, MeasurePage(reads, KEY), *compared, fact, SignIn(accounts, KEY), Style())
        trends, plans = Trends(reads), Plans(self.read_model)
        pictures = (trends, plans, *picture_pages(trends, plans, KEY), *_before_and_after(self.read_model))
        audit_desk, maker = AuditDesk(log, self.read_model), Maker(GATEWAY, lambda: [LOG.verifier])
        packs = Packs(log, reads, PaperRights(self.evidence, self.read_model), maker)
        audit = (
            AuditLog(audit_desk),
            LogRoutes(log, reads, maker.log_keys),
            packs,
            PackPages(packs, KEY),
            *audit_pages(audit_desk, card, KEY),
        )
        self.accounts, drafts = accounts, DraftPages(accounts, KEY)
        self._prepare_reminders(kept)
        own_drafts = DraftList(accounts.drafts, self.read_model)
        forms = (
            *register_pages(client, (self.desk, self.jobs), (SavedFilters(kept, KEY), drafts), KEY, PUBLIC),
            ImportsAwaiting(imports, KEY),
        )
        thumbnails = Thumbnails(self.evidence, f"file://{home}/evidence")
        files = EvidenceFiles(self.evidence, PaperRights(self.evidence, self.read_model), thumbnails)
        own = (AccountPage(accounts, KEY, PUBLIC, own_drafts.rows), AccountsPage(accounts, KEY, PUBLIC), drafts)
        warnings = (Warnings(desk := WarningDesk(client)), WarningPages(desk, KEY))
        due = DueDates(self.read_model)
        self.report_desk = ReportDesk(self.read_model, IssuedReports(kept), log)
        self.scheduler = ReportScheduler(self.report_desk, Schedules(kept), trail)
        ordered = OrderDesk(self.report_desk, KeptOrders(kept))
        resources = (
            reads,
            NumberSheets(reads, Rankings(self.read_model), Indicators(self.read_model), Changes(self.read_model)),
            ReportRoutes(self.report_desk, self.scheduler),
            ReportPages(self.report_desk, self.scheduler, ordered, KEY),
            ReportOrderRoutes(ordered),
            ReportOrderPages(ordered, KEY),
            *self._exchange(owners, home, kept, trail),
            ChangeStream(self.read_model),
            Records(client),
            Mentions(client),
            CaseFiles(owners, self.read_model, self.evidence),
            CasePaperList(client),
            *trial_resources(TemplateTrial(client), KEY),
            *warnings,
            *audit,
            sheets,
            KeptSheetRoutes(self.desk),
            JobRoutes(self.jobs, self.desk),
            JobPages(self.jobs, KEY),
            imports,
            work := Work(client, due, OtherWorkFinder(client, imports)),
            due,
            DuePages(due, KEY),
            WorkPage(work, own_drafts, KEY, self.reminders),
            *reminder_resources(self.reminders, self.channels, KEY),
            WorkScript(),
            *street_resources(client, KEY),
            *public_resources(self.read_model, KEY),
            DeviceKeys(accounts),
            HelpPages(KEY),
            GoingLive(client, accounts, KEY),
            *calendar_resources(client, KEY),
            *programme_resources(client, KEY),
            BatchForms(client, desk, self.evidence, KEY),
            Previews(self.read_model),
            files,
            LabelReader(client, PUBLIC),
            *pages,
            *pictures,
            *forms,
            *own,
        )
        self.letters, self.owners_letters = LettersInMemory(), LettersInMemory(name="cases")
        self.rpc_client.owner.consumer = SimpleNamespace(letters=self.owners_letters)  # type: ignore[assignment]
        self.health: dict[str, Any] = {"gateway": {"ready": True, "at": "2017-06-15T08:00:00+00:00", "disk": "ok"}}
        parts = SuiteParts(lambda: self.health, lambda: {"checked": 3}, self.letters, lambda: {"district": "'320205'"})
        admin = Admin(owners, self.read_model, SealedJournals(owners, self.read_model.district, VerifyingKeys(home)))
        operators = operator_resources(parts, admin, accounts, (kept, self.jobs.jobs), KEY)
        self.app = app = App(
            routing.bind((*resources, *operators)),
            KEY,
            self._identify,
            reads.quick,
            ProblemPages(KEY).show,
            keep=drafts.keep,
            finish=drafts.finish,
            trail=trail,
        )
        drafts.show = app.show_again
        self.client = Client(app, use_cookies=False)

    def _exchange(self, owners: OwnerClient, home: Path, kept: Store, trail: ActRecorder) -> tuple[object, ...]:
        mappings = KeptMappings(home / FOLDER)
        desk = ExchangeDesk(owners, self.read_model, mappings, FileOrders(kept, KEY), PUBLIC)
        self.file_worker = FileWorker(desk, lambda one: Bearer(one.account, one.role, one.unit), trail)
        return ExchangeRoutes(desk), ExchangePages(desk, KEY)

    def _prepare_reminders(self, kept: Store) -> None:
        kept_reminders = KeptReminders(kept)
        addresses, messages, self.sender = KeptAddresses(kept, KEY), KeptMessages(kept), SenderOfTests()
        staff = Staff(self.read_model, StaffPosts(self.read_model))
        self.deciding = Deciding(self.read_model, kept_reminders, messages, staff)
        self.reminders = ReminderDesk(kept_reminders, self.read_model, addresses)
        self.channels = ChannelDesk(addresses, messages, self.sender)
        self.dispatch = Dispatch(self.read_model, messages, addresses, self.sender, PUBLIC)

    def _identify(self, secret: str) -> Bearer:
        """Whom a token of the tests says it stands for, or whose session it is."""
        return self.accounts.identity.bearer(secret) if secret.startswith(sessions.PREFIX) else bearer_of(secret)

    def project_events(self) -> None:
        """Let the view hear what the office did since."""
        with self.read_model.store.begin() as tx:
            self.read_model.handle(tx, self.office.events)
        self.read_model.after_commit(self.office.events)

    def token(self, role: str, unit: str | None, who: str = "") -> str:
        """A token of a role in a unit; `who` has it, by a person's code."""
        return token_of(Bearer(who or f"{role}@{unit or 'bureau'}", role, unit))

    def headers_of(self, actor: Actor) -> dict[str, str]:
        """The headers by which somebody of the whole bureau asks the interface."""
        return {"Authorization": f"Bearer {self.token(actor.role, None, actor.id)}"}

    def request(
        self,
        path: str,
        body: Any = None,
        *,
        role: str = "clerk",
        unit: str | None = "DT",
        who: str = "",
        **more: str,
    ) -> TestResponse:
        """A page as a browser asks for it, or a form as it sends it."""
        cookie = f"{cookies.PLAIN}={self.token(role, unit, who)}"
        headers = {"Accept": "text/html", "Accept-Language": "zh-CN", "Cookie": cookie}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        if body is None:
            return self.client.get(path, headers=headers)
        return self.client.post(path, data=body, headers=headers, content_type="multipart/form-data")

    def fill(self, path: str, values: dict[str, Any], **who: Any) -> TestResponse:
        """Open a form, fill it in, send it."""
        form = self.request(path, **who)
        assert form.status_code == 200, form.text
        return self.request(path, FilledForm(form.text).fill_in(values), **who)

    def confirm(self, response: TestResponse, path: str, does: str = "confirm", **who: Any) -> TestResponse:
        """Answer the question that a form asked before it is carried out."""
        assert response.status_code == 200, response.text
        return self.request(path, FilledForm(response.text).fill_in({"_do": does}), **who)


class FilledForm(HTMLParser):
    """The form of a page with what stands in it, as a browser would send it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: MultiDict[str, Any] = MultiDict()
        self._form = self._select = self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value if value is not None else "yes" for name, value in attrs}
        if tag == "form":
            self._form = attributes.get("class", "")
        if "sheet" not in self._form.split():
            return
        if tag == "input":
            self._input(attributes)
        elif tag == "select":
            self._select = attributes["name"]
            self.values.setdefault(self._select, "")
        elif tag == "option" and "selected" in attributes:
            self.values[self._select] = attributes["value"]
        elif tag == "textarea":
            self._area = attributes["name"]
            self.values[self._area] = ""

    def _input(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "text")
        if kind == "file" or (kind in ("radio", "checkbox") and "checked" not in attributes):
            return
        self.values.add(attributes["name"], attributes.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._form = ""

    def fill_in(self, values: dict[str, Any]) -> MultiDict[str, Any]:
        """What would be sent after these fields were filled in."""
        form = MultiDict(self.values)
        for name, value in values.items():
            form.setlist(name, value if isinstance(value, list) else [value])
        return form


def without_tags(text: str) -> str:
    """What a page says."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))
