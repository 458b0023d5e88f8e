"""Callers as greenlets, for the systems that run under eventlet."""

from __future__ import annotations

from collections.abc import Callable

import eventlet

from bench import plan as plans
from bench.plan import WARM, Plan
from bench.times import CommandTimes
from services.chassis.records.command import Command

REST = 1.0
Note = Callable[[str], None]
Act = Callable[[Command, Note], None]


def call(plan: Plan, act: Act, times: CommandTimes) -> None:
    """Warm up, then give the plan's commands; `act` carries one out and notes its event's id at the commit."""
    _all(plan.callers, [plans.command(number) for number in range(WARM)], act, times)
    eventlet.sleep(REST)
    commands = [plans.command(number) for number in range(plan.count)]
    times.begin()
    if plan.rate:
        _call_at_rate(plan.rate, commands, act, times)
    else:
        _all(plan.callers, commands, act, times)


def _all(callers: int, commands: list[Command], act: Act, times: CommandTimes) -> None:
    waiting = iter(commands)

    def caller() -> None:
        for command in waiting:
            _one(command, act, times)

    pool = eventlet.GreenPool(callers)
    for _ in range(callers):
        pool.spawn(caller)
    pool.waitall()


def _call_at_rate(rate: float, commands: list[Command], act: Act, times: CommandTimes) -> None:
    pool = eventlet.GreenPool(1000)
    for number, command in enumerate(commands):
        eventlet.sleep(max(0.0, times.begun + number / rate - plans.now()))
        pool.spawn(_one, command, act, times)
    pool.waitall()


def _one(command: Command, act: Act, times: CommandTimes) -> None:
    at = plans.now()
    act(command, lambda event: times.record_commit(event, at))
