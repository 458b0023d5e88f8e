"""Patrols, recordings, sheets, trips: a command costs the same however many records its plan, device or unit has."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts.outreach.surveys import register
from services.chassis.base import clock
from services.chassis.handling.record_lookup import TransactionLookup
from services.chassis.records.record import Context
from services.chassis.storage.store import Store
from services.outreach.surveys import CountedHere, rules
from tests.office import PROOF, Office
from tests.rows_read import rows_read
from tests.services.cases.patrol_scene import FINDINGS, FOUND, PATROLS, approved_plan, patrol, somebody
from tests.services.outreach.survey_waves import SHEETS, SURVEYS, open_wave, survey
from tests.services.test_hot_keys import FEW, MANY, MEASURED, WITHIN, Form, Hot, Steps, cost, fill

OFFICER, CAMERA, VEHICLE = "walker", "CAM-1", "DT-C1"
MIDNIGHT = dt.datetime.fromisoformat("2017-01-02T00:00:00+08:00")
MEASURED_FROM = 10_000
ENDED: tuple[str, Form] = ("end", {"ended_at": "2017-03-02T11:00:00+08:00"})


class Scene:
    """A bureau with a plan, a survey, a camera and a vehicle: everything comes under one of each."""

    def __init__(self, office: Office) -> None:
        somebody(office, OFFICER)
        self.plan, self.survey = approved_plan(office), survey(office)
        self.walk = patrol(office, self.plan)
        open_wave(office, self.survey)
        asset: Form = {
            "code": CAMERA,
            "unit": "DT",
            "kind": "body_camera",
            "model": "某型",
            "registered_on": "2017-01-05",
        }
        office.do("equipment.assets", "", "register", **asset)
        vehicle: Form = {"code": VEHICLE, "unit": "DT", "plate": "苏B12345", "vin": "123456"}
        office.do("equipment.vehicles", "", "commission", in_service_on="2017-01-01", **vehicle)

    def patrol_set_off(self, _n: int) -> Steps:
        form = {"plan": self.plan, "unit": "DT", "officers": [{"officer": OFFICER}]}
        return [("set_off", form | {"set_off_at": "2017-03-02T09:00:00+08:00"})]

    def stop_scanned(self, n: int) -> Steps:
        return [*self.patrol_set_off(n), ("scan", {"scan_code": "YY-1", "scanned_at": "2017-03-02T09:10:00+08:00"})]

    def patrol_ended(self, n: int) -> Steps:
        return [*self.stop_scanned(n), ENDED]

    def problem_found(self, _n: int) -> Steps:
        return [("find", FOUND | {"patrol": self.walk, "grid": None})]

    def sheets_taken_in(self, n: int) -> Steps:
        answers = [{"q1": 1 + n % 5, "q2": 3}]
        form = {"survey": self.survey, "wave": 1, "unit": "DBT", "returned_on": "2017-02-10", "sheets": answers}
        return [("return", form)]

    def sheets_voided(self, n: int) -> Steps:
        return [*self.sheets_taken_in(n), ("void", {"reason": "重复录入"})]

    def recording_registered(self, n: int) -> Steps:
        form = {
            "code": f"YX-{n}",
            "unit": "DT",
            "medium": "video",
            "sha256": f"{n:064x}",
            "size": 10**9,
            "seconds": 600,
        }
        form |= {
            "camera": CAMERA,
            "officer": OFFICER,
            "place": "某路",
            "store": "局音像库（示例）",
            "path": f"/{n}.mp4",
        }
        times = {"taken_from": "2017-03-02T09:00:00+08:00", "taken_to": "2017-03-02T09:20:00+08:00"}
        return [("register", form | times | {"retain_until": "2017-06-30", "registered_on": "2017-03-03"})]

    def deletion_proposed(self, n: int) -> Steps:
        proposal = {"reason": "保存期满", "proposed_on": "2017-07-03"}
        return [*self.recording_registered(n), ("propose_deletion", proposal)]

    def vehicle_leaves(self, n: int) -> Steps:
        """Of those that are there already twenty leave a day; those that are measured leave in the next month."""
        is_measured = n >= MEASURED_FROM
        day, hour = (35 + n // MEASURED_FROM, n % MEASURED_FROM) if is_measured else divmod(n, 20)
        out = MIDNIGHT + dt.timedelta(days=day, hours=hour)
        form = {"vehicle": VEHICLE, "driver": OFFICER, "purpose": "日常巡查", "odometer_out": 1000}
        return [("depart", form | {"out_at": out.isoformat()})]

    def vehicle_returns(self, n: int) -> Steps:
        out = dt.datetime.fromisoformat(self.vehicle_leaves(n)[0][1]["out_at"])
        back = (out + dt.timedelta(minutes=30)).isoformat()
        return [*self.vehicle_leaves(n), ("come_back", {"back_at": back, "odometer_in": 1000})]


SCENES: dict[str, tuple[str, str]] = {
    "a patrol sets off": (PATROLS, "patrol_set_off"),
    "a stop is scanned": (PATROLS, "stop_scanned"),
    "a patrol ends": (PATROLS, "patrol_ended"),
    "a patrol finds a problem": (FINDINGS, "problem_found"),
    "sheets come in": (SHEETS, "sheets_taken_in"),
    "sheets are voided": (SHEETS, "sheets_voided"),
    "a recording is registered": ("cases.recordings", "recording_registered"),
    "a vehicle comes back": ("equipment.trips", "vehicle_returns"),
    "the deletion of a recording is proposed": ("cases.recordings", "deletion_proposed"),
}


@pytest.mark.parametrize("what", SCENES)
def test_a_command_reads_no_more_beside_many_of_its_register(store: Store, what: str) -> None:
    office = Office(store)
    scenes_of, name = SCENES[what]
    steps = getattr(Scene(office), name)
    hot = Hot(scenes_of, steps, steps)
    fill(office, hot, range(FEW))
    few = cost(office, hot, 10_000)
    fill(office, hot, range(FEW, MANY))
    many = cost(office, hot, 20_000)
    assert many <= WITHIN * few, f"{few} -> {many}"


def test_a_tally_is_refused_beside_many_bundles_as_beside_few(store: Store) -> None:
    office = Office(store)
    scene = Scene(office)
    hot = Hot(SHEETS, scene.sheets_taken_in, scene.sheets_taken_in)

    def enter() -> None:
        with store.begin() as tx:
            lookup = TransactionLookup(tx, {SHEETS, SURVEYS}, "/outreach")
            form = {"wave": 1, "sheets": 10, "results": [], "evidence": [PROOF]}
            with pytest.raises(CountedHere):
                rules.apply(
                    register.step("enter_tally"),
                    lookup.record(SURVEYS, scene.survey),
                    form,
                    Context(clock.now()),
                    lookup,
                )

    costs = []
    for numbers in (range(FEW), range(FEW, MANY)):
        fill(office, hot, numbers)
        costs.append(min(rows_read(store, enter) for _ in range(MEASURED)))
    assert costs[1] <= WITHIN * costs[0], costs
