"""A record's paper opens large, with the record's navigation, for whoever may read it there."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from services.gateway.reading_rights import ReadingRights
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.test_thumbnails import file_of

MATTERS = "/registers/outreach/matters"


def hand_in(gateway: GatewayClient, name: str, body: bytes, media_type: str) -> str:
    return str(gateway.evidence.save(body, name=name, media_type=media_type, by="clerk@DT")["sha256"])


def picture(colour: int) -> bytes:
    return file_of(Image.new("L", (40, 30), colour), "PNG")


@pytest.fixture
def papers(gateway: GatewayClient) -> list[str]:
    """Two pictures and a document, in the order in which a matter names them."""
    return [
        hand_in(gateway, "修好前.png", picture(10), "image/png"),
        hand_in(gateway, "回执.pdf", b"%PDF-1.4 receipt", "application/pdf"),
        hand_in(gateway, "修好后.png", picture(200), "image/png"),
    ]


@pytest.fixture
def base(gateway: GatewayClient, papers: list[str]) -> str:
    """The page of a matter with papers."""
    return f"{MATTERS}/{gateway.office.matter(evidence=papers)}"


def test_a_picture_opens_large_and_leads_to_the_next_paper_and_back(
    gateway: GatewayClient, base: str, papers: list[str]
) -> None:
    first, document, last = (f"{base}/papers/{sha}" for sha in papers)
    page = gateway.request(first).text
    assert f'<img src="/v1/evidence/{papers[0]}" alt="修好前.png">' in page
    assert 'rel="prev"' not in page
    assert f'<a href="{document}" rel="next">' in page
    assert "第 1 件，共 3 件" in page
    assert f'href="/v1/evidence/{papers[0]}" download="修好前.png"' in page
    assert f'<a href="{base}#evidence">' in page
    page = gateway.request(document).text
    assert f'<a href="{first}" rel="prev">' in page
    assert f'<a href="{last}" rel="next">' in page
    assert "<img" not in page
    assert "请下载后查看" in page
    assert 'rel="next"' not in gateway.request(last).text


def test_the_record_leads_to_pictures_large_and_to_other_papers_as_files(
    gateway: GatewayClient, base: str, papers: list[str]
) -> None:
    page = gateway.request(base).text
    assert f'<a href="{base}/papers/{papers[0]}">修好前.png</a>' in page
    assert f'<a href="/v1/evidence/{papers[1]}">回执.pdf</a>' in page


@pytest.mark.parametrize("end", ["", "/versions", "/papers/{sha}"])
def test_no_hash_is_in_sight_unless_asked_for(gateway: GatewayClient, base: str, papers: list[str], end: str) -> None:
    """Also of a paper that was never handed in."""
    gone = gateway.office.matter(evidence=["d" * 64])
    for path, sha in ((base, papers[0]), (f"{MATTERS}/{gone}", "d" * 64)):
        page = gateway.request(path + end.format(sha=sha)).text
        in_sight = without_tags(re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL))
        assert sha not in in_sight
        assert not re.search(r"[0-9a-f]{20}", in_sight)


def test_what_another_record_names_is_not_opened_here(gateway: GatewayClient, base: str) -> None:
    other = hand_in(gateway, "其他.png", picture(90), "image/png")
    gateway.office.matter(evidence=[other])
    assert gateway.request(f"{base}/papers/{other}").status_code == 404
    assert gateway.request(f"{base}/papers/{'e' * 64}").status_code == 404


def test_who_may_not_read_a_papers_record_is_told_that_there_is_none(
    gateway: GatewayClient, base: str, papers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReadingRights, "papers", lambda _self, _register, _unit: False)
    refused = gateway.request(f"{base}/papers/{papers[0]}")
    assert refused.status_code == 404
    assert "修好前" not in refused.text
    compared = gateway.request(f"{base}/versions")
    assert compared.status_code == 200
    assert "修好前" not in compared.text
