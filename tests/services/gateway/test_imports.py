"""An import awaits a second person: who may vouch for it, in one act, and how a sheet goes from hand to hand."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from contracts import envelope
from contracts.envelope import Event
from services.chassis.storage import journal
from services.gateway.display.paging import SEPARATOR
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.waiting_imports import reading, tables
from tests.office import Office, build_view, table_rows
from tests.rows_read import rows_read
from tests.services.gateway.gateway_client import FilledForm, GatewayClient
from tests.tokens import token_of

HEAD = "登记编号,承办单位,社区,事项,诉求日期,受理日期,办结日期,办理结果,确认日期,满意\n"
ROW = "{},{},映月,路灯,2017-03-01,2017-03-02,2017-03-08,修好,2017-03-10,是\n"
FAIR = "主办单位,活动名称,活动类别,提出日期,批准日期\nDT,合成活动,城管家校论坛,2017-03-01,2017-03-02\n"
MATTERS, EVENTS = "outreach/matters", "outreach/public_events"
FIRST, SECOND = Bearer("DT-03", "clerk", "DT"), Bearer("DT-04", "clerk", "DT")
PUBLICIST = Bearer("XJK-01", "publicist", None)


class Counter:
    """The gateway's interface, as persons ask it; the view hears of what was done when it is told to."""

    def __init__(self, home: Path) -> None:
        self.office = Office()
        self.gateway = GatewayClient(home, self.office)

    def ask(self, who: Bearer, path: str, body: Any = None, kind: str = "application/json") -> tuple[int, Any]:
        """Status and answer of a request."""
        token = token_of(who)
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        client = self.gateway.client
        if body is None:
            response = client.get(path, headers=headers)
        elif isinstance(body, str):
            response = client.post(path, data=body.encode(), headers=headers, content_type=kind)
        else:
            response = client.post(path, json=body, headers=headers)
        return response.status_code, response.json

    def bring(self, who: Bearer, text: str, register: str = MATTERS, query: str = "") -> tuple[int, Any]:
        """Import a sheet; the view hears of it."""
        answer = self.ask(who, f"/v1/{register}/import{query}", text, "text/csv")
        self.hear()
        return answer

    def release(self, who: Bearer, import_id: str, body: Any = None) -> tuple[int, Any]:
        """Vouch for an import."""
        return self.ask(who, f"/v1/imports/{import_id}/release", body or {})

    def events(self) -> list[Event]:
        """All that was recorded."""
        with self.office.store.begin_read() as tx:
            return [envelope.decode(body.encode()) for _, body in journal.page(tx, 0, 100_000)]

    def hear(self) -> None:
        """Let the view have it."""
        events = self.events()
        with self.gateway.read_model.store.begin() as tx:
            self.gateway.read_model.handle(tx, events)
        self.gateway.read_model.after_commit(events)

    def waiting(self, who: Bearer = SECOND) -> list[Any]:
        """The imports that await release."""
        imports: list[Any] = self.ask(who, "/v1/imports")[1]["imports"]
        return imports

    def pages(self, address: str, who: Bearer = SECOND) -> Iterator[Any]:
        """Each page of a list, which has a query already."""
        _, page = self.ask(who, address)
        yield page
        while page["next"]:
            _, page = self.ask(who, f"{address}&cursor={page['next']}")
            yield page

    def levels(self) -> list[str]:
        """Of every confirmation in its turn."""
        return [event.evidencelevel for event in self.events() if event.type.endswith("matters.confirmed.v1")]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    one = Counter(tmp_path)
    one.hear()
    yield one
    one.office.store.close()
    one.gateway.store.close()


def test_a_sheet_by_which_one_person_would_verify_their_own_matter_stays_a_claim(counter: Counter) -> None:
    status, answer = counter.bring(FIRST, HEAD + ROW.format("A-1", "DT"))
    assert (status, answer["accepted"], answer["left"]) == (200, 1, [])
    assert counter.levels() == ["E1"]
    (waiting,) = counter.waiting()
    assert (waiting["id"], waiting["importer"], waiting["records"]) == (answer["import"], "DT-03", 1)
    assert (waiting["steps"], waiting["may_release"], waiting["register"]) == (
        {"confirm": 1},
        True,
        "outreach.matters",
    )
    assert not counter.waiting(FIRST)[0]["may_release"]
    assert counter.bring(FIRST, HEAD + ROW.format("A-1", "DT"))[1]["import"] == answer["import"], "the same sheet again"


def test_another_releases_it_in_one_act_and_the_same_act_again_does_nothing_twice(counter: Counter) -> None:
    _, answer = counter.bring(FIRST, HEAD + "".join(ROW.format(f"A-{n}", "DT") for n in range(3)))
    status, released = counter.release(SECOND, answer["import"])
    assert (status, released["released"], released["repeated"], released["refused"]) == (200, 3, 0, 0)
    status, again = counter.release(Bearer("DT-05", "captain", "DT"), answer["import"])
    assert (status, again["released"], again["repeated"]) == (200, 0, 3), "two at once: the view has heard of neither"
    counter.hear()
    assert counter.waiting() == []
    assert counter.release(SECOND, answer["import"])[0] == 404
    assert counter.levels() == ["E1"] * 3 + ["E2"] * 3


def test_whoever_imported_it_releases_it_by_no_door_and_under_no_post(counter: Counter) -> None:
    _, answer = counter.bring(FIRST, HEAD + ROW.format("A-1", "DT"))
    (step,) = counter.ask(FIRST, f"/v1/imports/{answer['import']}")[1]["items"]
    door = f"/v1/{MATTERS}/{step['record']}/confirm?releases={quote(step['event'])}"
    for who in (FIRST, Bearer(FIRST.id, "captain", None)):
        status, problem = counter.release(who, answer["import"])
        assert (status, problem["slug"]) == (403, "own-import")
        status, problem = counter.ask(who, door, {})
        assert (status, problem["slug"]) == (403, "own-import")
    assert counter.levels() == ["E1"]
    assert counter.ask(SECOND, door, {})[0] == 200
    assert counter.levels() == ["E1", "E2"]


def test_who_may_not_take_the_step_or_is_of_another_unit_releases_nothing(counter: Counter) -> None:
    _, answer = counter.bring(FIRST, HEAD + ROW.format("A-1", "DT"))
    (step,) = counter.ask(SECOND, f"/v1/imports/{answer['import']}")[1]["items"]
    assert counter.release(Bearer("DT-09", "officer", "DT"), answer["import"])[0] == 403
    stranger = Bearer("ZS-03", "clerk", "ZS")
    assert counter.release(stranger, answer["import"])[0] == 404, "nothing of it is theirs"
    status, refused = counter.release(stranger, answer["import"], {"records": [step["record"]]})
    assert (status, refused["refused"], refused["errors"][0]["problem"]["status"]) == (207, 1, 403)
    assert counter.release(SECOND, answer["import"], {"records": []})[0] == 422
    assert counter.release(SECOND, answer["import"], {"all": True})[0] == 422
    assert counter.levels() == ["E1"]


def test_what_was_corrected_after_the_list_was_shown_is_not_released_unseen(counter: Counter) -> None:
    _, answer = counter.bring(FIRST, HEAD + ROW.format("A-1", "DT"))
    (step,) = counter.ask(SECOND, f"/v1/imports/{answer['import']}")[1]["items"]
    address = f"/v1/{MATTERS}/{step['record']}/confirm"
    changed = {"confirmed_on": "2017-03-11", "satisfied": True}
    captain = Bearer("DT-01", "captain", "DT")
    assert counter.ask(captain, f"{address}?corrects={step['place']}", changed)[0] == 200
    status, refused = counter.release(SECOND, answer["import"])
    assert (status, refused["errors"][0]["problem"]["slug"]) == (207, "replaced-meanwhile")
    status, problem = counter.ask(SECOND, f"{address}?releases={quote(step['event'])}", {})
    assert (status, problem["slug"]) == (409, "replaced-meanwhile")
    assert counter.ask(SECOND, f"{address}?releases={quote(step['event'])}", changed)[0] == 422


def test_a_large_import_is_released_some_at_a_time_and_page_by_page_shown(counter: Counter) -> None:
    _, answer = counter.bring(FIRST, HEAD + "".join(ROW.format(f"L-{n}", "DT") for n in range(450)))
    address = f"/v1/imports/{answer['import']}?limit=200"
    pages = list(counter.pages(address))
    assert [len(page["items"]) for page in pages] == [100, 100, 100, 100, 50], "at most 100 an answer"
    assert len({one["record"] for page in pages for one in page["items"]}) == 450
    assert counter.ask(SECOND, f"{address}&cursor={pages[2]['previous']}")[1]["items"] == pages[1]["items"]
    other = counter.bring(FIRST, HEAD + ROW.format("A-1", "DT"))[1]["import"]
    refused = counter.ask(SECOND, f"/v1/imports/{other}?cursor={pages[0]['next']}")
    assert (refused[0], refused[1]["slug"]) == (422, "bad-cursor"), "of another import"
    digest, backward, place = orjson.loads(base64.urlsafe_b64decode(pages[0]["next"] + "=="))
    for wrong in ("9" * 30, "１", "x", ""):
        forged = orjson.dumps([digest, backward, SEPARATOR.join((place.split(SEPARATOR)[0], wrong))])
        refused = counter.ask(SECOND, f"{address}&cursor={base64.urlsafe_b64encode(forged).decode().rstrip('=')}")
        assert (refused[0], refused[1]["slug"]) == (422, "bad-cursor"), wrong
    counter.gateway.rpc_client.calls.clear()
    _, released = counter.release(SECOND, answer["import"])
    assert released["released"] == 450
    jobs = [payload for method, payload in counter.gateway.rpc_client.calls if method == "release"]
    assert [len(payload[0]["groups"]) for payload in jobs] == [200, 200, 50]


def test_imports_come_a_page_at_a_time_the_newest_first_and_both_ways(counter: Counter) -> None:
    brought = [counter.bring(FIRST, HEAD + ROW.format(f"P-{n}", "DT"))[1]["import"] for n in range(5)]
    pages = list(counter.pages("/v1/imports?limit=2"))
    assert [one["id"] for page in pages for one in page["imports"]] == brought[::-1]
    assert [len(page["imports"]) for page in pages] == [2, 2, 1]
    assert {(page["total"], page["total_is_exact"]) for page in pages} == {(5, True)}
    back = counter.ask(SECOND, f"/v1/imports?limit=2&cursor={pages[1]['previous']}")[1]
    assert back["imports"] == pages[0]["imports"]
    counter.release(SECOND, brought[3])
    counter.hear()
    assert [one["id"] for one in counter.waiting()] == [brought[4], *brought[2::-1]], "what is released is gone"


def test_a_list_of_imports_costs_the_same_however_much_one_has(counter: Counter) -> None:
    costs = []
    for n in (3, 300):
        counter.bring(FIRST, HEAD + "".join(ROW.format(f"S{n}-{number}", "DT") for number in range(n)))
        costs.append(rows_read(counter.gateway.store, counter.waiting))
    assert costs[1] <= costs[0] * 1.5, costs


def test_one_record_of_an_import_may_be_released_alone(counter: Counter) -> None:
    _, answer = counter.bring(FIRST, HEAD + ROW.format("A-1", "DT") + ROW.format("A-2", "DT"))
    first, second = (one["id"] for one in answer["records"])
    assert counter.release(SECOND, answer["import"], {"records": [first]})[1]["released"] == 1
    counter.hear()
    assert [one["record"] for one in counter.ask(SECOND, f"/v1/imports/{answer['import']}")[1]["items"]] == [second]


CHECKS = "training/conduct_checks"
CHECK = "受检单位,督察人员,检查日期,受检人员\nDT,{},2017-03-02,DT-08/是\n"
INSPECTOR, COLLEAGUE = Bearer("DCK-01", "inspector", None), Bearer("DCK-02", "inspector", None)


def test_a_sheet_that_says_who_else_checked_awaits_a_second_person_and_ones_own_name_does_not(
    counter: Counter,
) -> None:
    for person in ("DCK-01", "DCK-02", "DT-08"):
        counter.office.person(person, "DT")
    counter.hear()
    assert counter.bring(INSPECTOR, CHECK.format("DCK-01"), CHECKS)[0] == 200
    assert counter.waiting(INSPECTOR) == []
    status, answer = counter.bring(INSPECTOR, CHECK.format("DCK-02").replace("03-02", "03-03"), CHECKS)
    assert status == 200
    assert [(one["id"], one["steps"]) for one in counter.waiting(INSPECTOR)] == [(answer["import"], {"check": 1})]
    assert counter.release(INSPECTOR, answer["import"])[0] == 403, "whoever wrote it down"
    assert counter.release(COLLEAGUE, answer["import"])[1]["released"] == 1
    counter.hear()
    assert counter.waiting(INSPECTOR) == []


def test_what_awaits_release_is_the_same_in_whatever_order_events_come(counter: Counter) -> None:
    _, answer = counter.bring(FIRST, HEAD + "".join(ROW.format(f"A-{n}", "DT") for n in range(4)))
    first, second, *_ = (one["id"] for one in answer["records"])
    counter.release(SECOND, answer["import"], {"records": [first]})
    void = next(step for step in counter.office.registers.find_register("outreach.matters").steps if step.voids)
    counter.office.do("outreach.matters", second, void.name, reason="登记重复")
    seen = set()
    for seed in range(10):
        events = counter.events() * 2
        random.Random(seed).shuffle(events)
        view = build_view(events, campaign())
        steps = table_rows(view.store, tables.waiting)
        with view.store.begin_read() as tx:
            found = reading.find(tx, view.district, answer["import"])
        assert found is not None
        assert (found.records, found.steps) == (2, {"confirm": 2})
        assert found.known == min(row.known for row in steps)
        seen.add((tuple(map(tuple, steps)), found.known, found.importer))
        view.store.close()
    assert len(seen) == 1
    assert len(next(iter(seen))[0]) == 2


def test_a_sheet_is_handed_on_from_one_to_the_next(counter: Counter) -> None:
    status, refusal = counter.bring(FIRST, FAIR, EVENTS)
    assert (status, refusal["slug"]) == (403, "steps-of-others")
    assert "approve" in refusal["detail"]
    assert "steps=propose" in refusal["detail"]
    status, own = counter.bring(FIRST, FAIR, EVENTS, "?steps=propose")
    assert (status, own["accepted"]) == (200, 1)
    assert [(one["step"], one["roles"], one["rows"]) for one in own["left"]] == [
        ("approve", ["leader", "publicist"], 1)
    ]
    status, theirs = counter.bring(PUBLICIST, FAIR, EVENTS, "?steps=approve")
    assert (status, theirs["accepted"]) == (200, 1)
    assert theirs["records"][0]["id"] == own["records"][0]["id"], "the row goes on with the record that it opened"
    for who, steps in ((FIRST, "propose"), (PUBLICIST, "approve")):
        _, again = counter.bring(who, FAIR, EVENTS, f"?steps={steps}")
        assert (again["accepted"], again["repeated"]) == (0, 1)
    (record,) = counter.office.registers.page("outreach.public_events", within={}, after="", most=10)
    assert record["status"] == "approved"


def test_a_sheet_that_goes_on_with_what_nobody_opened_is_refused_by_row(counter: Counter) -> None:
    status, refusal = counter.bring(PUBLICIST, FAIR, EVENTS, "?steps=approve")
    assert (status, [(one["row"], one["slug"]) for one in refusal["errors"]]) == (422, [(2, "unknown")])
    status, refusal = counter.bring(PUBLICIST, FAIR, EVENTS, "?steps=no_such_step")
    assert (status, refusal["errors"][0]["field"]) == (422, "steps")


def test_mistakes_in_columns_of_others_do_not_stop_ones_own(counter: Counter) -> None:
    status, own = counter.bring(FIRST, FAIR.replace("2017-03-02", "昨天"), EVENTS, "?steps=propose")
    assert (status, own["accepted"]) == (200, 1)


# --- the pages --------------------------------------------------------------------------------------------------------


def test_a_person_sees_what_awaits_them_says_that_they_compared_it_and_releases_it(counter: Counter) -> None:
    _, answer = counter.bring(FIRST, HEAD + ROW.format("A-1", "DT"))
    record, address = answer["records"][0]["id"], f"/imports/{answer['import']}"
    gateway = counter.gateway
    assert address in gateway.request("/imports", who="DT-09").text
    shown = gateway.request(address, who="DT-09")
    assert f"/registers/{MATTERS}/{record}" in shown.text
    hasty = gateway.request(address, FilledForm(shown.text).values, who="DT-09")
    assert (hasty.status_code, counter.levels()) == (422, ["E1"])
    done = gateway.request(address, FilledForm(shown.text).fill_in({"seen": "yes"}), who="DT-09")
    assert done.status_code == 200
    assert "已认定 1 个步骤" in done.text
    counter.hear()
    assert counter.levels() == ["E1", "E2"]
    assert "没有待认定的导入" in gateway.request("/imports", who="DT-09").text
    page = gateway.request(f"/registers/{MATTERS}/{record}", who="DT-09").text
    assert "第二人认定" in page
    assert "表格导入" in page


def test_the_page_of_an_import_takes_ones_own_steps_and_leads_to_who_must_release(counter: Counter) -> None:
    path, sheet = f"/registers/{MATTERS}/import", HEAD + ROW.format("A-1", "DT")
    form = FilledForm(counter.gateway.request(path).text)
    assert form.values["_seal"]
    own = {"steps": ["register", "accept", "finish"], "_do": "import", "sheet": (BytesIO(sheet.encode()), "a.csv")}
    told = counter.gateway.request(path, form.fill_in(own))
    assert "留给他人办理：确认" in told.text
    assert counter.levels() == []
    rest = {"steps": ["confirm"], "_do": "import", "sheet": (BytesIO(sheet.encode()), "a.csv")}
    told = counter.gateway.request(path, form.fill_in(rest))
    assert "/imports/" in told.text
    assert counter.levels() == ["E1"]
