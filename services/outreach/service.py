"""The outreach service."""

from services.chassis import copies
from services.chassis.office import Ears, Office
from services.chassis.owner import Owner
from services.outreach import features, matters, volunteer_events


class Service(Owner):
    """Features, volunteer events and practical matters; it keeps copies of units and people."""

    name = "outreach"
    office = Office(features.rules, volunteer_events.rules, matters.rules)
    ears = Ears(copies.learn)
