"""A form that was sent when its session was over: kept for its person alone, shown again, submitted once."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

from contracts.errors import InsufficientStorage, Unknown, UnwritableStorage
from services.chassis.base import clock, ids
from services.chassis.storage import refusals
from services.chassis.storage.store import Store
from services.gateway.accounts import drafts, moments, tables
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.drafts import Address, Drafts, Sender
from services.gateway.accounts.sessions import OVER_HOURS, Origin
from services.gateway.http import cookies, csrf
from services.gateway.web.addresses import HOME
from tests import mounts
from tests.people import account_store
from tests.services.gateway.gateway_client import KEY, FilledForm, GatewayClient, without_tags

MATTERS = "/registers/outreach/matters"
NEW = {"community": "映月", "matter": "路灯不亮", "requested_on": "2017-03-01"}
CLERK = Sender("CLK", "clerk@DT", "s")
HERE = Origin("192.0.2.1", "a browser")
PAPER = b"%PDF SYNTHETIC " + b"p" * 1000


class Desk:
    """A counter at which people are signed in by sessions of their own."""

    def __init__(self, gateway: GatewayClient) -> None:
        self.gateway, self.accounts = gateway, gateway.accounts
        for person in ("CLK", "OTH"):
            gateway.office.person(person, "DT", role="clerk")
        gateway.project_events()
        for person in ("CLK", "OTH"):
            self.accounts.directory.add(person, by="tests")

    def sign_in(self, person: str = "CLK") -> str:
        return self.accounts.sessions.begin(person, HERE)

    def end(self, secret: str) -> None:
        """Let a session run out."""
        bearer, over = self.accounts.identity.bearer(secret), moments.later(seconds=-1)
        with self.accounts.drafts.store.begin() as tx:
            tx.execute(tables.sessions.update().where(tables.sessions.c.id == bearer.session).values(until=over))
        self.accounts.identity.forget()

    def revoke(self, secret: str) -> None:
        """End a session from elsewhere."""
        bearer = self.accounts.identity.bearer(secret)
        self.accounts.end_session(bearer, bearer.session)

    def ask(self, secret: str, path: str, body: Any = None) -> TestResponse:
        headers = {"Accept": "text/html", "Accept-Language": "zh-CN", "Cookie": f"{cookies.PLAIN}={secret}"}
        if body is None:
            return self.gateway.client.get(path, headers=headers)
        return self.gateway.client.post(path, data=body, headers=headers, content_type="multipart/form-data")

    def fill(self, secret: str, path: str = f"{MATTERS}/new", **more: Any) -> MultiDict[str, Any]:
        """A form as its person filled it in while they were signed in."""
        page = self.ask(secret, path)
        assert page.status_code == 200, without_tags(page.text)
        return FilledForm(page.text).fill_in(NEW | more)

    def drafts(self, person: str = "CLK") -> list[drafts.KeptDraft]:
        return self.accounts.drafts.of(person)

    def matters(self) -> list[dict[str, Any]]:
        return self.gateway.office.registers.page("outreach.matters", within={}, after="", most=100)


@pytest.fixture
def desk(gateway: GatewayClient) -> Desk:
    """Two clerks of one squadron."""
    return Desk(gateway)


def paper(body: bytes = PAPER, name: str = "SYNTHETIC-lamp.pdf") -> tuple[io.BytesIO, str]:
    """A file as a browser sends it."""
    return io.BytesIO(body), name


def way_back(response: TestResponse) -> str:
    """Where the sign-in page leads to."""
    return str(FilledForm(response.text).values["next"])


def test_what_was_typed_is_there_after_the_sign_in_and_is_submitted_once_by_its_person(desk: Desk) -> None:
    secret = desk.sign_in()
    form = desk.fill(secret)
    desk.end(secret)

    late = desk.ask(secret, f"{MATTERS}/new", form)

    assert late.status_code == 401
    assert "您填写的内容已保留，登录后继续" in late.text
    assert "路灯不亮" not in late.text, "who looks at this page may be another"
    assert not desk.matters()
    again = desk.sign_in()
    page = desk.ask(again, way_back(late))
    assert page.status_code == 200
    assert "尚未提交" in page.text
    shown = FilledForm(page.text)
    assert {name: shown.values[name] for name in NEW} == NEW
    assert shown.values["_key"] == form["_key"], "two clicks make one record"
    assert not desk.matters(), "nothing is submitted by itself"
    for _ in range(2):
        assert desk.ask(again, f"{MATTERS}/new", shown.fill_in({})).status_code == 303
    (matter,) = desk.matters()
    assert matter["fields"]["matter"] == "路灯不亮"
    assert not desk.drafts(), "what was submitted is kept no longer"


def test_files_are_attached_again_by_name_and_size_and_can_be_taken_off(desk: Desk) -> None:
    secret = desk.sign_in()
    done = desk.ask(secret, f"{MATTERS}/new", desk.fill(secret))
    record = done.headers["Location"].partition("?")[0]
    accepted = desk.fill(secret, f"{record}/accept", accepted_on="2017-03-02", handler="CLK")
    assert desk.ask(secret, f"{record}/accept", accepted).status_code == 303
    entries = {"done_on": "2017-03-08", "outcome": "修好", "evidence": [paper(), paper(b"two", "SYNTHETIC-b.pdf")]}
    form = desk.fill(secret, f"{record}/finish", **entries)
    desk.end(secret)
    late = desk.ask(secret, f"{record}/finish", form)

    again = desk.sign_in()
    page = desk.ask(again, way_back(late))
    assert re.search(r"SYNTHETIC-lamp.pdf · [0-9,]+ B", page.text)
    shown = FilledForm(page.text)
    first, _second = shown.values.getlist("evidence")
    response = desk.ask(again, f"{record}/finish", shown.fill_in({"evidence": [first]}))
    assert response.status_code == 303, without_tags(response.text)
    assert "SYNTHETIC-lamp.pdf" in desk.ask(again, record).text
    assert "SYNTHETIC-b.pdf" not in desk.ask(again, record).text


def test_a_sheet_is_carried_along_and_only_checked(desk: Desk) -> None:
    secret, path = desk.sign_in(), f"{MATTERS}/import"
    sheet = "承办单位,社区,事项,诉求日期\nDT,映月,路灯不亮,2017-03-01\n".encode()
    page = FilledForm(desk.ask(secret, path).text)
    form = page.fill_in({"sheet": paper(sheet, "SYNTHETIC.csv"), "_do": "import"})
    desk.end(secret)
    late = desk.ask(secret, path, form)
    again = desk.sign_in()
    shown = desk.ask(again, way_back(late))
    assert "SYNTHETIC.csv" in shown.text
    assert not desk.matters()
    assert len(desk.drafts()) == 1
    done = desk.ask(again, path, FilledForm(shown.text).fill_in({"_do": "import"}))
    assert done.status_code == 200, without_tags(done.text)
    assert len(desk.matters()) == 1, without_tags(done.text)
    assert not desk.drafts()


def test_another_person_at_the_same_browser_sees_nothing_of_it(desk: Desk) -> None:
    secret = desk.sign_in()
    form = desk.fill(secret)
    desk.end(secret)
    back = way_back(desk.ask(secret, f"{MATTERS}/new", form))

    other = desk.sign_in("OTH")
    theirs, none = desk.ask(other, back), desk.ask(other, f"/drafts/{ids.new_id()}")
    assert (
        (theirs.status_code, theirs.headers["Location"]) == (none.status_code, none.headers["Location"]) == (303, HOME)
    )
    seal = FilledForm(desk.ask(other, "/account").text).values["_seal"]
    desk.ask(other, "/drafts/discard", {"_seal": seal, "id": desk.drafts()[0].id})
    desk.ask(other, f"{MATTERS}/new", desk.fill(other, _draft=desk.drafts()[0].id))
    assert len(desk.drafts()) == 1, "nobody lets another's draft go"
    assert "/drafts/" not in desk.ask(other, "/account").text.replace("/drafts/discard", "")


@pytest.mark.parametrize("cookie", ["", "fss_forged", "not-one-of-ours", "fss_" + "x" * 5000])
def test_a_cookie_that_is_none_of_ours_keeps_nothing(desk: Desk, cookie: str) -> None:
    form = desk.fill(desk.sign_in())
    response = desk.ask(cookie, f"{MATTERS}/new", form)
    assert response.status_code == 401
    assert "已保留" not in response.text
    assert _rows(desk.accounts) == 0


def test_a_form_without_its_seal_and_one_of_a_closed_account_is_not_kept(desk: Desk) -> None:
    secret = desk.sign_in()
    form, forged = desk.fill(secret), desk.fill(secret, _seal="0" * 64)
    desk.end(secret)
    assert "已保留" not in desk.ask(secret, f"{MATTERS}/new", forged).text
    elsewhere = {"Cookie": f"{cookies.PLAIN}={secret}", "Accept": "text/html", "Sec-Fetch-Site": "cross-site"}
    crossing = desk.gateway.client.post(f"{MATTERS}/new", data=MultiDict(form), headers=elsewhere)
    assert "已保留" not in crossing.text
    desk.accounts.directory.close("CLK", by="tests")
    assert "已保留" not in desk.ask(secret, f"{MATTERS}/new", form).text
    assert _rows(desk.accounts) == 0


def test_passwords_are_never_kept(desk: Desk) -> None:
    secret = desk.sign_in()
    seal = FilledForm(desk.ask(secret, "/account").text).values["_seal"]
    desk.end(secret)
    response = desk.ask(secret, "/account/password", {"_seal": seal, "password": "a", "new": "b", "again": "b"})
    assert response.status_code == 401
    assert _rows(desk.accounts) == 0


def test_a_form_beyond_what_the_server_takes_is_told_and_not_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = desk.sign_in()
    form = desk.fill(secret)
    desk.end(secret)
    monkeypatch.setattr(csrf, "MOST_BYTES", 2000)
    response = desk.ask(secret, f"{MATTERS}/new", form | {"evidence": paper(b"x" * 4000)})
    assert response.status_code == 413
    assert _rows(desk.accounts) == 0


def test_the_same_form_sent_twice_is_one_draft_and_the_oldest_make_room(desk: Desk) -> None:
    secret = desk.sign_in()
    forms = [desk.fill(secret, matter=f"第{number}件") for number in range(drafts.MOST_DRAFTS + 2)]
    desk.end(secret)
    for form in forms:
        desk.ask(secret, f"{MATTERS}/new", form)
        desk.ask(secret, f"{MATTERS}/new", form)
    assert len(desk.drafts()) == drafts.MOST_DRAFTS
    assert "第6件" in desk.ask(desk.sign_in(), way_back(desk.ask(secret, f"{MATTERS}/new", forms[-1]))).text


def test_a_session_that_somebody_ended_keeps_nothing_and_no_other_session_s_draft_gives_way(desk: Desk) -> None:
    mine, stolen = desk.sign_in(), desk.sign_in()
    form = desk.fill(mine)
    desk.end(mine)
    desk.ask(mine, f"{MATTERS}/new", form)
    desk.revoke(stolen)
    assert "已保留" not in desk.ask(stolen, f"{MATTERS}/new", form).text
    other = desk.sign_in()
    desk.end(other)
    desk.ask(other, f"{MATTERS}/new", MultiDict([*form.items(multi=True)]) | {"matter": "另一件"})
    assert len(desk.drafts()) == 2, "beside each other, though it is the same form"


@pytest.mark.parametrize("hours", [1, OVER_HOURS + 1])
def test_idle_sessions_keep_forms_for_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    secret, present = desk.sign_in(), clock.now
    form = desk.fill(secret)
    desk.accounts.identity.forget()
    monkeypatch.setattr(clock, "now", lambda: present() + dt.timedelta(hours=2 + hours))
    assert ("已保留" in desk.ask(secret, f"{MATTERS}/new", form).text) is (hours == 1)


def test_a_draft_is_let_go_by_its_person_or_after_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, present = desk.sign_in(), clock.now
    forms = [desk.fill(secret), desk.fill(secret)]
    desk.end(secret)
    for form in forms:
        desk.ask(secret, f"{MATTERS}/new", form)
    again = desk.sign_in()
    page = desk.ask(again, "/account").text
    assert all(one.id in page for one in desk.drafts())
    seal = FilledForm(page).values["_seal"]
    assert desk.ask(again, "/drafts/discard", {"_seal": seal, "id": desk.drafts()[0].id}).status_code == 303
    assert len(desk.drafts()) == 1
    monkeypatch.setattr(clock, "now", lambda: present() + dt.timedelta(hours=OVER_HOURS, minutes=1))
    assert not desk.drafts()
    desk.accounts.drafts.discard_old()
    assert _rows(desk.accounts) == 0


def _rows(accounts: Accounts) -> int:
    with accounts.drafts.store.begin_read() as tx:
        return sum(
            tx.scalar(sa.select(sa.func.count()).select_from(one)) or 0 for one in (tables.drafts, tables.draft_parts)
        )


# --- on both databases ---


def files(*bodies: bytes) -> drafts.Files:
    """Files of a form."""
    return MultiDict(
        [("evidence", FileStorage(io.BytesIO(one), "a.pdf", "evidence", "application/pdf")) for one in bodies]
    )


def test_what_lies_there_tells_nothing_and_comes_back_as_it_was(store: Store) -> None:
    kept = Drafts(account_store(store), KEY)
    bodies = (b"13800001234" * 100_000, b"")
    id_ = kept.keep(CLERK, Address("/x", ""), MultiDict({"phone": "13800001234"}), files(*bodies))
    with kept.store.begin_read() as tx:
        lying = b"".join(bytes(one) for one in tx.scalars(sa.select(tables.draft_parts.c.body)))
    assert b"13800001234" not in lying
    form, given = kept.read(kept.get("CLK", id_))
    assert form["phone"] == "13800001234"
    assert [one.read() for one in given.getlist("evidence")] == list(bodies)
    for one in given.getlist("evidence"):
        one.close()


def test_parts_that_somebody_exchanged_are_not_given_back(store: Store) -> None:
    kept = Drafts(account_store(store), KEY)
    first, second = (
        kept.keep(Sender(who, "clerk@DT", who), Address("/x", ""), MultiDict({"who": who}), files())
        for who in ("CLK", "OTH")
    )
    parts = tables.draft_parts
    with kept.store.begin() as tx:
        body = tx.scalar(sa.select(parts.c.body).where(parts.c.draft == first))
        tx.execute(parts.update().where(parts.c.draft == second).values(body=body))
    with pytest.raises(Unknown):
        kept.read(kept.get("OTH", second))


def test_a_full_disk_says_so_and_keeps_nothing_half(tmp_path: Path) -> None:
    with mounts.small_disk(tmp_path / "disk", 16) as disk:
        kept = Drafts(account_store(Store(f"sqlite:///{disk}/view.db")), KEY)
        with pytest.raises(sa.exc.OperationalError) as met:
            kept.keep(CLERK, Address("/x", ""), MultiDict(), files(b"x" * 32 * 1024 * 1024))
        assert isinstance(refusals.problem_of(met.value), InsufficientStorage | UnwritableStorage)
        assert not kept.of("CLK")
        kept.store.close()
