"""Programs of others, which know nothing of the suite but the document that it serves."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.suite import Suite, has_event, until

CLIENT = "campaign_client"
BY_ITSELF = "post_hooks: []\n"
"""The generator would tidy up what it wrote: nobody reads that."""
PATIENCE = 300
Import = Callable[[str], Any]


@pytest.fixture(scope="module")
def squadron(suite: Suite) -> str:
    """A squadron that the owner of matters knows; its code."""
    event = suite.unit("DT")
    until(lambda: has_event(suite, "outreach", event), "the owner knows the unit")
    return "DT"


@pytest.fixture
def client_modules(suite: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """A client, written by a public generator from the served document; gives its modules by their names."""
    (tmp_path / "settings.yml").write_text(BY_ITSELF)
    program = [str(Path(sys.executable).parent / "openapi-python-client"), "generate", "--meta", "none"]
    places = ["--url", f"{suite.address}/openapi.json", "--output-path", CLIENT, "--config", "settings.yml"]
    subprocess.run([*program, *places], cwd=tmp_path, check=True, capture_output=True, timeout=PATIENCE)
    monkeypatch.syspath_prepend(tmp_path)
    return lambda name: importlib.import_module(f"{CLIENT}{name}")


def test_a_client_made_of_the_served_document_opens_a_record_takes_a_step_and_reads_it(
    suite: Suite, squadron: str, client_modules: Import
) -> None:
    def matters(name: str) -> Any:
        return client_modules(f".api.outreach_matters.outreach_matters_{name}").sync

    models = client_modules(".models")
    form = {"unit": squadron, "community": "映月", "matter": "路灯不亮", "requested_on": "2017-03-01"}
    with client_modules("").AuthenticatedClient(base_url=suite.address, token=suite.token("clerk")) as client:
        opened = matters("new")(client=client, body=models.OutreachMattersNewBody.from_dict(form))
        assert (opened.record.version, opened.record.status, opened.repeated) == (1, "registered", False)
        id_ = opened.record.id
        accept = models.OutreachMattersStepAcceptBody.from_dict({"accepted_on": "2017-03-02"})
        accepted = matters("step_accept")(id_, client=client, body=accept)
        assert (accepted.record.version, accepted.record.status) == (2, "in_progress")
        read = matters("record")(id_, client=client)
        assert [one.step for one in read.history] == ["register", "accept"]
        assert {name: read.fields[name] for name in form} == form
        refused = matters("step_accept")(id_, client=client, body=accept)
        assert (refused.slug, refused.status) == ("not-now", 409)
