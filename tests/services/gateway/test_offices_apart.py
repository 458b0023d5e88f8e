"""Administrator, operator and auditor are three people, by whatever door somebody would become two of them."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

from contracts import catalogue
from contracts.roles import APART, BUSINESS
from services.gateway.read_model.staff_posts import StaffPosts
from services.training import posts
from tests.services.gateway.gateway_client import GatewayClient

POSTS, TODAY = "/v1/training/posts", dt.date(2018, 1, 2)
PAIRS = list(itertools.permutations(sorted(APART), 2))
HEAD = "任职人,职务,任命日期,起始日期,截止日期（含）\n"
TITLES = {"administrator": "安全管理员", "operator": "运维", "auditor": "上级检查"}


def appointment(role: str, since: str = "2017-01-02", until: str | None = None) -> dict[str, Any]:
    return {"person": "DT-01", "role": role, "appointed_on": "2017-01-02", "from_on": since, "until": until}


def send(gateway: GatewayClient, path: str, body: Any, role: str = "trainer", **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {gateway.token(role, None, f'{role}-1')}"}
    return gateway.client.post(path, headers=headers, **({"json": body} if "content_type" not in more else more))


def roles_held(gateway: GatewayClient, day: dt.date = TODAY) -> list[str]:
    gateway.project_events()
    return [one.role for one in StaffPosts(gateway.read_model).on("DT-01", day)]


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("role", ["trainer", "administrator"])
def test_nobody_is_appointed_to_a_second_office(gateway: GatewayClient, first: str, second: str, role: str) -> None:
    assert send(gateway, POSTS, appointment(first), role).status_code == 201
    refused = send(gateway, POSTS, appointment(second, "2018-01-02"), role)
    assert (refused.status_code, refused.json["slug"]) == (409, "offices-not-apart")


@pytest.mark.parametrize("since", ["2017-06-30", "2017-01-02", "2016-12-01"])
def test_not_for_one_day_of_the_first_either_whichever_was_recorded_first(gateway: GatewayClient, since: str) -> None:
    assert send(gateway, POSTS, appointment("operator", "2017-01-02", "2017-06-30")).status_code == 201
    assert send(gateway, POSTS, appointment("auditor", since)).status_code == 409
    assert send(gateway, POSTS, appointment("auditor", "2017-07-01")).status_code == 201
    assert send(gateway, POSTS, appointment("operator", "2016-01-01", "2017-06-30")).status_code == 201, (
        "the same again"
    )
    assert send(gateway, POSTS, appointment("administrator", "2016-01-01", "2016-12-31")).status_code == 409


def test_a_sheet_with_both_offices_is_refused_at_the_second_row(gateway: GatewayClient) -> None:
    rows = "".join(f"DT-01,{TITLES[role]},2017-01-02,2017-01-02,\n" for role in ("operator", "auditor"))
    about: dict[str, Any] = {"data": (HEAD + rows).encode(), "content_type": "text/csv"}
    refused = send(gateway, f"{POSTS}/import", None, **about)
    assert refused.status_code in (409, 422), refused.text
    assert [(one["row"], one["slug"]) for one in refused.json["errors"]] == [(3, "offices-not-apart")]
    assert roles_held(gateway) == ["officer"], "nothing half-imported"


def test_a_batch_with_both_offices_is_refused(gateway: GatewayClient) -> None:
    groups = [[{"step": "appoint", "form": appointment(role)}] for role in ("auditor", "administrator")]
    answer = send(gateway, f"{POSTS}:batch?whole=true", {"groups": groups})
    assert [one["problem"]["slug"] for one in answer.json["results"]] == ["taken-back", "offices-not-apart"]
    assert not APART & set(roles_held(gateway))


@pytest.mark.parametrize("role", sorted(APART))
def test_an_office_is_lent_to_nobody(gateway: GatewayClient, role: str) -> None:
    gateway.office.person("DT-02", "DT")
    form = {"delegator": "DT-01", "delegate": "DT-02", "granted_on": "2018-01-02", "from_on": "2018-01-02"}
    headers = {"Authorization": f"Bearer {gateway.token(role, None, 'DT-01')}"}
    body = form | {"until": "2018-02-01"}
    assert gateway.client.post("/v1/training/delegations", json=body, headers=headers).status_code == 403
    granting = catalogue.REGISTERS["training.delegations"].step("grant")
    assert granting.roles == BUSINESS


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_of_two_offices_that_an_older_version_let_in_the_later_gives_no_rights(
    gateway: GatewayClient, first: str, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "check_apart", lambda *_: None)
    gateway.office.do("training.posts", "", "appoint", **appointment(second, "2017-02-01"))
    gateway.office.do("training.posts", "", "appoint", **appointment(first, "2017-01-02", "2017-12-31"))
    assert roles_held(gateway, dt.date(2017, 6, 1)) == ["officer", first]
    assert roles_held(gateway, dt.date(2018, 1, 1)) == ["officer", second], "once the first is over"
