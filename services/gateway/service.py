"""The gateway."""

from services.gateway.composition import Gateway


class Service:
    """The read model of the whole campaign, and the way in for commands: `composition.py` puts it together."""

    name = "gateway"
    gateway = Gateway()
