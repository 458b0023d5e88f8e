"""What answers operators: to programs and as pages, put together of the parts that the gateway has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contracts.wire import JsonObject
from services.chassis.messaging.letters.desk import LetterDesk
from services.chassis.storage.store import Store
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.jobs.kept_jobs import KeptJobs
from services.gateway.accounts.operations.discarded_letters import DiscardedLetters
from services.gateway.accounts.operations.kept_backups import KeptBackups
from services.gateway.api.admin import Admin
from services.gateway.api.operations.all_jobs import AllJobs
from services.gateway.api.operations.backups import Backups
from services.gateway.api.operations.letters import Letters
from services.gateway.api.operations.standing import SuiteStanding
from services.gateway.api.operations.support_bundle import SupportBundle
from services.gateway.web.operations.letter_pages import LetterPages
from services.gateway.web.operations.standing_page import StandingPage
from services.gateway.web.operations.upkeep_pages import UpkeepPages


@dataclass(frozen=True)
class SuiteParts:
    """How the suite tells of itself.

    health    how each service was when it was last asked
    papers    how many papers were checked, and with which fault
    own       the gateway's own dead letters
    settings  the gateway's settings that are no secrets
    """

    health: Callable[[], Mapping[str, JsonObject]]
    papers: Callable[[], Mapping[str, int]]
    own: LetterDesk
    settings: Callable[[], Mapping[str, str]]


def operator_resources(
    parts: SuiteParts, admin: Admin, accounts: Accounts, kept: tuple[Store, KeptJobs], signing: bytes
) -> tuple[object, ...]:
    """The classes that have operators' addresses; `kept` is where accounts lie, and the jobs there."""
    store, jobs = kept
    letters = Letters(admin.owners, parts.own, DiscardedLetters(store, signing))
    backups, all_jobs = Backups(KeptBackups(store)), AllJobs(jobs)
    told = (letters, all_jobs, backups, accounts.directory, admin.read_model)
    standing = SuiteStanding(parts.health, parts.papers, *told)
    return (
        letters,
        backups,
        all_jobs,
        standing,
        SupportBundle(standing, parts.settings),
        StandingPage(standing, admin, signing),
        LetterPages(letters, signing),
        UpkeepPages(all_jobs, backups, signing),
    )
