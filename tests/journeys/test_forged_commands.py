"""Whoever has the broker's password gives no commands: only the gateway does, and each of its calls counts once."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

import pytest

from contracts.call import GATEWAY, CallFault
from services.chassis.base import signing_keys
from services.chassis.base.signing_keys import SigningKey
from tests import messaging
from tests.calls import RawCall, Stranger, result, stranger
from tests.proof import fault, proves
from tests.suite import Suite, until

FORGED = int(os.environ.get("FORGED_CALLS", "300"))
OWNER = "training"
GATEWAYS_KEY, STRANGERS_KEY = SigningKey(b"the gateway's own, in this test"), SigningKey(b"anybody's")


@pytest.fixture(scope="module")
def owner(broker_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """An owner alone, which knows the gateway's key and that of another owner."""
    messaging.empty(broker_uri)
    home = tmp_path_factory.mktemp("home")
    suite = Suite(home, broker_uri)
    keys = home / "secrets" / "signing"
    keys.mkdir(parents=True)
    signing_keys.publish(keys, GATEWAY, GATEWAYS_KEY)
    signing_keys.publish(keys, "outreach", SigningKey(b"of another owner"))
    suite.start(OWNER)
    try:
        with stranger(broker_uri) as somebody:
            until(lambda: is_alive(somebody), "the owner answers")
        yield suite
    finally:
        suite.stop()


def is_alive(somebody: Stranger) -> bool:
    somebody.send(somebody.call(OWNER, "pulse"))
    return any("result" in answer for _, answer in islice(somebody.answers(0.5), 1))


def pulse(somebody: Stranger) -> dict[str, Any]:
    return dict(somebody.ask(somebody.call(OWNER, "pulse"))["result"])


def challenge(somebody: Stranger) -> str:
    return str(somebody.ask(somebody.call(OWNER, "pulse"))["challenge"])


def opening(somebody: Stranger, code: str, role: str = "trainer") -> RawCall:
    form = {"code": code, "name": f"中队{code}", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
    command = {"id": f"c-{code}", "register": "training.units", "step": "open", "form": form}
    job = {"groups": [[command]], "actor": {"id": f"{role}@bureau", "role": role, "within": None}}
    return somebody.call(OWNER, "carry_out", job)


def refused_calls(somebody: Stranger) -> int:
    return int(pulse(somebody).get("refused_calls", 0))


def units(somebody: Stranger) -> list[str]:
    """The units in its journal, an event each, as another owner reads them."""
    reading = somebody.call(OWNER, "journal", 0, 1000)
    signed = reading.sign("outreach", SigningKey(b"of another owner"), challenge(somebody))
    return [json.loads(body)["subject"] for _, body in result(somebody.ask(signed))]


def forgeries(somebody: Stranger) -> Iterator[RawCall]:
    """Every way in which a call may be wrong, again and again."""
    honest, now = opening(somebody, "FORGED"), challenge(somebody)
    signed = honest.sign(GATEWAY, GATEWAYS_KEY, now)
    elsewhere = replace(honest, service="outreach").sign(GATEWAY, GATEWAYS_KEY, now)
    reading = replace(honest, method="record").sign(GATEWAY, GATEWAYS_KEY, now)
    other_reply = replace(honest, reply_to="0" * 36).sign(GATEWAY, GATEWAYS_KEY, now)
    proof = signed.headers["nameko.proof"]
    kinds = [
        honest,
        honest.sign(GATEWAY, STRANGERS_KEY, now),
        honest.sign("outreach", SigningKey(b"of another owner"), now),
        honest.sign(OWNER, STRANGERS_KEY, now),
        replace(signed, body=signed.body.replace(b"FORGED", b"OTHERS")),
        replace(elsewhere, service=OWNER),
        replace(reading, method=honest.method),
        replace(other_reply, reply_to=honest.reply_to),
        replace(signed, headers={"nameko.proof": {**proof, "budget": 10**9}}),
        replace(signed, headers={"nameko.proof": {**proof, "signature": "no digits"}}),
        replace(signed, headers={"nameko.proof": "no table", "nameko.call_id_stack": 7}),
        somebody.call(OWNER, "forget", "who-x").sign("outreach", SigningKey(b"of another owner"), now),
        somebody.call(OWNER, "rebuild"),
        somebody.call(OWNER, "record", "training.units", "DT"),
    ]
    return islice(cycle(kinds), FORGED)


@proves(51, "believes-signatures")
def test_forged_commands_have_no_effect_and_are_refused_counted_and_told(owner: Suite) -> None:
    with stranger(owner.uri) as somebody:
        before = refused_calls(somebody)
        sent = [somebody.send(call) for call in forgeries(somebody)]
        reasons = Counter(reason_of(answer) for about, answer in answers_to(somebody, sent))
        assert sum(reasons.values()) == len(sent)
        fault.occurs(len(sent))
        assert reasons.keys() == {CallFault.UNSIGNED, CallFault.FORGED, CallFault.NOT_ALLOWED}
        assert not {"FORGED", "OTHERS"} & set(units(somebody))
        assert refused_calls(somebody) - before == len(sent)
    assert owner.processes[OWNER].poll() is None
    lines = [
        json.loads(line) for line in (owner.home / f"{OWNER}.log").read_text().splitlines() if "call.refused" in line
    ]
    assert 1 <= len(lines) <= 3 + FORGED // 300, "told, and not once for each"


def answers_to(somebody: Stranger, sent: list[str]) -> Iterator[tuple[str, Any]]:
    waiting = set(sent)
    for about, answer in somebody.answers():
        if about in waiting:
            waiting.remove(about)
            yield about, answer
        if not waiting:
            return


def reason_of(answer: dict[str, Any]) -> str:
    assert answer["error"]["exc_path"] == "contracts.call.CallRefused"
    return str(answer["error"]["exc_args"][0])


def test_what_cannot_be_answered_ends_no_process(owner: Suite) -> None:
    with stranger(owner.uri) as somebody:
        before, forged = refused_calls(somebody), opening(somebody, "FORGED")
        for properties in ({"reply_to": None}, {"reply_to": "training.carry_out"}, {"correlation_id": None}):
            somebody.send(forged, **properties)
        somebody.send(replace(forged, body=b"[]"))
        somebody.send(replace(forged, body=b"{"))
        somebody.send(
            replace(somebody.call(OWNER, "pulse"), headers={"nameko.call_id_stack": 7, "nameko.traceparent": 7})
        )
        until(lambda: refused_calls(somebody) - before == 4, "each was counted, but for the one that is no JSON")
        assert "FORGED" not in units(somebody)
    assert owner.processes[OWNER].poll() is None


def test_a_call_of_the_gateways_counts_once_however_often_it_comes(owner: Suite) -> None:
    with stranger(owner.uri) as somebody:
        before = refused_calls(somebody)
        signed = opening(somebody, "ONCE").sign(GATEWAY, GATEWAYS_KEY, challenge(somebody))
        (receipt,) = result(somebody.ask(signed))
        assert receipt["repeated"] is False
        for _ in range(10):
            somebody.send(signed)
        assert [answer for _, answer in somebody.answers(1.0)] == [], "who sent it at first has the answer"
        assert refused_calls(somebody) - before == 10
        assert units(somebody).count("ONCE") == 1


def test_a_captured_call_is_worth_nothing_to_another_process_of_the_owner(owner: Suite) -> None:
    """Nor to this one after a minute: `tests/chassis/test_challenges.py`."""
    with stranger(owner.uri) as somebody:
        captured = opening(somebody, "AGAIN").sign(GATEWAY, GATEWAYS_KEY, challenge(somebody))
        owner.kill(OWNER)
        owner.start(OWNER)
        until(lambda: is_alive(somebody), "the owner is back")
        answer = somebody.ask(captured)
        assert reason_of(answer) == CallFault.STALE
        again = opening(somebody, "AGAIN").sign(GATEWAY, GATEWAYS_KEY, answer["challenge"])
        assert [one["repeated"] for one in result(somebody.ask(again))] == [False]
        assert refused_calls(somebody) == 0, "an honest caller that is late is no intruder"


def test_a_command_that_waited_for_longer_than_its_caller_is_not_carried_out(owner: Suite) -> None:
    with stranger(owner.uri) as somebody:
        late = opening(somebody, "LATE").sign(GATEWAY, GATEWAYS_KEY, challenge(somebody), budget=0)
        (refusal,) = result(somebody.ask(late))
        assert (refusal["problem"]["slug"], refusal["problem"]["detail"]) == ("unavailable", "too late")
        assert "LATE" not in units(somebody)


def test_unsigned_calls_are_taken_where_that_is_set_and_it_is_told(owner: Suite) -> None:
    owner.kill(OWNER, number=signal.SIGTERM)
    owner.environment["ACCEPT_UNSIGNED_CALLS"] = "yes"
    owner.start(OWNER)
    with stranger(owner.uri) as somebody:
        until(lambda: is_alive(somebody), "the owner is back")
        assert pulse(somebody)["accepts_unsigned"] is True
        (refusal,) = result(somebody.ask(opening(somebody, "DT", "operator")))
        assert refusal["problem"]["slug"] == "forbidden", "an operator takes no step"
        (receipt,) = result(somebody.ask(opening(somebody, "DT")))
        assert receipt["repeated"] is False
