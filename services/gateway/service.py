"""The gateway."""

from services.gateway.composition import Gateway


class Service:
    """One view of the campaign, and the way in for commands: `composition.py` puts it together."""

    name = "gateway"
    gateway = Gateway()
