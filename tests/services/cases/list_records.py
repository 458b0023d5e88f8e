"""Lists and their publications, for tests."""

from __future__ import annotations

from typing import Any

from tests.office import PROOF, Office

L = "cases.list_publications"
URL = "https://example.gov.cn/list"


def power(office: Office, code: str, on: str = "2017-01-01", unit: str = "ZS") -> str:
    """A power item in force from a day on."""
    content = {"name": "权力事项", "kind": "penalty", "basis": "示例", "body": unit, "entrusted": False}
    return _enacted_item(office, "cases.power_items", code, on, {**content, "unit": unit})


def duty(office: Office, code: str, on: str = "2017-01-01", **more: Any) -> str:
    """A responsibility item in force from a day on."""
    return _enacted_item(
        office, "cases.duty_items", code, on, {"name": "责任", "basis": "依据", "body": "ZS", "unit": "ZS"} | more
    )


def _enacted_item(office: Office, register: str, code: str, on: str, content: dict[str, Any]) -> str:
    office.do(register, "", "draft", code=code, drafted_on="2016-01-01", **content)
    office.do(register, code, "review", reviewed_on="2016-01-02")
    office.do(register, code, "enact", in_force_on=on)
    return code


def prepared_list(office: Office, formed: str = "2017-02-01", **more: Any) -> str:
    """A list that waits for its publication."""
    form: dict[str, Any] = {"unit": "ZS", "kind": "powers", "channel": "government", "version": 1, "formed_on": formed}
    return office.do(L, "", "prepare", **form | more)[-1].subject


def published_list(office: Office, count: int, on: str = "2017-02-06", **more: Any) -> str:
    """A list that stands at its address."""
    record = prepared_list(office, on, **more)
    office.do(L, record, "publish", url=URL, item_count=count, published_on=on, evidence=PROOF)
    return record


def verify(office: Office, publication: str, count: int, on: str) -> Any:
    """Somebody looks again."""
    (event,) = office.do(L, publication, "verify", item_count=count, verified_on=on, evidence=PROOF)
    return event
