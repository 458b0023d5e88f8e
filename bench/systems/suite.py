"""(a) This suite: the real CommandService and Relay in one process, the real Subscriber and ReadModel in the
other.

Guarantees: no acknowledged command is lost and none has two effects, whatever is killed when; the same command given
twice leaves one record; events of a record may arrive in any order and any number of times.
"""

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")

import eventlet  # noqa: E402 -- everything after this line must meet patched modules

eventlet.monkey_patch()

import sys  # noqa: E402
import tempfile  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from pathlib import Path  # noqa: E402

import sqlalchemy as sa  # noqa: E402

from bench import greenlets, profiling  # noqa: E402
from bench.plan import COUNTED, DISTRICT, Plan  # noqa: E402
from bench.scene import KEY  # noqa: E402
from bench.times import CommandTimes, EventTimes  # noqa: E402
from contracts.envelope import Event  # noqa: E402
from contracts.errors import Unavailable  # noqa: E402
from services.chassis.base import log, signing_keys  # noqa: E402
from services.chassis.base.signing_keys import VerifyingKeys  # noqa: E402
from services.chassis.handling.command_service import CommandService  # noqa: E402
from services.chassis.messaging import topology  # noqa: E402
from services.chassis.messaging.admission import Admission  # noqa: E402
from services.chassis.messaging.own_inbox import OwnInbox  # noqa: E402
from services.chassis.messaging.relay import Relay  # noqa: E402
from services.chassis.messaging.subscriber import EventSink, Subscriber  # noqa: E402
from services.chassis.storage import journal  # noqa: E402
from services.chassis.storage.sealer import Sealer  # noqa: E402
from services.chassis.storage.store import Store  # noqa: E402
from services.gateway.read_model.programme import campaign  # noqa: E402
from services.gateway.read_model.read_model import ReadModel  # noqa: E402
from services.outreach import features, matters, volunteer_events  # noqa: E402


def owner(plan: Plan) -> None:
    """Give commands, and stay until everything is published."""
    topology.wait_and_declare(plan.amqp_uri)
    store = Store(plan.owner_url)
    registers = CommandService(
        store, (features.rules, volunteer_events.rules, matters.rules), Sealer("/320205/outreach", KEY)
    )
    relay = Relay(store, "outreach", plan.amqp_uri)
    registers.after_commit = relay.wake
    eventlet.spawn(relay.run)
    times = CommandTimes()
    with profiling.here("suite.owner"):
        greenlets.call(plan, lambda command, note: note(registers.execute(command).event), times)
        while _waits(store):
            eventlet.sleep(0.05)
    times.save(plan)
    relay.stop()


def _waits(store: Store) -> bool:
    with store.begin_read() as tx:
        return bool(journal.pending(tx, 1))


def _admission() -> Admission:
    """What the suite does: every event's signature is checked."""
    folder = Path(tempfile.mkdtemp(prefix="bench-keys-"))
    signing_keys.publish(folder, "outreach", KEY)
    return Admission("320205", VerifyingKeys(folder), ask=_nobody)


def _nobody(service: str, _request: object) -> object:
    """No event comes without a seal. Raises Unavailable."""
    raise Unavailable(service)


def gateway(plan: Plan) -> None:
    """Listen until everything has arrived."""
    topology.wait_and_declare(plan.amqp_uri)
    store = Store(plan.gateway_url)
    read_model, times, done = ReadModel(store, campaign(), DISTRICT), EventTimes(plan), eventlet.Event()

    def record_handled(events: Sequence[Event]) -> None:
        read_model.after_commit(events)
        if times.record_visible(event.id for event in events):
            done.send()

    sink = EventSink(read_model.handle, record_handled)
    subscriber = Subscriber(store, OwnInbox(plan.amqp_uri, "gateway"), sink, _admission())
    eventlet.spawn(subscriber.run)
    while not subscriber.connected:
        eventlet.sleep(0.01)
    plan.save_result("ready", {})
    with profiling.here("suite.gateway"):
        done.wait()
    with store.begin_read() as tx:
        times.save(tx.execute(sa.text(COUNTED)).scalar_one())
    subscriber.stop()


if __name__ == "__main__":
    log.configure("bench")
    {"owner": owner, "gateway": gateway}[sys.argv[1]](Plan.load(sys.argv[2]))
