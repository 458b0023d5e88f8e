"""Recovery of a lost second factor: one administrator starts it, another person confirms it, nobody does both."""

from __future__ import annotations

import datetime as dt
import re
import threading
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from contracts.accounts import FOUNDER_ID
from contracts.errors import Forbidden, Unauthenticated
from services.chassis.base import clock
from services.chassis.storage.store import Store
from services.gateway.accounts import factors, moments
from services.gateway.accounts.accounts import ADMINISTRATOR
from services.gateway.accounts.recoveries import RecoveryOpen, RecoveryOver
from services.gateway.accounts.recovery_desk import (
    MACHINE,
    LinkOfStarter,
    NothingLost,
    NotStrong,
    NotTheOther,
    RecoveryDesk,
)
from services.gateway.accounts.tables import links
from services.gateway.api.accounts import AccountAdmin
from services.gateway.api.recoveries import RecoveryRoutes
from services.gateway.http import cookies, csrf, routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import NOBODY, Bearer
from services.gateway.web.people.account_page import AccountPage
from services.gateway.web.people.accounts_page import AccountsPage
from services.gateway.web.people.sign_in import SignIn
from services.gateway.web.problem import ProblemPages
from services.gateway.web.style import Style
from tests.authenticator import earlier_code
from tests.office import Office
from tests.services.gateway.test_accounts import HERE, KEY, OTHER, PASSWORD, Bureau

PUBLIC = "https://campaign.example"
TOOL = Bearer(MACHINE, ADMINISTRATOR, None)


class Desk:
    """A bureau with a captain, an officer who has an authenticator, a captain of elsewhere and a founder."""

    def __init__(self, office: Office, store: Store) -> None:
        office.unit("BGS", kind="section")
        office.person("CAP", "DT", role="captain")
        office.person("OFF", "DT")
        office.person("FAR", "ZS", role="captain")
        self.bureau = Bureau(office, store)
        self.accounts = self.bureau.accounts
        self.desk = RecoveryDesk(self.accounts)
        self.lost = self.bearer("OFF")
        self.give_authenticator(self.lost)
        link = self.accounts.founders_link(by=MACHINE)
        self.founder = self.bureau.bearer(self.accounts.desk.with_link(link, PASSWORD, HERE))

    def bearer(self, person: str) -> Bearer:
        """Somebody in a session that began by a link."""
        return self.bureau.bearer(self.bureau.invite(person))

    def confirmer(self, person: str) -> Bearer:
        """Somebody who signed in with more than a password, long after they had a link."""
        return self.bureau.bearer(self.sign_in(person))

    def sign_in(self, person: str, *, link_of: str = FOUNDER_ID, days_ago: int = 31) -> str:
        """The secret of such a session; whose link it was, and how long ago."""
        self.bureau.invite(person)
        used = clock.now() - dt.timedelta(days=days_ago, seconds=2)
        with self.accounts.links.store.begin() as tx:
            mine = links.update().where(links.c.account == person)
            tx.execute(mine.values(used_at=moments.stamp(used), made_by=link_of))
        return self.accounts.sessions.begin(person, HERE, strong=True)

    def give_authenticator(self, bearer: Bearer) -> None:
        """Somebody adds an authenticator."""
        shared = factors.new_secret()
        self.accounts.add_authenticator(bearer, shared, earlier_code(shared), "phone")

    def start(self, account: str = "OFF") -> str:
        """The founder starts a recovery; its id."""
        recovery, link = self.desk.start(account, self.founder)
        assert not link
        return recovery.id


@pytest.fixture
def office_desk(office: Office, store: Store) -> Desk:
    """Where recoveries are started and confirmed."""
    return Desk(office, store)


def test_two_others_bring_back_who_lost_a_factor_and_every_session_of_theirs_ends(office_desk: Desk) -> None:
    secret = office_desk.accounts.sessions.begin("OFF", HERE, strong=True)
    assert office_desk.bureau.bearer(secret).id == "OFF"
    recovery = office_desk.start()
    assert office_desk.accounts.factors.of("OFF"), "one alone takes nothing away"
    assert office_desk.desk.concerns("OFF")
    link = office_desk.desk.confirm(recovery, office_desk.confirmer("CAP"))
    assert not office_desk.accounts.factors.of("OFF")
    with pytest.raises(Unauthenticated):
        office_desk.bureau.bearer(secret)
    back = office_desk.bureau.bearer(office_desk.accounts.sign_in_by_link(link, OTHER, HERE))
    assert office_desk.desk.concerns("OFF"), "until there is a factor again"
    office_desk.give_authenticator(back)
    assert not office_desk.desk.concerns("OFF")
    (row,) = office_desk.desk.recoveries.of_the_month("OFF")
    assert (row.first_by, row.second_by, row.state) == (FOUNDER_ID, "CAP", "confirmed")


def test_neither_the_person_nor_who_started_it_nor_a_stranger_confirms(office_desk: Desk) -> None:
    recovery = office_desk.start()
    lent = Bearer("OFF", "captain", "DT", "CAP", office_desk.lost.session)
    for one in (office_desk.founder, office_desk.lost, lent, office_desk.bearer("FAR")):
        with pytest.raises(NotTheOther):
            office_desk.desk.confirm(recovery, one)
    assert office_desk.accounts.factors.of("OFF")


def test_nobody_starts_their_own_and_where_nothing_was_lost_there_is_nothing_to_start(office_desk: Desk) -> None:
    office_desk.give_authenticator(office_desk.founder)
    with pytest.raises(NotTheOther):
        office_desk.desk.start(FOUNDER_ID, office_desk.founder)
    office_desk.bearer("CAP")
    with pytest.raises(NothingLost):
        office_desk.desk.start("CAP", office_desk.founder)
    office_desk.start()
    with pytest.raises(RecoveryOpen):
        office_desk.desk.start("OFF", office_desk.founder)


def test_who_has_the_account_by_a_link_of_who_started_it_does_not_confirm(office_desk: Desk) -> None:
    """An administrator makes a link for a captain, comes in by it themselves, adds a factor, signs in again."""
    recovery = office_desk.start()
    by_link = office_desk.bearer("CAP")
    with pytest.raises(NotStrong):
        office_desk.desk.confirm(recovery, by_link)
    office_desk.accounts.directory.close("CAP", by="founder")
    office_desk.bureau.office.person("CAP2", "DT", role="captain")
    office_desk.bureau.hear()
    lately = office_desk.bureau.bearer(office_desk.sign_in("CAP2", days_ago=29))
    with pytest.raises(LinkOfStarter):
        office_desk.desk.confirm(recovery, lately)
    office_desk.bureau.office.person("CAP3", "DT", role="captain")
    office_desk.bureau.hear()
    of_another = office_desk.bureau.bearer(office_desk.sign_in("CAP3", link_of="ADM-02", days_ago=29))
    assert office_desk.desk.confirm(recovery, of_another)


def test_a_password_alone_a_programs_key_and_the_machine_confirm_nothing(office_desk: Desk) -> None:
    recovery = office_desk.start()
    office_desk.bureau.invite("CAP")
    by_password = office_desk.bureau.bearer(office_desk.accounts.sign_in("CAP", PASSWORD, HERE))
    key = office_desk.accounts.keys.make("app", "leader", None, by=FOUNDER_ID)
    program = office_desk.bureau.bearer(key)
    for one in (by_password, program, TOOL):
        with pytest.raises(NotStrong):
            office_desk.desk.confirm(recovery, one)
    office_desk.desk.cancel(recovery, office_desk.founder)
    with pytest.raises(NotStrong):
        office_desk.desk.start("OFF", program)


def test_a_recovery_is_confirmed_once_in_its_day_unless_it_was_called_off(office_desk: Desk, later: Any) -> None:
    captain, cancelled = office_desk.confirmer("CAP"), office_desk.start()
    with pytest.raises(Forbidden):
        office_desk.desk.cancel(cancelled, captain)
    office_desk.desk.cancel(cancelled, office_desk.lost)
    with pytest.raises(RecoveryOver):
        office_desk.desk.confirm(cancelled, captain)
    old = office_desk.start()
    later(hours=24, minutes=1)
    secret = office_desk.accounts.sessions.begin("CAP", HERE, strong=True)
    with pytest.raises(RecoveryOver):
        office_desk.desk.confirm(old, office_desk.bureau.bearer(secret))
    assert office_desk.accounts.factors.of("OFF")
    assert {one.state for one in office_desk.desk.recoveries.of_the_month("OFF")} == {"expired", "cancelled"}


def test_of_two_who_confirm_at_once_one_gets_the_link(office_desk: Desk) -> None:
    recovery, captain = office_desk.desk.recoveries.get(office_desk.start()), office_desk.bearer("CAP")
    outcomes: list[str] = []

    def confirm() -> None:
        try:
            office_desk.desk.recoveries.confirm(recovery, by=captain.id)
            outcomes.append("confirmed")
        except RecoveryOver:
            outcomes.append("over")

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["confirmed", "over"]


def test_the_last_administrator_comes_back_by_the_machine_and_one_person_or_by_it_alone_where_nobody_is(
    office_desk: Desk,
) -> None:
    office_desk.give_authenticator(office_desk.founder)
    _, link = office_desk.desk.start(FOUNDER_ID, TOOL)
    assert link, "a captain vouches for people of the unit alone"
    assert office_desk.accounts.links.account_of(link) == FOUNDER_ID
    founder = office_desk.bureau.bearer(office_desk.accounts.sign_in_by_link(link, OTHER, HERE))
    office_desk.give_authenticator(founder)
    office_desk.bureau.office.person("LDR", "BGS", role="leader")
    office_desk.bureau.hear()
    leader = office_desk.confirmer("LDR")
    opened, nothing = office_desk.desk.start(FOUNDER_ID, TOOL)
    assert not nothing, "somebody is there who can confirm it"
    assert office_desk.desk.confirm(opened.id, leader)


class Browser:
    """Somebody's browser at the pages about accounts, and their program at the interface."""

    def __init__(self, desk: Desk, bearer_secret: str) -> None:
        accounts, self.secret = desk.accounts, bearer_secret
        pages = (
            AccountPage(accounts, KEY, PUBLIC),
            AccountsPage(accounts, KEY, PUBLIC),
            SignIn(accounts, KEY),
            Style(),
        )
        app = App(
            routing.bind((*pages, RecoveryRoutes(desk.desk), AccountAdmin(accounts))),
            KEY,
            accounts.identity.bearer,
            lambda _environ, _bearer: None,
            ProblemPages(KEY).show,
        )
        self.client, self.seal = Client(app, use_cookies=False), csrf.csrf_token(KEY, desk.bureau.bearer(bearer_secret))

    def page(self, path: str) -> str:
        """A page's text."""
        return self.client.get(path, headers=self._headers()).text

    def send(self, path: str, **values: str) -> TestResponse:
        """Send a form of a page."""
        return self.client.post(path, data={"_seal": self.seal, **values}, headers=self._headers())

    def ask(self, path: str) -> TestResponse:
        """Ask the interface for something."""
        return self.client.post(path, headers={"Authorization": f"Bearer {self.secret}"})

    def _headers(self) -> dict[str, str]:
        return {"Accept": "text/html", "Accept-Language": "en", "Cookie": f"{cookies.PLAIN}={self.secret}"}


def test_pages_list_a_recovery_show_its_link_once_and_lead_its_person_to_it(office_desk: Desk) -> None:
    founder = Browser(office_desk, office_desk.accounts.sessions.begin(FOUNDER_ID, HERE, strong=True))
    assert "/accounts/recovery" in founder.page("/accounts")
    assert founder.send("/accounts/recovery", account="OFF").status_code == 303
    assert "awaits a second person" in founder.page("/accounts")
    captain = Browser(office_desk, office_desk.sign_in("CAP"))
    (recovery,) = office_desk.desk.recoveries.of_the_month("OFF")
    assert f'value="{recovery.id}"' in captain.page("/account")
    assert founder.send("/account/recovery", id=recovery.id).status_code == 403
    shown = captain.send("/account/recovery", id=recovery.id)
    link = re.findall(r"link=([\w-]+)\"", shown.text)[0]
    assert shown.headers["Cache-Control"] == "no-store"
    assert link not in captain.page("/account")
    form = {"_seal": csrf.csrf_token(KEY, NOBODY), "link": link, "password": OTHER, "again": OTHER}
    back = captain.client.post("/signin", data=form, headers={"Accept": "text/html"})
    assert (back.status_code, back.headers["Location"]) == (303, "/account")


def test_programs_start_confirm_and_cancel_at_the_interface(office_desk: Desk) -> None:
    founder = Browser(office_desk, office_desk.accounts.sessions.begin(FOUNDER_ID, HERE, strong=True))
    captain = Browser(office_desk, office_desk.sign_in("CAP"))
    assert captain.ask("/v1/accounts/OFF/recovery").status_code == 403
    first = founder.ask("/v1/accounts/OFF/recovery")
    assert (first.status_code, first.get_json()["link"], first.get_json()["confirmable"]) == (201, None, False)
    assert founder.ask("/v1/accounts/OFF/recovery").get_json()["slug"] == "recovery-open"
    assert founder.ask(f"/v1/recoveries/{first.get_json()['id']}/cancel").status_code == 200
    second = founder.ask("/v1/accounts/OFF/recovery").get_json()["id"]
    assert founder.ask(f"/v1/recoveries/{second}/confirm").get_json()["slug"] == "not-the-other"
    answer = captain.ask(f"/v1/recoveries/{second}/confirm")
    assert (answer.status_code, answer.get_json()["account"]) == (201, "OFF")
    assert captain.ask(f"/v1/recoveries/{second}/confirm").get_json()["slug"] == "recovery-over"
    assert captain.ask("/v1/recoveries/none/confirm").status_code == 404
