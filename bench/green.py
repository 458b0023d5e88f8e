"""Callers as greenlets, for the systems that run under eventlet."""

from __future__ import annotations

from collections.abc import Callable

import eventlet

from bench import plan as plans
from bench.moments import CommandTimes
from bench.plan import WARM, Plan
from services.chassis.records.command import Command

REST = 1.0
Note = Callable[[str], None]
Act = Callable[[Command, Note], None]


def call(plan: Plan, act: Act, given: CommandTimes) -> None:
    """Warm up, then give the plan's commands; `act` carries one out and notes its event's id at the commit."""
    _all(plan.callers, [plans.command(number) for number in range(WARM)], act, given)
    eventlet.sleep(REST)
    commands = [plans.command(number) for number in range(plan.count)]
    given.begin()
    if plan.rate:
        _call_at_rate(plan.rate, commands, act, given)
    else:
        _all(plan.callers, commands, act, given)


def _all(callers: int, commands: list[Command], act: Act, given: CommandTimes) -> None:
    waiting = iter(commands)

    def caller() -> None:
        for command in waiting:
            _one(command, act, given)

    pool = eventlet.GreenPool(callers)
    for _ in range(callers):
        pool.spawn(caller)
    pool.waitall()


def _call_at_rate(rate: float, commands: list[Command], act: Act, given: CommandTimes) -> None:
    pool = eventlet.GreenPool(1000)
    for number, command in enumerate(commands):
        eventlet.sleep(max(0.0, given.begun + number / rate - plans.now()))
        pool.spawn(_one, command, act, given)
    pool.waitall()


def _one(command: Command, act: Act, given: CommandTimes) -> None:
    at = plans.now()
    act(command, lambda event: given.record_commit(event, at))
