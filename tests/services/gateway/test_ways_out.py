"""Nobody stands before a wall: every problem says what became of what was sent, and leads on, in both languages."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder, TestResponse

import services
from contracts.catalogue import SERVICES
from contracts.errors import KeyReused, Problem, Unauthenticated
from services.gateway.accounts.drafts import DraftKept
from services.gateway.accounts.links import GOOD_FOR_DAYS
from services.gateway.accounts.sign_in import FREE_TRIES
from services.gateway.display.messages import pages
from services.gateway.display.messages.ways_out import SAID
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import VISIT, Visit
from services.gateway.owner_client import OwnerProblem
from services.gateway.spreadsheets.faults import ImportRefused
from services.gateway.web.forms.submission import FilesRefused
from services.gateway.web.help.ways_out import BY_STATUS, Whereabouts, way_out
from services.gateway.web.problem import ProblemPages
from services.gateway.web.render import Frame
from services.training.people import NamedElsewhere
from services.training.pledges import OutOfTurn
from tests.services.gateway.gateway_client import GatewayClient

KEY = b"k" * 64
NOW = dt.datetime(2017, 6, 15, 4, tzinfo=dt.UTC)
CAPTAIN = Bearer("P-1", "captain", "DT")
CASE = "/registers/cases/penalties/1/decide"
TOLD_BY_OWNER = {"slug": "not-paid", "status": 409, "title": "x", "title_zh": "x", "detail": "", "errors": []}
WAYS = re.compile(r'<section aria-labelledby="onward">.*?</section>', re.DOTALL)


def every_kind() -> list[type[Problem]]:
    """Every problem that the gateway and the owners have, wherever it stands."""
    for name in ("gateway.composition", *(f"{one}.service" for one in SERVICES)):
        importlib.import_module(f"services.{name}")
    kinds, waiting = set[type[Problem]](), [Problem]
    while waiting:
        waiting += waiting.pop().__subclasses__()
        kinds |= set(waiting)
    return sorted((one for one in kinds if one.__module__.startswith(("contracts", "services"))), key=str)


MADE_OF: dict[type[Problem], tuple[Any, ...]] = {
    KeyReused: ("training.units", "DT"),
    OwnerProblem: (TOLD_BY_OWNER,),
    DraftKept: ("1",),
    ImportRefused: ((),),
    FilesRefused: ({}, []),
    OutOfTurn: ("P-1", 2017),
    NamedElsewhere: ([],),
}
"""What those are made of that say more than others."""


def page_of(problem: Problem, lang: str, method: str = "GET", path: str = CASE, bearer: Bearer | None = CAPTAIN) -> str:
    """The page that shows a problem to somebody who is admitted everywhere."""
    headers = {"Accept": "text/html", "Accept-Language": lang}
    environ = EnvironBuilder(path, method=method, headers=[*headers.items()]).get_environ()
    response = ProblemPages(KEY).show(environ | {VISIT: Visit(bearer, lambda _path: True)}, problem)
    assert response is not None
    assert response.status_code == problem.status
    return response.get_data(as_text=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_kind_of_problem_says_what_became_of_it_what_to_do_and_leads_on(lang: str, method: str) -> None:
    kinds = [one for one in every_kind() if not issubclass(one, Unauthenticated)]
    assert len(kinds) > 100
    for kind in kinds:
        text = page_of(kind(*MADE_OF.get(kind, ())), lang, method)
        ways = WAYS.search(text)
        assert ways, kind
        assert re.search(r"<p>.{10,}</p>", ways[0]), kind
        assert ways[0].count("<a href=") >= 2, kind
        assert 'class="rooms"' in text, kind
        assert pages.say(lang, "signed in as") in text, kind


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_must_sign_in_is_told_how_and_whom_to_ask(lang: str) -> None:
    for kind in (one for one in every_kind() if issubclass(one, Unauthenticated)):
        text = page_of(kind(*MADE_OF.get(kind, ())), lang, bearer=None)
        assert 'action="/signin' in text, kind
        assert pages.say(lang, "signin forgotten") in text, kind


def test_there_is_advice_for_every_status_that_a_problem_has() -> None:
    statuses = {one.status for one in every_kind() if not issubclass(one, Unauthenticated)}
    own = statuses - set(BY_STATUS) - {HTTPStatus.INSUFFICIENT_STORAGE}
    assert own == set()


def test_advice_is_in_both_languages() -> None:
    for name, (zh, en) in SAID.items():
        assert re.search(r"[一-鿿]", zh), name
        assert not re.search(r"[一-鿿]", en), name


def ways(status: int, *, method: str = "GET", path: str = CASE, admits: str = ".*") -> list[str]:
    """The addresses to which a problem of a status leads."""
    kind = type("Synthetic", (Problem,), {"status": status, "slug": f"synthetic-{status}"})
    frame = Frame("zh", path, {"as_of": "2017-06-15"}, CAPTAIN)
    visit = Visit(CAPTAIN, lambda one: re.fullmatch(admits, one) is not None)
    return [address for _, address in way_out(kind(), Whereabouts(frame, visit, method), NOW).links]


def test_what_failed_can_be_tried_again_and_what_was_sent_is_opened_anew() -> None:
    assert ways(503)[0] == f"{CASE}?as_of=2017-06-15"
    assert ways(409, method="POST")[0] == f"{CASE}?as_of=2017-06-15"
    assert ways(409)[0] == "/registers/cases/penalties/1?as_of=2017-06-15"


def test_from_a_record_that_is_not_there_the_way_leads_to_its_register() -> None:
    assert ways(404)[0] == "/registers/cases/penalties?as_of=2017-06-15"


def test_no_way_leads_to_a_page_that_is_not_for_this_person() -> None:
    assert ways(403, admits="/work") == ["/work?as_of=2017-06-15"]
    breaches = ways(403, path="/registers/training/breaches/1", admits="/registers|/registers/training/.*")
    assert "/registers?as_of=2017-06-15" in breaches
    assert not any(one.startswith("/registers/training/breaches") for one in breaches)


def test_what_was_withdrawn_and_what_has_no_advice_of_its_own_lead_on_too() -> None:
    assert ways(410)
    assert ways(418)
    assert ways(599)


# --- as people meet them ----------------------------------------------------------------------------------------------


def links_of(response: TestResponse) -> list[str]:
    """Where the way out of a page leads."""
    found = WAYS.search(response.text)
    assert found
    return re.findall(r'href="(.+?)"', found[0].replace("&amp;", "&"))


def test_a_page_that_is_not_there_keeps_the_navigation_and_the_day(gateway: GatewayClient) -> None:
    response = gateway.request("/measures/nix?as_of=2017-06-15&lang=en")
    assert response.status_code == 404
    assert 'href="/registers?as_of=2017-06-15&amp;lang=en"' in response.text, "the day too, in the head"
    assert "/?as_of=2017-06-15&lang=en" in links_of(response)
    assert all(gateway.request(one).status_code == 200 for one in links_of(response))


def test_what_was_wrong_with_the_question_does_not_come_along(gateway: GatewayClient) -> None:
    response = gateway.request("/?as_of=yesterday&lang=en")
    assert response.status_code == 422
    assert links_of(response)[0] == "/?lang=en"
    assert not any("yesterday" in one for one in links_of(response))


def test_who_may_not_do_something_is_led_to_the_register_and_their_posts(gateway: GatewayClient) -> None:
    response = gateway.request("/registers/training/units/new", role="officer")
    assert response.status_code == 403
    assert {"/registers/training/units", "/account"} <= set(links_of(response))
    assert 'action="/signout' in response.text


def test_a_form_from_elsewhere_is_opened_anew(gateway: GatewayClient) -> None:
    response = gateway.request("/registers/training/units/new", {"_seal": "forged"}, role="trainer")
    assert response.status_code == 403
    assert "您提交的内容没有保存" in response.text
    assert links_of(response)[0] == "/registers/training/units/new"


def test_whose_session_has_ended_is_told_so_and_comes_back(gateway: GatewayClient) -> None:
    response = gateway.client.get("/work?as_of=2017-06-15", headers={"Accept": "text/html", "Cookie": "campaign=gone"})
    assert response.status_code == 401
    assert "登录已到期" in response.text
    assert 'value="/work?as_of=2017-06-15"' in response.text
    stranger = gateway.client.get("/work", headers={"Accept": "text/html"})
    assert "登录已到期" not in stranger.text


# --- the sign-in page -------------------------------------------------------------------------------------------------


def test_the_sign_in_page_says_what_to_do_and_no_command_to_staff(gateway: GatewayClient) -> None:
    gateway.accounts.directory.add("P-1", by="-")
    text = gateway.client.get("/signin", headers={"Accept": "text/html"}).text
    assert f"{GOOD_FOR_DAYS} 日内" in text
    assert f"连续输错 {FREE_TRIES} 次" in text
    assert "campaign user" not in text
    assert "docker" not in text


def test_an_operator_is_told_the_first_step_while_nobody_has_an_account(gateway: GatewayClient) -> None:
    assert "./campaign user link" in gateway.client.get("/signin", headers={"Accept": "text/html"}).text


def test_no_page_of_staff_names_a_command() -> None:
    folder = Path(services.__path__[0]) / "gateway"
    texts = [*folder.rglob("*.html"), *(folder / "display/messages").glob("*.py")]
    texts = [one for one in texts if not one.name.startswith("operations")]
    named = [one.name for one in texts if "./campaign" in one.read_text() or "docker compose" in one.read_text()]
    assert sorted(named) == ["going_live.html", "signin.html"], (
        "operators have pages of their own; before anybody has an account, and the administrator's own"
    )
