"""(c) FastStream's RabbitBroker: publish with confirms after the commit, a subscriber with one commit an event.

Does not guarantee: a crash between commit and publish loses the event; a redelivery after a crash has a second effect,
or breaks a key. Typing and decoding are switched off, the queue is a quorum queue, prefetch is 200. SQLite is written
in the loop (a thread costs more than the write); on PostgreSQL threads let commits overlap: the better is taken.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from faststream import AckPolicy
from faststream.rabbit import Channel, ExchangeType, QueueType, RabbitBroker, RabbitExchange, RabbitQueue
from faststream.rabbit.message import RabbitMessage

from bench import plain, profiling
from bench import plan as plans
from bench.plan import WARM, Plan
from bench.times import CommandTimes, EventTimes
from contracts import envelope
from services.chassis.records.command import Command
from services.gateway.read_model.programme import campaign

PREFETCH = 200
THREADS = 32
REST = 1.0
EVENT = "outreach.features.applied.v1"
EXCHANGE = RabbitExchange("fast.events", type=ExchangeType.TOPIC, durable=True)
QUEUE = RabbitQueue("fastgateway", queue_type=QueueType.QUORUM, durable=True, routing_key=EVENT)
Act = Callable[[Command], Coroutine[Any, Any, None]]


def _broker(plan: Plan) -> RabbitBroker:
    logger = logging.getLogger("faststream")
    logger.setLevel(logging.ERROR)
    return RabbitBroker(
        plan.amqp_uri, apply_types=False, default_channel=Channel(prefetch_count=PREFETCH), logger=logger
    )


async def _worked(plan: Plan, work: Callable[[Any], Any], argument: Any) -> Any:
    if not plan.threads:
        return work(argument)
    return await asyncio.get_running_loop().run_in_executor(None, work, argument)


async def owner(plan: Plan) -> None:
    """Give commands; each publishes its event after its commit, with a confirm."""
    work, times, broker = plain.Owner(plain.Database(plan.owner_url)), CommandTimes(), _broker(plan)
    await broker.start()
    await broker.declare_exchange(EXCHANGE)

    async def act(command: Command) -> None:
        at = plans.now()
        event = await _worked(plan, work.carry_out, command)
        times.record_commit(event.id, at)
        await broker.publish(envelope.encode(event), exchange=EXCHANGE, routing_key=event.type, persist=True)

    await _all(plan.callers, [plans.command(number) for number in range(WARM)], act)
    await asyncio.sleep(REST)
    commands = [plans.command(number) for number in range(plan.count)]
    with profiling.here("fast.owner"):
        times.begin()
        await (_paced(plan.rate, commands, act, times.begun) if plan.rate else _all(plan.callers, commands, act))
    times.save(plan)
    await broker.stop()


async def _all(callers: int, commands: list[Command], act: Act) -> None:
    waiting = iter(commands)

    async def caller() -> None:
        for command in waiting:
            await act(command)

    await asyncio.gather(*(caller() for _ in range(callers)))


async def _paced(rate: float, commands: list[Command], act: Act, begun: float) -> None:
    async with asyncio.TaskGroup() as group:
        for number, command in enumerate(commands):
            await asyncio.sleep(max(0.0, begun + number / rate - plans.now()))
            group.create_task(act(command))


async def gateway(plan: Plan) -> None:
    """Handle events until everything has arrived."""
    ledger, times, done, broker = (
        plain.Gateway(plain.Database(plan.gateway_url), campaign()),
        EventTimes(plan),
        asyncio.Event(),
        _broker(plan),
    )

    async def raw(message: RabbitMessage) -> bytes:
        return message.body

    @broker.subscriber(QUEUE, EXCHANGE, ack_policy=AckPolicy.ACK, decoder=raw)
    async def applied(body: bytes) -> None:
        if times.record_visible([await _worked(plan, ledger.put, body)]):
            done.set()

    await broker.start()
    plan.save_result("ready", {})
    with profiling.here("fast.gateway"):
        await done.wait()
    times.save(ledger.count())
    await broker.stop()


async def main() -> None:
    """Be one of the two."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    await {"owner": owner, "gateway": gateway}[sys.argv[1]](Plan.load(sys.argv[2]))


if __name__ == "__main__":
    asyncio.run(main())
