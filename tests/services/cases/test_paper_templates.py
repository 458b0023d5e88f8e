from __future__ import annotations

import pytest

from contracts.errors import Refused
from services.cases.paper_templates import OneTemplateFile, TemplateFromBelow, editions
from tests.office import PROOF, Office

T, OTHER = "cases.paper_templates", ["b" * 64]


def test_a_template_is_one_file(office: Office) -> None:
    for files in ([], [*PROOF, *OTHER]):
        with pytest.raises(OneTemplateFile):
            office.do(T, "", "adopt", paper="decision", unit="ZS", in_force_on="2017-01-04", evidence=files)


def test_of_each_day_one_template_is_in_force(office: Office) -> None:
    office.do(T, "", "adopt", paper="decision", unit="ZS", in_force_on="2017-01-04", evidence=PROOF)
    office.do(T, "decision", "amend", in_force_on="2017-06-01", evidence=OTHER)
    office.do(T, "decision", "withdraw", withdrawn_on="2017-09-01", reason="换回")
    record = office.record(T, "decision")
    assert editions(record) == [
        {"from": "2017-01-04", "sha256": PROOF[0]},
        {"from": "2017-06-01", "sha256": OTHER[0]},
        {"from": "2017-09-01", "sha256": None},
    ]
    office.do(T, "decision", "void", reason="误录")
    assert editions(office.record(T, "decision")) == []


def test_a_paper_has_one_record_of_its_templates(office: Office) -> None:
    office.do(T, "", "adopt", paper="decision", unit="ZS", in_force_on="2017-01-04", evidence=PROOF)
    with pytest.raises(Refused):
        office.do(T, "", "adopt", paper="decision", unit="ZS", in_force_on="2017-02-04", evidence=OTHER)


def test_only_the_unit_at_the_top_gives_a_template(office: Office) -> None:
    office.unit("HEAD", kind="bureau")
    office.unit("TEAM", "HEAD")
    for on in ("2017-01-04", "1990-01-01"):
        with pytest.raises(TemplateFromBelow):
            office.do(T, "", "adopt", paper="decision", unit="TEAM", in_force_on=on, evidence=PROOF)
    office.do(T, "", "adopt", paper="decision", unit="HEAD", in_force_on="2017-01-04", evidence=PROOF)
