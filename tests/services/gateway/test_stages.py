"""A record's way is told from its revisions, what comes from its register; a field stands where it was said last."""

from __future__ import annotations

import re
from typing import Any

import pytest

from contracts import catalogue
from contracts.register import NEW, Register
from services.gateway.display import stages
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient, without_tags

MATTERS = "/registers/outreach/matters"


@pytest.mark.parametrize("register", catalogue.REGISTERS.values(), ids=lambda one: one.name)
def test_the_usual_way_of_a_register_goes_on_from_step_to_step_and_comes_nowhere_twice(register: Register) -> None:
    reached = [NEW]
    for step in stages.usual_way(register):
        assert reached[-1] in step.starts
        reached.append(str(step.leads))
    assert len(set(reached)) == len(reached) > 1
    assert stages.usual_way(register)[0] is register.opening


def way(page: str) -> list[tuple[str, str]]:
    """The steps of a page's way, each with its day; without one where it is yet to come."""
    found = re.search(r'<ol class="way".*?</ol>', page, re.DOTALL)
    items = re.findall(r"<li.*?</li>", found[0], re.DOTALL) if found else []
    texts = [without_tags(one).split() for one in items]
    return [(one[0], one[1] if one[1][0].isdigit() else "") for one in texts]


def test_what_was_done_has_its_day_and_what_comes_has_none(gateway: GatewayClient, office: Office) -> None:
    record = office.matter("DT", "2017-03-01", "2017-03-05")
    page = gateway.request(f"{MATTERS}/{record}").text
    assert way(page) == [
        ("登记", "2017-03-01"),
        ("受理", "2017-03-01"),
        ("办结", "2017-03-05"),
        ("确认", ""),
        ("归档", ""),
    ]
    assert re.findall(r'aria-current="step"><a href="#v(\d)"', page) == ["3"]
    assert all(f'<li id="v{version}"' in page for version in (1, 2, 3))


def test_who_goes_back_comes_the_same_way_again(gateway: GatewayClient, office: Office) -> None:
    record = office.matter("DT", "2017-03-01", "2017-03-05")
    office.do("outreach.matters", record, "reopen", reason="又坏了", reopened_on="2017-03-07")
    steps = [name for name, _ in way(gateway.request(f"{MATTERS}/{record}").text)]
    assert steps == ["登记", "受理", "办结", "重办", "办结", "确认", "归档"]


@pytest.mark.parametrize(("step", "form"), [("reject", {"rejected_on": "2017-03-02"}), ("void", {})])
def test_after_an_end_nothing_comes(gateway: GatewayClient, office: Office, step: str, form: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "灯", "requested_on": "2017-03-01"}
    record = office.do("outreach.matters", "", "register", **asked)[-1].subject
    office.do("outreach.matters", record, step, reason="重复", **form)
    assert all(day for _, day in way(gateway.request(f"{MATTERS}/{record}").text))


def test_each_field_stands_once_under_the_step_that_said_it_last(gateway: GatewayClient, office: Office) -> None:
    record = office.matter("DT", "2017-03-01", "2017-03-05")
    office.do("outreach.matters", record, "finish", 3, done_on="2017-03-07", outcome="换灯")
    page = gateway.request(f"{MATTERS}/{record}").text
    present = page[page.index('id="present"') : page.index('id="evidence"')]
    groups = [without_tags(one) for one in present.split("<tbody>")[1:]]
    assert [one.split()[0] for one in groups] == ["登记", "受理", "办结"]
    assert "映月" in groups[0]
    assert "受理日期 2017-03-01" in groups[1]
    assert all(one in groups[2] for one in ("办结日期 2017-03-07", "换灯", "2017-03-07 · SYN-finish"))
    titles = re.findall(r'<th scope="row">(.+?)</th>', present)
    assert len(set(titles)) == len(titles)


def test_a_page_shows_no_drawn_id_unless_it_is_asked_for(gateway: GatewayClient, office: Office) -> None:
    record = office.matter()
    office.do("outreach.matters", record, "confirm", confirmed_on="2017-03-10", satisfied=True)
    text = without_tags(
        re.sub(r"<details.*?</details>", "", gateway.request(f"{MATTERS}/{record}").text, flags=re.DOTALL)
    )
    assert not re.search(r"[0-9a-f]{16}", text)
