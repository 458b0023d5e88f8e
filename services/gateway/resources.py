"""Everything the gateway serves, as its classes declare it; nothing need run to read it."""

from __future__ import annotations

from contracts.documents.endpoints import Endpoint
from services.gateway.api.accounts import AccountAdmin
from services.gateway.api.admin import Admin
from services.gateway.api.audit_check import AuditCheck
from services.gateway.api.case_files import CaseFiles
from services.gateway.api.casefiles.case_papers import CasePaperList
from services.gateway.api.casefiles.template_trial import TemplateTrial
from services.gateway.api.changes import Changes
from services.gateway.api.comparison.matrix import UnitMatrices
from services.gateway.api.comparison.month_comparison import MonthComparisons
from services.gateway.api.documents import Documents
from services.gateway.api.due import DueDates
from services.gateway.api.evidence import EvidenceFiles
from services.gateway.api.examinations.examinations import Examinations
from services.gateway.api.health import Health
from services.gateway.api.holidays.calendar import HolidayCalendar
from services.gateway.api.imports import Imports
from services.gateway.api.indicators import Indicators
from services.gateway.api.measures.article import ArticleClaims
from services.gateway.api.measures.trends import Trends
from services.gateway.api.naming.mentions import Mentions
from services.gateway.api.operations.all_jobs import AllJobs
from services.gateway.api.operations.backups import Backups
from services.gateway.api.operations.letters import Letters
from services.gateway.api.operations.standing import SuiteStanding
from services.gateway.api.operations.support_bundle import SupportBundle
from services.gateway.api.own_account import OwnAccount
from services.gateway.api.paper_check import PaperCheck
from services.gateway.api.plans.plans import Plans
from services.gateway.api.previews import Previews
from services.gateway.api.programmes.programmes_beside import ProgrammesBeside
from services.gateway.api.progress import Progress
from services.gateway.api.public.public_parts import PublicParts
from services.gateway.api.public.publicity import Publicity
from services.gateway.api.rankings import Rankings
from services.gateway.api.records import Records
from services.gateway.api.recoveries import RecoveryRoutes
from services.gateway.api.reminders.channels import Channels
from services.gateway.api.reminders.deliveries import Deliveries
from services.gateway.api.reminders.own_addresses import OwnAddresses
from services.gateway.api.reminders.reminders import Reminders
from services.gateway.api.sheets.jobs import JobRoutes
from services.gateway.api.sheets.kept_sheets import KeptSheetRoutes
from services.gateway.api.spreadsheets import Sheets
from services.gateway.api.stream import ChangeStream
from services.gateway.api.street.labels import LabelReader
from services.gateway.api.surveys.surveys import Surveys
from services.gateway.api.tables.number_sheets import NumberSheets
from services.gateway.api.work.tasks import Work
from services.gateway.audit.log_routes import LogRoutes
from services.gateway.audit.routes import AuditLog
from services.gateway.exchange.routes import ExchangeRoutes
from services.gateway.http import routing
from services.gateway.open311.routes import Open311
from services.gateway.packs.routes import Packs
from services.gateway.reports.ordering.order_routes import ReportOrderRoutes
from services.gateway.reports.routes import ReportRoutes
from services.gateway.street.book import StreetBook
from services.gateway.street.device_keys import DeviceKeys
from services.gateway.street.page_token import PageToken
from services.gateway.street.proposals import StreetProposals
from services.gateway.warnings.routes import Warnings
from services.gateway.web.audit.anomaly_page import AnomalyPages
from services.gateway.web.audit.log_page import LogPages
from services.gateway.web.audit.pack_page import PackPages
from services.gateway.web.audit.search_page import AuditPages
from services.gateway.web.audit.trail_page import TrailPages
from services.gateway.web.due import DuePages
from services.gateway.web.exams.exam import Exams
from services.gateway.web.exams.my_exams import MyExams
from services.gateway.web.fact import FactPage
from services.gateway.web.forms.names import NameScript, NameSuggestions
from services.gateway.web.golive.going_live import GoingLive
from services.gateway.web.help.help_pages import HelpPages
from services.gateway.web.holidays.calendar_pages import CalendarPages
from services.gateway.web.import_sheet import ImportForm
from services.gateway.web.imports import ImportsAwaiting
from services.gateway.web.items.item_page import ItemPage
from services.gateway.web.jobs.job_pages import JobPages
from services.gateway.web.labels import Labels
from services.gateway.web.leader.article_page import ArticlePage
from services.gateway.web.leader.examination_page import ExaminationPage
from services.gateway.web.leader.exchange_page import ExchangePages
from services.gateway.web.leader.indicator_page import IndicatorPage
from services.gateway.web.leader.matrix_page import MatrixPage
from services.gateway.web.leader.month_page import MonthPages
from services.gateway.web.leader.plan_page import PlanPage
from services.gateway.web.leader.ranking_page import RankingPages
from services.gateway.web.leader.report_order_pages import ReportOrderPages
from services.gateway.web.leader.report_pages import ReportPages
from services.gateway.web.leader.survey_page import SurveyPage
from services.gateway.web.leader.trend_page import TrendPage
from services.gateway.web.leader.wall_page import WallPage
from services.gateway.web.lists.saved_filters import FilterForms
from services.gateway.web.measure import MeasurePage
from services.gateway.web.operations.letter_pages import LetterPages
from services.gateway.web.operations.standing_page import StandingPage
from services.gateway.web.operations.upkeep_pages import UpkeepPages
from services.gateway.web.overview import Overview
from services.gateway.web.people.account_page import AccountPage
from services.gateway.web.people.accounts_page import AccountsPage
from services.gateway.web.people.drafts import DraftPages
from services.gateway.web.people.passkeys import PasskeyScript
from services.gateway.web.people.provider import ProviderSignIn
from services.gateway.web.people.sign_in import SignIn
from services.gateway.web.programmes.programme_pages import ProgrammePages
from services.gateway.web.public.public_pages import PublicPages
from services.gateway.web.public.publicity_page import PublicityPages
from services.gateway.web.record import RecordPages
from services.gateway.web.records.paper_page import PaperPages
from services.gateway.web.records.template_trial import TrialPages
from services.gateway.web.records.versions import VersionPages
from services.gateway.web.registers import RegisterPages
from services.gateway.web.reminders.channel_pages import ChannelPages
from services.gateway.web.reminders.reminder_pages import ReminderPages
from services.gateway.web.step_form import StepForms
from services.gateway.web.street.street_pages import StreetPages
from services.gateway.web.street.street_scripts import StreetScripts
from services.gateway.web.style import Style
from services.gateway.web.warnings import WarningPages
from services.gateway.web.work.batch_form import BatchForms
from services.gateway.web.work.work_page import WorkPage
from services.gateway.web.work.work_script import WorkScript

RESOURCES = (
    Progress,
    ChangeStream,
    EvidenceFiles,
    LabelReader,
    CaseFiles,
    CasePaperList,
    TemplateTrial,
    Health,
    Records,
    Sheets,
    KeptSheetRoutes,
    JobRoutes,
    Imports,
    Admin,
    Previews,
    PaperCheck,
    AuditCheck,
    Documents,
    DueDates,
    Work,
    Mentions,
    Warnings,
    Changes,
    MonthComparisons,
    UnitMatrices,
    Rankings,
    Trends,
    ArticleClaims,
    Plans,
    Surveys,
    Examinations,
    Indicators,
    Open311,
    OwnAccount,
    DeviceKeys,
    AccountAdmin,
    RecoveryRoutes,
    AuditLog,
    Packs,
    PackPages,
    LogRoutes,
    AuditPages,
    TrailPages,
    AnomalyPages,
    LogPages,
    NumberSheets,
    ReportRoutes,
    ReportPages,
    ReportOrderRoutes,
    ReportOrderPages,
    ExchangeRoutes,
    ExchangePages,
    Overview,
    ItemPage,
    MeasurePage,
    TrendPage,
    ArticlePage,
    PlanPage,
    SurveyPage,
    ExaminationPage,
    WallPage,
    MonthPages,
    MatrixPage,
    RankingPages,
    IndicatorPage,
    FactPage,
    SignIn,
    ProviderSignIn,
    AccountPage,
    DraftPages,
    AccountsPage,
    Style,
    PasskeyScript,
    DuePages,
    WorkPage,
    WorkScript,
    BatchForms,
    WarningPages,
    RegisterPages,
    FilterForms,
    RecordPages,
    VersionPages,
    PaperPages,
    StepForms,
    NameSuggestions,
    NameScript,
    ImportForm,
    ImportsAwaiting,
    JobPages,
    Labels,
    Exams,
    MyExams,
    HelpPages,
    GoingLive,
    HolidayCalendar,
    CalendarPages,
    ProgrammesBeside,
    ProgrammePages,
    SuiteStanding,
    Letters,
    AllJobs,
    Backups,
    SupportBundle,
    StandingPage,
    LetterPages,
    UpkeepPages,
    TrialPages,
    Reminders,
    Deliveries,
    Channels,
    OwnAddresses,
    ReminderPages,
    ChannelPages,
    PageToken,
    StreetBook,
    StreetProposals,
    StreetPages,
    StreetScripts,
    PublicParts,
    Publicity,
    PublicPages,
    PublicityPages,
)
"""The classes whose methods answer; the gateway serves these and no others."""


def endpoints() -> tuple[Endpoint, ...]:
    """The addresses, each with its permissions and its description."""
    return tuple(route for kind in RESOURCES for route in routing.routes_of(kind).values())
