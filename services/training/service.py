"""The training service."""

from services.chassis.office import Office
from services.chassis.owner import Owner
from services.training import people, units


class Service(Owner):
    """Units and people."""

    name = "training"
    office = Office(units.rules, people.rules)
