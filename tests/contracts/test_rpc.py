"""The messages between the gateway and the owners, and among owners: what one side writes the other reads."""

from __future__ import annotations

import inspect
import json
from contextlib import suppress
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import catalogue, envelope, rpc
from contracts.errors import Unavailable, Unknown, Unreadable
from contracts.operations.dead_letters import DeadLetterMethod
from contracts.rpc import (
    Caller,
    CarryOutRequest,
    CommandMessage,
    GroupReceipt,
    GroupRefusal,
    JobMessage,
    Method,
    PageFilter,
    Request,
)
from contracts.wire import Message, Row
from services.cases.service import Service as Cases
from services.chassis.host.rpc_server import OwnerRpc
from services.equipment.service import Service as Equipment
from services.gateway.owner_client import OwnerClient, OwnerProblem
from services.outreach.service import Service as Outreach
from services.training.service import Service as Training
from tests.office import Office
from tests.services.gateway.local_rpc import LocalRpcClient

MATTERS = catalogue.REGISTERS["outreach.matters"]
FEW = settings(max_examples=20, deadline=None)
CALLER = Caller("clerk@DT", "clerk", ("DT",))
MATTER = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
OBJECT = st.dictionaries(st.text(max_size=5), JSON, max_size=3)
MESSAGES: list[Any] = [
    one
    for one in vars(rpc).values()
    if isinstance(one, type) and issubclass(one, Message | Row) and one not in (Message, Row, Request)
]
REQUESTS = [one for one in MESSAGES if issubclass(one, Request)]
NEEDED = [
    pytest.param(kind, one.name, id=f"{kind.__name__}.{one.name}")
    for kind in MESSAGES
    if issubclass(kind, Message)
    for one in fields(kind)
    if one.default is MISSING
]


@cache
def messages(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a kind that a message's field may have."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is dict:
        return OBJECT
    if origin is tuple:
        return st.lists(messages(inner[0]), max_size=2).map(tuple)
    if inner:
        return st.one_of(*map(messages, inner))
    if isinstance(kind, type) and issubclass(kind, Message | Row):
        hints = get_type_hints(kind)
        return st.builds(kind, **{one.name: messages(hints[one.name]) for one in fields(kind)})  # type: ignore[arg-type]
    return st.from_type(kind)


def over_the_wire(payload: Any) -> Any:
    return json.loads(json.dumps(payload))


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
@FEW
@given(data=st.data())
def test_a_message_is_read_as_it_was_written(kind: Any, data: st.DataObject) -> None:
    message = data.draw(messages(kind))
    assert kind.from_payload(over_the_wire(message.to_payload())) == message


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
@FEW
@given(payload=JSON)
def test_what_is_no_message_is_unreadable_and_nothing_worse(kind: Any, payload: Any) -> None:
    with suppress(Unreadable):
        assert isinstance(kind.from_payload(payload), kind)


@pytest.mark.parametrize(("kind", "name"), NEEDED)
@FEW
@given(data=st.data())
def test_a_message_without_what_it_must_have_is_unreadable(kind: Any, name: str, data: st.DataObject) -> None:
    payload = data.draw(messages(kind)).to_payload()
    del payload[name]
    with pytest.raises(Unreadable) as refused:
        kind.from_payload(payload)
    assert refused.value.about == (kind.__name__, "lacks", name)


def test_what_is_wrong_is_named_with_the_way_to_it() -> None:
    job = JobMessage(((CommandMessage("c", MATTERS.name, "register", MATTER),),), CALLER).to_payload()
    job["groups"][0][0]["expected"] = True
    with pytest.raises(Unreadable) as refused:
        CarryOutRequest.from_payload([job])
    way = "CarryOutRequest.job: JobMessage.groups: CommandMessage.expected: bool where int is meant"
    assert refused.value.to_dict()["detail"] == way


def test_a_caller_of_whom_it_is_not_said_which_units_has_not_all_of_them() -> None:
    with pytest.raises(Unreadable, match="within"):
        Caller.from_payload({"id": "clerk@DT", "role": "clerk"})


def test_an_older_peers_job_is_read_and_a_newer_ones_too() -> None:
    """All that may be missing is missing; what is not known is passed over."""
    command = {"id": "c", "register": MATTERS.name, "step": "register", "form": {}}
    actor = {"id": "clerk@DT", "role": "clerk", "within": None, "since": "tomorrow's version"}
    job = CarryOutRequest.from_payload([{"groups": [[command]], "actor": actor, "more": 1}]).job
    assert job == JobMessage(((CommandMessage("c", MATTERS.name, "register", {}),),), Caller("clerk@DT", "clerk", None))


def test_a_job_is_written_with_the_keys_that_peers_know() -> None:
    command = CommandMessage("c", MATTERS.name, "finish", {}, "m", corrects=2, expected=3)
    job = JobMessage(((command,),), CALLER, whole=True, dry=True, after="e", trace="t")
    assert CarryOutRequest(job).to_payload() == [
        {
            "groups": [
                [
                    {
                        "id": "c",
                        "register": MATTERS.name,
                        "step": "finish",
                        "form": {},
                        "record": "m",
                        "corrects": 2,
                        "expected": 3,
                    }
                ]
            ],
            "actor": {"id": "clerk@DT", "role": "clerk", "within": ["DT"]},
            "whole": True,
            "dry": True,
            "after": "e",
            "trace": "t",
        }
    ]


# --- both sides ------------------------------------------------------------------------------------------------------


def rpc_methods(owner: type[OwnerRpc]) -> set[str]:
    """The names of the methods that nameko answers."""
    return {name for name, one in inspect.getmembers(owner) if getattr(one, "nameko_entrypoints", None)}


@pytest.mark.parametrize("owner", [Training, Outreach, Equipment, Cases])
def test_owners_answer_the_methods_of_the_contract_and_no_others(owner: type[OwnerRpc]) -> None:
    only_cases = set() if owner is Cases else {Method.CASE_FILE}
    assert rpc_methods(owner) == {*Method, *DeadLetterMethod} - only_cases


def test_every_method_has_one_request() -> None:
    assert sorted(one.method for one in REQUESTS) == sorted(Method)


@pytest.fixture
def client(office: Office) -> OwnerClient:
    """The gateway's client, and an owner behind it that gets nothing but JSON."""
    return OwnerClient(LocalRpcClient(office, Cases))


def open_matter(client: OwnerClient, *, dry: bool = False) -> GroupReceipt:
    command = CommandMessage("c1", MATTERS.name, "register", MATTER)
    (result,) = client.carry_out(MATTERS, JobMessage(((command,),), CALLER, dry=dry))
    assert isinstance(result, GroupReceipt)
    return result


def test_what_the_gateway_sends_is_what_the_owner_reads(client: OwnerClient) -> None:
    receipt = open_matter(client)
    record = client.record(MATTERS, receipt.record.id, CALLER)
    assert (record.id, record.version, record.history[0].event) == (receipt.record.id, 1, receipt.event)
    (row,) = client.page(MATTERS, PageFilter(units=("DT",)), "", 10, CALLER)
    assert (row.id, row.fields["matter"]) == (record.id, "路灯")
    assert client.page(MATTERS, PageFilter(status="done"), "", 10) == ()
    assert client.texts(MATTERS, [record.id], CALLER) == {record.id: {}}
    (token,) = client.tokens(MATTERS, ["张三"])
    assert not client.forget(MATTERS.service, token, CALLER).forgotten
    assert client.rebuild(MATTERS.service).same


def test_what_the_gateway_cannot_get_it_is_told_as_a_problem(client: OwnerClient) -> None:
    refused = CommandMessage("c1", MATTERS.name, "register", MATTER | {"requested_on": "soon"})
    (result,) = client.carry_out(MATTERS, JobMessage(((refused,),), CALLER))
    assert isinstance(result, GroupRefusal)
    assert [one["field"] for one in result.problem["errors"]] == ["requested_on"]
    for ask in (lambda: client.record(MATTERS, "nothing", CALLER), lambda: client.case_file("nothing", CALLER)):
        with pytest.raises(OwnerProblem) as unknown:
            ask()
        assert unknown.value.to_dict()["slug"] == Unknown.slug


def test_a_journal_is_read_to_its_end(client: OwnerClient) -> None:
    event = open_matter(client).event
    (first, *_) = page = client.sealed_journal(MATTERS.service, 0)
    assert event in {envelope.decode(one.body.encode()).id for one in page}
    assert client.sealed_journal(MATTERS.service, len(page)) == ()
    assert first.seal["x-seal-sequence"] == 1


def test_an_answer_that_cannot_be_read_is_as_good_as_none(client: OwnerClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client.client, "call", lambda *_arguments, **_deadline: {"ready": True})
    with pytest.raises(Unavailable) as refused:
        client.pulse("outreach")
    assert refused.value.to_dict()["detail"] == "outreach Pulse lacks at journal copies"
