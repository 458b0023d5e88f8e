"""How the gateway is put together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Problem
from contracts.wire import JsonObject
from services.chassis.base import clock
from services.chassis.base.settings import SETTINGS, STORE, Settings
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.handling.audit import call_acts
from services.chassis.host import setup_digest, storage_watch
from services.chassis.host.own_journal import OwnJournal
from services.chassis.host.signed_rpc import Guard
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.retry import AWAY
from services.chassis.messaging.rpc_client import RpcClient
from services.chassis.messaging.subscriber import EventSink
from services.chassis.storage import room
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.store import Store
from services.gateway import paper_list
from services.gateway.accounts import database
from services.gateway.accounts.accounts import open_accounts
from services.gateway.accounts.jobs.kept_jobs import KeptJobs
from services.gateway.accounts.lists.saved_filters import SavedFilters
from services.gateway.accounts.openid.desk import OpenIdDesk
from services.gateway.accounts.openid.provider import Provider
from services.gateway.accounts.recovery_desk import RecoveryDesk
from services.gateway.accounts.sheets.kept_headings import KeptHeadings
from services.gateway.accounts.sheets.kept_sheets import KeptSheets
from services.gateway.acts import gateway_journal
from services.gateway.api.accounts import AccountAdmin
from services.gateway.api.admin import Admin
from services.gateway.api.audit_check import AuditCheck
from services.gateway.api.case_files import CaseFiles
from services.gateway.api.casefiles.case_papers import CasePaperList
from services.gateway.api.casefiles.template_trial import TemplateTrial
from services.gateway.api.changes import Changes
from services.gateway.api.documents import Documents
from services.gateway.api.due import DueDates
from services.gateway.api.evidence import EvidenceFiles
from services.gateway.api.health import Health
from services.gateway.api.imports import Imports
from services.gateway.api.indicators import Indicators
from services.gateway.api.measures.article import ArticleClaims, open_article
from services.gateway.api.measures.trends import Trends
from services.gateway.api.naming.mentions import Mentions
from services.gateway.api.operations.recovery import open_recovery
from services.gateway.api.own_account import OwnAccount
from services.gateway.api.paper_check import PaperCheck
from services.gateway.api.plans.plans import Plans
from services.gateway.api.previews import Previews
from services.gateway.api.progress import Progress
from services.gateway.api.rankings import Rankings
from services.gateway.api.records import Records
from services.gateway.api.recoveries import RecoveryRoutes
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
from services.gateway.http import bearer_tokens, routing
from services.gateway.http.app import App, Environ
from services.gateway.http.bounds import Bounds
from services.gateway.http.cookies import SignInCookie
from services.gateway.http.routing import Handler, Route
from services.gateway.http.server import Server
from services.gateway.jobs.desk import JobDesk
from services.gateway.jobs.news import JobNews
from services.gateway.jobs.rights import JobRights
from services.gateway.jobs.worker import JobWorker
from services.gateway.open311 import errors
from services.gateway.open311.routes import Open311
from services.gateway.owner_client import OwnerClient
from services.gateway.packs.archive import maker_of
from services.gateway.packs.routes import Packs
from services.gateway.photographs import looks
from services.gateway.photographs.thumbnails import Thumbnails
from services.gateway.pulses import ServicePulses
from services.gateway.read_model.generations.own_programme import campaign_of
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.replay.worker import compare_apart, replay_apart
from services.gateway.read_model.shadow.builder import GenerationBuilder
from services.gateway.read_model.shadow.worker import StepsApart
from services.gateway.read_model.staff_posts import StaffPosts
from services.gateway.reading_rights import PaperRights
from services.gateway.record_client import RecordClient
from services.gateway.reminders.channel_desk import ChannelDesk
from services.gateway.reminders.deciding import Deciding
from services.gateway.reminders.desk import ReminderDesk
from services.gateway.reminders.dispatch import Dispatch, NotifierClient
from services.gateway.reminders.kept_addresses import KeptAddresses
from services.gateway.reminders.kept_messages import KeptMessages
from services.gateway.reminders.kept_reminders import KeptReminders
from services.gateway.reminders.staff import Staff
from services.gateway.reminders.worker import ReminderWorker
from services.gateway.reports.desk import ReportDesk
from services.gateway.reports.ordering.kept_orders import KeptOrders
from services.gateway.reports.ordering.order_routes import OrderDesk, ReportOrderRoutes
from services.gateway.reports.ordering.order_worker import OrderWorker
from services.gateway.reports.report_store import IssuedReports
from services.gateway.reports.routes import ReportRoutes
from services.gateway.reports.schedule import ReportScheduler, Schedules
from services.gateway.resources import RESOURCES, endpoints
from services.gateway.scrub import Scrub
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
from services.gateway.web.items.item_page import ItemPage
from services.gateway.web.jobs.job_pages import JobPages
from services.gateway.web.leader.article_page import ArticlePage
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
from services.gateway.web.people.passkeys import PasskeyScript
from services.gateway.web.people.provider import CALLBACK, ProviderSignIn, flow_cookie
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

PULSE, LOOK = 2.0, 0.25
"""Seconds between two questions to the services, and between two looks at the ledger's version."""


class Gateway(Server):
    """The read model, its subscriber, its routes, and the watch over the other services."""

    rpc_client = RpcClient()
    guard = Guard()
    leaves = False
    """Whether it was asked to stop: it answers, and is not ready."""

    def setup(self) -> None:
        """Open the store and the programme."""
        settings: Settings = self.container.config[SETTINGS]
        store: Store = self.container.config[STORE]
        programme = campaign_of(settings.programme, settings.home)
        self.read_model = ReadModel(store, programme, settings.district, replay=replay_apart, compare=compare_apart)
        with suppress(StorageDamaged):  # noted by the store: the gateway stays up and says so
            self.read_model.ensure_programme()
        apart = StepsApart(store, settings.district, self.read_model.wanted)
        self.builder = GenerationBuilder(self.read_model, apart)
        self.papers = paper_list.open_store(store)
        with suppress(StorageDamaged):
            paper_list.prepare(self.papers, store)
        self.evidence = Evidence(self.papers, settings.evidence_url, settings.bucket)
        self.read_model.givers = self.evidence.handed_in
        self.builder.files = lambda sha256: self.evidence.read(sha256)[0]
        self.thumbnails = Thumbnails(self.evidence, settings.evidence_url, settings.bucket)
        self.scrub = Scrub(self.evidence, self.read_model)
        self.evidence.after_save = self.scrub.heal
        self.evidence.show = partial(looks.note, self.read_model)
        self.occupancy = room.Occupancy(store)
        self.inbox = Inbox(
            store,
            settings,
            self.rpc_client.ask,
            EventSink(self.read_model.handle, self.read_model.after_commit),
            self.read_model.present,
        )
        self.owners = OwnerClient(self.rpc_client)
        self.journals = SealedJournals(self.owners, settings.district, VerifyingKeys(settings.verifying_keys))
        self.pulses = ServicePulses(self.owners)
        self.log = AuditClient(self.rpc_client)
        self.log_watch = LogWatch(self.log)
        self.progress = Progress(self.read_model, self.evidence)
        self.indicators = Indicators(self.read_model)
        signing = bearer_tokens.key(settings.home)
        self.journal_store = gateway_journal.open_store(store)
        with suppress(StorageDamaged):
            gateway_journal.prepare(self.journal_store, store)
        self.journal = OwnJournal(self.journal_store, settings)
        self.journal.prepare()
        self.journal.record_setup("programme_changed", "programme", _digest(self.read_model.programme))
        self.account_store = database.open_store(store)
        with suppress(StorageDamaged):
            database.prepare(self.account_store, store)
        self.recovery = open_recovery(self.account_store)
        posts = StaffPosts(self.read_model)
        self._prepare_reminders(signing, posts)
        self.accounts = open_accounts(
            self.account_store, posts, signing, settings.sign_in_failures, settings.second_factor_roles
        )
        self.drafts = DraftPages(self.accounts, signing)
        bounds = Bounds(settings.request_rate, settings.most_streams)
        self.cookie = SignInCookie(settings.public_url.startswith("https:"))
        self.provider = _provider(settings)
        self.sign_in = SignIn(self.accounts, signing, self.cookie, self.provider, settings.public_url)
        door = (signing, self.accounts, self.provider, settings.public_url, self.cookie)
        self.app = App(
            self._handlers(signing),
            signing,
            self.accounts.identity.bearer,
            self.progress.quick,
            partial(_problem_response, ProblemPages(*door)),
            bounds,
            settings.trusted_proxies,
            self.cookie,
            self.drafts.keep,
            self.drafts.finish,
            self.journal.trail,
        )
        self.drafts.show = self.app.show_again

    def _prepare_reminders(self, signing: bytes, posts: StaffPosts) -> None:
        settings: Settings = self.container.config[SETTINGS]
        kept_reminders = KeptReminders(self.account_store)
        addresses, messages = KeptAddresses(self.account_store, signing), KeptMessages(self.account_store)
        sender = NotifierClient(self.rpc_client)
        self.reminders = ReminderDesk(kept_reminders, self.read_model, addresses)
        self.channels = ChannelDesk(addresses, messages, sender)
        self.reminding = ReminderWorker(
            Deciding(self.read_model, kept_reminders, messages, Staff(self.read_model, posts)),
            Dispatch(self.read_model, messages, addresses, sender, settings.public_url, self._has_open_account),
        )

    def _has_open_account(self, person: str) -> bool:
        account = self.accounts.directory.find(person)
        return account is not None and account.open

    def _handlers(self, signing: bytes) -> dict[Route, Handler]:
        """Every address with what answers it. Raises KeyError for a class of which there is no object here."""
        by_class = {type(one): one for one in self._resources(signing)}
        return routing.bind(by_class[kind] for kind in RESOURCES)

    def _resources(self, signing: bytes) -> Iterable[object]:
        settings: Settings = self.container.config[SETTINGS]
        client, due = (
            RecordClient(self.owners, self.read_model, self.evidence, inspections=INSPECTIONS, completions=COMPLETIONS),
            DueDates(self.read_model),
        )
        own_drafts = DraftList(self.accounts.drafts, self.read_model)
        warnings = WarningDesk(client)
        imports = Imports(client, self.read_model)
        audit, maker = AuditDesk(self.log, self.read_model), maker_of(settings)
        importer = SheetImporter(self.owners, client, self.read_model, self.evidence)
        kept = KeptSheets(self.account_store, signing), KeptHeadings(self.account_store, signing)
        self.desk = SheetDesk(importer, *kept)
        jobs = KeptJobs(self.account_store, signing, settings.jobs.days)
        self.jobs, self.news = JobDesk(jobs, settings.jobs), JobNews(jobs)
        self.worker = JobWorker(self.jobs, importer, JobRights(self.accounts.identity), self.journal.trail)
        report_desk = ReportDesk(self.read_model, IssuedReports(self.account_store), self.log)
        self.scheduler = ReportScheduler(report_desk, Schedules(self.account_store), self.journal.trail)
        ordered = OrderDesk(report_desk, KeptOrders(self.account_store))
        rights = JobRights(self.accounts.identity).bearer
        self.order_worker = OrderWorker(report_desk, ordered.orders, rights, self.journal.trail)
        mappings = KeptMappings(settings.home / FOLDER)
        mappings.tell_broken()
        files = FileOrders(self.account_store, signing)
        upward = ExchangeDesk(self.owners, self.read_model, mappings, files, settings.public_url)
        self.file_worker = FileWorker(upward, rights, self.journal.trail)
        return (
            self.progress,
            ReportRoutes(report_desk, self.scheduler),
            ReportPages(report_desk, self.scheduler, ordered, signing),
            ReportOrderRoutes(ordered),
            ReportOrderPages(ordered, signing),
            ExchangeRoutes(upward),
            ExchangePages(upward, signing),
            ChangeStream(self.read_model, self.news),
            EvidenceFiles(self.evidence, PaperRights(self.evidence, self.read_model), self.thumbnails),
            LabelReader(client, settings.public_url),
            CaseFiles(self.owners, self.read_model, self.evidence),
            CasePaperList(client),
            *trial_resources(TemplateTrial(client), signing),
            Health(self.service_health, lambda: self.scrub.tally, self.recovery.tell),
            Records(client),
            Mentions(client),
            Sheets(self.owners, importer, self.read_model),
            KeptSheetRoutes(self.desk),
            JobRoutes(self.jobs, self.desk),
            JobPages(self.jobs, signing),
            imports,
            ImportsAwaiting(imports, signing),
            admin := Admin(self.owners, self.read_model, self.journals),
            Previews(self.read_model),
            AuditCheck(self.owners, self.read_model, self.journals, self.journal.verify),
            PaperCheck(self.scrub, self.evidence),
            Documents(endpoints()),
            due,
            work := Work(client, due, OtherWorkFinder(client, imports)),
            Warnings(warnings),
            changes := Changes(self.read_model),
            NumberSheets(self.progress, Rankings(self.read_model), self.indicators, changes),
            trends := Trends(self.progress),
            plans := Plans(self.read_model),
            claims := ArticleClaims(self.progress, open_article(endpoints())),
            ArticlePage(claims, signing),
            Open311(client, self.read_model, settings.district, settings.public_url),
            Overview(self.progress, signing, IntegrityCard(self.log_watch), lambda: self.pulses.skewed),
            ItemPage(self.progress, signing),
            MeasurePage(self.progress, signing),
            *picture_pages(trends, plans, signing),
            *survey_resources(self.read_model, signing),
            *examination_resources(self.read_model, signing),
            *compared_pages(self.progress, self.indicators, signing),
            FactPage(self.progress, signing, FactProofs(self.log, self.log_watch)),
            AuditLog(audit),
            packs := Packs(self.log, self.progress, PaperRights(self.evidence, self.read_model), maker),
            PackPages(packs, signing),
            LogRoutes(self.log, self.progress, maker.log_keys),
            *audit_pages(audit, IntegrityCard(self.log_watch), signing),
            self.sign_in,
            ProviderSignIn(self._openid_desk(signing), self.sign_in, flow_cookie(tls=self.cookie.tls)),
            OwnAccount(self.accounts),
            DeviceKeys(self.accounts),
            AccountAdmin(self.accounts),
            RecoveryRoutes(RecoveryDesk(self.accounts)),
            AccountPage(self.accounts, signing, settings.public_url, own_drafts.rows),
            self.drafts,
            AccountsPage(self.accounts, signing, settings.public_url),
            Style(),
            PasskeyScript(),
            DuePages(due, signing),
            WorkPage(work, own_drafts, signing, self.reminders),
            *reminder_resources(self.reminders, self.channels, signing),
            WorkScript(),
            *street_resources(client, signing),
            *public_resources(self.read_model, signing),
            HelpPages(signing),
            GoingLive(client, self.accounts, signing),
            *calendar_resources(client, signing),
            *programme_resources(client, signing),
            *operator_resources(self._parts(settings), admin, self.accounts, (self.account_store, jobs), signing),
            BatchForms(client, warnings, self.evidence, signing),
            WarningPages(warnings, signing),
            *register_pages(
                client,
                (self.desk, self.jobs),
                (SavedFilters(self.account_store, signing), self.drafts),
                signing,
                settings.public_url,
            ),
        )

    def _parts(self, settings: Settings) -> SuiteParts:
        plain = partial(setup_digest.plain_settings, settings)
        return SuiteParts(self.service_health, lambda: self.scrub.tally, self.inbox.letters, plain)

    def _openid_desk(self, signing: bytes) -> OpenIdDesk | None:
        return OpenIdDesk(self.provider, self.accounts, signing) if self.provider else None

    def start(self) -> None:
        """Listen to events, watch the others, serve."""
        self.journal.start(self.container.spawn_managed_thread)
        self.guard.calls.tell = partial(call_acts.note_refusal, self.journal.trail)
        self.inbox.start(self.container.spawn_managed_thread)
        self.container.spawn_managed_thread(self._watch_services, identifier="pulse")
        self.container.spawn_managed_thread(self.log_watch.run, identifier="log")
        self.container.spawn_managed_thread(self.scrub.run, identifier="scrub")
        self.container.spawn_managed_thread(self.drafts.watch, identifier="drafts")
        self.container.spawn_managed_thread(self.desk.watch, identifier="sheets")
        self.container.spawn_managed_thread(self.warm, identifier="warming")
        self.container.spawn_managed_thread(self.jobs.watch, identifier="jobs")
        self.container.spawn_managed_thread(self.news.watch, identifier="news")
        self.container.spawn_managed_thread(self.worker.run, identifier="worker")
        self.container.spawn_managed_thread(self.reminding.run, identifier="reminders")
        self.container.spawn_managed_thread(self.reminding.send, identifier="messages")
        self.container.spawn_managed_thread(self.builder.run, identifier="generations")
        self.container.spawn_managed_thread(self.scheduler.run, identifier="reports")
        self.container.spawn_managed_thread(self.order_worker.run, identifier="report orders")
        self.container.spawn_managed_thread(self.file_worker.run, identifier="exchange orders")
        for own, name in ((self.papers, "papers"), (self.journal_store, "journal")):
            if own is not self.read_model.store:
                self.container.spawn_managed_thread(partial(storage_watch.run, own), identifier=name)
        if not self.read_model.store.is_sqlite:  # a SQLite file has this gateway alone
            self.container.spawn_managed_thread(self._watch_database, identifier="others")
        self.serve(self.app)

    def stop(self) -> None:
        """Tell proxies to ask another gateway, and answer until they do; then stop serving, and listening last."""
        self.leaves = True
        clock.pause(self.container.config[SETTINGS].drain)
        super().stop()
        self.inbox.stop()
        self.journal.stop()

    def get_dependency(self, _worker: Any) -> OwnJournal:
        """What is answered over RPC: of the journal, and nothing else."""
        return self.journal

    def service_health(self) -> dict[str, JsonObject]:
        """How each service was when it was last asked, and the gateway itself."""
        stores = (self.read_model.store, self.papers, self.journal_store)
        changed = self.journal.verification.fault
        faults = tuple(dict.fromkeys(fault for one in stores for fault in one.damage.report()))
        faults += (f"journal: {changed}",) if changed else ()
        ledger, journal = room.look(self.read_model.store), room.look(self.journal_store)
        disk = room.worst(ledger, journal, room.look(self.papers, self.evidence.folders()))
        ready = self.inbox.ready and not faults and disk.suffices and not self.leaves
        at = clock.now().isoformat()
        own = {"ready": ready, "at": at, "inbox": self.inbox.status(), "disk": disk, "stored": self.occupancy.size()}
        own["view"] = self.builder.report()
        return {"gateway": own | ({"storage": faults} if faults else {})} | self.pulses.latest()

    def warm(self) -> None:
        """Remember what would take long to read or to write when somebody asks; without it the first who asks waits."""
        for warm in (self.indicators.warm, self.read_model.warm, DueDates(self.read_model).warm):
            with suppress(*AWAY, StorageDamaged, Problem):
                warm()

    def _watch_services(self) -> None:
        """Ask every service now and then; one that is silent for long makes its numbers stale, not zero."""
        while True:
            self.pulses.ask_all()
            self.read_model.mark_stale(self.pulses.silent_since)
            with suppress(*AWAY, StorageDamaged, Problem):
                self.recovery.look()
            ready = all(one["ready"] for one in self.service_health().values())
            clock.pause(PULSE if ready else PULSE / 8)  # /readyz says soon that all of it has come up

    def _watch_database(self) -> None:
        """Notice what other gateways over the same database wrote."""
        while True:
            clock.pause(LOOK)
            with suppress(*AWAY, StorageDamaged):
                self.read_model.refresh()


def _digest(programme: Programme) -> str:
    return hashlib.sha256(programme.text.encode()).hexdigest()


def _provider(settings: Settings) -> Provider | None:
    return Provider(settings.openid, f"{settings.public_url}{CALLBACK}") if settings.openid else None


def _problem_response(pages: ProblemPages, environ: Environ, problem: Problem) -> Response | None:
    """A problem as whoever asked can read it, where that is not RFC 9457."""
    return errors.problem(environ, problem) or pages.show(environ, problem)
