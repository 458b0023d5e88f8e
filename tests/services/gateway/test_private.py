"""Private texts at the gateway: taken in once, compared by tokens, given out as somebody may read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.chassis.records.command import Actor
from services.chassis.storage import tables
from services.gateway.display import formatting
from services.gateway.read_model import ledger
from services.gateway.spreadsheets.faults import ImportRefused
from tests.office import READER, VAULT
from tests.services.gateway.sheet_clerk import Clerk

CALLS = "outreach.service_calls"
CLERK_OF_DT = Actor("clerk@DT", "clerk", frozenset({"DT"}))
HEADS = "接听单位,来电时间,来电人类别,来电人,来电号码,反映事项"
ROW = "DT,2017-03-01T09:00:00+08:00,商户,张三丰,13812345678,灯不亮"


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    new_clerk = Clerk(tmp_path)
    yield new_clerk
    new_clerk.close()


def stored_rows_text(clerk: Clerk) -> str:
    text = ""
    for store, meta in ((clerk.office.store, tables.meta), (clerk.read_model.store, ledger.meta)):
        with store.begin_read() as tx:
            text += str([list(tx.execute(sa.select(table))) for table in meta.sorted_tables])
    return text


def test_an_import_leaves_tokens_alone_in_every_database(clerk: Clerk) -> None:
    assert clerk.import_csv(f"{HEADS}\n{ROW}\n", CALLS)["accepted"] == 1
    assert "张三丰" not in stored_rows_text(clerk)
    assert "13812345678" not in stored_rows_text(clerk)


def test_the_same_sheet_twice_makes_nothing_twice_and_another_caller_is_another_call(clerk: Clerk) -> None:
    sheet = f"{HEADS}\n{ROW}\n"
    clerk.import_csv(sheet, CALLS)
    assert clerk.import_csv(sheet, CALLS)["repeated"] == 1
    grown = f"{HEADS}\n{ROW.replace('张三丰', '李四')}\n{ROW}\n"
    result = clerk.import_csv(grown, CALLS)
    assert (result["accepted"], result["repeated"]) == (1, 1)


def test_an_export_shows_texts_to_those_who_work_with_them_and_masks_to_others(clerk: Clerk) -> None:
    clerk.import_csv(f"{HEADS}\n{ROW}\n", CALLS)
    mine, others = (clerk.export_register(CALLS, by=actor).decode() for actor in (CLERK_OF_DT, READER))
    assert "张三丰" in mine
    assert "13812345678" in mine
    assert "张三丰" not in others
    assert "张**" in others
    assert "138****5678" in others
    assert "who-" not in mine + others


def test_an_export_that_comes_back_changes_nothing_and_a_mask_is_not_taken_for_a_change(clerk: Clerk) -> None:
    clerk.import_csv(f"{HEADS}\n{ROW}\n", CALLS)
    before = clerk.records(CALLS)
    for reader in (CLERK_OF_DT, READER):
        result = clerk.import_csv(clerk.export_register(CALLS, by=reader), CALLS)
        assert (result["accepted"], result["repeated"]) == (0, 1)
    assert clerk.records(CALLS) == before


def test_a_mask_opens_no_record(clerk: Clerk) -> None:
    with pytest.raises(ImportRefused):
        clerk.import_csv(f"{HEADS}\n{ROW.replace('张三丰', '张**')}\n", CALLS)
    assert not clerk.records(CALLS)


def test_a_page_shows_nothing_of_a_token() -> None:
    assert formatting.mask(VAULT.token("张三丰")) == "＊＊"
    assert formatting.mask("张三丰") == "张＊＊"
