"""What the key of an examination is not read from: answers, dry runs, further tries, facts, numbers, others' sheets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.gateway.web.record import BESIDE
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.training import question_bank, training_records

BASE = "/v1/training/assessments"
MARKS = {"right", "score", "percent", "passed", "marked_on"}
NOW = dt.datetime(2018, 1, 2, 9, tzinfo=dt.UTC)
READERS = ("trainer", "captain", "clerk", "legal", "leader", "auditor")


@pytest.fixture
def paper(office: Office) -> str:
    """A drawn paper of five questions."""
    training_records.course(office)
    question_bank.fill_question_bank(office, 3)
    code = question_bank.drawn_paper(office, 5)
    office.now = NOW
    return code


@dataclass(frozen=True)
class Asker:
    """Who calls the interface: a role, in a unit, by a person's code."""

    role: str = "officer"
    unit: str | None = "DT"
    who: str = ""

    def ask(self, counter: GatewayClient, path: str, body: Any = None) -> Any:
        """What a call is answered with."""
        return self.call(counter, path, body).json

    def call(self, counter: GatewayClient, path: str, body: Any = None) -> TestResponse:
        """A call of the interface."""
        headers = {"Authorization": f"Bearer {counter.token(self.role, self.unit, self.who)}"}
        if body is None:
            return counter.client.get(path, headers=headers)
        return counter.client.post(path, json=body, headers=headers)


EXAMINEE, TRAINER = Asker(who="DT-01"), Asker("trainer", None)


def sheet(office: Office, paper: str, leave: int = 0, person: str = "DT-01") -> list[dict[str, Any]]:
    """What an answer sheet says in the interface's words."""
    sitting = {"paper": paper, "person": person, "sat_on": "2018-01-02"}
    return [
        {"step": "sit", "form": sitting},
        {"step": "answer", "form": {"answers": question_bank.right_answers(office, leave=leave)}},
    ]


@pytest.mark.parametrize("query", ["", "?dry_run=true", "?whole=true"])
def test_nothing_that_answers_a_sheet_tells_the_marks(gateway: GatewayClient, paper: str, query: str) -> None:
    groups = [sheet(gateway.office, paper)]
    tried = EXAMINEE.ask(gateway, f"{BASE}:batch{query}", {"groups": groups})
    assert tried["accepted"] == 1
    assert not MARKS & set(tried["results"][0]["record"]["fields"])


def test_twenty_four_tries_yield_one_sheet_and_no_key(gateway: GatewayClient, paper: str) -> None:
    seen: list[Any] = []
    for number in range(24):
        groups = [sheet(gateway.office, paper, leave=number % 5)]
        dry = "?dry_run=true" if number % 2 else ""
        seen.append(EXAMINEE.ask(gateway, f"{BASE}:batch{dry}", {"groups": groups}))
    assert [one["accepted"] for one in seen] == [1] + [0] * 23
    told_of = question_bank.examination_events(gateway.office)
    gateway.project_events()
    (record,) = {event.subject for event in told_of}
    events = [event.id for event in told_of]
    places = [BASE, f"{BASE}/{record}", f"{BASE}/export?format=csv", "/v1/progress", "/v1/measures/S1.exam_pass_rate"]
    places += [*(f"/v1/facts/{event}" for event in events), "/v1/measures/S1.exam_pass_rate/facts"]
    for place in places:
        response = TRAINER.call(gateway, place)
        assert response.status_code == 200, place
        told = str(seen) + response.text
        assert not any(f'"{name}"' in told for name in ("right", "score", "percent")), place
    assert TRAINER.ask(gateway, "/v1/measures/S1.exam_pass_rate")["claimed"] is None
    assert TRAINER.call(gateway, f"{BASE}/{record}/mark", {}).status_code == 409


def test_ten_sheets_at_once_or_for_another_are_one_and_none(gateway: GatewayClient, paper: str) -> None:
    groups = [sheet(gateway.office, paper) for _ in range(10)]
    at_once = EXAMINEE.ask(gateway, f"{BASE}:batch", {"groups": groups})
    assert (at_once["accepted"], at_once["refused"]) == (1, 9)
    assert {one["problem"]["slug"] for one in at_once["results"] if "problem" in one} == {"no-attempt-left"}
    for role in ("officer", "legal"):
        for_another = Asker(role, who="DT-02").ask(gateway, f"{BASE}:batch", {"groups": groups[:1]})
        assert for_another["results"][0]["problem"]["slug"] == "others-examination"


def test_answers_that_were_handed_in_are_corrected_by_the_trainer_alone(gateway: GatewayClient, paper: str) -> None:
    (done,) = EXAMINEE.ask(gateway, f"{BASE}:batch", {"groups": [sheet(gateway.office, paper)]})["results"]
    place, record = f"{BASE}/{done['record']['id']}", done["record"]["id"]
    gateway.office.now = NOW + dt.timedelta(minutes=1)
    again = {"answers": question_bank.right_answers(gateway.office, leave=1)}
    group = [{"step": "answer", "record": record, "corrects": 2, "form": again}]
    for role in ("officer", "clerk", "legal", "captain"):
        assert Asker(role).call(gateway, f"{place}/answer?corrects=2", again).status_code == 403
        assert Asker(role).call(gateway, f"{BASE}:batch", {"groups": [group]}).status_code == 403
        assert (
            gateway.request(f"/registers/training/assessments/{record}/answer?corrects=2", role=role).status_code == 403
        )
    moved = {"paper": paper, "person": "DT-01", "sat_on": "2017-12-31"}
    assert Asker("officer").call(gateway, f"{place}/sit?corrects=1", moved).status_code == 403
    links = [
        gateway.request(f"/registers/training/assessments/{record}", role=role).text for role in ("clerk", "trainer")
    ]
    assert ["answer?corrects=2" in page for page in links] == [False, True]
    assert Asker("trainer", who="DT-01").call(gateway, f"{place}/answer?corrects=2", again).status_code == 403
    assert Asker("trainer").call(gateway, f"{place}/answer?corrects=2", again).status_code == 200


def test_what_others_ticked_is_read_by_those_who_answer_for_examinations(gateway: GatewayClient, paper: str) -> None:
    record = question_bank.answer_sheet(gateway.office, "DT-01", question_bank.right_answers(gateway.office), paper)
    events = gateway.office.events_of(record)
    gateway.project_events()
    places = [BASE, f"{BASE}/{record}", f"/v1/facts/{events[-1].id}"]
    for role in (*READERS, "officer", "inspector"):
        expected = 200 if role in READERS else 403
        assert [Asker(role).call(gateway, place).status_code for place in places] == [expected] * 3, role


def test_a_paper_is_read_by_those_who_set_and_run_examinations(gateway: GatewayClient, paper: str) -> None:
    read = {
        role: Asker(role).call(gateway, f"/v1/training/papers/{paper}").status_code for role in (*READERS, "officer")
    }
    assert read == dict.fromkeys(READERS, 200) | {"officer": 403, "leader": 403}
    assert BESIDE["training.papers", "drawn"].path == "/exam/"
