"""A spreadsheet between its rounds is its session's alone; what a unit chose for headings is the unit's."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from contracts.errors import Unknown
from services.chassis.base import clock
from services.chassis.storage.store import Store
from services.gateway.accounts import tables
from services.gateway.accounts.sessions import OVER_HOURS, Origin, Sessions
from services.gateway.accounts.sheets import kept_headings
from services.gateway.accounts.sheets.kept_headings import KeptHeadings
from services.gateway.accounts.sheets.kept_sheets import DONE_HOURS, MOST_SHEETS, Holder, KeptSheets, SheetGone
from tests.people import account_store
from tests.services.gateway.gateway_client import KEY

MATTERS = "outreach.matters"
MINE, HERE = Holder("CLK", "one"), Origin("192.0.2.1", "a browser")
BODY = "承办单位,社区\nDT,13800001234\n".encode() * 50_000


@pytest.fixture
def drawer(store: Store) -> KeptSheets:
    return KeptSheets(account_store(store), KEY)


def rows(drawer: KeptSheets) -> int:
    with drawer.store.begin_read() as tx:
        each = (tables.sheets, tables.sheet_parts)
        return sum(tx.scalar(sa.select(sa.func.count()).select_from(one)) or 0 for one in each)


def test_a_file_comes_back_as_it_was_sent_and_what_lies_there_tells_nothing(drawer: KeptSheets) -> None:
    sheet = drawer.keep(MINE, MATTERS, BODY, {"name": "台账.csv"})
    assert drawer.read(drawer.get(MINE, sheet.id)) == BODY
    assert drawer.about(sheet) == {"name": "台账.csv"}
    with drawer.store.begin_read() as tx:
        lying = b"".join(bytes(one) for one in tx.scalars(sa.select(tables.sheet_parts.c.body)))
    assert b"13800001234" not in lying
    drawer.note(sheet, {"name": "台账.csv", "choice": {"社区": "register.community"}})
    assert drawer.about(sheet)["choice"] == {"社区": "register.community"}
    assert drawer.read(sheet) == BODY


@pytest.mark.parametrize("other", [Holder("CLK", "two"), Holder("CLK"), Holder("OTH", "one"), Holder("OTH")])
def test_no_other_session_reads_or_discards_it(drawer: KeptSheets, other: Holder) -> None:
    sheet = drawer.keep(MINE, MATTERS, BODY, {})
    with pytest.raises(SheetGone):
        drawer.get(other, sheet.id)
    assert not drawer.of(other)
    drawer.discard(other, sheet.id)
    assert drawer.of(MINE) == [sheet]


def test_nobody_but_its_account_takes_a_file_over(drawer: KeptSheets) -> None:
    sheet = drawer.keep(MINE, MATTERS, BODY, {})
    drawer.hand_on(Holder("OTH", "two"), sheet.id)
    assert drawer.of(MINE) == [sheet]
    drawer.hand_on(Holder("CLK", "two"), sheet.id)
    assert not drawer.of(MINE)
    assert drawer.get(Holder("CLK", "two"), sheet.id).bytes == len(BODY)


def test_parts_that_somebody_exchanged_are_not_given_back(drawer: KeptSheets) -> None:
    first, second = (drawer.keep(Holder(who), MATTERS, who.encode(), {}) for who in ("CLK", "OTH"))
    parts = tables.sheet_parts
    with drawer.store.begin() as tx:
        body = tx.scalar(sa.select(parts.c.body).where(parts.c.sheet == first.id, parts.c.place == 1))
        tx.execute(parts.update().where(parts.c.sheet == second.id, parts.c.place == 1).values(body=body))
    with pytest.raises(Unknown):
        drawer.read(second)


def test_the_oldest_make_room_of_their_own_account_alone(drawer: KeptSheets) -> None:
    other = drawer.keep(Holder("OTH"), MATTERS, BODY, {})
    for number in range(MOST_SHEETS + 2):
        drawer.keep(MINE, MATTERS, bytes(number), {})
        drawer.keep(MINE, MATTERS, bytes(number), {"name": "sent twice"})
    assert len(drawer.of(MINE)) == MOST_SHEETS
    assert drawer.of(Holder("OTH")) == [other]


def test_what_was_imported_goes_soon_and_everything_after_a_day(
    drawer: KeptSheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = clock.now
    done, other = drawer.keep(MINE, MATTERS, BODY, {}), drawer.keep(MINE, MATTERS, b"other", {})
    drawer.settle(done)
    monkeypatch.setattr(clock, "now", lambda: present() + dt.timedelta(hours=DONE_HOURS, minutes=1))
    assert [one.id for one in drawer.of(MINE)] == [other.id]
    monkeypatch.setattr(clock, "now", lambda: present() + dt.timedelta(hours=OVER_HOURS, minutes=1))
    assert not drawer.of(MINE)
    drawer.discard_old()
    assert rows(drawer) == 0


def test_a_file_goes_with_its_session(drawer: KeptSheets) -> None:
    sessions = Sessions(drawer.store)
    both = [sessions.find(sessions.begin("CLK", HERE)) for _ in range(2)]
    first, second = (Holder("CLK", one.id) for one in both if one)
    drawer.keep(first, MATTERS, BODY, {})
    drawer.keep(second, MATTERS, BODY, {})
    sessions.end(first.session, by="CLK")
    drawer.discard_old()
    assert (len(drawer.of(first)), len(drawer.of(second))) == (0, 1)


# --- what was chosen for headings ---

CHOICE = {"columns": {"地点": "register.community"}}


@pytest.fixture
def headings(store: Store) -> KeptHeadings:
    return KeptHeadings(account_store(store), KEY)


def test_a_choice_is_its_unit_s_and_register_s_and_takes_the_place_of_the_one_before(headings: KeptHeadings) -> None:
    headings.keep(("DT", MATTERS), ["地点"], {"columns": {}}, by="SYN-1")
    headings.keep(("DT", MATTERS), ["地点"], CHOICE, by="SYN-2")
    headings.keep(("", MATTERS), ["地点"], {"columns": {}}, by="SYN-3")
    (choice,) = headings.of("DT", MATTERS)
    assert (choice.headings, choice.choice, choice.made_by) == (("地点",), CHOICE, "SYN-2")
    assert not headings.of("ZS", MATTERS)
    assert not headings.of("DT", "outreach.calls")
    assert [one.made_by for one in headings.of("", MATTERS)] == ["SYN-3"]


def test_a_choice_is_let_go_by_its_unit_alone(headings: KeptHeadings) -> None:
    id_ = headings.keep(("DT", MATTERS), ["地点"], CHOICE, by="SYN-1")
    headings.discard("ZS", id_)
    assert headings.of("DT", MATTERS)
    headings.discard("DT", id_)
    assert not headings.of("DT", MATTERS)


def test_the_oldest_choices_make_room_and_nothing_lies_there_in_clear(headings: KeptHeadings) -> None:
    for number in range(kept_headings.MOST_CHOICES + 2):
        headings.keep(("DT", MATTERS), [f"地点{number}"], CHOICE, by="SYN-1")
    assert len(headings.of("DT", MATTERS)) == kept_headings.MOST_CHOICES
    with headings.store.begin_read() as tx:
        lying = b"".join(bytes(one) for one in tx.scalars(sa.select(tables.heading_choices.c.body)))
    assert "地点".encode() not in lying
