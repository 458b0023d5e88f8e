"""Private texts: what leaves the owner, who reads them, and what becomes of them."""

from __future__ import annotations

import re
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from jsonschema import Draft202012Validator

from contracts import forms as ask
from contracts.documents.schemas import data_schema, form_schema
from contracts.errors import Invalid, KeyReused, Problem, Undefined
from contracts.forms import Form, Token
from contracts.rpc import GroupReceipt
from services.chassis.handling import presenter
from services.chassis.handling.command_service import CommandService, Job
from services.chassis.handling.masking import Sight, mask_text
from services.chassis.handling.unit_of_work import Unchanged
from services.chassis.records import pseudonyms
from services.chassis.records.command import Actor, Command
from services.chassis.records.pseudonyms import FORGOTTEN, UNREADABLE, Masked
from services.chassis.storage import journal, tables
from services.chassis.storage.store import Store
from services.chassis.storage.vault import Vault
from tests import keys
from tests.office import READER, RULES, VAULT, Office, clerk_of

CALLS, M = "outreach.service_calls", "outreach.matters"
NAME, NUMBER = "欧阳甲乙", "13812345678"
CLERK = Actor("clerk@DT", "clerk", frozenset({"DT"}))


def call(**more: Any) -> dict[str, Any]:
    form = {"unit": "DT", "received_at": "2017-03-01T09:00:00+08:00", "caller_kind": "merchant", "matter": "灯"}
    return form | {"caller": NAME, "telephone": NUMBER} | more


def receive_call(office: Office, **more: Any) -> str:
    return office.do(CALLS, "", "receive", **call(**more))[-1].subject


def everything(store: Store) -> str:
    with store.begin_read() as tx:
        return str([list(tx.execute(sa.select(table))) for table in tables.meta.sorted_tables])


def count_pseudonyms(store: Store) -> int:
    with store.begin_read() as tx:
        return tx.scalar(sa.select(sa.func.count()).select_from(tables.private)) or 0


def presented_fields(office: Office, record: str, actor: Actor | None = CLERK) -> dict[str, Any]:
    return presenter.record(office.registers, actor, record, Sight(CALLS)).fields


def test_nothing_that_is_stored_or_published_holds_the_text(store: Store) -> None:
    office = Office(store)
    record = receive_call(office)
    office.do(CALLS, record, "answer", answered_at="2017-03-01T09:20:00+08:00", reply="已办")
    office.do(CALLS, record, "receive", corrects=1, **call(matter="路"))
    stored = everything(store) + str(office.events)
    assert NAME not in stored
    assert NUMBER not in stored
    assert re.fullmatch(ask.WHO, office.events[-1].data["caller"])
    assert (presented_fields(office, record)["caller"], presented_fields(office, record)["telephone"]) == (NAME, NUMBER)


def test_equal_texts_have_one_token_in_a_service_and_another_in_the_next() -> None:
    here, there = Vault(lambda: b"one", "outreach"), Vault(lambda: b"one", "cases")
    assert here.token(NAME) == Vault(lambda: b"one", "outreach").token(NAME)
    assert len({here.token(NAME), there.token(NAME), Vault(lambda: b"two", "outreach").token(NAME)}) == 3
    assert here.token(here.token(NAME)) == here.token(NAME)


def test_two_calls_of_one_caller_are_known_by_one_token(office: Office) -> None:
    first, second = receive_call(office), receive_call(office, matter="路")
    assert office.record(CALLS, first)["caller"] == office.record(CALLS, second)["caller"]
    assert count_pseudonyms(office.store) == 2, "a name and a number"


def test_a_token_that_a_client_sends_is_text_like_any_other(office: Office) -> None:
    secret = office.record(CALLS, receive_call(office))["caller"]
    stranger = Actor("clerk@ZS", "clerk", frozenset({"ZS"}))
    mine = office.command(Command("k", CALLS, "receive", call(unit="ZS", caller=str(secret)), stranger))[-1].subject
    assert presented_fields(office, mine, stranger)["caller"] == secret
    assert office.record(CALLS, mine)["caller"] != secret


def test_a_correction_keeps_the_text_and_may_name_its_token(office: Office) -> None:
    record = receive_call(office)
    token = office.record(CALLS, record)["caller"]
    office.do(CALLS, record, "receive", corrects=1, **call(matter="路", caller=str(token)))
    assert (presented_fields(office, record)["caller"], presented_fields(office, record)["matter"]) == (NAME, "路")
    with pytest.raises(Unchanged):
        office.do(CALLS, record, "receive", corrects=1, **call(matter="路"))
    office.do(CALLS, record, "receive", corrects=1, **call(matter="路", caller="李四"))
    assert presented_fields(office, record)["caller"] == "李四"


def test_later_steps_are_told_again_with_their_tokens(office: Office) -> None:
    record = office.do(M, "", "register", **matter())[-1].subject
    office.do(M, record, "accept", accepted_on="2017-03-02")
    events = office.do(M, record, "register", corrects=1, **matter(requested_on="2017-02-28"))
    assert [event.data.get("telephone") for event in events] == [VAULT.token(NUMBER)]


def matter(**more: Any) -> dict[str, Any]:
    form = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01", "telephone": NUMBER}
    return form | more


def test_a_refused_command_leaves_no_text_not_even_beside_one_that_is_accepted(store: Store) -> None:
    office = Office(store)
    bad = Command("bad", CALLS, "receive", call(received_at="2018-02-01T09:00:00+08:00"), clerk_of(CALLS, "receive"))
    good = Command("good", CALLS, "receive", call(caller=None, telephone=None), clerk_of(CALLS, "receive"))
    results = office.registers.carry_out(Job(((bad,), (good,))))
    assert [isinstance(one, Problem) for one in results] == [True, False]
    assert count_pseudonyms(store) == 0


@pytest.mark.parametrize("how", [{"whole": True}, {"dry": True}])
def test_what_is_taken_back_leaves_no_text(store: Store, how: dict[str, bool]) -> None:
    office = Office(store)
    groups = (
        (Command("a", CALLS, "receive", call(), clerk_of(CALLS, "receive")),),
        (Command("b", CALLS, "receive", call(unit="XX"), clerk_of(CALLS, "receive")),),
    )
    office.registers.carry_out(Job(groups, **how))
    office.registers.execute(
        Command("c", CALLS, "receive", call(caller=None, telephone=None), clerk_of(CALLS, "receive"))
    )
    assert count_pseudonyms(store) == 0


def test_a_repeat_is_known_by_its_texts_and_another_text_is_another_body(store: Store) -> None:
    office = Office(store)
    command = Command("key", CALLS, "receive", call(), CLERK)
    assert not office.registers.execute(command).repeated
    assert office.registers.execute(command).repeated
    with pytest.raises(KeyReused):
        office.registers.execute(Command("key", CALLS, "receive", call(caller="李四"), CLERK))


@pytest.mark.parametrize(
    ("actor", "clear"),
    [
        (CLERK, True),
        (Actor("captain@DT", "captain", frozenset({"DT"})), True),
        (Actor("legal@DT", "legal", frozenset({"DT"})), True),
        (Actor("inspector@bureau", "inspector", None), True),
        (Actor("clerk@ZS", "clerk", frozenset({"ZS"})), False),
        (Actor("officer@DT", "officer", frozenset({"DT"})), False),
        (Actor("leader@bureau", "leader", None), False),
        (Actor("auditor@bureau", "auditor", None), False),
        (Actor("operator@bureau", "operator", None), False),
        (None, False),
    ],
)
def test_those_who_work_with_a_record_read_it_and_others_see_a_mask(
    office: Office, actor: Actor | None, *, clear: bool
) -> None:
    record = receive_call(office)
    expected = (NAME, NUMBER) if clear else ("欧**", "138****5678")
    whole = presenter.record(office.registers, actor, record, Sight(CALLS))
    rows = office.registers.page(CALLS, within={}, after="", most=9)
    (row,) = presenter.page(office.registers, actor, rows, Sight(CALLS))
    for data in (whole.fields, whole.history[0].data, row.fields):
        assert (data["caller"], data["telephone"]) == expected
    if actor:
        assert set(presenter.readable_texts(office.registers, actor, [record], Sight(CALLS))[record].values()) == set(
            expected
        )


def test_who_gives_a_command_is_answered_as_they_may_read(office: Office) -> None:
    (result,) = presenter.results(
        office.registers,
        READER,
        office.registers.carry_out(Job(((Command("k", CALLS, "receive", call(), clerk_of(CALLS, "receive")),),))),
    )
    assert isinstance(result, GroupReceipt)
    assert result.record.fields["caller"] == "欧**"


@pytest.mark.parametrize(
    ("text", "mask"),
    [("张三", "张**"), ("13812345678", "138****5678"), ("0510-88701234", "0**"), ("张", "**"), ("锡州中路1号", "锡**")],
)
def test_a_mask_is_recognised_by_who_knows_the_text(text: str, mask: str) -> None:
    assert mask_text(text) == mask


def test_what_is_forgotten_is_gone_and_the_event_stands(store: Store) -> None:
    office = Office(store)
    record = receive_call(office)
    token, before = office.record(CALLS, record)["caller"], len(office.events)
    assert office.registers.forget(token)
    assert not office.registers.forget(token)
    assert (presented_fields(office, record)["caller"], presented_fields(office, record)["telephone"]) == (
        FORGOTTEN,
        NUMBER,
    )
    office.do(CALLS, record, "receive", corrects=1, **call(matter="路", caller=str(token)))
    assert presented_fields(office, record)["caller"] == FORGOTTEN
    assert len(office.events) == before + 1
    receive_call(office)
    assert presented_fields(office, record)["caller"] == NAME, "whoever gives their name again has it kept again"


def test_a_text_written_under_another_key_is_said_to_be_unreadable(office: Office) -> None:
    record = receive_call(office)
    other = CommandService(office.store, RULES, keys.sealer(), vault=Vault(lambda: b"lost and drawn anew", "test"))
    assert presenter.record(other, CLERK, record, Sight(CALLS)).fields["caller"] == UNREADABLE


def test_without_a_key_nothing_private_is_taken(office: Office) -> None:
    keyless = CommandService(office.store, RULES, keys.sealer())
    with pytest.raises(Undefined):
        keyless.execute(Command("k", CALLS, "receive", call(), clerk_of(CALLS, "receive")))
    assert keyless.execute(Command("k", M, "register", matter(telephone=None), clerk_of(M, "register")))


def test_a_problem_names_the_field_and_does_not_repeat_the_text(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.do(CALLS, "", "receive", **call(caller=NAME * 40))
    assert [one["field"] for one in refused.value.errors] == ["caller"]
    assert NAME not in str(refused.value.to_dict())


def test_the_projection_told_again_has_the_same_tokens(store: Store) -> None:
    office = Office(store)
    receive_call(office)
    assert office.registers.rebuild()["same"]


class Entrant(Form):
    """Somebody on a list."""

    name = ask.private("姓名", "Name")
    age = ask.number("年龄", "Age")


class Entrants(Form):
    """A list with people on it, and one who brought it."""

    bearer = ask.private("送交人", "Bearer", required=False)
    people = ask.many(Entrant, "名单", "People")


def test_private_texts_in_the_elements_of_a_list_are_found_and_changed() -> None:
    data: dict[str, Any] = {"bearer": None, "people": [{"name": NAME, "age": 9}, {"name": "李四", "age": 8}]}
    tokenised = pseudonyms.map_texts(pseudonyms.shape(Entrants), data, VAULT.token)
    assert [one["name"] for one in tokenised["people"]] == [VAULT.token(NAME), VAULT.token("李四")]
    assert [one["age"] for one in tokenised["people"]] == [9, 8]
    assert list(pseudonyms.find_texts(pseudonyms.shape(Entrants), tokenised)) == [
        VAULT.token(NAME),
        VAULT.token("李四"),
    ]
    assert data["people"][0]["name"] == NAME, "the form itself is left alone"


@pytest.mark.parametrize("payload", [None, "x", 7, {"people": "x"}, {"people": [None, 7]}, {"bearer": 7}])
def test_what_has_not_the_shape_of_the_form_is_left_to_the_form(payload: Any) -> None:
    assert pseudonyms.map_texts(pseudonyms.shape(Entrants), payload, VAULT.token) == payload


def test_a_token_needs_no_second_look_and_plain_text_does() -> None:
    token = VAULT.token(NAME)
    assert Entrant().load({"name": token, "age": 1})["name"] is token
    assert isinstance(Entrant().load({"name": token, "age": 1})["name"], Token)
    assert not isinstance(Entrant().load({"name": str(token), "age": 1})["name"], Token)


@pytest.mark.parametrize("mask", ["欧**", "138****5678", "**", FORGOTTEN])
def test_a_mask_is_not_taken_for_the_text(office: Office, mask: str) -> None:
    with pytest.raises(Masked) as refused:
        office.do(CALLS, "", "receive", **call(caller=mask))
    assert [one["field"] for one in refused.value.errors] == ["caller"]


def test_an_events_data_fit_the_schema_that_it_names_and_clear_text_does_not(office: Office) -> None:
    receive_call(office)
    event = office.events[-1]
    validator = Draft202012Validator(data_schema(event.type))
    data = orjson.loads(orjson.dumps(event.data))
    assert validator.is_valid(data)
    assert not validator.is_valid(data | {"caller": NAME})
    assert Draft202012Validator(form_schema(Entrants)).is_valid({"people": [{"name": NAME, "age": 9}]})


@pytest.mark.parametrize(("private_text", "same"), [({}, False), ({"caller": None, "telephone": None}, True)])
def test_what_a_command_said_is_remembered_so_that_nobody_can_try_numbers_on_it(
    private_text: dict[str, Any], *, same: bool
) -> None:
    digests = set()
    for key in (b"one", b"two"):
        office = Office()
        registers = CommandService(office.store, RULES, keys.sealer(), vault=Vault(lambda key=key: key))  # type: ignore[misc]
        registers.execute(Command("k", CALLS, "receive", call(**private_text), clerk_of(CALLS, "receive")))
        with office.store.begin_read() as tx:
            digests.add(journal.find_receipts(tx, ["k"])["k"].digest)
    assert (len(digests) == 1) == same
