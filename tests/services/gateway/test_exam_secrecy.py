"""What the key of an examination is not read from: a dry run, a second try at one's own answers, others' sheets."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.gateway.web.record import BESIDE
from tests.office import Office
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags
from tests.services.training import question_bank, training_records

BASE = "/v1/training/assessments"
MARKS = {"right", "score", "percent", "passed", "marked_on"}
READERS = ("trainer", "captain", "clerk", "legal", "leader", "auditor")


@pytest.fixture
def paper(office: Office) -> str:
    """A drawn paper of five questions."""
    training_records.course(office)
    question_bank.fill_question_bank(office, 3)
    return question_bank.drawn_paper(office, 5)


def call(
    counter: GatewayClient, path: str, body: Any = None, role: str = "officer", unit: str | None = "DT"
) -> TestResponse:
    """A call of the interface."""
    headers = {"Authorization": f"Bearer {counter.token(role, unit)}"}
    return (
        counter.client.get(path, headers=headers)
        if body is None
        else counter.client.post(path, json=body, headers=headers)
    )


def call_json(
    counter: GatewayClient, path: str, body: Any = None, role: str = "officer", unit: str | None = "DT"
) -> Any:
    """What a call was answered with."""
    return call(counter, path, body, role, unit).json


def sheet(office: Office, paper: str) -> list[dict[str, Any]]:
    """What an answer sheet says in the interface's words."""
    sitting = {"paper": paper, "person": "DT-01", "sat_on": "2018-01-01"}
    return [
        {"step": "sit", "form": sitting},
        {"step": "answer", "form": {"answers": question_bank.right_answers(office)}},
    ]


def test_a_dry_run_does_not_tell_the_marks(gateway: GatewayClient, paper: str) -> None:
    groups = [sheet(gateway.office, paper)]
    tried = call_json(gateway, f"{BASE}:batch?dry_run=true", {"groups": groups})
    assert tried["accepted"] == 1
    assert not MARKS & set(tried["results"][0]["record"]["fields"])
    stands = call_json(gateway, f"{BASE}:batch", {"groups": groups})
    assert set(stands["results"][0]["record"]["fields"]) >= MARKS


def test_nor_does_a_group_that_was_taken_back_with_another(gateway: GatewayClient, paper: str) -> None:
    wrong = [{"step": "sit", "form": {"paper": "nix", "person": "DT-01", "sat_on": "2018-01-01"}}]
    tried = call_json(gateway, f"{BASE}:batch?whole=true", {"groups": [sheet(gateway.office, paper), wrong]})
    assert tried["refused"] == 1
    assert not MARKS & set(tried["results"][0]["record"]["fields"])


def test_answers_that_were_marked_are_corrected_by_the_trainer_alone(gateway: GatewayClient, paper: str) -> None:
    (done,) = call_json(gateway, f"{BASE}:batch", {"groups": [sheet(gateway.office, paper)]})["results"]
    place, record = f"{BASE}/{done['record']['id']}", done["record"]["id"]
    again = {"answers": question_bank.right_answers(gateway.office, leave=1)}
    group = [{"step": "answer", "record": record, "corrects": 2, "form": again}]
    for role in ("officer", "clerk", "legal", "captain"):
        assert call(gateway, f"{place}/answer?corrects=2", again, role).status_code == 403
        assert call(gateway, f"{BASE}:batch", {"groups": [group]}, role).status_code == 403
        assert (
            gateway.request(f"/registers/training/assessments/{record}/answer?corrects=2", role=role).status_code == 403
        )
    moved = {"paper": paper, "person": "DT-01", "sat_on": "2017-12-31"}
    assert call(gateway, f"{place}/sit?corrects=1", moved, "officer").status_code == 403
    links = [
        gateway.request(f"/registers/training/assessments/{record}", role=role).text for role in ("clerk", "trainer")
    ]
    assert ["answer?corrects=2" in page for page in links] == [False, True]
    assert call(gateway, f"{place}/answer?corrects=2", again, "trainer").status_code == 200


def test_what_others_ticked_is_read_by_those_who_answer_for_examinations(gateway: GatewayClient, paper: str) -> None:
    record = training_records.sat_assessment(gateway.office, "DT-01", paper=paper)
    events = gateway.office.do(
        training_records.ASSESSMENTS, record, "answer", answers=question_bank.right_answers(gateway.office)
    )
    gateway.project_events()
    places = [BASE, f"{BASE}/{record}", f"/v1/facts/{events[-1].id}"]
    for role in (*READERS, "officer", "inspector"):
        expected = 200 if role in READERS else 403
        assert [call(gateway, place, role=role).status_code for place in places] == [expected] * 3, role


def test_a_paper_is_read_by_those_who_set_and_run_examinations(gateway: GatewayClient, paper: str) -> None:
    read = {
        role: call(gateway, f"/v1/training/papers/{paper}", role=role).status_code for role in (*READERS, "officer")
    }
    assert read == dict.fromkeys(READERS, 200) | {"officer": 403, "leader": 403}
    assert BESIDE["training.papers", "drawn"].path == "/exam/"


def test_an_officer_sits_a_paper_by_its_code_and_is_told_the_result_at_once(gateway: GatewayClient, paper: str) -> None:
    page = gateway.request(f"/exam/{paper}", role="officer")
    assert "/registers/training/papers" not in page.text.partition("<form")[2].replace("signout", "")
    inputs: dict[str, Any] = {"person": "DT-01", "sat_on": "2018-01-01"}
    inputs |= {f"q.{one['question']}": one["chosen"] for one in question_bank.right_answers(gateway.office)}
    form = FilledForm(page.text).fill_in(inputs)
    first, again = (gateway.request(f"/exam/{paper}", form, role="officer") for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert "状态 合格 得分 100 / 100" in without_tags(first.text)
    assert without_tags(first.text) == without_tags(again.text), "sent twice it is one assessment"
    assert "/registers/training/assessments/" not in first.text
    records = call_json(gateway, BASE, role="trainer", unit=None)["items"]
    assert len(records) == 1
    assert gateway.request(f"/exam/{paper}/{records[0]['id']}", role="officer").status_code == 403
