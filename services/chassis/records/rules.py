"""Where a service's rule functions are found by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.errors import Undefined
from contracts.register import Register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record

Rule = Callable[..., Data]
LookupFunction = Callable[[Record, Data, Lookup], Any]


class Rules:
    """The rules of one register, or of a part of its procedure. A step without a rule takes its form as it is."""

    def __init__(self, register: Register, *parts: Rules) -> None:
        """No rules yet; or those of the parts together. Raises Undefined where a step has two or a part is foreign."""
        self.register = register
        self._rules: dict[str, tuple[Rule, dict[str, LookupFunction]]] = {}
        for part in parts:
            self._add_part(part)

    def on(self, *steps: str, **look_ups: LookupFunction) -> Callable[[Rule], Rule]:
        """Register a rule for steps; it gets by name what the functions `look_ups` (record, form, lookup) answer.

        Raises Undefined where a step has a rule already.
        """

        def register(rule: Rule) -> Rule:
            for step in steps:
                self._add(step, rule, look_ups)
            return rule

        return register

    def apply(self, step: str, record: Record, form: Data, at: Context, lookup: Lookup) -> Data:
        """What the rule makes of the form. Raises what the rule raises."""
        if step not in self._rules:
            return form
        rule, look_ups = self._rules[step]
        return rule(record, form, at, **{name: look_up(record, form, lookup) for name, look_up in look_ups.items()})

    def _add_part(self, part: Rules) -> None:
        if part.register is not self.register:
            raise Undefined(f"{part.register.name} is no part of {self.register.name}")
        for step, (rule, look_ups) in part._rules.items():
            self._add(step, rule, look_ups)

    def _add(self, step: str, rule: Rule, look_ups: dict[str, LookupFunction]) -> None:
        # The second of two rules would silently take the place of the first, and with it a guard of the procedure.
        name = self.register.step(step).name
        if name in self._rules:
            raise Undefined(f"{self.register.name}: two rules for {name}")
        self._rules[name] = (rule, look_ups)
