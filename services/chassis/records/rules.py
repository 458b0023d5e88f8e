"""Where a service's rule functions are found by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.envelope import Event
from contracts.errors import Undefined
from contracts.forms import fields_of
from contracts.register import Register, Step
from services.chassis.records.command import CommandRequest
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record

Rule = Callable[..., Data]
LookupFunction = Callable[[Record, Data, Lookup], Any]
Finish = Callable[[Step, Record, Data, Lookup], Data]
"""What is done to the data of every step after its own rule: step, record, data, look-up."""
Occasion = Callable[[Record], bool]
"""Whether a step makes sense as a record stands: whatever its form says, its rule refuses it where it does not."""
Reaction = Callable[[Event, Lookup], CommandRequest | None]
"""What an event causes: the step that is wanted, or nothing."""
RuleWithLookups = tuple[Rule, dict[str, LookupFunction]]
TODAY = 0
"""In place of a last version: it holds on."""


class Rules:
    """The rules of one register, or of a part of its procedure. A step without a rule takes its form as it is."""

    def __init__(self, register: Register, *parts: Rules) -> None:
        """No rules yet; or those of the parts together. Raises Undefined where a step has two or a part is foreign."""
        self.register = register
        self._rules: dict[str, dict[int, RuleWithLookups]] = {}
        self._finishes: list[Finish] = []
        self._occasions: dict[str, Occasion] = {}
        self._causes: dict[str, list[Reaction]] = {}
        self.sources: tuple[str, ...] = ()
        for part in parts:
            self._add_part(part)

    def on(self, *steps: str, upto: int = TODAY, **look_ups: LookupFunction) -> Callable[[Rule], Rule]:
        """Register a rule for steps; it gets by name what the functions `look_ups` (record, form, lookup) answer.

        `upto` is the last of a step's versions for which it holds, for a rule that has changed since. Raises Undefined
        where a step has such a rule already, or has no later version.
        """

        def register(rule: Rule) -> Rule:
            for step in steps:
                self._add(step, upto, (rule, look_ups))
            return rule

        return register

    def when(self, *steps: str) -> Callable[[Occasion], Occasion]:
        """Register when steps are offered: where they are not, a rule of theirs refuses them.

        Raises Undefined where there is no such step, or where it is said of it already.
        """

        def register(occasion: Occasion) -> Occasion:
            for step in steps:
                self._add_occasion(step, occasion)
            return occasion

        return register

    def causes(self, *steps: str) -> Callable[[Reaction], Reaction]:
        """Register what steps cause in another register of the same service, in the transaction that they stand in.

        Both stand, or neither. A correction causes nothing (docs/decisions/0015-reactions.md). Raises Undefined.
        """

        def register(reaction: Reaction) -> Reaction:
            for step in steps:
                self._causes.setdefault(self.register.step(step).name, []).append(reaction)
            return reaction

        return register

    def keeps(self, *names: str) -> None:
        """Say which fields of the opening name what the record came from, where an event opened it: these stay.

        Raises Undefined where there is no such field.
        """
        if strangers := set(names) - {name for one in self.register.openings.values() for name in fields_of(one.form)}:
            raise Undefined(self.register.name, "no fields of an opening", sorted(strangers))
        self.sources += names

    def caused_by(self, step: Step) -> tuple[Reaction, ...]:
        """What a step causes."""
        return tuple(self._causes.get(step.name, ()))

    @property
    def occasional_steps(self) -> frozenset[str]:
        """The steps that are offered on some occasions only."""
        return frozenset(self._occasions)

    def next_steps(self, record: Record) -> list[str]:
        """The steps that may come next and make sense as the record stands."""
        return [name for name in record.possible() if name not in self._occasions or self._occasions[name](record)]

    def apply(self, step: Step, record: Record, form: Data, at: Context, lookup: Lookup) -> Data:
        """What the rule of the step's version makes of the form. Raises what the rule raises."""
        data = form
        if chosen := self._rule(step):
            rule, look_ups = chosen
            data = rule(record, form, at, **{name: look_up(record, form, lookup) for name, look_up in look_ups.items()})
        for finish in self._finishes:
            data = finish(step, record, data, lookup)
        return data

    def on_every_step(self, finish: Finish) -> Finish:
        """Register what is done to the data of every step, in each of its versions, after its rule has taken it."""
        self._finishes.append(finish)
        return finish

    def _rule(self, step: Step) -> RuleWithLookups | None:
        """The rule that held in the step's version: of those that were kept the next, else today's."""
        rules = self._rules.get(step.name, {})
        return rules.get(min((upto for upto in rules if upto >= step.version), default=TODAY))

    def _add_part(self, part: Rules) -> None:
        if part.register is not self.register:
            raise Undefined(f"{part.register.name} is no part of {self.register.name}")
        for step, rules in part._rules.items():
            for upto, rule in rules.items():
                self._add(step, upto, rule)
        self._finishes += part._finishes
        self.sources += part.sources
        for step, causes in part._causes.items():
            self._causes.setdefault(step, []).extend(causes)
        for step, occasion in part._occasions.items():
            self._add_occasion(step, occasion)

    def _add_occasion(self, name: str, occasion: Occasion) -> None:
        if self.register.step(name).name in self._occasions:
            raise Undefined(f"{self.register.name}: {name} is offered by two rules")
        self._occasions[name] = occasion

    def _add(self, name: str, upto: int, rule: RuleWithLookups) -> None:
        step = self.register.step(name)
        if upto >= step.version:
            raise Undefined(f"{self.register.name}: {name} has no version after {upto}")
        # The second of two rules would silently take the place of the first, and with it a guard of the procedure.
        if upto in self._rules.setdefault(name, {}):
            raise Undefined(f"{self.register.name}: two rules for {name}")
        self._rules[name][upto] = rule
