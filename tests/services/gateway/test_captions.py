"""Captions beside papers: shown with the paper, to who may read it, and to nobody else by any door."""

from __future__ import annotations

import re
from typing import Any

import pytest

from services.chassis.base import ids
from services.gateway.display import readable_page
from services.gateway.reading_rights import ReadingRights
from tests.rows_read import rows_read, settle
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.test_pages_papers import MATTERS, hand_in, picture

CAPTIONS = "/registers/outreach/captions"
TOLD: dict[str, Any] = {
    "unit": "DT",
    "kind": "photograph",
    "caption": "路灯修好后（合成）",
    "described_on": "2017-03-10",
}


@pytest.fixture
def sha(gateway: GatewayClient) -> str:
    return hand_in(gateway, "修好后.png", picture(200), "image/png")


@pytest.fixture
def base(gateway: GatewayClient, sha: str) -> str:
    return f"{MATTERS}/{gateway.office.matter(evidence=[sha])}"


def describe(gateway: GatewayClient, sha: str, **more: Any) -> None:
    gateway.office.do("outreach.captions", "", "describe", paper=sha, **TOLD | more)
    gateway.project_events()


def test_a_paper_without_a_caption_offers_one_whose_form_names_the_paper(
    gateway: GatewayClient, base: str, sha: str
) -> None:
    link = f"{CAPTIONS}/new?paper={sha}"
    for page in (base, f"{base}/papers/{sha}"):
        assert f'href="{link}"' in gateway.request(page).text
    form = gateway.request(link).text
    assert f'value="{sha}"' in form
    assert f'href="/v1/evidence/{sha}"' in form


def test_the_caption_stands_beside_the_paper_with_kind_moment_and_place(
    gateway: GatewayClient, base: str, sha: str
) -> None:
    describe(gateway, sha, taken_at="2017-03-09T08:30:00+08:00", place="示例社区（合成）")
    for page in (base, f"{base}/papers/{sha}"):
        text = gateway.request(page).text
        assert "路灯修好后（合成）" in text
        assert "照片 · 2017-03-09 08:30 · 示例社区（合成）" in without_tags(text)
        assert "captions/new" not in text
        assert f'href="{CAPTIONS}/{sha}"' in text


def command(gateway: GatewayClient, step: str, form: dict[str, Any], who: str = "") -> Any:
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT', who)}", "Idempotency-Key": ids.new_id()}
    return gateway.client.post(f"/v1/outreach/captions/{step}".rstrip("/"), json=form, headers=headers)


@pytest.mark.usefixtures("base")
def test_a_paper_is_described_by_a_unit_of_which_a_record_names_it(gateway: GatewayClient, sha: str) -> None:
    gateway.project_events()
    headers = {"Authorization": f"Bearer {gateway.token('leader', None)}"}
    answers = [
        gateway.client.post("/v1/outreach/captions", json={"paper": sha, **TOLD, "unit": unit}, headers=headers)
        for unit in ("EH", "DT")
    ]
    assert [one.status_code for one in answers] == [422, 201], [one.text for one in answers]
    assert [one["field"] for one in answers[0].get_json()["errors"]] == ["unit"]


def test_what_was_withdrawn_is_shown_nowhere_and_may_be_said_anew(gateway: GatewayClient, base: str, sha: str) -> None:
    describe(gateway, sha)
    gateway.office.do("outreach.captions", sha, "withdraw", reason="图片有误", withdrawn_on="2017-03-11")
    gateway.project_events()
    page = gateway.request(base).text
    assert "路灯修好后（合成）" not in page
    assert f'href="{CAPTIONS}/{sha}/describe_again"' in page
    assert "caption" not in fact_of(gateway)["evidence"][0]


def fact_of(gateway: GatewayClient) -> dict[str, Any]:
    event = next(
        one for one in gateway.office.events if one.register == "outreach.matters" and one.data.get("evidence")
    )
    answer: dict[str, Any] = gateway.request(f"/v1/facts/{event.id}").get_json()
    return answer


def test_the_interface_tells_it_beside_the_paper(gateway: GatewayClient, base: str, sha: str) -> None:
    describe(gateway, sha, taken_on="2017-03-09", longitude=120.353, latitude=31.59, datum="WGS84")
    assert fact_of(gateway)["evidence"][0]["caption"] == {
        "kind": "photograph",
        "caption": "路灯修好后（合成）",
        "taken_at": None,
        "taken_on": "2017-03-09",
        "place": None,
        "longitude": 120.353,
        "latitude": 31.59,
        "datum": "WGS84",
    }
    assert base


def test_a_form_describes_a_paper_that_its_sender_may_read_and_no_other(
    gateway: GatewayClient, base: str, sha: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = {key: value for key, value in TOLD.items() if key != "unit"} | {"paper": sha, "unit": "DT"}
    answer = command(gateway, "", form | {"paper": "e" * 64})
    assert (answer.status_code, answer.json["slug"]) == (422, "no-such-evidence")
    with monkeypatch.context() as of_another:
        of_another.setattr(ReadingRights, "papers", lambda _self, _register, _unit: False)
        answer = command(gateway, "", form, who="DT-02")
        assert answer.json["slug"] == "no-such-evidence"
    assert command(gateway, "", form).status_code == 201
    assert base


def test_the_caption_s_own_page_shows_the_paper_and_no_hash_in_sight(
    gateway: GatewayClient, base: str, sha: str
) -> None:
    describe(gateway, sha)
    page = gateway.request(f"{CAPTIONS}/{sha}").text
    assert f'href="{CAPTIONS}/{sha}/papers/{sha}"' in page
    in_sight = without_tags(re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL))
    assert not re.search(r"[0-9a-f]{20}", in_sight)
    assert base


def test_by_no_door_does_a_caption_reach_who_may_not_read_its_paper(
    gateway: GatewayClient, base: str, sha: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe(gateway, sha)
    event = gateway.office.events[-1].id
    doors = (
        base,
        CAPTIONS,
        f"{CAPTIONS}?q=路灯修好后",
        f"{CAPTIONS}/{sha}",
        f"{CAPTIONS}/{sha}/versions",
        f"{CAPTIONS}/{sha}/withdraw",
        f"/facts/{event}",
        f"/v1/facts/{event}",
        "/v1/outreach/captions",
        "/v1/outreach/captions?q=路灯修好后",
        f"/v1/outreach/captions/{sha}",
        "/v1/outreach/captions/export?format=csv",
    )
    reader: dict[str, Any] = {"role": "leader", "unit": None, "who": "JU-01"}
    shown = [door for door in doors if "路灯修好后（合成）" in gateway.request(door, **reader).text]
    assert {base, f"{CAPTIONS}/{sha}", f"/v1/facts/{event}", doors[-1]} <= set(shown)
    monkeypatch.setattr(ReadingRights, "papers", lambda _self, _register, _unit: False)
    for door in doors:
        text = gateway.request(door, **reader).text
        assert "路灯修好后（合成）" not in text, door
        assert sha in door or sha not in without_tags(text), door
    assert gateway.request(f"/v1/outreach/captions/{sha}", **reader).status_code == 404
    listed = gateway.request("/v1/outreach/captions?q=路灯修好后", **reader).get_json()
    assert (listed["items"], listed["total"]) == ([], 0)
    withdrawal = {"reason": "x", "withdrawn_on": "2017-03-12"}
    assert command(gateway, f"{sha}/withdraw", withdrawal, who="DT-02").status_code == 404


READER: dict[str, Any] = {"role": "leader", "unit": None, "who": "JU-01"}


def close(monkeypatch: pytest.MonkeyPatch, *units: str) -> None:
    """Of records of these units nobody may read the papers."""
    monkeypatch.setattr(ReadingRights, "papers", lambda _self, _register, unit: unit not in units)


def describe_many(gateway: GatewayClient, closed: int, readable: int) -> list[str]:
    """Captions of papers of one unit, and after them in the list of papers of another; the hashes of these."""
    shas = [f"{number:064x}" for number in range(1, closed + readable + 1)]
    for unit, some in (("ZS", shas[:closed]), ("DT", shas[closed:])):
        gateway.office.matter(unit, evidence=some)
        for sha in some:
            gateway.office.do("outreach.captions", "", "describe", paper=sha, **TOLD | {"unit": unit})
    gateway.project_events()
    return shas[closed:]


@pytest.mark.usefixtures("base")
def test_a_sheet_that_is_tried_tells_nothing_of_a_caption_whose_paper_is_not_read(
    gateway: GatewayClient, sha: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right and wrong texts are answered alike: else each field could be guessed by itself."""
    describe(gateway, sha)
    headings = "佐证文件,说明单位,类别,说明文字,说明日期"

    def tried(text: str) -> Any:
        headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT', 'DT-02')}", "Content-Type": "text/csv"}
        body = f"{headings}\n{sha},DT,照片,{text},2017-03-10\n".encode()
        told = gateway.client.post("/v1/outreach/captions/import?dry_run=true", data=body, headers=headers).get_json()
        return told.get("repeated"), [(one["column"], one["slug"]) for one in told.get("errors", [])]

    assert tried(TOLD["caption"]) != tried("别的")
    close(monkeypatch, "DT")
    right, wrong = tried(TOLD["caption"]), tried("别的")
    assert right == wrong
    assert right[1]


def test_no_name_is_offered_of_a_caption_whose_paper_is_not_read(
    gateway: GatewayClient, base: str, sha: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe(gateway, sha)
    doors = [f"/v1/names/outreach/captions?q={text}" for text in ("路灯修好后", sha)]
    assert all(gateway.request(door, **READER).get_json()["items"] for door in doors)
    close(monkeypatch, "DT")
    assert [gateway.request(door, **READER).get_json()["items"] for door in doors] == [[], []]
    assert base


def test_a_list_goes_by_what_may_be_read_and_no_cursor_tells_of_more(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = describe_many(gateway, closed=7, readable=5)
    close(monkeypatch, "ZS")
    for order in ("kind", "-kind"):
        address, pages, backward = f"/v1/outreach/captions?limit=2&sort={order}", [], []
        cursor: str | None = ""
        while cursor is not None:
            page = gateway.request(f"{address}&cursor={cursor}" if cursor else address, **READER).get_json()
            pages.append([one["id"] for one in page["items"]])
            cursor, back = page["next"], page["previous"]
        assert [len(one) for one in pages] == [2, 2, 1]
        assert sorted(one for page in pages for one in page) == mine
        while back is not None:
            page = gateway.request(f"{address}&cursor={back}", **READER).get_json()
            backward.append([one["id"] for one in page["items"]])
            back = page["previous"]
        assert backward == pages[-2::-1]
    close(monkeypatch, "ZS", "DT")
    page = gateway.request("/v1/outreach/captions?limit=2", **READER).get_json()
    assert (page["items"], page["next"], page["previous"]) == ([], None, None)


def test_a_list_is_read_on_for_a_bounded_number_of_rows(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe_many(gateway, closed=7, readable=1)
    close(monkeypatch, "ZS")
    monkeypatch.setattr(readable_page, "AT_ONCE", 1)
    page = gateway.request("/v1/outreach/captions?limit=1&sort=kind", **READER).get_json()
    assert (page["items"], page["next"]) == ([], None)


def test_what_names_a_caption_is_told_to_who_may_read_it(
    gateway: GatewayClient, base: str, sha: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe(gateway, sha)
    door = f"/v1/outreach/captions/{sha}/mentions"
    assert gateway.request(door, **READER).status_code == 200
    close(monkeypatch, "DT")
    assert gateway.request(door, **READER).status_code == 404
    assert base


def test_who_handed_in_a_paper_that_no_record_names_reads_its_caption_everywhere(
    gateway: GatewayClient, sha: str
) -> None:
    describe(gateway, sha)
    event = gateway.office.events[-1].id
    assert gateway.request(f"/v1/facts/{event}").status_code == 200
    assert sha in gateway.request("/v1/outreach/captions/export?format=csv").text
    assert gateway.request(f"/v1/facts/{event}", **READER).status_code == 404
    assert sha not in gateway.request("/v1/outreach/captions/export?format=csv", **READER).text


def test_a_record_s_captions_cost_the_same_however_many_papers_have_one(gateway: GatewayClient, sha: str) -> None:
    def read() -> int:
        return rows_read(gateway.store, lambda: gateway.read_model.captions([sha]))

    describe(gateway, sha)
    before = read()
    for number in range(60):
        gateway.office.do("outreach.captions", "", "describe", paper=f"{number:064x}", **TOLD)
    gateway.project_events()
    settle(gateway.store)
    assert read() <= before + 10
