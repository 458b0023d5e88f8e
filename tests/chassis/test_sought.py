"""What somebody looks for is found however it is written, and nothing that says who somebody is."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.storage import sought
from tests.office import Office

A, CALLS = "equipment.assets", "outreach.service_calls"


def search(office: Office, register: str, text: str) -> list[Any]:
    return [one["id"] for one in office.registers.page(register, within={"q": text}, after="", most=10)]


@pytest.mark.parametrize(
    ("model", "looked_for"),
    [
        ("Ⅱ型对讲机", ["Ⅱ型", "II型", "ii型"]),
        ("ＬＥＤ 显示屏", ["led", "LED 显示"]),
        ("10Ω 电阻", ["Ω", "10\u2126", "10ω"]),
        ("CAFE\u0301 机", ["CAFÉ", "café"]),
        ("Straße", ["strasse", "STRASSE"]),
    ],
)
def test_a_text_is_found_in_every_writing(office: Office, model: str, looked_for: list[str]) -> None:
    form = {"code": "R-1", "unit": "DT", "kind": "radio", "model": model, "registered_on": "2017-01-10"}
    office.do(A, "", "register", None, **form)
    assert [search(office, A, text) for text in looked_for] == [["R-1"]] * len(looked_for)


def test_names_of_fields_are_no_texts_and_marks_mean_themselves(office: Office) -> None:
    form = {"code": "R-1", "unit": "DT", "kind": "radio", "model": "50%_a", "registered_on": "2017-01-10"}
    office.do(A, "", "register", None, **form)
    assert not any(search(office, A, text) for text in ("kind", "model", "registered_on", "5_%", "{", '"'))
    assert all(search(office, A, text) == ["R-1"] for text in ("50%", "%_a", "2017-01-10", "r-1", "对讲机"))
    assert not search(office, A, "radio"), "a word is found as it is shown"


def test_nobody_finds_by_a_private_text_nor_by_its_token(office: Office) -> None:
    form = {"unit": "DT", "received_at": "2017-03-01T09:00:00+08:00", "caller_kind": "resident", "matter": "灯不亮"}
    call = office.do(CALLS, "", "receive", None, **form, telephone="13800138000")[-1].subject
    token = office.record(CALLS, call)["telephone"]
    assert search(office, CALLS, "灯不亮") == [call]
    assert not any(search(office, CALLS, text) for text in (token, token[:9], "13800138000", "who-"))


def test_a_folded_text_is_folded() -> None:
    for text in ("ＬＥＤ \n屏", "Ⅱ", "İ", "ẞ", "\u2126"):
        assert sought.fold(sought.fold(text)) == sought.fold(text)
