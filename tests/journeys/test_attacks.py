"""What a stranger and an honest colleague with a grudge try: to be a post, to be two people, to be somebody longer."""

from __future__ import annotations

import datetime as dt
import json
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
import pytest

from services.chassis.base import clock
from services.gateway.http import bearer_tokens
from tests.suite import HttpResponse, Suite, until

MATTERS, ITEMS = "/v1/outreach/matters", "/v1/cases/rectifications"
EVE, ADAM, PASSWORD = "SYN-eve", "SYN-adam", "路灯 亮在 雨夜 463"
REGISTERED: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "路灯不亮", "requested_on": "2017-03-01"}
ACCEPTED = {"accepted_on": "2017-03-02"}
CONFIRMED = {"confirmed_on": "2017-03-09", "satisfied": True}
RAISED: dict[str, Any] = {
    "unit": "DT",
    "category": "slow",
    "problem": "到场不及时",
    "source_kind": "self_found",
    "raised_on": "2017-03-01",
}
WITHIN = 10
"""Seconds after which what was ended opens nothing, at every gateway."""


@dataclass(frozen=True)
class Colleague:
    """One person, in whatever post they have."""

    suite: Suite
    name: str

    def post(self, path: str, body: Any, role: str = "clerk", **headers: str) -> HttpResponse:
        token = self.suite.token(role, "DT" if role in {"clerk", "captain"} else None, self.name)
        return self.suite.post(path, body, token=token, **headers)

    def paper(self) -> str:
        """The one text file that proves everything."""
        return str(self.post("/v1/evidence?name=proof", b"it was done", Content_Type="text/plain").json["sha256"])

    def finish_a_matter(self) -> str:
        """A matter that they registered and finished; its id."""
        record = str(self.post(MATTERS, REGISTERED).json["record"]["id"])
        for step, form in (("accept", ACCEPTED), ("finish", self.completion())):
            assert self.post(f"{MATTERS}/{record}/{step}", form).status == 200, step
        return record

    def completion(self) -> dict[str, Any]:
        return {"done_on": "2017-03-08", "outcome": "修好", "evidence": [self.paper()]}


@pytest.fixture(scope="module")
def eve(suite: Suite) -> Colleague:
    """Somebody of a squadron who has more than one post."""
    unit = suite.unit("DT")
    for code in (EVE, ADAM):
        person = {"code": code, "name": "某", "unit": "DT", "role": "other", "kind": "established"}
        form = person | {"party_member": False, "joined_on": "2016-01-01"}
        joined = suite.post(f"/v1/training/people?after={unit}", form)
        assert joined.status in (200, 201), joined.body
    colleague, last = Colleague(suite, EVE), joined.json["event"]
    until(lambda: suite.get(f"/v1/facts/{last}").status == 200, "the gateway knows them")
    for path, form in ((MATTERS, REGISTERED), (ITEMS, RAISED)):
        opened = colleague.post(f"{path}?after={last}", form)
        assert opened.status == 201, opened.body
    return colleague


def number_verified(suite: Suite, measure: str) -> int:
    return int(suite.get(f"/v1/measures/{measure}").json["verified"])


# --- somebody who is nobody ---


def test_a_post_is_nobody_who_signs_in(suite: Suite) -> None:
    now = clock.now()
    claims = {"sub": "captain@DT", "role": "captain", "unit": "DT", "iat": now, "exp": now + dt.timedelta(hours=1)}
    claims |= {"iss": bearer_tokens.ISSUER, "aud": bearer_tokens.AUDIENCE}
    old = jwt.encode(claims, suite.key, "HS256", headers={"typ": bearer_tokens.KIND})
    assert suite.get("/v1/progress", token=old).status == 401, "as 0.1.0 made them, with the right key"


def test_no_key_is_for_a_unit_that_there_is_not(suite: Suite, eve: Colleague) -> None:
    administrator = suite.token("administrator")
    asked = {"name": f"portal-{eve.name}", "role": "clerk", "unit": "NIX"}
    refused = suite.post("/v1/keys", asked, token=administrator)
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "unit"), refused.body
    assert suite.post("/v1/keys", asked | {"unit": "DT"}, token=administrator).status == 201


def test_a_link_works_once_and_a_session_that_is_ended_elsewhere_opens_nothing_soon(
    suite: Suite, eve: Colleague
) -> None:
    link = {"link": suite.people.link("quartermaster"), "password": PASSWORD}
    elsewhere = suite.post("/v1/sessions/first", link, token="").json["token"]
    assert suite.post("/v1/sessions/first", link, token="").status == 401, "it works once"
    account = suite.get("/v1/account", token=elsewhere).json
    by_password = {"name": account["id"], "password": PASSWORD}
    here = suite.post("/v1/sessions", by_password, token="").json["token"]
    (other,) = [one["id"] for one in suite.get("/v1/account", token=here).json["sessions"] if not one["current"]]
    foreign = suite.post(f"/v1/account/sessions/{other}/end", token=suite.token("clerk", "DT", eve.name))
    assert foreign.status == 404, "whose it is ends it"
    assert suite.post(f"/v1/account/sessions/{other}/end", token=here).status == 200
    until(lambda: suite.get("/v1/account", token=elsewhere).status == 401, "it opens nothing", WITHIN)
    assert suite.get("/v1/account", token=here).status == 200


# --- one person who would be two ---


def by_json(eve: Colleague, role: str = "clerk") -> HttpResponse:
    return eve.post(f"{MATTERS}/{eve.finish_a_matter()}/confirm", CONFIRMED, role)


def by_another_post(eve: Colleague) -> HttpResponse:
    return by_json(eve, "captain")


def by_batch(eve: Colleague) -> HttpResponse:
    forms = (("register", REGISTERED), ("accept", ACCEPTED), ("finish", eve.completion()), ("confirm", CONFIRMED))
    answer = eve.post(f"{MATTERS}:batch", {"groups": [[{"step": step, "form": form} for step, form in forms]]})
    problem = answer.json["results"][0]["problem"]
    return HttpResponse(problem["status"], answer.headers, json.dumps(problem).encode())


def by_the_page(eve: Colleague) -> HttpResponse:
    record = eve.finish_a_matter()
    typed = urllib.parse.urlencode({"confirmed_on": "2017-03-09", "satisfied": "true", "_key": record}).encode()
    page = f"/registers/outreach/matters/{record}/confirm"
    kind = {"Content_Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    return eve.post(page, typed, **kind)


@pytest.mark.parametrize("door", [by_json, by_another_post, by_batch])
def test_who_finished_a_matter_does_not_confirm_it_by_any_door(
    suite: Suite, eve: Colleague, door: Callable[[Colleague], HttpResponse]
) -> None:
    before = number_verified(suite, "A6.matters_done")
    refused = door(eve)
    assert (refused.status, refused.json["slug"]) == (409, "not-apart"), refused.body
    assert "finish" in refused.json["detail"]
    assert number_verified(suite, "A6.matters_done") == before


def test_the_page_refuses_it_too_and_names_the_steps(suite: Suite, eve: Colleague) -> None:
    before = number_verified(suite, "A6.matters_done")
    refused = by_the_page(eve)
    assert refused.status == 409
    assert "办结" in refused.body.decode()
    assert number_verified(suite, "A6.matters_done") == before


def test_what_one_person_imports_they_release_under_no_post(suite: Suite, eve: Colleague) -> None:
    before = number_verified(suite, "A6.matters_done")
    sheet = (
        "登记编号,承办单位,社区,事项,诉求日期,受理日期,办结日期,办理结果,确认日期,满意\n"
        "SYN-EVE,DT,映月,合成,2017-03-01,2017-03-02,2017-03-08,修好（合成）,2017-03-10,是\n"
    ).encode()
    imported = eve.post(f"{MATTERS}/import", sheet, Content_Type="text/csv")
    assert imported.status == 200, imported.body
    until(lambda: suite.get(f"/v1/facts/{imported.json['last_event']}").status == 200, "the ledger has it")
    for role in ("clerk", "captain"):
        refused = eve.post(f"/v1/imports/{imported.json['import']}/release", {}, role)
        assert refused.status in (403, 409), refused.body
    assert number_verified(suite, "A6.matters_done") == before
    assert Colleague(suite, ADAM).post(f"/v1/imports/{imported.json['import']}/release", {}).status == 200


def test_one_person_does_not_raise_submit_and_verify_a_rectification(eve: Colleague) -> None:
    record = eve.post(ITEMS, RAISED).json["record"]["id"]
    measure = {"planned_on": "2017-03-02", "measure": "限时到场", "responsible_person": ADAM, "due_on": "2017-04-01"}
    planned = f"{ITEMS}/{record}/plan"
    until(lambda: eve.post(planned, measure, "captain").status == 200, "the owner knows the person")
    submitted = {"submitted_on": "2017-03-20", "result": "已改", "proof": [eve.paper()]}
    assert eve.post(f"{ITEMS}/{record}/submit", submitted).status == 200
    verdict = {"verified_on": "2017-03-21", "verifier": eve.name}
    refused = eve.post(f"{ITEMS}/{record}/verify", verdict, "inspector")
    assert (refused.status, refused.json["slug"]) == (409, "not-apart"), refused.body
