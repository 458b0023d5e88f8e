from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import OutOfOrder
from services.cases.list_publications import (
    ItemCountDiffers,
    ListPublishedLate,
    NoListSnapshot,
    NothingInForce,
    PageChanged,
    StillPublished,
    VersionTaken,
)
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, Office, build_view, day, make_as_of, measure_value
from tests.services.cases.list_records import URL, L, duty, power, prepared_list, published_list, verify

P = "cases.power_items"


@pytest.fixture(name="bureau")
def with_three_powers(office: Office) -> Office:
    for code in ("QL-001", "QL-002", "QL-003"):
        power(office, code)
    return office


def publish(office: Office, publication: str, **more: Any) -> Any:
    form: dict[str, Any] = {"url": URL, "item_count": 3, "published_on": "2017-02-06", "evidence": PROOF}
    form |= more
    return office.do(L, publication, "publish", **form)[-1]


def repeal(office: Office, code: str, on: str) -> None:
    office.do(P, code, "repeal", repealed_on=on, reason="修法")


# --- what a list holds ------------------------------------------------------------------------------------------------


def test_a_list_holds_what_is_in_force_on_the_day_of_its_publication(bureau: Office) -> None:
    repeal(bureau, "QL-003", "2017-02-06")
    power(bureau, "QL-004", on="2017-02-07")
    power(bureau, "QL-005")
    bureau.do(P, "QL-005", "void", reason="误录")
    event = publish(bureau, prepared_list(bureau), item_count=2)
    assert event.data["items"] == [
        {"code": "QL-001", "version_number": 1},
        {"code": "QL-002", "version_number": 1},
    ]
    assert event.evidencelevel == "E1"


@pytest.mark.parametrize("claimed", [2, 4])
def test_what_the_page_shows_is_checked_against_what_is_in_force(bureau: Office, claimed: int) -> None:
    with pytest.raises(ItemCountDiffers):
        publish(bureau, prepared_list(bureau), item_count=claimed)
    assert publish(bureau, prepared_list(bureau, version=2))


def test_a_list_without_items_is_not_published(office: Office) -> None:
    with pytest.raises(NothingInForce):
        publish(office, prepared_list(office), item_count=0)


def test_what_was_seen_is_shown_by_a_snapshot(bureau: Office) -> None:
    with pytest.raises(NoListSnapshot):
        publish(bureau, prepared_list(bureau), evidence=[])
    publication = published_list(bureau, 3, version=2)
    with pytest.raises(NoListSnapshot):
        bureau.do(L, publication, "verify", item_count=3, verified_on="2017-03-01")


def test_a_list_of_duties_holds_duties(bureau: Office) -> None:
    duty(bureau, "ZR-01")
    event = publish(bureau, prepared_list(bureau, kind="duties"), item_count=1)
    assert [one["code"] for one in event.data["items"]] == ["ZR-01"]


# --- versions and channels --------------------------------------------------------------------------------------------


def test_a_version_of_a_list_is_published_once_on_a_channel(bureau: Office) -> None:
    prepared_list(bureau)
    with pytest.raises(VersionTaken):
        prepared_list(bureau)
    assert prepared_list(bureau, version=2)
    assert prepared_list(bureau, channel="portal")
    assert prepared_list(bureau, kind="duties")


def test_one_version_stands_on_a_channel_at_a_time(bureau: Office) -> None:
    first = published_list(bureau, 3)
    second = prepared_list(bureau, "2017-05-02", version=2)
    with pytest.raises(StillPublished):
        publish(bureau, second, published_on="2017-05-08")
    bureau.do(L, first, "supersede", superseded_on="2017-05-08")
    assert publish(bureau, second, published_on="2017-05-08")
    assert published_list(bureau, 3, channel="portal"), "another channel stands for itself"


def test_the_first_version_can_still_be_corrected_when_the_second_stands(bureau: Office) -> None:
    first = published_list(bureau, 3)
    bureau.do(L, first, "supersede", superseded_on="2017-05-08")
    published_list(bureau, 3, on="2017-05-08", version=2)
    form = {"url": f"{URL}/1", "item_count": 3, "published_on": "2017-02-06", "evidence": PROOF}
    assert bureau.do(L, first, "publish", corrects=2, **form)


def test_a_list_is_published_within_twenty_working_days_or_it_is_said_why_not(bureau: Office) -> None:
    publication = prepared_list(bureau, "2017-01-20")
    assert bureau.record(L, publication).due("publication") == day("2017-02-22"), "make-up days and the holiday"
    with pytest.raises(ListPublishedLate) as refused:
        publish(bureau, publication, published_on="2017-02-23")
    assert refused.value.to_dict()["article"] == "政府信息公开条例 第二十六条"
    assert publish(bureau, publication, published_on="2017-02-23", late_reason="网站改版")
    assert publish(bureau, prepared_list(bureau, "2017-01-20", channel="portal"), published_on="2017-02-22")


# --- looking again ----------------------------------------------------------------------------------------------------


def test_looking_again_tells_how_far_the_list_has_fallen_behind(bureau: Office) -> None:
    publication = published_list(bureau, 3)
    assert verify(bureau, publication, 3, "2017-03-01").data["outdated"] == 0
    repeal(bureau, "QL-003", "2017-03-15")
    content: dict[str, Any] = {"name": "新名", "kind": "penalty", "basis": "示例", "body": "ZS", "entrusted": False}
    bureau.do(P, "QL-002", "amend", amended_on="2017-03-20", **content)
    power(bureau, "QL-004", on="2017-03-20")
    verification = verify(bureau, publication, 3, "2017-04-05").data
    assert (verification["outdated"], verification["missing"]) == (2, 1)


def test_a_page_that_shows_something_else_is_not_verified(bureau: Office) -> None:
    publication = published_list(bureau, 3)
    with pytest.raises(PageChanged):
        verify(bureau, publication, 2, "2017-03-01")
    with pytest.raises(OutOfOrder):
        verify(bureau, publication, 3, "2017-02-05")


# --- how old what was seen is -----------------------------------------------------------------------------------------


def freshness(office: Office, *days: str) -> list[Any]:
    read_model = build_view(office.events, campaign())
    return [measure_value(read_model, "S2.list_freshness", on).claimed for on in days]


def test_the_stalest_list_tells_how_many_working_days_ago_one_was_seen(bureau: Office) -> None:
    government = published_list(bureau, 3, on="2017-05-25")
    assert freshness(bureau, "2017-05-24", "2017-05-25", "2017-06-06") == [None, 0, 7]
    published_list(bureau, 3, on="2017-06-06", channel="portal")
    verify(bureau, government, 3, "2017-06-09")
    assert freshness(bureau, "2017-06-08", "2017-06-09", "2017-06-12") == [9, 3, 4], "the other is the stalest now"


def test_what_stands_no_longer_is_not_stale(bureau: Office) -> None:
    first = published_list(bureau, 3, on="2017-02-06")
    bureau.do(L, first, "supersede", superseded_on="2017-05-08")
    second = published_list(bureau, 3, on="2017-05-08", version=2)
    assert freshness(bureau, "2017-05-05", "2017-05-08") == [62, 0]
    bureau.do(L, second, "withdraw", withdrawn_on="2017-05-10", reason="网站迁移")
    assert freshness(bureau, "2017-05-09", "2017-05-10") == [1, None]


def test_a_verification_that_was_entered_too_young_is_corrected(bureau: Office) -> None:
    publication = published_list(bureau, 3, on="2017-05-25")
    verification = verify(bureau, publication, 3, "2017-06-12")
    form = {"item_count": 3, "verified_on": "2017-06-06", "evidence": PROOF}
    bureau.do(L, publication, "verify", corrects=verification.recordversion, **form)
    assert freshness(bureau, "2017-06-12") == [4]


# --- numbers ----------------------------------------------------------------------------------------------------------


def share(office: Office, as_of: str, measure: str = "S2.powers_published_share") -> tuple[Any, int]:
    result = measure_value(build_view(office.events, campaign()), measure, as_of)
    return (None if result.claimed is None else round(result.claimed * result.n)), result.n


def test_a_repeal_moves_the_number_and_a_newer_version_moves_it_again(bureau: Office) -> None:
    first = published_list(bureau, 3)
    repeal(bureau, "QL-003", "2017-03-01")
    power(bureau, "QL-004", on="2017-04-01")
    power(bureau, "QL-005", on="2017-04-01")
    bureau.do(L, first, "supersede", superseded_on="2017-04-10")
    published_list(bureau, 4, on="2017-04-10", version=2)
    days = ("2017-01-31", "2017-02-06", "2017-02-28", "2017-03-01", "2017-04-01", "2017-04-10")
    assert [share(bureau, on) for on in days] == [(0, 3), (3, 3), (3, 3), (2, 2), (2, 4), (4, 4)]
    assert share(bureau, "2017-04-10", "S2.duties_published_share") == (None, 0)
    read_model = build_view(bureau.events, campaign())
    assert [measure_value(read_model, "S2.powers_published", on).claimed for on in days] == [0, 3, 3, 2, 2, 4]
    assert measure_value(read_model, "S2.duties_published", "2017-04-10").claimed == 0


def test_what_is_withdrawn_on_one_channel_still_stands_on_the_other(bureau: Office) -> None:
    government, portal = published_list(bureau, 3), published_list(bureau, 3, channel="portal")
    bureau.do(L, government, "withdraw", withdrawn_on="2017-03-01", reason="网站迁移")
    assert share(bureau, "2017-03-01") == (3, 3)
    bureau.do(L, portal, "withdraw", withdrawn_on="2017-03-02", reason="网站迁移")
    assert [share(bureau, on) for on in ("2017-03-01", "2017-03-02")] == [(3, 3), (0, 3)]


def test_a_voided_publication_never_was_and_a_voided_item_was_in_no_list(bureau: Office) -> None:
    publication = published_list(bureau, 3)
    bureau.do(P, "QL-003", "void", reason="误录")
    assert share(bureau, "2017-03-01") == (2, 2)
    bureau.do(L, publication, "void", reason="误录")
    assert share(bureau, "2017-03-01") == (0, 2)


def test_a_corrected_publication_is_counted_again_as_of_its_new_day(bureau: Office) -> None:
    power(bureau, "QL-004", on="2017-03-01")
    publication = published_list(bureau, 3)
    with pytest.raises(ItemCountDiffers):
        publish(bureau, publication, corrects=2, published_on="2017-03-01", late_reason="误填")
    publish(bureau, publication, corrects=2, published_on="2017-03-01", item_count=4)
    assert [share(bureau, on) for on in ("2017-02-28", "2017-03-01")] == [(0, 3), (4, 4)]


def test_the_gaps_are_the_items_that_nobody_can_read(bureau: Office) -> None:
    published_list(bureau, 3)
    power(bureau, "QL-004", on="2017-03-01")
    read_model = build_view(bureau.events, campaign())
    with read_model.store.begin_read() as tx:
        missing = queries.gaps(tx, read_model.programme.measures["S2.powers_published_share"], make_as_of("2017-03-31"))
    assert [row.subject for row in missing] == ["QL-004"]


def test_duties_are_counted_in_their_own_list(bureau: Office) -> None:
    duty(bureau, "ZR-01")
    duty(bureau, "ZR-02")
    published_list(bureau, 2, kind="duties")
    assert share(bureau, "2017-03-01", "S2.duties_published_share") == (2, 2)
    assert share(bureau, "2017-03-01") == (0, 3)
    bureau.do("cases.duty_items", "ZR-02", "repeal", repealed_on="2017-03-01", reason="机构调整")
    assert measure_value(build_view(bureau.events, campaign()), "S2.duties_published", "2017-03-01").claimed == 1
    assert share(bureau, "2017-03-01", "S2.duties_published_share") == (1, 1)
