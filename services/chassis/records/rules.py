"""Where a service's rule functions are found by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.register import Register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record

Rule = Callable[..., Data]
LookupFunction = Callable[[Record, Data, Lookup], Any]


class Rules:
    """The rules of one register. A step without a rule takes its form as it is."""

    def __init__(self, register: Register) -> None:
        """No rules yet."""
        self.register = register
        self._rules: dict[str, tuple[Rule, dict[str, LookupFunction]]] = {}

    def on(self, *steps: str, **look_ups: LookupFunction) -> Callable[[Rule], Rule]:
        """Keep a rule for steps; `look_ups` are functions (record, form, find) whose answers it receives by name."""

        def keep(rule: Rule) -> Rule:
            for step in steps:
                self._rules[self.register.step(step).name] = (rule, look_ups)
            return rule

        return keep

    def apply(self, step: str, record: Record, form: Data, at: Context, find: Lookup) -> Data:
        """What the rule makes of the form. Raises what the rule raises."""
        if step not in self._rules:
            return form
        rule, look_ups = self._rules[step]
        return rule(record, form, at, **{name: look(record, form, find) for name, look in look_ups.items()})
