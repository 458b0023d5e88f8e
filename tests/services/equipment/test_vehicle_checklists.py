from __future__ import annotations

from typing import Any

import pytest

from services.equipment.vehicle_checklists import AspectMissing, LineTwice
from tests.office import Office
from tests.services.equipment import equipment_records


def publish_checklist(office: Office, *lines: tuple[int, str]) -> None:
    entries: list[dict[str, Any]] = [{"line": number, "aspect": aspect, "text": "看"} for number, aspect in lines]
    form: dict[str, Any] = {"code": "CL-2", "unit": "ZS", "effective_on": "2017-01-01", "lines": entries}
    office.do("equipment.vehicle_checklists", "", "publish", **form)


def test_a_checklist_has_lines_of_all_three_aspects(office: Office) -> None:
    with pytest.raises(AspectMissing) as refused:
        publish_checklist(office, (1, "marking"), (2, "use"))
    assert refused.value.to_dict()["detail"] == "车容车貌"
    publish_checklist(office, (1, "marking"), (2, "use"), (7, "cleanliness"), (8, "cleanliness"))


def test_a_line_has_a_number_of_its_own(office: Office) -> None:
    with pytest.raises(LineTwice):
        publish_checklist(office, (1, "marking"), (1, "use"), (2, "cleanliness"))


def test_a_checklist_is_superseded(office: Office) -> None:
    equipment_records.checklist(office)
    office.do("equipment.vehicle_checklists", "CL-1", "supersede", reason="换版", superseded_on="2017-06-01")
    assert office.record("equipment.vehicle_checklists", "CL-1").status() == "superseded"
