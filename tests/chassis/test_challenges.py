"""How old a call is, is told by the process that answers it, on its own clock that never goes back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contracts.call import CHALLENGE, PROTOCOL_HEADER, CallFault
from services.chassis.messaging import challenges as module
from services.chassis.messaging.challenges import ANEW, LIFETIME, Challenges
from services.chassis.messaging.peers import MOST_PROCESSES, Peers


@dataclass
class Ticks:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_call_is_new_once_and_for_a_minute() -> None:
    ticks = Ticks()
    challenges = Challenges(ticks)
    captured = challenges.current()
    assert challenges.fault_of([captured], "n1") is None
    assert challenges.fault_of([captured], "n1") == CallFault.REPEATED
    ticks.now += LIFETIME - 1
    assert challenges.fault_of([captured], "n2") is None
    assert challenges.fault_of([captured], "n1") == CallFault.REPEATED
    ticks.now += 2
    assert challenges.fault_of([captured], "n1") == CallFault.STALE
    assert challenges.fault_of([captured], "n3") == CallFault.STALE


def test_a_challenge_is_handed_out_anew_and_the_earlier_ones_still_hold() -> None:
    ticks = Ticks()
    challenges = Challenges(ticks)
    first = challenges.current()
    assert challenges.current() == first
    ticks.now += ANEW + 1
    second = challenges.current()
    assert second != first
    assert challenges.fault_of([first], "n1") is None
    assert challenges.fault_of([second], "n2") is None


def test_a_process_takes_its_own_challenge_among_several_and_no_other() -> None:
    one, other = Challenges(), Challenges()
    both = [one.current(), other.current()]
    assert one.fault_of(both, "n") is None
    assert other.fault_of(both, "n") is None
    assert one.fault_of([other.current(), "made up"], "m") == CallFault.STALE


def test_what_is_remembered_is_bounded_and_a_call_too_many_is_signed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_NONCES", 100)
    ticks = Ticks()
    challenges = Challenges(ticks)
    faults = []
    for number in range(1000):
        ticks.now += 0.01
        faults.append(challenges.fault_of([challenges.current()], f"n{number}"))
        assert challenges._nonces() <= 101
    assert set(faults) == {None}


def test_what_a_service_said_last_is_how_it_is_spoken_to() -> None:
    peers = Peers()
    assert (peers.protocol("cases"), peers.challenges("cases")) == (1, ())
    peers.note("cases", {"result": 1, PROTOCOL_HEADER: 2, CHALLENGE: "p1/a"})
    peers.note("cases", {"result": 1, PROTOCOL_HEADER: 2, CHALLENGE: "p2/b"})
    peers.note("cases", {"result": 1, PROTOCOL_HEADER: 2, CHALLENGE: "p1/c"})
    assert (peers.protocol("cases"), peers.challenges("cases")) == (2, ("p2/b", "p1/c"))
    peers.note("cases", {"result": 1})
    assert peers.protocol("cases") == 1, "an older version was put back"
    for number in range(100):
        peers.note("cases", {CHALLENGE: f"{number}/x", PROTOCOL_HEADER: "none"})
    assert len(peers.challenges("cases")) == MOST_PROCESSES
