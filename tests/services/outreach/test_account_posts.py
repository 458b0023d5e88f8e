from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid
from tests.office import Office
from tests.services.outreach.public_contact import opinion
from tests.services.outreach.service_brand import number

POSTS = "outreach.account_posts"


def post(office: Office, on: str = "2017-03-10", **more: Any) -> str:
    form = {
        "unit": "DBT",
        "platform": "weibo",
        "account": "账号（合成）",
        "kind": "information",
        "title": "通告（合成）",
    }
    return office.do(POSTS, "", "post", **form | {"posted_on": on} | more)[-1].subject


def test_posts_are_counted_by_the_day_on_which_they_were_posted(office: Office) -> None:
    post(office)
    taken_down = post(office, "2017-04-02", kind="law", address="https://example.org/2")
    voided = post(office, "2017-04-03")
    office.do(POSTS, taken_down, "take_down", taken_down_on="2017-04-05", reason="内容更新")
    office.do(POSTS, voided, "void", reason="误录")
    days = ("2017-03-31", "2017-04-30")
    assert [number(office.events, "A1.account_posts", on).claimed for on in days] == [1, 2]
    assert [number(office.events, "A1.information_posts", on).claimed for on in days] == [1, 1]


def test_a_post_has_an_address_of_the_web_or_none(office: Office) -> None:
    with pytest.raises(Invalid):
        post(office, address="某处")


def test_opinions_stand_beside_cases_by_theme(office: Office) -> None:
    opinion(office)
    opinion(office, triaged=False)
    assert number(office.events, "A1.opinions_street_order").claimed == 1
    assert number(office.events, "A1.opinions_environment").claimed == 0
    assert number(office.events, "A1.cases_street_order").claimed == 0
