"""N and N-1 understand each other, both ways: `messages/0.1.0.json` is what 0.1.0's own gateway and owners said.

It was recorded at commit 83ac55f with that version's own test helpers: its gateway's HTTP routes, its owner's methods,
one office with three squadrons. `methods` are its owner's, with how many arguments each takes at least and at most.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from contracts import rpc
from contracts.errors import Unreadable
from contracts.rpc import (
    OLDEST_PROTOCOL,
    PROTOCOL,
    Caller,
    CarryOutRequest,
    CommandMessage,
    JobMessage,
    Method,
    Request,
)
from contracts.wire import SINCE
from services.cases.service import Service as Cases
from services.chassis.handling.audit.trail import NoRecorder
from services.chassis.messaging.call_guard import Call
from services.chassis.records.command import Actor
from services.chassis.storage import journal
from services.chassis.storage.room import Occupancy
from services.chassis.storage.verification import Verification
from tests.office import Office

OLDER = json.loads((Path(__file__).parent / "messages" / "0.1.0.json").read_text(encoding="utf-8"))
CALLS: list[dict[str, Any]] = OLDER["calls"]
REQUESTS: dict[str, Any] = {
    one.method: one
    for one in vars(rpc).values()
    if isinstance(one, type) and issubclass(one, Request) and one != Request
}
OF_ITS_DAY = ("at", "before", "after")
"""Members whose values are of the moment, or of a version's own projection."""


def test_every_method_of_the_older_version_was_recorded() -> None:
    assert {one["method"] for one in CALLS} == OLDER["methods"].keys()
    assert OLDER["methods"].keys() <= {str(one) for one in Method}


@pytest.fixture
def owner() -> Any:
    """An owner of this version over an office like the one in which the older messages were recorded."""
    service, office = Cases(), Office(units="")
    for code in ("DT", "DBT", "ZS"):
        form = {
            "code": code,
            "name": f"单位{code}",
            "kind": "squadron",
            "parents": list[str](),
            "opened_on": "2010-01-01",
        }
        office.do_as(Actor("boss@bureau", "trainer"), "training.units", "", "open", None, **form)

    def backlog() -> dict[str, Any]:
        with office.store.begin_read() as tx:
            return journal.backlog(tx)

    service.provider = SimpleNamespace(  # type: ignore[assignment]
        commands=office.registers,
        store=office.store,
        backlog=backlog,
        journal=SimpleNamespace(verification=Verification(0, None)),
        occupancy=Occupancy(office.store),
        trail=NoRecorder(),
    )
    service.consumer = None  # type: ignore[assignment]
    service.call = Call("gateway")  # type: ignore[assignment]
    service.guard = SimpleNamespace(refusals=0, accepts_unsigned=True)  # type: ignore[assignment]
    return service


def test_an_older_gateway_gets_the_answers_that_it_knows(owner: Any) -> None:
    """All that 0.1.0's owner answered is in this one's answer; it passes over what is more."""
    for call in CALLS:
        reply = over_the_wire(getattr(owner, call["method"])(*as_a_clerk(call["arguments"])))
        assert covers(reply, call["reply"]) == [], call["arguments"]


def as_a_clerk(value: Any) -> Any:
    """What was asked, by somebody who still may: in 0.1.0 an operator took every step."""
    if isinstance(value, dict):
        return {
            name: as_a_clerk("clerk" if (name, one) == ("role", "operator") else one) for name, one in value.items()
        }
    return [as_a_clerk(one) for one in value] if isinstance(value, list) else value


LATER_STEPS = {"refer"}
"""Steps that came since, which a record of then offers today."""
IN_WORDS = ("zh", "en", "title", "title_zh", "detail")
"""Members that people read: what they say may become clearer."""


def covers(new: Any, old: Any, way: str = "") -> list[str]:
    """Where a new answer lacks something of an old one; what was a row may not have grown."""
    if isinstance(old, dict) and isinstance(new, dict):
        pairs = [
            (new.get(name, MISSING), new.get(name) if name in IN_WORDS and new.get(name) else value, f"{way}.{name}")
            for name, value in old.items()
            if name not in OF_ITS_DAY
        ]
        return [fault for pair in pairs for fault in covers(*pair)]
    if way.endswith(".next") and isinstance(new, list):
        new = [one for one in new if one not in LATER_STEPS]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [
            fault
            for number, pair in enumerate(zip(new, old, strict=True))
            for fault in covers(*pair, f"{way}[{number}]")
        ]
    if isinstance(old, str) and isinstance(new, str) and old.startswith("{"):  # an event, as its journal has it
        return covers(json.loads(new), json.loads(old), way)
    # Who takes a step by now may read what an operator was shown masked.
    same = new == old or (str(old).endswith("**") and str(new).startswith(old.rstrip("*")))
    return [] if same else [f"{way}: {new} instead of {old}"]


def over_the_wire(payload: Any) -> Any:
    return json.loads(json.dumps(payload))


@pytest.mark.parametrize("call", CALLS, ids=[f"{number} {one['method']}" for number, one in enumerate(CALLS)])
def test_what_an_older_owner_answers_is_read(call: dict[str, Any]) -> None:
    request = REQUESTS[call["method"]].from_payload(call["arguments"])
    reply = request.read_reply(call["reply"])
    assert reply is not None


# --- what this version sends to an older one -------------------------------------------------------------------------


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=lambda one: one.method)
def test_an_older_owner_is_asked_with_as_many_arguments_as_it_takes(request_: Any) -> None:
    takes = OLDER["methods"].get(request_.method)
    if takes is None:
        pytest.skip("0.1.0 has no such method, and answers so")
    sends = [one for one in fields(request_) if one.metadata.get(SINCE, 0) <= OLDEST_PROTOCOL]
    assert takes["least"] <= len(sends) <= takes["most"]


def test_an_older_owner_knows_every_member_of_a_command() -> None:
    command = CommandMessage("c", "outreach.matters", "finish", {}, "m", corrects=2, expected=3)
    job = JobMessage(((command,),), Caller("clerk@DT", "clerk", ("DT",)))
    ((payload,),) = CarryOutRequest(job).payload_for(OLDEST_PROTOCOL)[0]["groups"]
    assert payload.keys() <= set(OLDER["command"])


@dataclass(frozen=True)
class LongerRequest(Request[tuple[str, ...]]):
    """As a later version may ask: one argument more."""

    method: ClassVar[Method] = Method.TOKENS
    texts: tuple[str, ...]
    kind: str = field(default="name", metadata={SINCE: PROTOCOL + 1})


def test_an_argument_that_is_newer_than_the_peer_is_left_out() -> None:
    request = LongerRequest(("张三",), "telephone")
    assert request.payload_for(PROTOCOL) == [["张三"]]
    assert request.payload_for(PROTOCOL + 1) == [["张三"], "telephone"]
    assert rpc.TokensRequest.from_payload(request.payload_for(PROTOCOL)).texts == ("张三",)
    with pytest.raises(Unreadable):
        rpc.TokensRequest.from_payload(request.payload_for(PROTOCOL + 1))


def test_arguments_are_added_at_the_end_and_with_a_default() -> None:
    for request in REQUESTS.values():
        since = [one.metadata.get(SINCE, 0) for one in fields(request)]
        assert since == sorted(since), request.__name__
        assert all(one.default is not MISSING for one in fields(request) if one.metadata.get(SINCE, 0)), (
            request.__name__
        )


def test_a_row_in_an_answer_does_not_grow() -> None:
    """An older peer refuses a value more: what is to be answered besides is a new method's."""
    assert [one.name for one in fields(rpc.JournalRow)] == ["position", "body"]
