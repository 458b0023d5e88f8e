"""What a device makes of each job's form is taken by its register: posted as the pages post it, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from contracts.cases.datums import WGS84
from services.gateway.http import cookies
from services.gateway.http.csrf import HEADER
from services.gateway.street.street_jobs import BY_NAME, CONSTANT, JobStep
from tests.office import Office
from tests.services.cases.city import City
from tests.services.equipment import equipment_records
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.training import training_records

TODAY, NOW, BEGUN = "2017-06-01", "2017-06-01T10:00:00+08:00", "2017-06-01T09:50:00+08:00"
PLACE: dict[str, Any] = {"longitude": 120.3532, "latitude": 31.5901, "datum": WGS84}


class Telephone:
    """A device of one person: fills in a job's form as its script does, and posts it."""

    def __init__(self, site: GatewayClient, role: str, unit: str = "DT", who: str = "") -> None:
        self.site, self.unit = site, unit
        self.headers = {"Cookie": f"{cookies.PLAIN}={site.token(role, unit, who)}"}
        answer = site.client.get("/v1/street/token", headers=self.headers)
        self.headers |= {HEADER: orjson.loads(answer.data)["token"], "Sec-Fetch-Site": "same-origin"}
        self.book = orjson.loads(site.client.get("/v1/street/book", headers=self.headers).data)

    def hand_in(self, body: bytes = b"a photograph") -> str:
        answer = self.site.client.post("/v1/evidence?name=photo-1.jpg", data=body, headers=self.headers)
        assert answer.status_code == 201, answer.text
        return str(orjson.loads(answer.data)["sha256"])

    def take(self, step: JobStep, record: str = "", key: str = "K", /, **said: Any) -> dict[str, Any]:
        """Post a step: what is `said` stands, the device fills in the rest."""
        known = self._known(said, key)
        form = {name: value for name, what in step.fills.items() if (value := known(what)) is not None}
        form |= {name: value for name, value in said.items() if name in {*step.in_sight, *step.behind, *step.fills}}
        path = f"/v1/{step.at.service}/{step.at.slug}" + (f"/{record}/{step.step}" if record else "")
        posted = self.site.client.post(path, json=form, headers=self.headers | {"Idempotency-Key": key})
        assert posted.status_code in (200, 201), posted.text
        told: dict[str, Any] = orjson.loads(posted.data)
        return told

    def _known(self, said: dict[str, Any], key: str) -> Callable[[str], Any]:
        paper = self.hand_in()
        known: dict[str, Any] = {
            "unit": self.unit,
            "today": TODAY,
            "now": NOW,
            "begun": BEGUN,
            "key": f"JM-{key}",
            "papers": [paper],
        }
        known |= PLACE | {"rows": said.get("rows"), "checklist": said.get("checklist"), "scan": said.get("scan")}
        known |= {"photos": [{"kind": said.get("kind", "near"), "photo": [paper], "shot_at": BEGUN, **PLACE}]}
        constants = {"false": False, "true": True}

        def value(what: str) -> Any:
            word = what.removeprefix(CONSTANT)
            return constants.get(word, word) if what.startswith(CONSTANT) else known.get(what)

        return value


@pytest.fixture
def site(tmp_path: Path) -> GatewayClient:
    return GatewayClient(tmp_path, Office())


def test_a_report_is_one_case_however_often_it_is_sent(site: GatewayClient) -> None:
    City(site.office)
    site.project_events()
    telephone, (report,) = Telephone(site, "officer"), BY_NAME["case"].steps
    first = telephone.take(report, problem="井盖破损", case_class="C-0102")
    again = telephone.take(report, problem="井盖破损", case_class="C-0102")
    assert first["record"]["id"] == again["record"]["id"]
    assert again["repeated"]
    fields = first["record"]["fields"]
    assert (fields["source"], fields["unit"], fields["longitude"]) == ("patrol", "DT", PLACE["longitude"])
    assert not fields["to_verify"], "who was there has seen it"


def test_a_case_that_was_sent_to_the_unit_is_received_and_disposed_of(site: GatewayClient) -> None:
    case = City(site.office).case_after("dispatch", dispatched_at="2017-05-31T09:00:00+08:00")
    site.project_events()
    telephone = Telephone(site, "officer")
    receive, begin, dispose = BY_NAME["mine"].steps
    (row,) = telephone.book["lists"]["cases"]["items"]
    assert (row["id"], row["status"]) == (case, "dispatched")
    telephone.take(receive, case, "1")
    telephone.take(begin, case, "2")
    done = telephone.take(dispose, case, "3", outcome="已清理", kind="after")
    assert done["record"]["status"] == "disposed"


def test_a_matter_and_a_report_at_an_object(site: GatewayClient) -> None:
    shop: dict[str, Any] = {"unit": "DT", "kind": "shop", "name": "面馆（合成）", "registered_on": "2017-01-01"}
    site.office.do("outreach.managed_objects", "", "register", code="S1", **shop)
    site.project_events()
    (register,) = BY_NAME["matter"].steps
    told = Telephone(site, "clerk").take(register, matter="路灯不亮", community="映月")
    assert told["record"]["fields"]["requested_on"] == TODAY
    (report,) = BY_NAME["object"].steps
    told = Telephone(site, "officer").take(report, problem="店外经营", scan="S1")
    assert told["record"]["fields"]["object"] == "S1"


def test_a_kit_is_checked_by_what_lacks(site: GatewayClient) -> None:
    equipment_records.person(site.office, "ZS-01")
    equipment_records.definition(site.office)
    kit = equipment_records.kit(site.office)
    site.project_events()
    telephone = Telephone(site, "officer", "ZS")
    lists = telephone.book["lists"]
    (row,), (definition,) = lists["kits"]["items"], lists["kit_definitions"]["items"]
    assert row["definition"] == definition["id"]
    slots = [{"slot": one["slot"], "state": "present"} for one in definition["slots"]]
    check, find_short = BY_NAME["kit"].steps
    assert telephone.take(check, kit, "1", rows=slots)["record"]["status"] == "issued"
    slots[2] = {**slots[2], "state": "missing"}
    told = telephone.take(find_short, kit, "2", rows=slots)
    assert [one["slot"] for one in told["record"]["fields"]["lacking"]] == [3]


def test_a_facility_and_a_vehicle_are_checked(site: GatewayClient) -> None:
    facility = {"code": "F-1", "unit": "DT", "kind": "wall_notice", "name": "公示牌", "site": "大厅"}
    site.office.do("equipment.facilities", "", "install", installed_on="2017-01-10", corrects=None, **facility)
    equipment_records.vehicle(site.office)
    equipment_records.checklist(site.office)
    site.office.do("equipment.vehicle_checks", "", "open", vehicle="DT-C1", opened_on="2017-01-05")
    site.project_events()
    telephone = Telephone(site, "captain")
    (check,) = BY_NAME["facility"].steps
    told = telephone.take(check, "F-1", "1", passed=False, defect="破损")
    assert told["record"]["fields"]["defect"] == "破损"
    (checklist,), paper = telephone.book["lists"]["checklists"]["items"], telephone.hand_in()
    rows = [
        {"line": one["line"], "passed": True, **({"photo": [paper]} if one.get("photo") else {})}
        for one in checklist["lines"]
    ]
    (check,) = BY_NAME["vehicle"].steps
    told = telephone.take(check, "DT-C1", "2", rows=rows, checklist=checklist["id"])
    assert told["record"]["fields"]["marking_passed"]


def test_an_act_on_the_spot_has_its_process_record(site: GatewayClient) -> None:
    find, capture = BY_NAME["act"].steps
    telephone = Telephone(site, "officer")
    clue = telephone.take(find, "", "1", matter="占道经营", place="映月路", source="patrol")["record"]
    assert clue["fields"]["act"] == "JM-1"
    told = telephone.take(capture, "", "2", case=clue["id"], medium="video", device="JL-01")
    assert (told["record"]["status"], told["record"]["unit"]) == ("captured", "DT")


def test_attendance_is_taken_of_whose_label_was_scanned(site: GatewayClient) -> None:
    for code in ("DT-01", "DT-02"):
        equipment_records.person(site.office, code, "DT")
    training_records.course(site.office)
    plan = training_records.plan()
    session = site.office.do("training.sessions", "", "plan", **plan)[-1].subject
    site.project_events()
    telephone = Telephone(site, "trainer")
    assert [one["id"] for one in telephone.book["lists"]["people"]["items"]] == ["DT-02", "DT-01"]
    hold, attend = BY_NAME["roll"].steps
    scanned = {"status": "present", "proof": "scan"}
    told = telephone.take(hold, session, "1", minutes=60, rows=[{"person": "DT-01", **scanned}])
    assert told["record"]["status"] == "held"
    told = telephone.take(attend, session, "2", rows=[{"person": "DT-02", **scanned}])
    assert told["record"]["status"] == "held"
