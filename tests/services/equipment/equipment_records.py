"""What an equipment keeper does every day, for tests: people, vehicles, dashcams, kits, checks."""

from __future__ import annotations

from typing import Any

from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.queries import Answer
from tests.office import Office, build_view, make_as_of, measure_value

ITEMS = ("相关法律文书", "铲刀", "联系卡", "地图", "便民修理箱", *(f"未具名物品{n}" for n in range(6, 11)))
LINES = (("marking", True), ("cleanliness", False), ("use", False))


def person(office: Office, code: str, unit: str = "ZS", **more: Any) -> str:
    form: dict[str, Any] = {
        "code": code,
        "name": "某",
        "unit": unit,
        "role": "officer",
        "kind": "established",
        "party_member": False,
    }
    office.do("training.people", "", "join", **form | {"joined_on": "2016-01-01"} | more)
    return code


def asset(office: Office, code: str = "R-1", unit: str = "DT", *, stocked: bool = True, **more: Any) -> str:
    form: dict[str, Any] = {"code": code, "unit": unit, "kind": "radio", "model": "某型", "registered_on": "2017-01-10"}
    office.do("equipment.assets", "", "register", **form | more)
    if stocked:
        office.do("equipment.assets", code, "stock", stocked_on="2017-01-12")
    return code


def vehicle(office: Office, code: str = "DT-C1", unit: str = "DT", **more: Any) -> str:
    number = len(office.events)
    form: dict[str, Any] = {
        "code": code,
        "unit": unit,
        "plate": f"苏B{number:05}",
        "vin": f"{number:06}",
        "in_service_on": "2016-06-01",
    }
    office.do("equipment.vehicles", "", "commission", **form | more)
    return code


def dashcam(office: Office, vehicle: str = "DT-C1", accepted: str | None = "2017-03-15", **more: Any) -> str:
    form: dict[str, Any] = {"vehicle": vehicle, "serial": f"S{len(office.events)}", "installed_on": "2017-03-10"}
    installed = office.do("equipment.dashcams", "", "install", **form | more)[-1].subject
    if accepted:
        office.do("equipment.dashcams", installed, "accept", accepted_on=accepted, evidence=["b" * 64])
    return installed


def fault(office: Office, installed: str, at: str = "2017-05-01T08:00:00+08:00") -> None:
    office.do("equipment.dashcams", installed, "report_fault", faulted_at=at, reason="无信号")


def repair(office: Office, installed: str, at: str = "2017-05-06T08:00:00+08:00") -> None:
    office.do("equipment.dashcams", installed, "repair", restored_at=at)


def definition(office: Office, code: str = "KIT-1") -> str:
    slots = [{"slot": number, "name": name, "quantity": 1} for number, name in enumerate(ITEMS, 1)]
    form: dict[str, Any] = {"code": code, "unit": "ZS", "version": 1, "effective_on": "2017-01-01", "slots": slots}
    office.do("equipment.kit_definitions", "", "publish", **form)
    return code


def contents(**wrong: str) -> list[dict[str, Any]]:
    """Ten slots, all in place but those named: `contents(_3="missing")`."""
    return [{"slot": slot, "state": wrong.get(f"_{slot}", "present")} for slot in range(1, 11)]


def kit(office: Office, code: str = "KIT-ZS-01", holder: str | None = "ZS-01", **more: Any) -> str:
    """A kit that was packed and, unless `holder` is None, issued."""
    form: dict[str, Any] = {
        "code": code,
        "unit": "ZS",
        "definition": "KIT-1",
        "assembled_on": "2017-02-20",
        "contents": contents(),
    }
    office.do("equipment.kits", "", "assemble", **form | more)
    if holder:
        office.do(
            "equipment.kits", code, "issue", holder=holder, issued_on="2017-03-01", signed=True, receipt=["c" * 64]
        )
    return code


def checklist(office: Office, code: str = "CL-1") -> str:
    lines = [
        {"line": number, "aspect": aspect, "text": "看", "photo": photo}
        for number, (aspect, photo) in enumerate(LINES, 1)
    ]
    form: dict[str, Any] = {"code": code, "unit": "ZS", "effective_on": "2017-01-01", "lines": lines}
    office.do("equipment.vehicle_checklists", "", "publish", **form)
    return code


def checklist_answers(*failed: int) -> list[dict[str, Any]]:
    """Every line of the checklist, with a photo on the first."""
    return [{"line": n, "passed": n not in failed, "photo": ["d" * 64] if n == 1 else []} for n in (1, 2, 3)]


def check_vehicle(office: Office, vehicle: str, on: str, *failed: int) -> None:
    """A check of a vehicle, in its check book."""
    if not any(event.record == f"equipment.vehicle_checks/{vehicle}" for event in office.events):
        office.do("equipment.vehicle_checks", "", "open", vehicle=vehicle, opened_on="2017-01-05")
    form: dict[str, Any] = {"checklist": "CL-1", "checked_on": on, "answers": checklist_answers(*failed)}
    office.do("equipment.vehicle_checks", vehicle, "check", **form)


def number(office: Office, measure: str, as_of: str = "2017-12-31", **more: Any) -> Answer:
    """A measure of the campaign, from all that the office has told."""
    return measure_value(build_view(office.events, campaign()), measure, as_of, **more)


def missing(office: Office, measure: str, as_of: str = "2017-12-31") -> list[str]:
    """The gap list of a measure."""
    read_model = build_view(office.events, campaign())
    with read_model.store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, campaign().measures[measure], make_as_of(as_of))]
