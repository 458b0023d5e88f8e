"""A template that is unfit is refused before its owner hears of it, with each fault; a fit one is taken."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from contracts.errors import Unknown
from services.gateway.casefile import template_check
from services.gateway.casefile.template_library import default
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient

T, PATH = "cases.paper_templates", "/v1/cases/paper_templates"


@pytest.fixture
def gateway(tmp_path: Path) -> GatewayClient:
    return GatewayClient(tmp_path, Office(start="2026-12-01"))


def word(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def send(gateway: GatewayClient, path: str, body: bytes, **form: Any) -> Any:
    headers = {"Authorization": f"Bearer {gateway.token('legal', None, 'SYN-1')}"}
    sha256 = gateway.evidence.save(body, name="t.docx", media_type="application/zip", by="SYN-1")["sha256"]
    form = {"in_force_on": "2026-11-01", "evidence": [sha256]} | form
    return gateway.client.post(path, json=form, headers=headers)


def test_an_unfit_template_is_refused_with_its_faults_and_a_fit_one_is_taken(gateway: GatewayClient) -> None:
    opening = {"paper": "decision", "unit": "ZS"}
    answer = send(gateway, PATH, word("{{ 案件.案油 }}"), **opening)
    assert (answer.status_code, answer.json["slug"]) == (422, "template-unfit")
    faults = [one["zh"] for one in answer.json["errors"]]
    assert "没有此字段：案件.案油；相近的字段：案件.案由（{{ 案件.案油 }}）" in faults
    assert "缺少：当事人.地址（行政处罚法第五十九条）" in faults
    assert {one["field"] for one in answer.json["errors"]} == {"evidence"}
    with pytest.raises(Unknown):
        gateway.office.record(T, "decision")
    assert send(gateway, PATH, default("decision"), **opening).status_code == 201
    assert send(gateway, f"{PATH}/decision/amend", b"no docx").json["slug"] == "template-unfit"
    assert gateway.office.record(T, "decision").version == 1


def test_a_template_that_takes_too_long_to_read_is_unfit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_check, "SECONDS", 0.01)
    (fault,) = template_check.faults(default("decision"), "decision")
    assert "过多" in fault["zh"]
