"""Accounts, sessions, keys and factors, on both databases; posts as the registers give them."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa

from contracts.accounts import FOUNDER_ID, Credentials, KeyRequest
from contracts.errors import Invalid, Unauthenticated
from contracts.roles import APART
from services.chassis.base import clock
from services.chassis.records.command import Actor, Command
from services.chassis.records.validation import load
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts import factors, identity, moments, passwords
from services.gateway.accounts.accounts import (
    Accounts,
    ClosedAccount,
    LastFactor,
    MadeByYou,
    NotOnStrengthToday,
    open_accounts,
)
from services.gateway.accounts.directory import AccountThere, LastAccount
from services.gateway.accounts.factors import WrongOneTimeCode
from services.gateway.accounts.identity import FactorNeeded, NoPost
from services.gateway.accounts.keys import Keys, KeyThere
from services.gateway.accounts.passwords import WeakPassword
from services.gateway.accounts.sessions import ABSOLUTE_HOURS, IDLE_HOURS, Origin, Sessions
from services.gateway.accounts.sign_in import FREE_TRIES, CodeNeeded, Locked, WorksNoMore, WrongCredentials
from services.gateway.accounts.tables import accounts
from services.gateway.http import bearer_tokens
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.staff_posts import StaffPosts
from tests import mounts
from tests.authenticator import earlier_code
from tests.office import Office, build_view, migrated_store
from tests.people import account_store

KEY, HERE = b"k" * 64, Origin("192.0.2.1", "a browser")
PASSWORD, OTHER = "four six three lanterns", "seven wet umbrellas outside"
TODAY = dt.date(2018, 1, 1)


class Bureau:
    """Accounts beside a view, to which an office's events come."""

    def __init__(self, office: Office, store: Store) -> None:
        self.office, self.view = office, build_view(office.events, campaign(), store)
        self.accounts: Accounts = open_accounts(account_store(store), StaffPosts(self.view), KEY)
        self.accounts.identity.today = lambda: TODAY

    def hear(self) -> None:
        """Let the view hear what the office did since."""
        with self.view.store.begin() as tx:
            self.view.handle(tx, self.office.events)
        self.view.after_commit(self.office.events)
        self.accounts.identity.forget()

    def appoint(self, person: str, role: str) -> str:
        """A person gets a post; the post's record."""
        form: dict[str, Any] = {"person": person, "role": role, "appointed_on": "2017-01-02", "from_on": "2017-01-02"}
        record = self.office.do("training.posts", "", "appoint", **form)[-1].subject
        self.hear()
        return record

    def invite(self, person: str, password: str = PASSWORD) -> str:
        """A person with an account who has chosen a password; the secret of their session."""
        link = self.accounts.invite(person, by="founder:first")
        return self.accounts.desk.with_link(link, password, HERE)

    def bearer(self, secret: str) -> Bearer:
        """Whom a secret stands for, read anew."""
        self.accounts.identity.forget()
        return self.accounts.identity.bearer(secret)


@pytest.fixture
def bureau(office: Office, store: Store) -> Bureau:
    """A bureau with a section and two squadrons, a captain and an officer."""
    office.unit("BGS", kind="section")
    office.person("CAP", "DT", role="captain")
    office.person("OFF", "DT")
    office.person("SEC", "BGS", role="clerk")
    return Bureau(office, store)


# --- posts follow from the registers ---


def test_the_register_of_people_says_in_which_post_somebody_acts(bureau: Bureau) -> None:
    secret = bureau.invite("CAP")
    assert (bureau.bearer(secret).id, bureau.bearer(secret).role, bureau.bearer(secret).unit) == (
        "CAP",
        "captain",
        "DT",
    )
    section = bureau.bearer(bureau.invite("SEC"))
    assert (section.role, section.unit) == ("clerk", None), "a section works for the whole bureau"


def test_a_transfer_a_new_role_and_leaving_count_from_their_day_on(bureau: Bureau) -> None:
    secret, office = bureau.invite("CAP"), bureau.office
    office.do("training.people", "CAP", "transfer", unit="ZS", transferred_on="2018-01-01")
    bureau.hear()
    assert bureau.bearer(secret).unit == "ZS"
    office.do("training.people", "CAP", "appoint", role="clerk", appointed_on="2018-01-01")
    bureau.hear()
    assert bureau.bearer(secret).role == "clerk"
    office.do("training.people", "CAP", "leave", left_on="2018-01-01", reason="离职")
    bureau.hear()
    with pytest.raises(NoPost):
        bureau.bearer(secret)
    with pytest.raises(NoPost):
        bureau.accounts.sign_in("CAP", PASSWORD, HERE)


def test_who_joins_can_be_given_an_account_the_same_day_and_who_is_unknown_cannot(bureau: Bureau) -> None:
    with pytest.raises(NotOnStrengthToday):
        bureau.accounts.invite("NEW", by="founder:first")
    bureau.office.person("NEW", "DT", joined="2018-01-01")
    bureau.hear()
    assert bureau.bearer(bureau.invite("NEW")).role == "officer"
    with pytest.raises(AccountThere):
        bureau.accounts.invite("NEW", by="founder:first")


def test_a_post_beside_the_roster_is_chosen_and_ends_on_its_day(bureau: Bureau) -> None:
    post = bureau.appoint("OFF", "publicist")
    secret = bureau.invite("OFF")
    bearer = bureau.bearer(secret)
    assert [one.name for one in bureau.accounts.posts_of(bearer)] == ["officer@DT", "publicist@DT"]
    bureau.accounts.act_as(bearer, "publicist@DT")
    assert bureau.bearer(secret).role == "publicist"
    bureau.office.do("training.posts", post, "end", ended_on="2018-01-01", reason="轮岗")
    bureau.hear()
    assert bureau.bearer(secret).role == "officer", "the day on which it ends it is held no longer"


@pytest.mark.parametrize(("until", "lent"), [("2018-01-01", True), ("2017-12-31", False)])
def test_a_delegate_acts_in_the_others_post_until_its_last_day(bureau: Bureau, until: str, *, lent: bool) -> None:
    form = {"delegator": "CAP", "delegate": "OFF", "granted_on": "2017-12-01", "from_on": "2017-12-02", "until": until}
    captain = Actor("CAP", "captain", frozenset({"DT"}), "DT")
    bureau.office.command(Command("lend", "training.delegations", "grant", form, captain))
    bureau.hear()
    secret = bureau.invite("OFF")
    posts = [one.name for one in bureau.accounts.posts_of(bureau.bearer(secret))]
    assert ("captain@DT/CAP" in posts) is lent
    if lent:
        bureau.accounts.act_as(bureau.bearer(secret), "captain@DT/CAP")
        bearer = bureau.bearer(secret)
        assert (bearer.id, bearer.role, bearer.on_behalf_of) == ("OFF", "captain", "CAP")
        bureau.office.do("training.people", "CAP", "transfer", unit="ZS", transferred_on="2018-01-01")
        bureau.hear()
        assert bureau.bearer(secret).on_behalf_of == "", "who has a post no longer lends it no longer"


# --- signing in ---


def test_a_link_works_once_and_of_two_at_once_for_one(bureau: Bureau) -> None:
    link = bureau.accounts.invite("CAP", by="founder:first")
    outcomes: list[str] = []

    def choose(password: str) -> None:
        try:
            outcomes.append(bureau.accounts.desk.with_link(link, password, HERE))
        except WorksNoMore:
            outcomes.append("")

    threads = [threading.Thread(target=choose, args=(one,)) for one in (PASSWORD, OTHER)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(map(bool, outcomes)) == [False, True]
    with pytest.raises(WorksNoMore):
        bureau.accounts.desk.with_link(link, PASSWORD, HERE)


def test_a_new_link_ends_the_old_one_and_every_session(bureau: Bureau) -> None:
    secret = bureau.invite("CAP")
    first = bureau.accounts.renew_link("CAP", by="founder:first")
    second = bureau.accounts.renew_link("CAP", by="founder:first")
    with pytest.raises(WorksNoMore):
        bureau.accounts.desk.with_link(first, OTHER, HERE)
    bureau.accounts.desk.with_link(second, OTHER, HERE)
    with pytest.raises(Unauthenticated):
        bureau.bearer(secret)


def test_a_link_is_too_old_after_three_days(bureau: Bureau, later: Any) -> None:
    link = bureau.accounts.invite("CAP", by="founder:first")
    later(days=3, minutes=1)
    assert bureau.accounts.links.account_of(link) is None


@pytest.mark.parametrize("weak", ["short", "password123", "1234567890", "x" * 201, "CAP CAP CAP", "Chengguan2026!"])
def test_a_password_that_others_guess_is_refused(bureau: Bureau, weak: str) -> None:
    link = bureau.accounts.invite("CAP", by="founder:first")
    with pytest.raises(WeakPassword):
        bureau.accounts.desk.with_link(link, weak, HERE)
    assert bureau.accounts.links.account_of(link) == "CAP", "the link still works"


def test_who_guesses_waits_longer_each_time_and_the_right_password_waits_too(bureau: Bureau, later: Any) -> None:
    bureau.invite("CAP")
    waits = []
    for number in range(FREE_TRIES + 3):
        later(hours=2 * number)
        with pytest.raises(WrongCredentials):
            bureau.accounts.sign_in("CAP", OTHER, HERE)
        if number >= FREE_TRIES - 1:
            with pytest.raises(Locked) as refusal:
                bureau.accounts.sign_in("CAP", PASSWORD, HERE)
            waits.append(round(refusal.value.wait / 60))
    assert waits == [1, 2, 4, 8]
    later(hours=40)
    assert bureau.accounts.sign_in("CAP", PASSWORD, HERE)
    assert bureau.accounts.directory.get("CAP").failures == 0


def test_who_guesses_in_a_session_that_was_left_open_waits_too(bureau: Bureau) -> None:
    bearer = bureau.bearer(bureau.invite("CAP"))
    for _ in range(FREE_TRIES):
        with pytest.raises(WrongCredentials):
            bureau.accounts.change_password(bearer, OTHER, OTHER)
    with pytest.raises(Locked):
        bureau.accounts.change_password(bearer, PASSWORD, OTHER)


def test_a_password_is_taken_as_it_was_typed() -> None:
    typed = {"name": " CAP ", "password": f" {PASSWORD} "}
    assert load(Credentials, typed, "")["password"] == f" {PASSWORD} "


def test_names_that_open_nothing_wait_as_accounts_do(bureau: Bureau) -> None:
    bureau.invite("CAP")
    bureau.invite("OFF")
    bureau.accounts.close("OFF", by="founder:first")
    answers: dict[str, list[str]] = {}
    for name in ("CAP", "OFF", "nobody"):
        for _ in range(FREE_TRIES + 1):
            with pytest.raises((WrongCredentials, Locked)) as refused:
                bureau.accounts.sign_in(name, "wrong", HERE)
            answers.setdefault(name, []).append(refused.value.slug)
    assert answers["CAP"] == answers["OFF"] == answers["nobody"]
    assert answers["CAP"][-1] == "locked"


@pytest.mark.parametrize("typed", ["CAP", "cap", "ＣＡＰ", " Cap "])
def test_who_signs_in_is_known_however_their_keyboard_writes_the_name(bureau: Bureau, typed: str) -> None:
    bureau.invite("CAP")
    assert bureau.bearer(bureau.accounts.sign_in(typed, PASSWORD, HERE)).id == "CAP"
    with pytest.raises(AccountThere) as refusal:
        bureau.accounts.directory.add(typed.casefold().strip(), by="founder:first")
    assert refusal.value.about == ("CAP",)


def test_accounts_of_before_that_differ_in_writing_alone_are_told_apart_to_the_letter(bureau: Bureau) -> None:
    bureau.invite("CAP")
    with bureau.accounts.directory.store.begin() as tx:
        row = dict(tx.execute(sa.select(accounts).where(accounts.c.id == "CAP")).mappings().one())
        tx.execute(accounts.insert().values({**row, "id": "cap", "password": None}))
    assert bureau.bearer(bureau.accounts.sign_in("CAP", PASSWORD, HERE)).id == "CAP"
    for typed in ("cap", "Cap"):
        with pytest.raises(WrongCredentials):
            bureau.accounts.sign_in(typed, PASSWORD, HERE)


def test_of_two_who_change_a_password_at_once_one_is_told(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    bearer, honest = bureau.bearer(bureau.invite("CAP")), passwords.matches

    def matches(kept: str | None, password: str) -> bool:
        """Between the look and the change another session changes it."""
        monkeypatch.setattr(passwords, "matches", honest)
        bureau.accounts.change_password(bearer, PASSWORD, OTHER)
        return honest(kept, password)

    monkeypatch.setattr(passwords, "matches", matches)
    with pytest.raises(WrongCredentials):
        bureau.accounts.change_password(bearer, PASSWORD, f"{OTHER} again")
    assert bureau.accounts.sign_in("CAP", OTHER, HERE)


def test_unknown_closed_and_wrong_are_one_answer(bureau: Bureau) -> None:
    bureau.invite("CAP")
    bureau.accounts.close("CAP", by="founder:first")
    for name, password in (("CAP", PASSWORD), ("nobody", PASSWORD)):
        with pytest.raises(WrongCredentials):
            bureau.accounts.sign_in(name, password, HERE)


# --- sessions ---


def test_a_session_ends_when_it_is_ended_unused_or_old(bureau: Bureau, later: Any) -> None:
    secret = bureau.invite("CAP")
    bureau.accounts.sign_out(bureau.bearer(secret))
    with pytest.raises(Unauthenticated):
        bureau.bearer(secret)
    idle = bureau.accounts.sign_in("CAP", PASSWORD, HERE)
    later(hours=IDLE_HOURS, minutes=1)
    with pytest.raises(Unauthenticated):
        bureau.bearer(idle)
    later()
    old = bureau.accounts.sign_in("CAP", PASSWORD, HERE)
    for hours in range(1, ABSOLUTE_HOURS):
        later(hours=hours)
        assert bureau.bearer(old).id == "CAP", "used each hour"
    later(hours=ABSOLUTE_HOURS)
    with pytest.raises(Unauthenticated):
        bureau.bearer(old)


def test_what_is_ended_elsewhere_opens_nothing_after_a_few_seconds(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = bureau.invite("CAP")
    known = bureau.accounts.identity.bearer(secret)
    bureau.accounts.sessions.end(known.session, by="another gateway")
    assert bureau.accounts.identity.bearer(secret) == known, "remembered"
    ticks = clock.ticks()
    monkeypatch.setattr(clock, "ticks", lambda: ticks + identity.REMEMBERED_FOR)
    assert identity.REMEMBERED_FOR < 10
    with pytest.raises(Unauthenticated):
        bureau.accounts.identity.bearer(secret)


def test_another_password_signs_out_everywhere_else(bureau: Bureau) -> None:
    first, second = bureau.invite("CAP"), bureau.accounts.sign_in("CAP", PASSWORD, HERE)
    bearer = bureau.bearer(second)
    with pytest.raises(WrongCredentials):
        bureau.accounts.change_password(bearer, OTHER, OTHER)
    bureau.accounts.change_password(bearer, PASSWORD, OTHER)
    assert bureau.bearer(second).id == "CAP"
    with pytest.raises(Unauthenticated):
        bureau.bearer(first)
    with pytest.raises(WrongCredentials):
        bureau.accounts.sign_in("CAP", PASSWORD, HERE)


def test_an_administrator_signs_somebody_out_everywhere(bureau: Bureau) -> None:
    secrets = [bureau.invite("CAP"), bureau.accounts.sign_in("CAP", PASSWORD, HERE)]
    other = bureau.invite("OFF")
    bureau.accounts.end_sessions("CAP", by="founder:first")
    for secret in secrets:
        with pytest.raises(Unauthenticated):
            bureau.bearer(secret)
    assert bureau.bearer(other).id == "OFF"


def test_nobody_ends_anothers_session_or_acts_in_a_post_that_is_not_theirs(bureau: Bureau) -> None:
    captain, officer = bureau.bearer(bureau.invite("CAP")), bureau.bearer(bureau.invite("OFF"))
    with pytest.raises(Exception, match="There is no such thing"):
        bureau.accounts.end_session(officer, captain.session)
    with pytest.raises(Exception, match="not filled in correctly"):
        bureau.accounts.act_as(officer, "captain@DT")


def test_secrets_stand_nowhere_in_the_database(bureau: Bureau) -> None:
    secret = bureau.invite("CAP")
    key = bureau.accounts.keys.make("app", "outsider", None, by="founder:first")
    shared = factors.new_secret()
    bureau.accounts.add_authenticator(bureau.bearer(secret), shared, pyotp.TOTP(shared).now(), "手机")
    with bureau.accounts.directory.store.begin_read() as tx:
        names = ("accounts", "factors", "sessions", "keys", "links")
        rows = [
            str(tuple(map(bytes_or_text, row))) for name in names for row in tx.exec_driver_sql(f"SELECT * FROM {name}")
        ]
    for one in (secret, key, shared, PASSWORD):
        assert not any(one in row for row in rows)


def bytes_or_text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


# --- second factors ---


def test_an_authenticators_code_is_asked_for_and_taken_once(bureau: Bureau) -> None:
    bearer, shared = bureau.bearer(bureau.invite("CAP")), factors.new_secret()
    totp = pyotp.TOTP(shared)
    with pytest.raises(WrongOneTimeCode):
        bureau.accounts.add_authenticator(bearer, shared, "000000" if totp.now() != "000000" else "000001", "手机")
    bureau.accounts.add_authenticator(bearer, shared, totp.at(clock.now() - dt.timedelta(seconds=30)), "手机")
    with pytest.raises(CodeNeeded):
        bureau.accounts.sign_in("CAP", PASSWORD, HERE)
    code = totp.now()
    assert bureau.accounts.sign_in("CAP", PASSWORD, HERE, code)
    with pytest.raises(WrongOneTimeCode):
        bureau.accounts.sign_in("CAP", PASSWORD, HERE, code)


def test_wrong_codes_lock_an_account_as_wrong_passwords_do(bureau: Bureau) -> None:
    bearer, shared = bureau.bearer(bureau.invite("CAP")), factors.new_secret()
    bureau.accounts.add_authenticator(bearer, shared, pyotp.TOTP(shared).now(), "手机")
    for _ in range(FREE_TRIES):
        with pytest.raises(WrongOneTimeCode):
            bureau.accounts.sign_in("CAP", PASSWORD, HERE, "not one")
    with pytest.raises(Locked):
        bureau.accounts.sign_in("CAP", PASSWORD, HERE, pyotp.TOTP(shared).now())


def test_an_administrators_post_asks_for_a_second_factor(bureau: Bureau) -> None:
    bureau.appoint("OFF", "administrator")
    by_link = bureau.bearer(bureau.invite("OFF"))
    assert "administrator@bureau" in [one.name for one in bureau.accounts.posts_of(by_link)]
    by_password = bureau.bearer(bureau.accounts.sign_in("OFF", PASSWORD, HERE))
    assert [one.name for one in bureau.accounts.posts_of(by_password)] == ["officer@DT"]
    shared = factors.new_secret()
    bureau.accounts.add_authenticator(by_link, shared, earlier_code(shared), "x")
    strong = bureau.bearer(bureau.accounts.sign_in("OFF", PASSWORD, HERE, pyotp.TOTP(shared).now()))
    assert "administrator@bureau" in [one.name for one in bureau.accounts.posts_of(strong)]
    (factor,) = bureau.accounts.factors.of("OFF")
    with pytest.raises(LastFactor):
        bureau.accounts.remove_factor(strong, factor.id)


def test_which_posts_ask_for_a_second_factor_is_a_setting(bureau: Bureau) -> None:
    secret = bureau.invite("CAP")
    bureau.accounts.identity.strong_roles = frozenset({"administrator", "captain"})
    with pytest.raises(FactorNeeded):
        bureau.accounts.sign_in("CAP", PASSWORD, HERE)
    shared = factors.new_secret()
    bureau.accounts.add_authenticator(bureau.bearer(secret), shared, earlier_code(shared), "x")
    strong = bureau.accounts.sign_in("CAP", PASSWORD, HERE, pyotp.TOTP(shared).now())
    assert bureau.bearer(strong).role == "captain"


def test_who_knows_a_password_alone_adds_no_factor_where_a_post_asks_for_one(bureau: Bureau) -> None:
    bureau.invite("OFF")
    by_password = bureau.bearer(bureau.accounts.sign_in("OFF", PASSWORD, HERE))
    bureau.appoint("OFF", "administrator")
    shared = factors.new_secret()
    with pytest.raises(FactorNeeded):
        bureau.accounts.add_authenticator(by_password, shared, pyotp.TOTP(shared).now(), "a thief's")
    assert not bureau.accounts.factors.of("OFF")


def test_a_link_opens_no_account_that_has_a_factor_without_its_code(bureau: Bureau) -> None:
    bearer, shared = bureau.bearer(bureau.invite("CAP")), factors.new_secret()
    before, now = earlier_code(shared), clock.now()
    bureau.accounts.add_authenticator(bearer, shared, before, "x")
    link = bureau.accounts.renew_link("CAP", by="founder:first")
    with pytest.raises(CodeNeeded):
        bureau.accounts.sign_in_by_link(link, OTHER, HERE)
    with pytest.raises(WrongOneTimeCode):
        bureau.accounts.sign_in_by_link(link, OTHER, HERE, before)
    with pytest.raises(WeakPassword):
        bureau.accounts.sign_in_by_link(link, "short", HERE, pyotp.TOTP(shared).at(now))
    assert bureau.accounts.sign_in_by_link(link, OTHER, HERE, pyotp.TOTP(shared).at(now)), "not used up by a bad word"


# --- the first administrator, and programs ---


def test_the_first_administrator_comes_by_a_link_and_somebody_is_always_left(bureau: Bureau) -> None:
    link = bureau.accounts.founders_link(by="machine:administrator")
    founder = bureau.bearer(bureau.accounts.desk.with_link(link, PASSWORD, HERE))
    assert (founder.id, founder.role) == (FOUNDER_ID, "administrator")
    with pytest.raises(LastAccount):
        bureau.accounts.close(FOUNDER_ID, by=FOUNDER_ID)
    bureau.appoint("OFF", "administrator")
    other = bureau.bearer(bureau.invite("OFF"))
    with pytest.raises(LastAccount):
        bureau.accounts.close(FOUNDER_ID, by="OFF")  # OFF has no second factor, and could not sign in again
    shared = factors.new_secret()
    bureau.accounts.add_authenticator(other, shared, pyotp.TOTP(shared).now(), "x")
    bureau.accounts.close(FOUNDER_ID, by="OFF")
    with pytest.raises(LastAccount):
        bureau.accounts.close("OFF", by="OFF")


def test_who_says_who_somebody_is_does_not_let_them_in(bureau: Bureau) -> None:
    """Neither who joined a person nor who gave them a post, for whomever; who did not, does."""
    trainer = Actor("CAP", "trainer")
    form: dict[str, Any] = {"code": "PUP", "name": "某", "unit": "DT", "role": "clerk", "kind": "established"}
    form |= {"party_member": False, "joined_on": "2017-01-02"}
    bureau.office.do_as(trainer, "training.people", "", "join", **form)
    lent = Actor("OFF", "trainer", on_behalf_of="SEC")
    post: dict[str, Any] = {"person": "PUP", "role": "captain", "appointed_on": "2017-01-02", "from_on": "2017-01-02"}
    bureau.office.do_as(lent, "training.posts", "", "appoint", **post)
    bureau.hear()
    for one in ("CAP", "OFF", "SEC"):
        with pytest.raises(MadeByYou):
            bureau.accounts.invite("PUP", by=one)
    assert bureau.accounts.invite("PUP", by="founder:first")
    with pytest.raises(MadeByYou):
        bureau.accounts.renew_link("PUP", by="CAP")


def test_a_link_of_a_closed_account_opens_nothing_and_none_is_made(bureau: Bureau) -> None:
    link = bureau.accounts.invite("CAP", by="founder:first")
    bureau.accounts.close("CAP", by="founder:first")
    for _ in range(2):
        with pytest.raises(WorksNoMore):
            bureau.accounts.sign_in_by_link(link, PASSWORD, HERE)
        with pytest.raises(ClosedAccount) if not bureau.accounts.directory.get("CAP").open else nullcontext():
            bureau.accounts.renew_link("CAP", by="founder:first")
        bureau.accounts.reopen("CAP")
    assert not bureau.accounts.sessions.of("CAP")


@pytest.mark.parametrize("role", sorted(APART))
def test_no_program_bears_an_office_and_a_key_of_before_opens_nothing(bureau: Bureau, role: str) -> None:
    with pytest.raises(Invalid):
        load(KeyRequest, {"name": "app", "role": role}, "key")
    secret = bureau.accounts.keys.make("old", role, None, by="founder:first")
    with pytest.raises(Unauthenticated):
        bureau.bearer(secret)
    (key,) = bureau.accounts.keys.page(ListWindow(9)).rows
    assert not key.lasts


def test_an_office_is_the_whole_bureau_s_whatever_unit_its_person_is_of(bureau: Bureau) -> None:
    bureau.appoint("OFF", "auditor")
    bureau.invite("OFF")
    held = bureau.accounts.identity.posts_of(bureau.accounts.directory.get("OFF"))
    assert [one.name for one in held] == ["officer@DT", "auditor@bureau"]


def test_a_key_is_for_one_role_and_unit_until_it_is_revoked_or_old(bureau: Bureau, later: Any) -> None:
    key = bureau.accounts.keys.make("app", "outsider", "DT", by="founder:first", days=10)
    assert bureau.bearer(key) == Bearer("key:app", "outsider", "DT")
    with pytest.raises(KeyThere):
        bureau.accounts.keys.make("app", "leader", None, by="founder:first")
    other = bureau.accounts.keys.make("other", "outsider", "DT", by="founder:first")
    bureau.accounts.keys.revoke("app", by="founder:first")
    with pytest.raises(Unauthenticated):
        bureau.bearer(key)
    later(days=366)
    with pytest.raises(Unauthenticated):
        bureau.bearer(other)


def test_when_a_key_was_used_last_is_kept_by_the_minute(bureau: Bureau, later: Any) -> None:
    key = bureau.accounts.keys.make("app", "outsider", "DT", by="founder:first")
    (unused,) = bureau.accounts.keys.page(ListWindow(9)).rows
    assert unused.used_at is None
    bureau.bearer(key)
    (used,) = bureau.accounts.keys.page(ListWindow(9)).rows
    assert used.used_at is not None
    later(seconds=30)
    bureau.bearer(key)
    assert bureau.accounts.keys.page(ListWindow(9)).rows == [used], "not at each request"
    later(minutes=5)
    bureau.bearer(key)
    (again,) = bureau.accounts.keys.page(ListWindow(9)).rows
    assert again.used_at is not None
    assert again.used_at > used.used_at


@pytest.mark.parametrize("full", [True, False])
def test_a_disk_that_takes_nothing_turns_no_session_and_no_key_away(tmp_path: Path, later: Any, *, full: bool) -> None:
    folder = tmp_path / "disk"
    with mounts.small_disk(folder, 8) if full else mounts.ext4_disk(folder, tmp_path / "image", 8):
        store = account_store(migrated_store(f"sqlite:///{folder}/gateway.db"))
        keys, sessions = Keys(store), Sessions(store)
        key, secret = keys.make("app", "outsider", None, by="founder:first"), sessions.begin("CAP", HERE)
        (mounts.fill if full else mounts.fail)(folder)
        for minutes in (2, 4, 6):
            later(minutes=minutes)
            assert keys.find(key)
            assert sessions.find(secret)
        assert store.refusal(), "nothing could be written"
        store.close()


def test_this_machines_key_signs_for_its_operator_and_administrator_alone() -> None:
    assert bearer_tokens.verify(KEY, bearer_tokens.issue(KEY, "operator", clock.now())).id == "machine:operator"
    with pytest.raises(ValueError, match="captain"):
        bearer_tokens.issue(KEY, "captain", clock.now())


def test_moments_sort_as_text() -> None:
    assert moments.now() < moments.later(hours=1)
