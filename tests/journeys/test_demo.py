"""The article's numbers, from a clerk's spreadsheets to the view, each fact with its recorder and its evidence."""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import subprocess
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from rich.console import Console

from contracts import catalogue
from contracts.documents.endpoints import DOCX
from contracts.roles import POSTS
from operations.base import ports
from operations.base.environment import PYTHON, ROOT
from operations.client import article
from operations.client.client import Client
from operations.demo import load
from operations.demo.accounts import found_bureau
from operations.demo.people import SyntheticPost
from operations.demo.sheets import SHEETS
from operations.suite import home
from services.chassis.base import clock
from services.chassis.records.record import Context
from services.gateway.casefile.template_library import default
from tests.announced_years import made_up_year
from tests.broker import environment, need_server
from tests.examples import at_length
from tests.homes.corrections import steps_of
from tests.homes.make import EXTRA
from tests.journeys import corrections
from tests.journeys.questions import NOT_HERE, SPREADSHEETS, Questions
from tests.office import clerk_of
from tests.published_answers import PublishedAnswers, Witness
from tests.published_events import PublishedEvents, stored_events
from tests.services.cases.independent_recount import Recount
from tests.services.gateway.test_programmes_beside import TEXT
from tests.suite import Suite, until

AS_OF = f"as_of={load.BASELINE}"
BY_DATE = {"uniforms.csv"}
"""Issued from day to day until all have theirs, some after the baseline."""
NEW_LAW = {"people_2026.csv", "penalties_2026.csv", "penalties_2026_afterwards.csv", "process_records_2026.csv"}
"""Cases under the law of 2021: all of them lie years after the baseline."""
ENDINGS = {"penalties_endings.csv", "penalties_endings_afterwards.csv", "process_records_endings.csv"}
"""Cases that end in each possible way, under both laws: all of them begin after the year of the baseline."""
OK, OPENED, FORBIDDEN, SOME = 200, 201, 403, 8
"""The statuses of what is done, opened, refused; in so many records of a register a correction is looked for."""
AWAITING = (
    "登记编号,承办单位,社区,事项,诉求日期,受理日期,办结日期,办理结果,确认日期,满意\n"
    "SYN-1,DT,映月,合成,2018-03-01,2018-03-02,2018-03-08,修好（合成）,2018-03-10,是\n"
).encode()
"""A sheet of which a step awaits a second person."""
DELEGATIONS = "training/delegations"
LENT = {
    "delegator": "DT-01",
    "delegate": "DT-04",
    "granted_on": "2018-01-02",
    "from_on": "2018-01-03",
    "until": "2018-01-31",
}
"""Whose post is lent to whom: the demo lends none."""
FOUNDED = 2
"""Rows that the administrator brought in before anybody else: the first unit, and who appoints the others."""
HANGS_AFTER = 900
"""Seconds after which a command does not end by itself, however slow the machine is."""
AHEAD = ("拟", "有效期", "截止", "任期", "保存")
"""How the headings begin under which a day may lie in the future."""


@pytest.fixture(scope="module")
def picture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo keeps its pictures."""
    return tmp_path_factory.mktemp("drawn")


@pytest.fixture(scope="module")
def demo_load(suite: Suite, picture_folder: Path) -> load.ImportResult:
    """What the demo brought into the suite that the tests of this room share; the one that adds to it comes last."""
    return fill(suite, picture_folder)


def fill(suite: Suite, drawn: Path) -> load.ImportResult:
    found_bureau(suite.administrator())
    result = load.fill(partial(person, suite), drawn, Console(file=io.StringIO()))
    load.progress(Client(suite.address, suite.token()), result.events)
    return result


def person(suite: Suite, post: SyntheticPost) -> Client:
    """One of the demo's people, signed in."""
    return Client(suite.address, suite.token(post.role, post.unit, post.person))


def items(suite: Suite, as_of: str = load.BASELINE, *, after: str = "") -> dict[str, Any]:
    progress = suite.get(f"/v1/progress?as_of={as_of}{f'&after={after}' if after else ''}").json
    return {item["id"]: item for pillar in progress["pillars"] for item in pillar["items"]}


def measures(suite: Suite, as_of: str = load.BASELINE) -> dict[str, Any]:
    return {one["id"]: one for item in items(suite, as_of).values() for one in item["measures"]}


def test_the_articles_numbers_come_out_of_the_spreadsheets(suite: Suite, demo_load: load.ImportResult) -> None:
    rows = sum(len(sheet.rows()) - 1 for sheet in SHEETS)
    assert (demo_load.accepted, demo_load.repeated) == (rows - FOUNDED, FOUNDED)
    values = measures(suite)
    numbers = {name: (values[name]["claimed"], values[name]["verified"]) for name in values}
    assert numbers["A3.applied"] == (12, 12)
    assert values["A3.applied"]["target"]["value"] == 12
    assert numbers["A6.matters_done"] == (28, 26)
    assert numbers["A6.communities"] == (4, 4)
    assert numbers["A6.fairs"] == (1, 1)
    assert numbers["A6.cleanups"] == (1, 1)
    assert numbers["A6.events_held"] == (7, 7), "the planned summer event counts nothing"
    assert items(suite)["A6"]["status"] == "unverifiable"
    assert (numbers["S2.powers_published"], numbers["S2.duties_published"]) == ((240, 240), (58, 58))
    assert items(suite)["S2"]["status"] == "achieved"


def test_the_article_is_answered_claim_by_claim_as_its_document_says(
    suite: Suite, demo_load: load.ImportResult
) -> None:
    assert demo_load.accepted
    written = (ROOT / "docs/article.md").read_text(encoding="utf-8")
    assert article.markdown(Client(suite.address, suite.token()), load.BASELINE) == written


def test_what_has_no_source_yet_is_not_started_and_has_no_number(suite: Suite, demo_load: load.ImportResult) -> None:
    assert demo_load.accepted
    by_id = items(suite)
    assert list(by_id) == ["S1", "S2", "S3", "S4", "A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3"]
    waiting = [item for item in by_id.values() if all(one["awaits"] for one in item["measures"])]
    assert {item["status"] for item in waiting} <= {"not_started"}
    awaiting = [one for item in by_id.values() for one in item["measures"] if one["awaits"]]
    assert {(one["claimed"], one["verified"], one["value"]) for one in awaiting} <= {(None, None, None)}


def test_the_28_open_to_28_facts_in_five_places_with_recorder_and_evidence(
    suite: Suite, demo_load: load.ImportResult
) -> None:
    assert demo_load.accepted
    answer = suite.get(f"/v1/measures/A6.matters_done/facts?{AS_OF}").json
    assert answer["n"] == len(answer["facts"]) == len({one["subject"] for one in answer["facts"]}) == 28
    assert {tuple(one["units"]) for one in answer["facts"]} == {("DT",)}
    assert {one["recorder"] for one in answer["facts"]} == {"BGS-02"}
    assert sum(one["verified"] for one in answer["facts"]) == 26
    assert all(len(one["evidence"]) == 2 for one in answer["facts"])
    places = [
        suite.get(f"/v1/outreach/matters/{one['subject']}").json["fields"]["community"] for one in answer["facts"]
    ]
    assert sorted(map(places.count, set(places))) == [5, 5, 5, 6, 7]
    picture = suite.get(f"/v1/evidence/{answer['facts'][0]['evidence'][0]}")
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/png")
    assert picture.body.startswith(b"\x89PNG")


def test_the_numbers_of_enforcement_are_those_of_the_sheets_under_both_laws(
    suite: Suite, demo_load: load.ImportResult
) -> None:
    assert demo_load.accepted
    for as_of in (load.BASELINE, "2026-11-20"):
        values, recount = measures(suite, as_of), Recount(as_of)
        expected = {
            "S2.list_freshness": recount.freshness(),
            "S2.cases_online": recount.online(),
            "S2.records_complete": recount.complete(),
            "S2.legal_reviewed": recount.reviewed_share(),
            "B3.decisions_in_time": recount.in_public_in_time(),
            "B3.withdrawn_in_time": recount.withdrawn_in_time(),
        }
        assert {name: values[name]["claimed"] for name in expected} == {
            name: pytest.approx(number) for name, number in expected.items()
        }


def test_every_running_clock_of_the_open_cases_is_due_with_its_consequence(
    suite: Suite, demo_load: load.ImportResult
) -> None:
    assert demo_load.accepted
    page = suite.get("/v1/due?within=200").json
    found, number = page["due"], page["n"]
    while page["next"]:
        page = suite.get(f"/v1/due?within=200&cursor={page['next']}").json
        found += page["due"]
    assert len(found) == number
    clocks = [one for one in found if one["register"] == "cases.penalties"]
    assert all(one["consequence"] and one["article"] for one in clocks)
    listed = {(one["record"], one["clock"], one["run"], one["due"]) for one in clocks}
    page = suite.get("/v1/cases/penalties").json
    cases = page["items"]
    while page["next"]:
        page = suite.get(f"/v1/cases/penalties?cursor={page['next']}").json
        cases += page["items"]
    running = [suite.get(f"/v1/cases/penalties/{one['id']}").json for one in cases]
    assert len(cases) == 276
    assert listed == {(one["id"], due["clock"], due["run"], due["due"]) for one in running for due in one["due"]}


@pytest.mark.at_length
def test_the_demo_twice_changes_nothing(suite: Suite, demo_load: load.ImportResult, picture_folder: Path) -> None:
    before = suite.get("/v1/operations/digest").json
    again = fill(suite, picture_folder)
    assert (again.accepted, again.repeated) == (0, demo_load.accepted + FOUNDED)
    assert suite.get("/v1/operations/digest").json == before


@pytest.mark.parametrize("most", [2, *at_length([8])])
def test_every_step_corrected_by_what_it_says_already_is_accepted_and_changes_nothing(
    suite: Suite, demo_load: load.ImportResult, most: int
) -> None:
    assert demo_load.accepted
    at = Context(clock.now(), "operator@bureau")
    tried, wrong = corrections.changed_by_nothing(suite.home / "data", at, random.Random(463), most=most)
    assert tried > most * 75
    assert not wrong


def test_confirming_the_last_two_turns_the_item(suite: Suite, demo_load: load.ImportResult) -> None:
    assert demo_load.accepted
    waiting = suite.get("/v1/outreach/matters?status=done").json["items"]
    assert len(waiting) == 2
    form = {"confirmed_on": "2017-06-12", "satisfied": True}
    clerk = suite.token("clerk", "DT")
    first, last = (
        suite.post(f"/v1/outreach/matters/{one['id']}/confirm", form, token=clerk).json["event"] for one in waiting
    )
    items(suite, after=first)
    assert items(suite, after=last)["A6"]["status"] == "achieved"
    measure = measures(suite)["A6.matters_done"]
    assert (measure["claimed"], measure["verified"], measure["status"]) == (28, 28, "achieved")
    assert suite.get("/v1/progress?as_of=2017-06-11").json != suite.get(f"/v1/progress?{AS_OF}").json


@pytest.mark.at_length
def test_the_command_starts_a_suite_where_none_runs_and_leaves_none_behind(tmp_path: Path) -> None:
    need_server()
    settings = environment(tmp_path, HTTP_ADDRESS=f"127.0.0.1:{ports.free()}")
    command = [PYTHON, "-m", "operations", "demo"]
    variables = {**settings.inherited, "COLUMNS": "160", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=HANGS_AFTER, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"A3 .*12 项.*12 项.*>= 12 项", done.stdout)
    assert re.search(r"A6 .*待核实.*28 件.*26 件.*>= 28 件", done.stdout)
    assert len(re.findall(r"^│ [SAB]\d │", done.stdout, re.MULTILINE)) == 13
    assert home.running(tmp_path) is None
    assert not [line for line in _processes() if str(tmp_path) in line]


def _processes() -> list[str]:
    commands = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            commands.append(path.read_text(errors="replace"))
    return commands


def test_the_demos_sheets_say_what_is_synthetic_and_name_nobody() -> None:
    for sheet in SHEETS:
        head, *rows = sheet.rows()
        opening = [row for row in rows if row[1] and not head[0].startswith("系统")]  # others go on with a record
        assert all("合成" in " ".join(row) for row in opening), sheet.file
        assert "经办人" not in head
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|0510", " ".join(map(" ".join, rows)))
        happened = [index for index, heading in enumerate(head) if not heading.startswith(AHEAD)]
        cells = [row[index] for row in rows for index in happened]
        dates = [cell for cell in cells if re.fullmatch(r"\d{4}-\d\d-\d\d", cell)]
        later = {day for day in dates if day >= load.BASELINE}
        if sheet.file in NEW_LAW:
            assert min(dates) > "2025", "nothing of them counts at the baseline"
        elif sheet.file in ENDINGS:
            assert min(dates) > "2018", "nothing of them counts at the baseline or in its year"
        else:
            assert not later or sheet.file in BY_DATE, "plans and ends alone lie beyond the baseline"


# --- what was stored and what is answered, held against the documents that are served ---------------------------------


OWN_TEMPLATE = {"paper": "closing", "unit": "bureau", "in_force_on": "2017-01-03", "note": "示例数据（合成）"}
SINCE: dict[str, Any] = {
    "cases/grid_editions": {
        "code": "SYN-WG",
        "unit": "XB",
        "name": "合成网格",
        "digits": 15,
        "source": "示例数据（合成）",
        "in_force_on": "2017-01-03",
    },
    "cases/grids": {"code": "320205001000001", "unit": "XB", "edition": "SYN-WG", "in_force_on": "2017-01-03"},
    "training/calendar_years": made_up_year(),
    "training/target_changes": {
        "measure": "A6.matters_done",
        "op": ">=",
        "value": "30",
        "by": "2017-12-31",
        "source": "示例数据（合成）",
        "reason": "示例数据（合成）",
        "proposed_on": "2017-03-01",
    },
    "outreach/public_openings": {"unit": "XB", "pages": "public", "seen": True, "opened_on": "2018-01-02"},
}
"""A record of each register that came since and has none in the demo, in their order."""
CAPTION = {"unit": "ZS", "kind": "photograph", "caption": "便民服务包上岗（合成）", "described_on": "2017-03-01"}
"""Of a paper that was handed in."""
NUMBERED = {"unit": "DT", "community": "映月", "requested_on": "2017-03-01", "number": "SYN-2017-0463"}
"""Of three matters with one number two warnings come: one is answered, one waits."""


def open_record(suite: Suite, register: str, form: dict[str, Any]) -> str:
    """The id of a new record."""
    answer = suite.post(f"/v1/{register}", form)
    assert answer.status == OPENED, (register, answer.body)
    return str(answer.json["record"]["id"])


@pytest.fixture(scope="module")
def witness(suite: Suite, demo_load: load.ImportResult) -> Witness:
    """Somebody who asks, and holds each answer against the document that the suite serves."""
    assert demo_load.accepted
    one = Witness(suite.address, suite.token(), PublishedAnswers(suite.get("/openapi.json", token="").json))
    for register, form in EXTRA.items():
        open_record(suite, register, form)
    for register, form in SINCE.items():
        open_record(suite, register, form)
    for matter in ("路灯不亮（合成）", "井盖松动（合成）", "垃圾未清（合成）"):
        assert suite.post("/v1/outreach/matters", NUMBERED | {"matter": matter}).status == OPENED
    until(lambda: len(suite.get("/v1/warnings?unit=DT").json["items"]) > 1, "two warnings")
    answered = suite.get("/v1/warnings?unit=DT").json["items"][0]
    reply = {"answer": "上级重复编号（合成）"}
    assert suite.post(f"/v1/warnings/{answered['id']}", reply, token=suite.token("clerk", "DT")).status == OK
    picture = suite.hand_in(b"a photograph, synthetic", "outreach.captions", "describe")
    open_record(suite, "outreach/captions", CAPTION | {"paper": picture})
    template = suite.hand_in(default("closing"), "cases.paper_templates", "adopt", name="closing.docx", kind=DOCX)
    assert suite.post("/v1/cases/paper_templates", OWN_TEMPLATE | {"evidence": [template]}).status == OPENED
    programme = suite.hand_in(TEXT.encode(), "training.programmes", "hand_in", name="city.yaml")
    handed_in = {"campaign": "CITY-2018", "handed_in_on": "2017-03-01", "evidence": [programme]}
    assert suite.post("/v1/training/programmes", handed_in).status == OPENED
    captain = suite.token("captain", "DT", LENT["delegator"])
    assert suite.post(f"/v1/{DELEGATIONS}", LENT, token=captain).status == OPENED
    clerk = suite.token("clerk", "DT", "DT-03")
    waits = suite.ask("POST", "/v1/outreach/matters/import", AWAITING, token=clerk, Content_Type="text/csv")
    assert waits.status == OK, waits.body
    suite.get(f"/v1/progress?after={waits.json['last_event']}")
    return one


@pytest.fixture(scope="module")
def paths(suite: Suite) -> dict[str, Any]:
    """What the suite's document says of each address."""
    return dict(suite.get("/openapi.json", token="").json["paths"])


def test_every_stored_event_is_what_the_served_documents_say(suite: Suite, demo_load: load.ImportResult) -> None:
    events, bodies = PublishedEvents(suite.get("/asyncapi.json", token="").json), list(stored_events(suite.home))
    assert len(bodies) > 2 * demo_load.accepted
    events_of = [json.loads(body) for body in bodies]
    assert {"operator@bureau"}.isdisjoint(one["actor"] for one in events_of), "no machine's operator records a fact"
    released = {one["releases"]: one["actor"] for one in events_of if "releases" in one}
    imported = {one["id"]: one["actor"] for one in events_of if one["id"] in released}
    assert len(released) == demo_load.released > 300
    assert not [one for one, actor in released.items() if imported[one] == actor]
    assert [fault for body in bodies for fault in events.faults(body)] == []
    by_schema: dict[str, list[dict[str, Any]]] = {}
    for event in map(json.loads, bodies):
        by_schema.setdefault(event["dataschema"], []).append(event["data"])
    for address, data in by_schema.items():
        schema = jsonschema_rs.Draft202012Validator(suite.get(address, token="").json, validate_formats=True)
        assert [str(one) for entry in data for one in schema.iter_errors(entry)] == []


@pytest.mark.at_length
def test_every_question_that_the_document_offers_is_answered_as_it_says(
    suite: Suite, witness: Witness, paths: dict[str, Any]
) -> None:
    everybody = [witness, *(replace(witness, token=suite.token(role)) for role in POSTS)]
    first: dict[tuple[str, ...], Witness] = {}
    for question in Questions(paths, witness.get):
        parts = question.partition("?")[0].split("/")
        alike = (*parts[:4], parts[-1])  # records of a register are for the same people, step by step
        order = (first.get(alike, witness), *everybody)
        # Pages with forms are for those whose steps they take, accounts for the administrator.
        first[alike] = next((one for one in order if one.bytes_at(question).status != FORBIDDEN), witness)
    assert witness.faults == []
    answered = {operation for operation, status in witness.document.seen if status == OK}
    offered = {f"GET {path}" for path, item in paths.items() if "get" in item}
    unasked = {one for one in offered - answered if not one.endswith(SPREADSHEETS)}
    assert unasked == {f"GET {path}" for path in NOT_HERE}, "only of these there is no answer to be had"


@pytest.mark.parametrize("register", [name.replace(".", "/") for name in sorted(catalogue.REGISTERS)])
def test_what_a_register_takes_and_what_it_refuses_is_answered_as_the_document_says(
    suite: Suite, witness: Witness, paths: dict[str, Any], register: str
) -> None:
    ends = (witness.get(f"/v1/{register}?sort={order}&limit={SOME}")["items"] for order in ("-opened", "opened"))
    ids = dict.fromkeys(one["id"] for pair in zip(*ends, strict=True) for one in pair)
    records = witness.get_all([f"/v1/{register}/{quote(id_, safe='')}" for id_ in ids])
    steps = steps_of(register, records, paths)
    who = LENT["delegator"] if register == DELEGATIONS else ""
    tried = (step.correct(lambda role: replace(witness, token=suite.token(role, who=who))) for step in steps)
    assert any(one.status == OK for one in tried if one)
    clerk = clerk_of(register.replace("/", "."), catalogue.REGISTERS[register.replace("/", ".")].opening.name)
    fit = replace(witness, token=suite.token(clerk.role, None, clerk.id))
    assert fit.post(f"/v1/{register}", {"no such field": True}).status == 422
    assert witness.faults == []
