"""A record's paper opens large, with the record's navigation, for whoever may read it there."""

from __future__ import annotations

import re
from io import BytesIO

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


def camera_file() -> bytes:
    """A photograph as a telephone of the bureau hands it in."""
    wrote, out = Image.Exif(), BytesIO()
    wrote.get_ifd(0x8769).update({0x9003: "2017:03:01 08:58:00", 0x9286: b"ASCII\0\0\0original-sha256:" + b"ab" * 32})
    wrote.get_ifd(0x8825).update({1: "N", 2: (31.0, 35.0, 24.36), 3: "E", 4: (120.0, 21.0, 11.52)})
    Image.new("L", (40, 30), 90).save(out, "JPEG", exif=wrote.tobytes())
    return out.getvalue()


def test_a_photograph_says_what_its_camera_wrote_and_of_which_file_it_was_made(gateway: GatewayClient) -> None:
    sha = hand_in(gateway, "门前.jpg", camera_file(), "image/jpeg")
    base = f"{MATTERS}/{gateway.office.matter(evidence=[sha])}"
    page = gateway.request(f"{base}/papers/{sha}").text
    said = without_tags(page)
    assert "拍摄时间 2017-03-01 08:58 （设备未注明时区，按北京时间）" in said
    assert "东经 120.353200，北纬 31.590100（WGS84）" in said
    assert "此照片在手机上缩小后上传" in said
    assert "ab" * 32 in page
    assert "ab" * 32 not in re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert "120.353200 E, 31.590100 N (WGS84)" in gateway.request(f"{base}/papers/{sha}?lang=en").text


@pytest.mark.parametrize(("role", "unit"), [("leader", None), ("auditor", None), ("clerk", "ZS")])
def test_where_it_was_taken_is_for_who_reads_the_private_texts_there(
    gateway: GatewayClient, role: str, unit: str | None
) -> None:
    sha = hand_in(gateway, "门前.jpg", camera_file(), "image/jpeg")
    path = f"{MATTERS}/{gateway.office.matter(evidence=[sha])}/papers/{sha}"
    page = gateway.request(path, role=role, unit=unit)
    assert page.status_code == 200
    assert "拍摄时间" in page.text
    assert "拍摄地点" not in page.text
    assert "120.35" not in page.text


def test_of_a_file_that_no_camera_wrote_nothing_is_said(gateway: GatewayClient, base: str, papers: list[str]) -> None:
    ahead = hand_in(gateway, "以后.jpg", file_of(Image.new("L", (8, 8)), "JPEG"), "image/jpeg")
    other = f"{MATTERS}/{gateway.office.matter(evidence=[ahead])}/papers/{ahead}"
    for path in (*(f"{base}/papers/{sha}" for sha in papers), other):
        assert "相机记录" not in gateway.request(path).text


def test_a_paper_whose_file_is_gone_has_its_page(gateway: GatewayClient) -> None:
    sha = hand_in(gateway, "门前.jpg", camera_file(), "image/jpeg")
    path = f"{MATTERS}/{gateway.office.matter(evidence=[sha])}/papers/{sha}"
    for folder in gateway.evidence.folders():
        for file in folder.rglob(f"*{sha[2:]}"):
            file.unlink()
    page = gateway.request(path)
    assert page.status_code == 200
    assert "相机记录" not in page.text
