"""A form that its person puts aside: listed for them alone, gone on with, discarded, and gone when it is saved."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from contracts import envelope
from services.chassis.base import clock
from services.chassis.storage import journal
from services.chassis.storage.store import Store
from services.gateway.accounts import drafts, tables
from services.gateway.accounts.drafts import Address, Drafts, DraftsFull
from services.gateway.web.addresses import HOME
from tests.people import account_store
from tests.services.gateway.gateway_client import KEY, FilledForm, GatewayClient, without_tags
from tests.services.gateway.test_drafts import CLERK, MATTERS, NEW, PAPER, Desk, files, paper

NEW_MATTER = f"{MATTERS}/new"


@pytest.fixture
def desk(gateway: GatewayClient) -> Desk:
    """Two clerks of one squadron."""
    return Desk(gateway)


def put_aside(desk: Desk, secret: str, path: str = NEW_MATTER, **more: Any) -> drafts.KeptDraft:
    """Put a form aside as it is filled in; the newest draft."""
    response = desk.ask(secret, path, desk.fill(secret, path, _do="aside", **more))
    assert response.status_code == 303, without_tags(response.text)
    assert response.headers["Location"].startswith(HOME)
    return desk.drafts()[0]


def new_matter(desk: Desk, secret: str) -> str:
    """A matter of these clerks, as its page's path."""
    saved = desk.ask(secret, NEW_MATTER, desk.fill(secret))
    return str(saved.headers["Location"]).partition("?")[0]


def project(desk: Desk, path: str) -> None:
    """Let the view hear of a matter."""
    model, id_ = desk.gateway.read_model, path.rpartition("/")[2]
    with desk.gateway.office.store.begin_read() as tx:
        events = [envelope.decode(body.encode()) for _, body in journal.history(tx, "outreach.matters", [id_])]
    with model.store.begin() as tx:
        model.handle(tx, events)
    model.after_commit(events)


def test_what_is_put_aside_is_listed_gone_on_with_and_gone_when_it_is_saved(desk: Desk) -> None:
    secret = desk.sign_in()
    kept = put_aside(desk, secret, requested_on="", evidence=[])
    assert not desk.matters(), "nothing was submitted"

    home = desk.ask(secret, f"{HOME}?done=aside").text
    assert "已暂存，尚未提交" in home
    assert "为民办实事 · 登记" in home
    page = desk.ask(secret, f"/drafts/{kept.id}")
    shown = FilledForm(page.text)
    assert "尚未提交" in page.text
    assert (shown.values["matter"], shown.values["requested_on"]) == (NEW["matter"], ""), "what was emptied stays so"
    again = put_again(desk, secret, shown, {"requested_on": "2017-03-01", "matter": "路灯又不亮"})
    assert [one.id for one in desk.drafts()] == [again.id], "of one form there is one draft"
    last = FilledForm(desk.ask(secret, f"/drafts/{again.id}").text)
    assert desk.ask(secret, NEW_MATTER, last.fill_in({})).status_code == 303
    (matter,) = desk.matters()
    assert matter["fields"]["matter"] == "路灯又不亮"
    assert not desk.drafts()


def put_again(desk: Desk, secret: str, shown: FilledForm, more: dict[str, Any]) -> drafts.KeptDraft:
    """Put aside once more what was resumed."""
    assert desk.ask(secret, NEW_MATTER, shown.fill_in(more | {"_do": "aside"})).status_code == 303
    return desk.drafts()[0]


def test_the_form_saved_by_another_tab_or_after_going_back_leaves_no_draft(desk: Desk) -> None:
    secret = desk.sign_in()
    form = desk.fill(secret)
    assert desk.ask(secret, NEW_MATTER, form | {"_do": "aside"}).status_code == 303
    assert desk.ask(secret, NEW_MATTER, form).status_code == 303
    assert not desk.drafts()
    assert len(desk.matters()) == 1


def test_two_tabs_of_one_step_are_two_drafts(desk: Desk) -> None:
    secret = desk.sign_in()
    for matter in ("甲", "乙"):
        put_aside(desk, secret, matter=matter)
    assert len(desk.drafts()) == 2


def test_photographs_come_along_and_are_evidence_of_nothing_before(desk: Desk) -> None:
    secret = desk.sign_in()
    path = new_matter(desk, secret) + "/accept"
    assert desk.ask(secret, path, desk.fill(secret, path, accepted_on="2017-03-02", handler="CLK")).status_code == 303
    finish = path.replace("/accept", "/finish")
    kept = put_aside(desk, secret, finish, outcome="修好", done_on="", evidence=[paper()])
    assert kept.bytes > 1000
    sha = hashlib.sha256(PAPER).hexdigest()
    assert not desk.gateway.evidence.about([sha])
    assert "SYNTHETIC-lamp.pdf" in desk.ask(secret, f"/drafts/{kept.id}").text
    assert desk.gateway.evidence.about([sha])


def test_nobody_else_sees_or_discards_it_and_no_page_tells_that_it_is_there(desk: Desk) -> None:
    kept, other = put_aside(desk, desk.sign_in()), desk.sign_in("OTH")
    theirs, none = desk.ask(other, f"/drafts/{kept.id}"), desk.ask(other, "/drafts/none")
    assert (theirs.status_code, theirs.headers["Location"]) == (none.status_code, none.headers["Location"])
    assert kept.id not in desk.ask(other, HOME).text
    seal = FilledForm(desk.ask(other, "/account").text).values["_seal"]
    desk.ask(other, "/drafts/discard", {"_seal": seal, "id": kept.id})
    desk.ask(other, NEW_MATTER, desk.fill(other, _draft=kept.id, _do="aside"))
    assert [one.id for one in desk.drafts()] == [kept.id]


def test_it_is_discarded_after_a_question(desk: Desk) -> None:
    secret = desk.sign_in()
    kept = put_aside(desk, secret)
    home = desk.ask(secret, HOME).text
    assert home.index('<details class="drop">') < home.index("确认丢弃")
    seal = FilledForm(desk.ask(secret, "/account").text).values["_seal"]
    gone = desk.ask(secret, "/drafts/discard", {"_seal": seal, "id": kept.id})
    assert (gone.status_code, gone.headers["Location"]) == (303, HOME)
    assert not desk.drafts()


def test_a_record_that_moved_on_is_told_in_the_list_and_at_the_form(desk: Desk) -> None:
    secret = desk.sign_in()
    record = new_matter(desk, secret)
    accept, correct = f"{record}/accept", f"{record}/register?corrects=1"
    put_aside(desk, secret, accept, handler="CLK")
    put_aside(desk, secret, correct, matter="路灯不亮了")
    taken = desk.ask(secret, accept, desk.fill(secret, accept, accepted_on="2017-03-02", handler="CLK"))
    assert taken.status_code == 303
    project(desk, record)

    home = without_tags(desk.ask(secret, HOME).text)

    assert "记录状态已变，不能再办理此步骤" in home
    assert "记录此后已有变动" in home
    told = {one.path: desk.ask(secret, f"/drafts/{one.id}").text for one in desk.drafts()}
    assert "当前状态下不能办理此步骤" in told[accept]
    assert "路灯不亮了" in told[f"{record}/register"]
    assert "记录已被他人更改" in told[f"{record}/register"]


def test_a_form_that_is_no_longer_there_says_so_and_can_be_discarded(desk: Desk) -> None:
    secret = desk.sign_in()
    kept = put_aside(desk, secret)
    with desk.accounts.drafts.store.begin() as tx:
        tx.execute(tables.drafts.update().values(path="/registers/outreach/sundials/new"))
    home = desk.ask(secret, HOME).text
    assert "该表单已不存在" in home
    assert f'href="/drafts/{kept.id}"' not in home
    assert desk.ask(secret, f"/drafts/{kept.id}").headers["Location"] == HOME


def test_beyond_what_is_kept_the_form_stays_filled_in_and_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = desk.sign_in()
    monkeypatch.setattr(drafts, "MOST_ASIDE", 1)
    first = put_aside(desk, secret)
    full = desk.ask(secret, NEW_MATTER, desk.fill(secret, matter="第二件", _do="aside"))
    assert full.status_code == DraftsFull.status
    assert "暂存的表单已达上限" in full.text
    assert FilledForm(full.text).values["matter"] == "第二件"
    assert [one.id for one in desk.drafts()] == [first.id], "nothing makes room unasked"


def test_beyond_what_is_kept_no_photograph_is_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = desk.sign_in()
    path = new_matter(desk, secret) + "/accept"
    desk.ask(secret, path, desk.fill(secret, path, accepted_on="2017-03-02", handler="CLK"))
    finish = path.replace("/accept", "/finish")
    put_aside(desk, secret)
    monkeypatch.setattr(drafts, "MOST_ASIDE", 1)
    full = desk.ask(secret, finish, desk.fill(secret, finish, outcome="修好", evidence=[paper()], _do="aside"))
    assert full.status_code == DraftsFull.status
    assert "暂存的表单已达上限" in full.text
    assert "SYNTHETIC-lamp.pdf" in full.text


def test_a_form_whose_session_was_over_crowds_out_nothing_that_was_put_aside(desk: Desk) -> None:
    secret = desk.sign_in()
    kept = put_aside(desk, secret)
    forms = [desk.fill(secret, matter=f"第{number}件") for number in range(drafts.MOST_DRAFTS + 1)]
    desk.end(secret)
    for form in forms:
        desk.ask(secret, NEW_MATTER, form)
    assert kept.id in {one.id for one in desk.drafts()}
    assert len(desk.drafts()) == drafts.MOST_DRAFTS + 1


def test_who_signs_out_hears_how_many_stand(desk: Desk) -> None:
    secret = desk.sign_in()
    put_aside(desk, secret)
    seal = FilledForm(desk.ask(secret, "/account").text).values["_seal"]
    out = desk.ask(secret, "/signout", {"_seal": seal})
    assert "您有 1 份表单尚未提交" in desk.ask("", out.headers["Location"]).text
    assert "尚未提交" not in desk.ask("", "/signin?drafts=many").text


def test_it_is_kept_for_its_days_and_no_longer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    put_aside(desk, desk.sign_in())
    present = clock.now
    for days, stands in ((drafts.DAYS_ASIDE - 1, 1), (drafts.DAYS_ASIDE + 1, 0)):
        monkeypatch.setattr(clock, "now", lambda days=days: present() + dt.timedelta(days=days))
        assert len(desk.drafts()) == stands
    desk.accounts.drafts.discard_old()
    with desk.accounts.drafts.store.begin_read() as tx:
        assert not tx.scalar(sa.select(sa.func.count()).select_from(tables.draft_parts))


def test_nothing_of_it_lies_there_in_clear(store: Store) -> None:
    kept = Drafts(account_store(store), KEY)
    body = MultiDict({"phone": "13800001234", "_key": "k", "_do": "aside"})
    kept.put_aside(CLERK, Address("/x", ""), body, files(b"13800001234" * 1000), 3)
    with kept.store.begin_read() as tx:
        rows = [*tx.execute(sa.select(tables.drafts)), *tx.execute(sa.select(tables.draft_parts))]
    assert rows
    assert not [one for one in rows if b"13800001234" in repr(tuple(one)).encode()]
    (draft,) = kept.of("CLK")
    assert (draft.aside, draft.version, kept.count("CLK"), kept.count("OTH")) == (True, 3, 1, 0)


def test_a_form_for_many_records_is_shown_again_as_it_was_filled_in(desk: Desk) -> None:
    secret = desk.sign_in()
    rows = [f"{new_matter(desk, secret).rpartition('/')[2]}:1" for _ in range(2)]
    where = f"{HOME}/outreach/matters/accept"
    seal = FilledForm(desk.ask(secret, NEW_MATTER).text).values["_seal"]
    page = desk.ask(secret, where, MultiDict([("_seal", seal), *(("row", one) for one in rows)]))
    filled = FilledForm(page.text).fill_in({"accepted_on": "2017-03-02", "handler": "CLK"})
    desk.end(secret)
    assert desk.ask(secret, where, filled).status_code == 401
    (kept,) = desk.drafts()
    again = FilledForm(desk.ask(desk.sign_in(), f"/drafts/{kept.id}").text)
    assert (again.values["accepted_on"], again.values["handler"]) == ("2017-03-02", "CLK")
    assert again.values.getlist("row") == rows
