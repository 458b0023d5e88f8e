"""What records are called: by code and time, by the vehicle, never by a hash or the end of an id that nobody knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.cases import recordings
from contracts.equipment import dashcams
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording
from tests.services.cases.casework import Casework
from tests.services.gateway.gateway_client import GatewayClient

R = "cases.recordings"
HASH = "0" * 64


@pytest.fixture
def counter(tmp_path: Path) -> Any:
    """A gateway over a bureau with a recording of a vehicle's dashcam, linked to a case."""
    work = Casework.on("2026-12-01")
    do = work.office.do
    vehicle: dict[str, Any] = {"code": "DT-C1", "unit": "DT", "plate": "苏B12345", "vin": "123456"}
    do("equipment.vehicles", "", "commission", in_service_on="2020-01-01", **vehicle)
    about: dict[str, Any] = {"vehicle": "DT-C1", "serial": "SYN-7", "installed_on": "2026-01-05"}
    dashcam = do("equipment.dashcams", "", "install", **about)[-1].subject
    taken: dict[str, Any] = {
        "taken_from": "2026-03-02T14:02:00+08:00",
        "taken_to": "2026-03-02T14:12:00+08:00",
        "seconds": 60,
    }
    file: dict[str, Any] = {
        "sha256": HASH,
        "size": 1000,
        "medium": "video",
        "place": "映月路",
        "store": "合成库",
        "path": "a/b",
    }
    more: dict[str, Any] = {"code": "YX-1", "unit": "DT", "retain_until": "2027-01-01", "registered_on": "2026-03-03"}
    do(R, "", "register", dashcam=dashcam, officer="O1", **taken, **file, **more)
    case = work.filed_case()
    do(R, "YX-1", "link", case=case, linked_on="2026-03-04")
    gateway = GatewayClient(tmp_path, work.office)
    gateway.project_events()
    return gateway, dashcam, case


def test_a_recording_is_called_by_its_code_and_its_time() -> None:
    values = {"code": "YX-1", "sha256": HASH, "place": "映月路", "taken_from": "2026-03-02T06:02:00+00:00"}
    assert register_columns.name_of(recordings.register, values, Wording("zh")) == "YX-1 · 2026-03-02 14:02"
    about = {"vehicle": "DT-C1", "serial": "SYN-7"}
    assert register_columns.name_of(dashcams.register, about, Wording("zh")) == "DT-C1 · SYN-7"


def test_a_record_leads_to_what_it_names_by_what_that_is_called(counter: Any) -> None:
    gateway, dashcam, case = counter
    page = gateway.request(f"/registers/{R.replace('.', '/')}/YX-1", role="captain").text
    assert f'<a href="/registers/equipment/dashcams/{dashcam}">DT-C1 · SYN-7</a>' in page
    assert page.count(f'href="/registers/cases/penalties/{case}"') >= 2
    listed = gateway.request(f"/registers/{R.replace('.', '/')}", role="captain").text
    assert ">YX-1 · 2026-03-02 14:02</a></th>" in listed


@pytest.mark.parametrize(("lang", "said"), [("zh", "复制后粘贴"), ("en", "copied and pasted")])
def test_a_form_says_whence_a_hash_is_had(counter: Any, lang: str, said: str) -> None:
    page = counter[0].request(f"/registers/cases/recordings/new?lang={lang}", role="captain").text
    assert said in page
    assert 'aria-describedby="f-sha256-hint' in page
