"""A template is tried by those who may adopt one: its faults, or the paper that it would make; nothing is stored."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from contracts.cases.penalties.papers import PAPERS
from services.gateway.casefile import trial
from services.gateway.casefile.template_library import default
from tests.services.cases.casework import Casework
from tests.services.gateway.gateway_client import GatewayClient, without_tags

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE = "/paper-templates/trial"
LEGAL: dict[str, Any] = {"who": "L1", "role": "legal", "unit": None}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[GatewayClient, Casework]]:
    work = Casework.on("2026-12-01")
    yield GatewayClient(tmp_path, work.office), work
    work.office.store.close()


def word(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def ask(gateway: GatewayClient, paper: str, body: bytes, role: str = "legal", **query: str) -> Any:
    headers = {"Authorization": f"Bearer {gateway.token(role, None, 'L1')}", "Content-Type": DOCX}
    return gateway.client.post(f"/v1/paper-templates/{paper}/trial", data=body, headers=headers, query_string=query)


def hand_in(gateway: GatewayClient, body: bytes, **fields: str) -> Any:
    """The form of the page, with a file."""
    form: dict[str, Any] = {f"_{name}": value for name, value in fields.items()}
    return gateway.fill(PAGE, form | {"template": (io.BytesIO(body), "模板.docx")}, **LEGAL)


def test_an_unfit_template_comes_back_with_each_fault(desk: tuple[GatewayClient, Casework]) -> None:
    answer = ask(desk[0], "decision", word("{{ 案件.案油 }}"))
    assert (answer.status_code, answer.json["slug"]) == (422, "template-unfit")
    assert any("案件.案油" in one["zh"] for one in answer.json["errors"])
    assert ask(desk[0], "none", default("decision")).status_code == 404


def test_a_fit_one_is_filled_with_what_each_field_is_or_with_a_case(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    body = word("自拟结案表：{{ 案件.案由 }}，{{ 当事人.名称 }}")
    page = ask(gateway, "closing", body)
    assert page.status_code == 200, page.text
    assert "自拟结案表：［案由］，［当事人姓名或者名称］" in page.text
    assert "此模板并未启用" in page.text
    case = work.filed_case("2026-11-02")
    assert "自拟结案表：占道经营，某商店" in ask(gateway, "closing", body, case=case).text
    filled = ask(gateway, "closing", body, case=case, form="docx")
    assert docx.Document(io.BytesIO(filled.data)).paragraphs[0].text == "自拟结案表：占道经营，某商店"
    whole = PdfReader(io.BytesIO(ask(gateway, "closing", body, case=case, form="pdf").data))
    assert "占道经营" in "".join(whole.pages[0].extract_text().split())
    assert ask(gateway, "on_spot_decision", default("on_spot_decision"), case="nothing").status_code == 404


def test_nothing_of_it_is_stored(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    events, body = len(work.office.events), default("closing")
    assert ask(gateway, "closing", body, case=work.filed_case("2026-11-02")).status_code == 200
    assert [one.type for one in work.office.events[events:] if "templates" in one.type] == []
    stored = [one for folder in gateway.evidence.folders() for one in folder.rglob("*") if one.is_file()]
    assert not [one for one in stored if one.read_bytes() == body]


def test_only_who_may_adopt_a_template_tries_one(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, _ = desk
    for role in ("officer", "leader", "auditor"):
        assert ask(gateway, "closing", default("closing"), role).status_code == 403
    assert PAGE in gateway.request("/help/papers", **LEGAL).text
    assert PAGE in gateway.request("/registers/cases/paper_templates", **LEGAL).text
    assert PAGE not in gateway.request("/help/papers", role="officer").text
    assert gateway.request(PAGE, role="officer").status_code == 403


def test_the_page_asks_for_a_file_a_paper_and_a_case(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, _ = desk
    page = gateway.request(f"{PAGE}?paper=notice", **LEGAL)
    assert page.status_code == 200
    assert '<option value="notice" selected>' in page.text
    assert all(title in page.text for title in PAPERS.values())
    assert "Try a template" in gateway.request(f"{PAGE}?lang=en", **LEGAL).text


def test_the_form_shows_the_faults_with_the_way_out_or_the_paper(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    wrong = hand_in(gateway, word("{{ 案件.案油 }}"), paper="decision", form="html", case="")
    assert wrong.status_code == 422
    text = without_tags(wrong.text)
    assert "没有此字段：案件.案油" in text
    assert "请在 Word 中改正" in text
    assert "/v1/paper-templates/decision.docx" in wrong.text
    assert '<option value="decision" selected>' in wrong.text, "what was chosen stands"
    case = work.filed_case("2026-11-02")
    right = hand_in(
        gateway, default("filing"), paper="filing", form="html", case=f"http://x/registers/cases/penalties/{case}?a=b"
    )
    assert right.status_code == 200
    assert "style-src 'sha256-" in right.headers["Content-Security-Policy"]
    assert "占道经营" in right.text
    saved = hand_in(gateway, default("filing"), paper="filing", form="docx", case="")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="trial-filing.docx"'
    assert hand_in(gateway, b"", paper="filing", form="html", case="").status_code == 422


def test_every_default_template_is_filled_with_examples() -> None:
    for paper in PAPERS:
        assert not trial.of_examples(default(paper), paper).gaps, paper
