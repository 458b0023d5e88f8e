"""(b) nameko 2.14 as it comes: `EventDispatcher` after the commit, `@event_handler` with one commit an event.

Does not guarantee: a crash between commit and dispatch loses the event; a broker that is away fails the command
after its commit; a redelivery after a stop or a crash has a second effect, or breaks a key; a failing handler
loses its event. The queue is a quorum queue (nameko's own would be classic), prefetch is 32, no worker waits.
"""

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
warnings.filterwarnings("ignore", category=DeprecationWarning)

import eventlet  # noqa: E402 -- everything after this line must meet patched modules

eventlet.monkey_patch()

import sys  # noqa: E402
from typing import Any  # noqa: E402

from nameko.containers import ServiceContainer  # noqa: E402
from nameko.events import EventDispatcher, EventHandler  # noqa: E402
from nameko.extensions import DependencyProvider  # noqa: E402

from bench import greenlets, plain, profiling  # noqa: E402
from bench.plan import Plan  # noqa: E402
from bench.times import CommandTimes, EventTimes  # noqa: E402
from contracts import envelope  # noqa: E402
from services.chassis.records.command import Command  # noqa: E402
from services.gateway.read_model.programme import campaign  # noqa: E402

WORKERS = 32
EVENT = "outreach.features.applied.v1"


class _Quorum(EventHandler):  # type: ignore[misc]
    def setup(self) -> None:
        """Declare a quorum queue, as the others have."""
        super().setup()
        self.queue.queue_arguments = {"x-queue-type": "quorum"}


class _Ledger(DependencyProvider):  # type: ignore[misc]
    def setup(self) -> None:
        """Open the ledger."""
        self.gateway = plain.Gateway(plain.Database(self.container.config["PLAN"].gateway_url), campaign())

    def get_dependency(self, _worker: Any) -> "_Ledger":
        """The ledger, and the book."""
        return self

    def put(self, body: str) -> None:
        """Write an event and note when."""
        if self.container.config["SEEN"].record_visible([self.gateway.put(body.encode())]):
            self.container.config["DONE"].send()


class Owner:
    """Dispatches what it has committed."""

    name = "stock"
    dispatch = EventDispatcher()


class Gateway:
    """Handles one event at a time."""

    name = "stockgateway"
    ledger = _Ledger()

    @_Quorum.decorator("stock", EVENT)  # type: ignore[untyped-decorator]
    def handle_application(self, body: str) -> None:
        """An application has been made."""
        self.ledger.put(body)


def owner(plan: Plan) -> None:
    """Give commands; each dispatches its event after its commit, with a confirm."""
    container = ServiceContainer(Owner, {"AMQP_URI": plan.amqp_uri})
    container.start()
    (dispatcher,) = (one for one in container.dependencies if isinstance(one, EventDispatcher))
    work, times = plain.Owner(plain.Database(plan.owner_url)), CommandTimes()

    def dispatch(event_type: str, body: str) -> None:
        dispatcher.publisher.publish(body, exchange=dispatcher.exchange, routing_key=event_type)

    def act(command: Command, note: greenlets.Note) -> None:
        event = work.carry_out(command)
        note(event.id)
        dispatch(event.type, envelope.encode(event).decode())

    with profiling.here("stock.owner"):
        greenlets.call(plan, act, times)
    times.save(plan)
    container.stop()


def gateway(plan: Plan) -> None:
    """Handle events until everything has arrived."""
    times, done = EventTimes(plan), eventlet.Event()
    config = {"AMQP_URI": plan.amqp_uri, "max_workers": WORKERS, "PLAN": plan, "SEEN": times, "DONE": done}
    container = ServiceContainer(Gateway, config)
    container.start()
    plan.save_result("ready", {})
    with profiling.here("stock.gateway"):
        done.wait()
    (ledger,) = (one for one in container.dependencies if isinstance(one, _Ledger))
    times.save(ledger.gateway.count())
    container.stop()


if __name__ == "__main__":
    {"owner": owner, "gateway": gateway}[sys.argv[1]](Plan.load(sys.argv[2]))
