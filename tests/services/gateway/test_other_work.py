"""Examinations, imports of others and warnings are told beside the steps that wait, to whom they wait for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.gateway.http.bearer_tokens import Bearer
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.test_imports import FIRST, HEAD, ROW, SECOND, Counter
from tests.services.gateway.test_pages_exam import begin, exam_answers, open_sheet, paper, send
from tests.services.gateway.test_warnings import requested_matter
from tests.tokens import token_of

__all__ = ["paper"]
Json = dict[str, Any]
OFFICER = Bearer("DT-01", "officer", "DT")


def ask(gateway: GatewayClient, who: Bearer, query: str = "") -> Json:
    headers = {"Authorization": f"Bearer {token_of(who)}"}
    body: Json = gateway.client.get(f"/v1/work{query}", headers=headers).get_json()
    return body


def open_papers(gateway: GatewayClient) -> list[tuple[str, bool]]:
    return [(one["paper"], one["sitting"] is not None) for one in ask(gateway, OFFICER)["examinations"]["items"]]


def test_an_examination_waits_until_it_is_handed_in(gateway: GatewayClient, paper: str) -> None:
    assert open_papers(gateway) == [(paper, False)]
    begin(gateway, paper)
    assert open_papers(gateway) == [(paper, True)]
    assert f'href="/exam/{paper}"' in gateway.request("/work", role="officer", who="DT-01").text
    send(gateway, paper, open_sheet(gateway, paper).fill_in(exam_answers(gateway.office, 5)))
    assert open_papers(gateway) == []
    assert f'href="/exam/{paper}"' not in gateway.request("/work", role="officer", who="DT-01").text


@pytest.mark.usefixtures("paper")
def test_who_sits_no_paper_is_told_of_no_examination(gateway: GatewayClient) -> None:
    auditor = Bearer("SJ-01", "auditor", None)
    assert ask(gateway, auditor)["examinations"] == {"total": 0, "total_is_exact": True, "items": []}


@pytest.mark.usefixtures("paper")
def test_an_owner_that_is_silent_takes_nothing_else_along(gateway: GatewayClient, office: Office) -> None:
    requested_matter(office)
    gateway.project_events()
    gateway.rpc_client.away = {"training"}
    told = ask(gateway, OFFICER)
    assert (told["examinations"]["total"], told["silent"]) == (0, ["training"])
    assert told["sections"]


def test_an_import_waits_for_who_may_vouch_for_it_and_for_nobody_else(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    counter.bring(FIRST, HEAD + ROW.format("M-1", "DT"))
    (waiting,) = counter.waiting()
    told = ask(counter.gateway, SECOND)["imports"]
    assert (told["total"], told["total_is_exact"], [one["id"] for one in told["items"]]) == (1, True, [waiting["id"]])
    assert ask(counter.gateway, FIRST)["imports"]["total"] == 0
    assert ask(counter.gateway, Bearer("SJ-01", "auditor", None))["imports"]["total"] == 0
    page = counter.gateway.request("/work", role="clerk", who="DT-04").text
    assert f'href="/imports/{waiting["id"]}"' in page
    counter.release(SECOND, waiting["id"])
    counter.hear()
    assert ask(counter.gateway, SECOND)["imports"]["total"] == 0


def test_a_warning_waits_in_its_own_unit(gateway: GatewayClient, office: Office) -> None:
    requested_matter(office, "XD-2017-0009")
    requested_matter(office, "xd-2017-0009")
    gateway.project_events()
    captain, other = Bearer("DT-02", "captain", "DT"), Bearer("ZS-02", "captain", "ZS")
    (warning,) = ask(gateway, captain)["warnings"]["items"]
    assert ask(gateway, other)["warnings"]["total"] == 0
    assert ask(gateway, Bearer("SJ-01", "auditor", None))["warnings"]["total"] == 0
    page = gateway.request("/work", role="captain", who="DT-02").text
    assert f'href="/warnings/{warning["id"]}"' in page
    assert "待核对提示" in without_tags(page)


def test_one_section_alone_tells_of_nothing_else(gateway: GatewayClient) -> None:
    told = ask(gateway, OFFICER, "?section=confirm")
    assert not {"examinations", "imports", "warnings"} & set(told)
