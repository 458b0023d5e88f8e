"""The service brand as tests often need it: shops, the card, a person on it."""

from __future__ import annotations

from typing import Any

from contracts.envelope import Event
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.queries import Answer
from tests.office import Office, build_view, measure_value

OBJECTS, CARDS, RUNS = "outreach.managed_objects", "outreach.contact_cards", "outreach.service_runs"
USCC = "91110000600037341L"


def number(events: list[Event], measure: str, as_of: str = "2017-06-15", **more: Any) -> Answer:
    """A number of the campaign over these events, in the order of their arrival."""
    return measure_value(build_view(events, campaign()), measure, as_of, **more)


def shop(office: Office, code: str, unit: str = "ZS", on: str = "2017-01-04", **more: Any) -> str:
    """A shop in a unit's charge."""
    form = {"code": code, "unit": unit, "kind": "shop", "name": f"商铺{code}", "registered_on": on}
    office.do(OBJECTS, code, "register", **form | more)
    return code


def card(office: Office, number: str = "ZS-1", unit: str = "ZS", on: str = "2017-02-01", **more: Any) -> str:
    """A version of a unit's card, with a person on it who is on strength."""
    form = {"number": number, "unit": unit, "services": "咨询", "telephone": "0510-88701234", "issued_on": on}
    office.do(CARDS, number, "issue", **form | {"person": "p1"} | more)
    return number


def hand_over(office: Office, card: str, *objects: str, on: str = "2017-02-10", **more: Any) -> list[Event]:
    """Hand the card to objects."""
    return [office.do(CARDS, card, "hand_over", object=one, handed_on=on, **more)[-1] for one in objects]
