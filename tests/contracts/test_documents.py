"""What the documents say is what the forms, the routes, the events and the answers do."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError as Unlike
from jsonschema.validators import extend
from marshmallow import ValidationError, fields

from contracts import catalogue, entry, envelope
from contracts import forms as ask
from contracts.audit import acts
from contracts.documents import (
    asyncapi,
    asyncapi_digests,
    diagram,
    json_schema,
    openapi,
    openapi_digests,
    register_pages,
)
from contracts.documents.asyncapi import receivers
from contracts.documents.endpoints import STEPS, admission
from contracts.documents.schemas import VISIBLE, data_schema, ecma
from contracts.forms import Form, element_form, fields_of, schema
from contracts.register import Clock, Register, Step
from operations.checks import documents
from services.gateway.resources import endpoints
from tests.examples import at_length
from tests.office import Office

Json = dict[str, Any]
FORMS = [step.form for register in catalogue.REGISTERS.values() for step in register.steps]


# --- forms: what the document accepts, the form accepts, and the other way round --------------------------------------


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[Unlike]:
    """JSON Schema's patterns are ECMA-262's: there `$` is the very end, in Python a line break may follow."""
    if isinstance(value, str) and not re.search(re.sub(r"\$(?=$|\|)", r"\\Z", pattern), value):
        yield Unlike(f"{value!r} does not match {pattern!r}")


Ecma: Any = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


class Inner(Form):
    """An entry."""

    code = ask.code("编号", "Code")
    minutes = ask.number("分钟", "Minutes", least=1, most=1440)


class Every(Form):
    """Every kind of field, needed and not."""

    text = ask.text("文字", "Text", longest=5)
    text_maybe = ask.text("文字", "Text", longest=5, required=False)
    code = ask.code("编号", "Code")
    code_maybe = ask.code("编号", "Code", required=False)
    moment = ask.moment("时刻", "Moment")
    moment_maybe = ask.moment("时刻", "Moment", required=False)
    url = ask.url("网址", "Address")
    digits = ask.digits("电话", "Telephone")
    record = ask.record("training.units", "单位", "Unit")
    private = ask.private("姓名", "Name", longest=5)
    choice = ask.choice("选择", "Choice", {"a": "甲", "b c": "乙"})
    choice_maybe = ask.choice("选择", "Choice", {"a": "甲"}, required=False)
    number = ask.number("数", "Number", least=-3, most=7)
    number_maybe = ask.number("数", "Number", required=False)
    degrees = ask.degrees("经度", "Longitude", most=180)
    degrees_maybe = ask.degrees("纬度", "Latitude", most=90, required=False)
    flag = ask.flag("是否", "Flag")
    flag_maybe = ask.flag("是否", "Flag", required=False)
    day = ask.day("日期", "Day")
    day_maybe = ask.day("日期", "Day", required=False)
    happened = ask.happened("业务日期", "Happened")
    unit = ask.unit()
    unit_maybe = ask.unit(required=False)
    units = ask.units("单位", "Units", most=2)
    person = ask.person()
    person_maybe = ask.person(required=False)
    evidence = ask.evidence()
    many = ask.many(Inner, "多行", "Many", most=2)


SOUND: Json = {
    "text": "abc",
    "code": "A-1",
    "moment": "2017-03-01T08:30:00+08:00",
    "url": "https://example.org/a?b=1",
    "digits": "0510-12345678",
    "record": "DT",
    "private": "某",
    "choice": "b c",
    "number": 0,
    "degrees": 120.353,
    "flag": True,
    "day": "2017-03-01",
    "happened": "2017-03-01",
    "unit": "DT",
    "person": "P1",
    "many": [{"code": "V1", "minutes": 60}],
}
BLANKS = ["\t", "\n", "\r", "\x0b", "\x1c", "\x85", "\xa0", "\u3000", "\ufeff"]
LETTERS = st.sampled_from([*"aB1.-_ 路😀", *BLANKS, "\x00", "\x7f"])
WORDS = st.one_of(
    st.text(LETTERS, max_size=8),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["a", "b c", "a" * 40, "a" * 41, "A-1\n", " DT", "f" * 64, "f" * 64 + "\n", "F" * 64, "f" * 63]),
)
DAYS = st.one_of(
    st.dates(dt.date(1949, 9, 1), dt.date(1950, 2, 1)).map(str),
    st.dates(dt.date(2199, 11, 1), dt.date(2200, 2, 1)).map(str),
    st.dates(dt.date(1900, 1, 1), dt.date(2300, 1, 1)).map(str),
    st.sampled_from(["2017-02-29", "2016-02-29", "2017-13-01", "2017-3-1", "2017-W09-3", "20170301", "２０１７-03-01"]),
    st.sampled_from(["2017-03-01\n", " 2017-03-01", "2017-03-01T00:00", "2017-060", "0000-00-00", "2100-02-29"]),
)
MOMENTS = st.one_of(
    st.dates(dt.date(1949, 9, 1), dt.date(2200, 2, 1)).map(lambda day: f"{day}T08:30:00+08:00"),
    st.sampled_from(
        ["2017-03-01T08:30Z", "2017-03-01T08:30:00", "2017-03-01 08:30Z", "2017-03-01T24:00Z", "20170301T0830Z"]
    ),
    st.sampled_from(["2017-03-01T08:30+0800", "2017-03-01T08:30+24:00", "2017-03-01T08:30:00.1234567Z", "2017-03-01Z"]),
)
SINGLE = st.one_of(st.none(), st.booleans(), st.integers(-5, 10**9 + 2), st.just(0.5), WORDS, DAYS)
ENTRY = st.fixed_dictionaries(
    {"code": st.one_of(st.just("V1"), SINGLE)}, optional={"minutes": st.one_of(st.just(1), SINGLE), "more": SINGLE}
)
ANY = st.one_of(SINGLE, st.lists(st.one_of(SINGLE, ENTRY), max_size=3), ENTRY)
LIKELY = {
    **dict.fromkeys(("text", "text_maybe"), WORDS),
    **dict.fromkeys(("day", "day_maybe", "happened"), DAYS),
    **dict.fromkeys(("moment", "moment_maybe"), MOMENTS),
    "url": st.sampled_from(
        ["http://a", "https://a.b/c d", "ftp://a", "https://", " http://a/ ", "http://路", "http://a/\n"]
    ),
    "digits": st.one_of(st.from_regex(r"[+]?[0-9-]{1,22}", fullmatch=True), st.just("０５１０１２３")),
    **dict.fromkeys(("number", "number_maybe"), st.integers(-5, 9)),
    **dict.fromkeys(("degrees", "degrees_maybe"), st.one_of(st.floats(-200, 200), st.integers(-200, 200))),
    "units": st.lists(WORDS, max_size=3),
    "evidence": st.lists(WORDS, max_size=3),
    "many": st.lists(st.one_of(st.just({"code": "V1", "minutes": 60}), ENTRY), max_size=3),
}


def form_accepts(form: type[Form], payload: Any) -> bool:
    try:
        schema(form).load(payload)
    except ValidationError:
        return False
    return True


def document_accepts(form: type[Form], payload: Any) -> bool:
    return bool(Ecma(json_schema(form), format_checker=FormatChecker(["date"])).is_valid(payload))


def as_kept(form: type[Form], payload: Json) -> Json:
    """A payload with its texts as they are kept; what is none stays."""
    known = fields_of(form)
    return {name: _as_kept(known[name], value) if name in known else value for name, value in payload.items()}


def _as_kept(field: fields.Field[Any], value: Any) -> Any:
    if inner := element_form(field):
        return (
            [as_kept(inner, one) if isinstance(one, dict) else one for one in value]
            if isinstance(value, list)
            else value
        )
    if isinstance(field, fields.List) and isinstance(value, list):
        return [_as_kept(field.inner, one) for one in value]
    enter = entry.enter_code if isinstance(field, ask.Day | ask.Time) else getattr(field, "enter", None)
    try:
        return enter(value) if enter and isinstance(value, str) else value
    except entry.NotText:
        return value


def beyond_the_basic_plane(value: Any) -> bool:
    """The one difference that can arise here: a pattern names no noncharacter of another plane."""
    return bool(re.search("[\U0001fffe-\U0010ffff]", str(value))) and entry.NO_TEXT.search(str(value)) is not None


@pytest.mark.parametrize("examples", [150, *at_length([600])])
@pytest.mark.parametrize("name", schema(Every).fields)
def test_document_and_form_accept_the_same_values_of_every_kind_of_field(name: str, examples: int) -> None:
    verdicts: Counter[bool] = Counter()

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.one_of(LIKELY.get(name, WORDS), ANY))
    def same(value: Any) -> None:
        payload = SOUND | {name: value}
        assume(not beyond_the_basic_plane(value))
        accepts = form_accepts(Every, payload)
        assert document_accepts(Every, as_kept(Every, payload)) == accepts, payload
        assert accepts or not document_accepts(Every, payload), payload
        verdicts[accepts] += 1

    same()
    assert verdicts[False] > 20, verdicts
    assert verdicts[True] > 1, verdicts


def test_document_and_form_agree_on_what_may_be_left_out_and_on_strangers() -> None:
    for name in schema(Every).fields:
        payload = {one: value for one, value in SOUND.items() if one != name}
        assert document_accepts(Every, payload) == form_accepts(Every, payload), name
    assert not document_accepts(Every, SOUND | {"stranger": 1})
    assert not form_accepts(Every, SOUND | {"stranger": 1})
    assert not document_accepts(Every, [SOUND])


def test_the_known_differences_are_these_and_no_others() -> None:
    too_long = SOUND | {"text": "  abcde  "}
    no_such_day = SOUND | {"day": "2017-02-30"}
    assert (form_accepts(Every, too_long), document_accepts(Every, too_long)) == (True, False)
    assert (form_accepts(Every, SOUND | {"number": 3.0}), document_accepts(Every, SOUND | {"number": 3.0})) == (
        False,
        True,
    )
    half = SOUND | {"text": "\ud800"}
    assert (form_accepts(Every, half), document_accepts(Every, half)) == (False, True)
    assert not document_accepts(Every, no_such_day)
    assert Ecma(json_schema(Every)).is_valid(no_such_day), "without a check of `format`"


@pytest.mark.parametrize("examples", [15, *at_length([60])])
@pytest.mark.parametrize("form", dict.fromkeys(FORMS), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_document_and_form_agree_on_every_form_of_the_catalogue(form: type[Form], examples: int) -> None:
    document = json_schema(form)
    Ecma.check_schema(document)
    verdicts: Counter[bool] = Counter()

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def same(data: st.DataObject) -> None:
        payload = {
            name: data.draw(_accepted_values(one))
            for name, one in document["properties"].items()
            if _include_field(data, name, document)
        }
        for name in data.draw(st.lists(st.sampled_from([*document["properties"], "stranger"]), max_size=1)):
            payload[name] = data.draw(SINGLE)
        accepts = form_accepts(form, payload)
        assert document_accepts(form, as_kept(form, payload)) == accepts, payload
        assert accepts or not document_accepts(form, payload), payload
        verdicts[accepts] += 1

    same()
    assert verdicts[True] > 2, verdicts


def _include_field(data: st.DataObject, name: str, document: Json) -> bool:
    return name in document.get("required", ()) or data.draw(st.booleans())


def _accepted_values(one: Json) -> st.SearchStrategy[Any]:
    """A value that a schema should accept."""
    kinds = one["type"] if isinstance(one["type"], list) else [one["type"]]
    if "null" in kinds:
        return st.one_of(
            st.none(), _accepted_values({**one, "type": kinds[0], "enum": [x for x in one.get("enum", []) if x]})
        )
    if one.get("enum"):
        return st.sampled_from(one["enum"])
    strategies: dict[str, Callable[[Json], st.SearchStrategy[Any]]] = {
        "integer": lambda one: st.integers(one["minimum"], one["maximum"]),
        "number": lambda one: st.floats(one["minimum"], one["maximum"]),
        "boolean": lambda _one: st.booleans(),
        "array": _several,
        "object": lambda one: st.fixed_dictionaries(
            {name: _accepted_values(each) for name, each in one["properties"].items()}
        ),
        "string": _text,
    }
    return strategies[kinds[0]](one)


def _several(one: Json) -> st.SearchStrategy[list[Any]]:
    least, most = one.get("minItems", 0), one.get("maxItems", 3)
    return st.lists(_accepted_values(one["items"]), min_size=least, max_size=max(least, min(most, 3)))


def _text(one: Json) -> st.SearchStrategy[str]:
    if one.get("format") == "date":
        return st.dates(ask.EARLIEST, ask.LATEST).map(str)
    if one.get("format") == "date-time":
        return st.dates(dt.date(1950, 1, 1), ask.LATEST).map(lambda day: f"{day}T00:30Z")
    if one.get("pattern") not in (None, VISIBLE, ecma(ask.CODE)):
        return st.from_regex(str(one["pattern"]), fullmatch=True)
    letters = "abc1-" if one.get("pattern") == ecma(ask.CODE) else "abc路 1"
    return st.text(letters, min_size=1, max_size=one.get("maxLength", 40)).map(lambda text: f"a{text}"[:40].strip())


# --- OpenAPI ----------------------------------------------------------------------------------------------------------


def written_openapi() -> Json:
    return openapi(endpoints())


BEGINNINGS = {"signin", "sign_in", "begin_session", "begin_by_link", "provider_answer", "provider_code"}
"""Where who is nobody yet may be refused."""


def test_every_address_of_the_gateway_is_written_with_its_query_and_whom_it_admits() -> None:
    paths = written_openapi()["paths"]
    operations = {op["operationId"]: op for path in paths.values() for op in path.values()}
    for one in endpoints():
        if not one.of_register:
            op = paths[one.path][one.method.lower()]
            assert op == operations[one.name]
            assert {each["name"] for each in op["parameters"] if each["in"] == "query"} == set(one.parameters)
            assert op["x-roles"] == admission(one.roles)
            assert ("401" in op["responses"]) is (not one.anonymous or one.name in BEGINNINGS)
        elif one.group != STEPS:
            for register in catalogue.REGISTERS:
                assert operations[f"{register}.{one.name}"]["x-roles"] == admission(one.roles)


def test_every_title_is_told_in_both_languages() -> None:
    for one in endpoints():
        zh, _, en = one.title.partition(" / ")
        assert all((zh, en)), one.name


def test_openapi_refers_to_nothing_that_is_missing_and_its_schemas_are_schemas() -> None:
    document = written_openapi()
    assert document["openapi"] == "3.1.0"
    assert set(_references(document)) <= {
        f"#/components/{kind}/{name}" for kind, parts in document["components"].items() for name in parts
    }
    for one in [*document["components"]["schemas"].values(), *_schemas(document["paths"])]:
        Draft202012Validator.check_schema(one)
    operations = [op for path in document["paths"].values() for op in path.values()]
    assert len({op["operationId"] for op in operations}) == len(operations)
    tags = {tag["name"] for tag in document["tags"]}
    for path, path_item in document["paths"].items():
        for op in path_item.values():
            named = {one["name"] for one in op["parameters"] if one["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path
            assert set(op["tags"]) <= tags
            assert op["responses"]


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from _references(one)


def _schemas(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        yield from ([node["schema"]] if isinstance(node.get("schema"), dict) else [])
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from _schemas(one)


def test_every_step_of_every_register_has_its_address_with_roles_titles_and_the_headers_that_matter() -> None:
    paths = written_openapi()["paths"]
    for register in catalogue.REGISTERS.values():
        base = f"/v1/{register.service}/{register.slug}"
        assert {"get", "post"} <= set(paths[base])
        assert {f"{base}:batch", f"{base}/import", f"{base}/export", f"{base}/template", f"{base}/{{id}}"} <= set(paths)
        for step in register.steps:
            op = paths[f"{base}/{{id}}/{step.name}"]["post"]
            assert op["x-roles"] == sorted(step.roles)
            assert op["x-event"] == register.type_of(step)
            assert step.zh in op["summary"]
            assert step.en in op["x-title-en"]
            assert {"Idempotency-Key", "If-Match", "corrects"} <= {one["name"] for one in op["parameters"]}
            assert "ETag" in op["responses"]["200"]["headers"]


def test_the_body_of_a_step_in_openapi_accepts_what_its_own_document_accepts() -> None:
    document = written_openapi()
    body = document["paths"]["/v1/outreach/matters"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    whole = Ecma({**body, "components": document["components"]}, format_checker=FormatChecker(["date"]))
    form = {"unit": "DT", "community": " 诺卡 ", "matter": "路灯", "requested_on": "2017-03-01"}
    assert whole.is_valid(form)
    for wrong in ({"community": " "}, {"community": "a\0b"}, {"unit": " DT"}, {"requested_on": "1949-09-30"}, {"x": 1}):
        assert not whole.is_valid(form | wrong), wrong


# --- AsyncAPI ---------------------------------------------------------------------------------------------------------


def test_asyncapi_has_a_channel_per_exchange_and_a_message_per_event_with_sender_and_receivers() -> None:
    document = asyncapi()
    assert set(document["channels"]) == {one for each in catalogue.PUBLISHERS for one in catalogue.exchanges(each)}
    for register in catalogue.REGISTERS.values():
        for step in register.steps:
            type_ = register.type_of(step)
            assert type_ in document["channels"][catalogue.exchange(register.service)]["messages"]
            message = document["components"]["messages"][type_]
            assert message["x-sender"] == register.service
            assert "gateway" in message["x-receivers"]
    assert receivers("training.people.joined.v1") == ["gateway", *catalogue.COPIES, "audit"]
    assert receivers("outreach.matters.finished.v1") == ["gateway", "audit"]


def test_asyncapi_has_a_message_per_act_for_each_service_in_which_it_happens() -> None:
    document = asyncapi()
    for service in catalogue.PUBLISHERS:
        types = acts.types_of(service)
        assert set(document["channels"][catalogue.audit_exchange(service)]["messages"]) == set(types)
        assert {document["components"]["messages"][one]["x-sender"] for one in types} == {service}
        assert all(receivers(one) == ["audit"] for one in types)
        assert all(data_schema(one)["required"] == ["outcome"] for one in types)


def test_asyncapi_has_the_logs_own_acts_which_no_channel_carries() -> None:
    document = asyncapi()
    own = set(acts.types_of(catalogue.AUDIT))
    assert len(own) == 2
    assert own <= set(document["components"]["messages"])
    assert not any("x-routing-key" in document["components"]["messages"][one] for one in own)


def test_asyncapi_refers_to_nothing_that_is_missing() -> None:
    document = asyncapi()
    for reference in _references(document):
        node: Any = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_what_is_published_is_what_asyncapi_says(office: Office) -> None:
    document = asyncapi()
    record = office.matter(evidence=["a" * 64])
    office.confirm(record)
    office.do("outreach.matters", record, "finish", corrects=3, done_on="2017-03-07", outcome="修好了")
    office.person("P1", "DT")
    event = office.event(counits=["ZS"])
    office.do("outreach.volunteer_events", event, "log_hours", logged_on="2017-04-02", service=SERVICE)
    office.do("outreach.features", office.feature(), "void", reason="重复")
    types = set()
    for one in office.events:
        message = document["components"]["messages"][one.type]["payload"]
        whole = Draft7Validator({**message, "components": document["components"]}, format_checker=FormatChecker())
        cloud_event = json.loads(envelope.encode(one))
        assert not list(whole.iter_errors(cloud_event)), (one.type, list(whole.iter_errors(cloud_event)))
        undeclared = set(cloud_event["data"]) - set(document["components"]["schemas"][one.type]["properties"])
        assert not undeclared
        assert set(cloud_event) <= set(document["components"]["schemas"]["CloudEvent"]["properties"])
        types.add(one.type)
    assert len(types) >= 10


SERVICE = [{"volunteer": "V1", "minutes": 30}]


# --- Registers in words -----------------------------------------------------------------------------------------------


def test_the_registers_in_words_name_every_status_step_field_event_and_article() -> None:
    pages = register_pages()
    for register in catalogue.REGISTERS.values():
        page = pages[f"{register.service}.md"]
        chapter = page.partition(f"\n## {register.name}\n")[2].partition("\n## ")[0]
        for status, zh in register.words.items():
            assert f"| {status} | {zh} |" in chapter
        for step in register.steps:
            assert f"`{register.type_of(step)}`" in chapter
            assert step.zh in chapter
            for name, one in schema(step.form).fields.items():
                assert f"| `{name}` | {one.metadata['title']} | {one.metadata['x-title-en']} |" in chapter
        for clock in register.clocks:
            assert clock.article in chapter
            assert f"| {clock.runs.replace('->', '→')} |" in chapter
            assert all(name in chapter for name in (clock.lapses, clock.extends, clock.pauses.partition(" ->")[0]))
        assert diagram(register) in chapter


def test_the_registers_in_words_tell_who_reads_who_corrects_and_under_which_law_a_clock_runs() -> None:
    pages = register_pages()
    assert "查阅 readers: everybody" in pages["training.md"]
    for register in catalogue.REGISTERS.values():
        if register.reader_roles:
            assert f"查阅 readers: {', '.join(sorted(register.reader_roles))}\n" in pages[f"{register.service}.md"]
    assert "| captain, clerk, trainer | `training.assessments." in pages["training.md"]
    rows = [row for row in pages["cases.md"].splitlines() if row.startswith("| `hearing_request` |")]
    assert ["since 2021-07-15" in row for row in rows] == [True, False, False]
    assert ["since 2018-01-01" in row for row in rows] == [False, True, False]
    assert [re.findall("up to [0-9-]+", row) for row in rows] == [[], ["up to 2021-07-14"], ["up to 2017-12-31"]]


def test_every_link_between_the_pages_of_registers_leads_to_a_chapter() -> None:
    pages = register_pages()
    anchors = {
        name: {line[3:].replace(".", "") for line in text.splitlines() if line.startswith("## ")}
        for name, text in pages.items()
    }
    count = 0
    for name, text in pages.items():
        for page, anchor in re.findall(r"\]\(([\w.]*)#(\w+)\)", text):
            assert anchor in anchors[page or name]
            count += 1
    assert count == 2 * len(catalogue.REGISTERS)


def test_a_diagram_shows_every_move_the_final_statuses_and_side_lines_apart() -> None:
    register = Register(
        "cases.tests",
        "试",
        "Tests",
        words={"open": "开", "done": "结"},
        steps=(
            Step("begin", "begun", "立 / Begin", "new -> open"),
            Step("note", "noted", "记 / Note", "open"),
            Step("end", "ended", "结 / End", "open -> done"),
            Step("ask", "asked", "请 / Ask", "new -> asked", line="leave"),
        ),
        clocks=(Clock("c", "begun -> ended", "5 workdays", "Art. 1", title="钟 / Clock"),),
    )

    drawn = diagram(register).splitlines()

    assert drawn[0] == "stateDiagram-v2"
    for arrow in ("[*] --> open: 立 begin", "open --> open: 记 note", "open --> done: 结 end", "done --> [*]"):
        assert f"  {arrow}" in drawn
    assert drawn.index("  state leave {") < drawn.index("    [*] --> leave_asked: 请 ask") < drawn.index("  }")


EVENT = "outreach.matters.finished.v1"


# --- The written files ------------------------------------------------------------------------------------------------


def test_the_committed_documents_are_compared_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = documents.committed_files()

    assert not documents.check(files, tmp_path)
    assert capsys.readouterr().out.count("out of date") == len(files)
    documents.write(files, tmp_path)
    assert documents.check(files, tmp_path)

    (tmp_path / "registers" / "cases.md").write_text("")

    capsys.readouterr()
    assert not documents.check(files, tmp_path)
    assert capsys.readouterr().out.count("out of date") == 1
    assert not (tmp_path / "registers" / "cases.md").read_text(), "a check writes nothing"


def test_a_release_has_the_documents_as_they_are_served(tmp_path: Path) -> None:
    documents.write(documents.release_files(), tmp_path)
    assert json.loads((tmp_path / "openapi.json").read_bytes()) == json.loads(json.dumps(written_openapi()))
    assert json.loads((tmp_path / "asyncapi.json").read_bytes()) == json.loads(json.dumps(asyncapi()))


def _changed_lines(before: str, after: str) -> list[str]:
    return [line.rpartition("  ")[0] for line in after.splitlines() if line not in set(before.splitlines())]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("paths", "/v1/outreach/matters", "post", "summary"), "POST /v1/outreach/matters"),
        (("components", "schemas", "Problem", "description"), "schemas Problem"),
        (("components", "responses", "404", "description"), "responses 404"),
        (("info", "description"), "document"),
    ],
)
def test_a_change_of_openapi_is_a_change_of_one_line(place: tuple[str, ...], line: str) -> None:
    changed = copy.deepcopy(written_openapi())
    _set(changed, place)
    assert _changed_lines(openapi_digests(written_openapi()), openapi_digests(changed)) == [line]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("components", "messages", EVENT, "title"), f"event {EVENT}"),
        (("components", "schemas", EVENT, "description"), f"event {EVENT}"),
        (("components", "schemas", "CloudEvent", "description"), "schemas CloudEvent"),
        (("channels", "cases.events", "title"), "channels cases.events"),
        (("operations", "cases.sends", "summary"), "operations cases.sends"),
        (("info", "description"), "document"),
    ],
)
def test_a_change_of_asyncapi_is_a_change_of_one_line(place: tuple[str, ...], line: str) -> None:
    changed = copy.deepcopy(asyncapi())
    _set(changed, place)
    assert _changed_lines(asyncapi_digests(asyncapi()), asyncapi_digests(changed)) == [line]


def _set(document: Json, place: tuple[str, ...]) -> None:
    for name in place[:-1]:
        document = document[name]
    document[place[-1]] = "something else"


def test_the_digests_have_a_line_for_each_operation_and_event() -> None:
    operations = [f"{method.upper()} {path}" for path, item in written_openapi()["paths"].items() for method in item]
    types = [f"event {register.type_of(step)}" for register in catalogue.REGISTERS.values() for step in register.steps]
    for names, digests in ((operations, openapi_digests(written_openapi())), (types, asyncapi_digests(asyncapi()))):
        lines = [line.rpartition("  ")[0] for line in digests.splitlines()]
        assert set(names) <= set(lines)
        assert lines == sorted(set(lines))
