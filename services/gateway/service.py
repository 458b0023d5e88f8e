"""The gateway."""

from services.gateway.composition import Gateway


class Service:
    """One view of the campaign, and the way in for commands: the routes are in `house.py`."""

    name = "gateway"
    house = Gateway()
