"""The gateway."""

from services.chassis.host.journal_rpc import JournalRpc
from services.gateway.composition import Gateway


class Service(JournalRpc):
    """The read model of the whole campaign, and the way in for commands: `composition.py` puts it together.

    It owns no register, and answers of its journal, in which its acts stand.
    """

    name = "gateway"
    provider = Gateway()
