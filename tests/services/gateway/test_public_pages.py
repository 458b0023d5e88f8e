"""What anybody may see without an account: what registers say is public, once a leader has opened it, and no more."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from services.chassis.storage import store as stores
from services.chassis.storage.lists.window import ListWindow
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.public import reading, tables
from services.gateway.read_model.public.parts import BY_NAME, PARTS
from services.gateway.read_model.public.tables import public_records
from tests.office import DISTRICT, IN_MEMORY, PROOF, build_view, day, migrated_store, table_rows
from tests.rows_read import steps_in
from tests.services.cases import list_records
from tests.services.cases import test_publicities as publicities
from tests.services.cases.casework import C, Casework
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.test_pages import parse_page

OPENINGS = "outreach.public_openings"
OPEN: dict[str, Any] = {"unit": "JU", "pages": "public", "seen": True, "opened_on": "2026-04-01"}
NAME, NUMBER = "合成当事人", "110105199001010001"
PERSON = {"party_kind": "person", "party": None, "person_name": NAME, "person_number": NUMBER, "person_age": 40}
SHOP = "某商店"


class Stranger:
    """Somebody without an account, at a bureau with something to show."""

    def __init__(self, home: Path) -> None:
        self.work = Casework.on("2026-12-01")
        self.office = self.work.office
        self.gateway = GatewayClient(home, self.office)
        self.gateway.read_model.today = lambda: day("2026-12-01")

    def get(self, path: str, accept: str = "application/json", **headers: str) -> TestResponse:
        self.gateway.project_events()
        return self.gateway.client.get(path, headers={"Accept": accept, "Accept-Language": "zh-CN", **headers})

    def page(self, path: str) -> str:
        response = self.get(path, "text/html")
        assert response.status_code == 200, (path, response.text)
        parse_page(response)
        return response.text

    def answer(self, path: str) -> Any:
        response = self.get(path)
        assert response.status_code == 200, (path, response.text)
        return response.json

    def open(self) -> str:
        (event,) = self.office.do(OPENINGS, "", "open", **OPEN)
        return event.subject

    def publish_case(self, **charge: Any) -> str:
        case, take = self.work.filed_case(**charge), self.work.take
        take(case, "close_inquiry", "2026-03-02")
        take(case, "propose", "2026-03-02")
        take(case, "notify", "2026-03-02", defence_until="2026-03-05", hearing_told=False)
        take(case, "decide", "2026-03-09", number=f"罚字{len(self.office.events)}号")
        take(case, "serve", "2026-03-10")
        take(case, "publish", "2026-03-11")
        return case

    def numbers(self) -> list[str]:
        return [one["fields"]["number"] for one in self.answer("/v1/public/decisions")["items"]]


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Stranger]:
    one = Stranger(tmp_path)
    yield one
    one.gateway.store.close()
    one.office.store.close()


def slug_of(response: TestResponse) -> str:
    return str((response.json or {})["slug"])


PLACES = ("/v1/public", "/v1/public/lists", "/v1/public/decisions", "/public", "/public/lists", "/public/decisions")


def test_nothing_is_shown_before_a_leader_has_opened_it_nor_after_it_was_closed(stranger: Stranger) -> None:
    stranger.publish_case()
    for path in PLACES:
        assert (stranger.get(path).status_code, slug_of(stranger.get(path))) == (404, "public-not-opened"), path
    page = stranger.get("/public", "text/html")
    assert page.status_code == 404
    assert "公开网页尚未开放" in page.text
    assert "由局领导在" not in page.text
    assert "/publicity" not in page.text
    for role, leads in (("leader", True), ("clerk", False)):
        met = stranger.gateway.request("/public", role=role, unit=None).text
        assert "由局领导在“公开情况”中开放" in met
        assert ('<li><a href="/publicity">' in met) == leads
        assert "地址可能有误" not in met
    record = stranger.open()
    assert all(stranger.get(path).status_code == 200 for path in PLACES)
    stranger.office.do(OPENINGS, record, "close", closed_on="2026-04-02", reason="核对")
    assert {slug_of(stranger.get(path)) for path in PLACES} == {"public-not-opened"}
    stranger.office.do(OPENINGS, record, "reopen", seen=True, reopened_on="2026-04-03")
    assert stranger.answer("/v1/public")["opened_on"] == "2026-04-03"
    stranger.office.do(OPENINGS, record, "void", reason="误录")
    assert stranger.get("/v1/public").status_code == 404


def test_a_published_decision_is_shown_without_its_party(stranger: Stranger) -> None:
    case = stranger.publish_case(**PERSON)
    shop = stranger.publish_case()
    stranger.open()
    told = stranger.answer("/v1/public/decisions")
    assert [one["fields"]["published_on"] for one in told["items"]] == ["2026-03-11"] * 2
    assert set(told["items"][0]) == {"unit", "day", "fields", "named"}, "not even by which id it goes"
    page = stranger.page("/public/decisions")
    assert "300" in page
    for text in (page, stranger.get("/v1/public/decisions").text, stranger.page("/public")):
        for hidden in (NAME, NUMBER, SHOP, "某路", "who-", "O1", "H1", case, shop):
            assert hidden not in text, hidden


def test_what_is_not_published_kept_private_or_void_is_not_shown(stranger: Stranger) -> None:
    stranger.open()
    stranger.work.served_case()
    kept = stranger.work.served_case()
    stranger.work.take(kept, "keep_private", "2026-03-11")
    assert stranger.answer("/v1/public/decisions")["items"] == []
    void = stranger.work.decided_case()
    stranger.work.take(void, "publish", "2026-03-11")
    assert len(stranger.numbers()) == 1
    stranger.work.take(void, "void", "2026-03-12")
    assert stranger.numbers() == []


@pytest.mark.parametrize("outcome", ["changed", "revoked", "unlawful", "invalid"])
def test_what_no_longer_stands_leaves_at_once_and_is_owed_until_it_is_withdrawn(
    stranger: Stranger, outcome: str
) -> None:
    case = stranger.publish_case()
    stranger.open()
    stranger.work.take(case, "sue", "2026-03-12")
    assert len(stranger.numbers()) == 1
    stranger.work.take(case, "end_suit", "2026-04-29", outcome=outcome)
    assert stranger.numbers() == []
    owed = publicity(stranger)["owed"]
    assert [(one["record"], one["due"], one["overdue"]) for one in owed if one["register"] == C] == [
        (case, "2026-05-07", True)
    ]
    stranger.work.take(case, "withdraw_publication", "2026-05-07")
    assert stranger.numbers() == []
    assert not [one for one in publicity(stranger)["owed"] if one["register"] == C]


def test_what_stands_stays(stranger: Stranger) -> None:
    case = stranger.publish_case()
    stranger.open()
    stranger.work.take(case, "sue", "2026-03-12")
    stranger.work.take(case, "end_suit", "2026-04-29", outcome="upheld")
    assert len(stranger.numbers()) == 1


def publicity(stranger: Stranger, role: str = "leader") -> Any:
    stranger.gateway.project_events()
    response = stranger.gateway.request("/v1/publicity", role=role, unit=None)
    assert response.status_code == 200, response.text
    return response.json


def test_a_record_is_not_had_by_its_id_nor_by_another_part(stranger: Stranger) -> None:
    stranger.open()
    case, shown = stranger.publish_case(), list_records.published_list(stranger.office, 1, unit="JU")
    waiting = list_records.prepared_list(stranger.office, unit="JU", channel="portal")
    assert stranger.answer(f"/v1/public/lists/records/{shown}")["item"]["record"] == shown
    for path in (
        f"decisions/records/{case}",
        f"lists/records/{case}",
        f"lists/records/{waiting}",
        f"norms/records/{shown}",
        "lists/records/..%2F..",
        "opening",
        "owed",
        "closed",
        "people",
        "owed/records/x",
    ):
        for base in ("/v1/public/", "/public/"):
            assert stranger.get(f"{base}{path}").status_code == 404, path


def test_a_cursor_or_a_query_leads_to_nothing_else(stranger: Stranger) -> None:
    stranger.open()
    list_records.duty(stranger.office, "ZR-1", unit="JU", body="JU")
    for at, (kind, channel) in enumerate((("powers", "government"), ("powers", "portal"), ("duties", "portal")), 2):
        about = {"unit": "JU", "kind": kind, "channel": channel}
        list_records.published_list(stranger.office, 1, on=f"2026-02-0{at}", **about)
    first = stranger.answer("/v1/public/lists?limit=2")
    assert [one["day"] for one in first["items"]] == ["2026-02-04", "2026-02-03"]
    then = stranger.answer(f"/v1/public/lists?limit=2&cursor={first['next']}")
    assert [one["day"] for one in then["items"]] == ["2026-02-02"]
    assert slug_of(stranger.get(f"/v1/public/decisions?cursor={first['next']}")) == "bad-cursor"
    for query in ("q=1", "status=prepared", "as_of=2030-01-01", "unit=JU", "limit=0", "cursor=AAAA"):
        assert stranger.get(f"/v1/public/lists?{query}").status_code == 422, query


def test_the_items_of_a_list_stand_as_they_were_published(stranger: Stranger) -> None:
    office = stranger.office
    shown = list_records.published_list(office, 1, unit="JU", on="2026-02-06")
    changed: dict[str, Any] = {"name": "另一名称", "kind": "penalty", "basis": "示例", "body": "JU", "entrusted": False}
    office.do("cases.power_items", "QL-001", "amend", amended_on="2026-03-01", evidence=PROOF, **changed)
    list_records.power(office, "QL-002", on="2026-03-02", unit="JU")
    stranger.open()
    entries = stranger.answer(f"/v1/public/lists/records/{shown}")["entries"]
    published = [one for one in entries if one["code"] == "QL-001"]
    assert [one["name"] for one in published] == ["权力事项"]
    assert "QL-002" not in {one["code"] for one in entries}
    page = stranger.page(f"/public/lists/records/{shown}")
    assert "权力事项" in page
    assert "另一名称" not in page


def test_entries_come_by_pages(stranger: Stranger) -> None:
    stranger.open()
    clauses = [{"number": number, "text": f"第{number}条内容"} for number in range(1, 41)]
    about: dict[str, Any] = {"code": "N", "unit": "JU", "kind": "dress", "title": "着装", "issuer": "局", "edition": 1}
    stranger.office.do("training.norms", "N", "publish", **about, effective_on="2026-01-01", clauses=clauses)
    seen: list[int] = []
    path = "/v1/public/norms/records/N?limit=15"
    told = stranger.answer(path)
    seen += [one["number"] for one in told["entries"]]
    while told["next"]:
        told = stranger.answer(f"{path}&cursor={told['next']}")
        seen += [one["number"] for one in told["entries"]]
    assert seen == list(range(1, 41))
    assert stranger.answer(f"{path}&cursor={told['previous']}")["entries"][0]["number"] == 16
    page = stranger.page("/public/norms/records/N")
    assert 'rel="next"' in page
    assert "第16条" not in page


def test_supervisors_are_shown_while_they_are_in_office_and_without_who_they_are(stranger: Stranger) -> None:
    stranger.open()
    form: dict[str, Any] = {
        "unit": "JU",
        "kind": "supervisor",
        "name": "合成监督员",
        "telephone": "13812345678",
        "area": "东亭",
    }
    for number, until in (("JD1", "2030-12-31"), ("JD2", "2026-06-30")):
        office = stranger.office
        office.do("outreach.supervisors", number, "nominate", number=number, nominated_on="2026-01-03", **form)
        office.do("outreach.supervisors", number, "appoint", appointed_on="2026-01-10", term_to=until, evidence=PROOF)
    stranger.office.do("outreach.supervisors", "JD3", "nominate", number="JD3", nominated_on="2026-01-03", **form)
    text = stranger.get("/v1/public/supervisors").text + stranger.page("/public/supervisors")
    (shown,) = stranger.answer("/v1/public/supervisors")["items"]
    assert shown["fields"] == {"kind": "supervisor", "area": "东亭", "term_to": "2030-12-31"}
    for hidden in ("合成监督员", "138", "who-", "JD1", "JD2"):
        assert hidden not in text


def test_a_contact_card_shows_the_office_and_not_the_officer(stranger: Stranger) -> None:
    stranger.open()
    form: dict[str, Any] = {"unit": "JU", "services": "咨询", "person": "O1", "telephone": "0510-88701234"}
    stranger.office.do("outreach.contact_cards", "K1", "issue", number="K1", issued_on="2026-02-01", **form)
    page = stranger.page("/public/contacts")
    assert "0510-88701234" in page
    assert "O1" not in without_tags(page)
    stranger.office.do("outreach.contact_cards", "K1", "retire", retired_on="2026-03-01", cause="other")
    assert stranger.answer("/v1/public/contacts")["items"] == []


def test_leaders_see_what_is_owed_and_each_part_before_it_is_open(stranger: Stranger) -> None:
    stranger.publish_case()
    waiting = stranger.work.served_case()
    told = publicity(stranger)
    assert (told["opened_on"], told["opening"], told["whole"]) == (None, None, True)
    assert [(one["register"], one["record"]) for one in told["owed"] if one["register"] == C] == [(C, waiting)]
    assert len(told["missing_lists"]) == 4
    request = stranger.gateway.request
    page = request("/publicity", role="leader", unit=None)
    assert page.status_code == 200
    parse_page(page)
    assert "/registers/outreach/public_openings/new" in page.text
    for part in PARTS:
        shown = request(f"/publicity/{part.name}", role="leader", unit=None)
        assert shown.status_code == 200, part.name
        parse_page(shown)
    assert "300" in request("/publicity/decisions", role="legal", unit=None).text
    for role in ("clerk", "officer", "trainer", "operator", "administrator", "outsider"):
        assert request("/v1/publicity", role=role, unit=None).status_code == 403, role
    assert stranger.get("/v1/publicity").status_code == 401
    record = stranger.open()
    stranger.gateway.project_events()
    opened = request("/publicity", role="leader", unit=None).text
    assert f"/registers/outreach/public_openings/{record}" in opened


def test_a_benchmark_that_nobody_published_is_owed_without_a_period(stranger: Stranger) -> None:
    office = stranger.office
    list_records.power(office, "QL-009", unit="JU")
    about: dict[str, Any] = {"code": "V-9", "unit": "JU", "name": "违法（合成）", "power_item": "QL-009"}
    about |= {"forbidden_by": "某条", "penalised_by": "某条", "defined_on": "2026-01-05"}
    office.do("cases.violation_types", "V-9", "define", **about)
    owed = {one["record"]: one for one in publicity(stranger)["owed"]}
    assert (owed["V-9"]["due"], owed["V-9"]["overdue"]) == (None, False)
    assert "V-9" in due_without_a_day(stranger)


def due_without_a_day(stranger: Stranger, query: str = "") -> dict[str, str]:
    """What the due list has of publicity without a period, to anybody with an account: since when, by record."""
    stranger.gateway.project_events()
    response = stranger.gateway.request(f"/v1/due{query}", role="clerk", unit="DT")
    assert response.status_code == 200, response.text
    owed = response.get_json()["owed"]
    return {one["record"]: one["since"] for one in owed}


def test_what_is_required_to_be_public_is_owed_until_it_is_and_again_when_its_time_is_over(stranger: Stranger) -> None:
    office = stranger.office
    never, passing, down = (publicities.require(office, one) for one in ("before", "during", "after"))
    publicities.publish(office, passing, until="2026-11-29")
    publicities.publish(office, down)
    assert due_without_a_day(stranger) == {never: "2026-01-05", passing: "2026-11-30"}
    about: dict[str, Any] = {"taken_down_on": "2026-10-09", "reason": "改版（合成）", "evidence": PROOF}
    office.do(publicities.P, down, "take_down", **about)
    since = {never: "2026-01-05", down: "2026-10-09", passing: "2026-11-30"}
    owed = {one["record"]: one for one in publicity(stranger)["owed"]}
    assert {name: one["since"] for name, one in owed.items()} == since == due_without_a_day(stranger)
    assert publicity(stranger)["n"] == 3
    assert (owed[never]["due"], owed[never]["article"]) == (None, "局内规定")
    assert owed[never]["clock_title"] == {"zh": "事前公示：执法依据", "en": "Publicity before an act: 执法依据"}
    assert due_without_a_day(stranger, "?unit=DT") == since
    assert due_without_a_day(stranger, "?unit=ZS") == due_without_a_day(stranger, "?as_of=2026-11-01") == {}
    office.do(publicities.P, never, "lift", lifted_on="2026-11-03", reason="不再要求（合成）")
    assert never not in due_without_a_day(stranger)
    for path in ("/publicity", "/due"):
        assert "事中公示：执法依据" in stranger.gateway.request(path, role="leader", unit=None).text


def test_a_list_of_which_items_were_changed_since_is_to_be_published_anew_in_twenty_working_days(
    stranger: Stranger,
) -> None:
    list_records.published_list(stranger.office, 1, unit="JU", on="2026-02-06")
    assert publicity(stranger)["changed_lists"] == []
    assert len(publicity(stranger)["missing_lists"]) == 3
    list_records.power(stranger.office, "QL-002", on="2026-03-02", unit="JU")
    (changed,) = publicity(stranger)["changed_lists"]
    assert changed == {
        "kind": "powers",
        "channel": "government",
        "n": 1,
        "since": "2026-03-02",
        "due": "2026-03-30",
        "overdue": True,
    }
    assert "2026-03-30" in stranger.gateway.request("/publicity", role="leader", unit=None).text


def test_no_part_shows_a_field_that_is_somebodys_own() -> None:
    assert {"party", "person_name", "matter", "findings", "name"}.isdisjoint(BY_NAME["decisions"].fields)
    with pytest.raises(ValueError, match="decisions"):
        type(PARTS[1])(**{**vars_of(PARTS[1]), "shows": "person_name"})


def vars_of(part: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def test_rows_are_what_the_records_say_whatever_the_order_of_events(stranger: Stranger) -> None:
    stranger.publish_case()
    stranger.work.served_case()
    case = stranger.publish_case()
    stranger.work.take(case, "sue", "2026-03-12")
    stranger.work.take(case, "end_suit", "2026-04-29", outcome="revoked")
    list_records.published_list(stranger.office, 1, unit="JU")
    straight = table_rows(build_view(stranger.office.events, campaign()).store, public_records)
    assert len(straight) >= 4
    for seed in range(3):
        shuffled = [*stranger.office.events, *stranger.office.events[:5]]
        random.Random(seed).shuffle(shuffled)
        assert table_rows(build_view(shuffled, campaign()).store, public_records) == straight


def test_a_page_and_a_count_of_a_hundred_thousand_read_no_more_than_of_a_thousand() -> None:
    def steps(number: int) -> int:
        store = migrated_store(IN_MEMORY)
        row = {"district": DISTRICT, "part": "decisions", "until": None, "unit": "JU", "body": "{}", "entries": ""}
        with store.begin() as tx:
            stores.insert_many(
                tx,
                public_records,
                [row | {"record": f"{C}/{one:06d}", "day": f"20{one % 90 + 10}-03-01"} for one in range(number)],
            )

            def ask() -> None:
                window = ListWindow(20, ("2060-03-01", f"{C}/000050"))
                assert len(reading.page_of(tx, DISTRICT, "decisions", day("2099-01-01"), window).rows) == 20
                reading.count(tx, DISTRICT, "decisions", day("2099-01-01"))

            taken = steps_in(tx, ask)
        store.close()
        return taken

    few, many = steps(3_000), steps(100_000)
    assert many < few * 1.2


def test_all_of_it_can_be_cleared(stranger: Stranger) -> None:
    stranger.publish_case()
    store = build_view(stranger.office.events, campaign()).store
    with store.begin() as tx:
        tables.clear(tx, DISTRICT)
        assert tx.scalar(sa.select(sa.func.count()).select_from(public_records)) == 0


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_no_public_page_weighs_more_than_40_kilobytes_nor_has_a_script(stranger: Stranger, coding: str) -> None:
    stranger.open()
    text = "".join(random.Random(7).choices("城市管理执法规范着装整洁文明用语持证上岗依法行政", k=600))
    clauses = [{"number": number, "text": text} for number in range(1, 41)]
    about: dict[str, Any] = {"code": "N", "unit": "JU", "kind": "dress", "title": "着装", "issuer": "局", "edition": 1}
    stranger.office.do("training.norms", "N", "publish", **about, effective_on="2026-01-01", clauses=clauses)
    for path in ("/public", "/public/norms", "/public/norms/records/N", *(f"/public/{one.name}" for one in PARTS)):
        response = stranger.get(path, "text/html", **{"Accept-Encoding": coding})
        assert response.status_code == 200, path
        assert len(response.data) < 40_000, path
        assert "<script" not in stranger.page(path)


def test_english_where_it_is_asked_for(stranger: Stranger) -> None:
    stranger.open()
    assert "What is public" in stranger.page("/public?lang=en")
    assert "Penalty decisions" in stranger.page("/public/decisions?lang=en")
