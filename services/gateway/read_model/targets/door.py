"""What the gateway knows of a target that somebody wants changed, and the owner does not: the programme in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.errors import Refused, fault
from contracts.forms import schema
from contracts.rpc import CommandMessage
from contracts.training.target_changes import NEW, WAS, Proposal, number_of, register
from services.gateway.read_model.programme import Measure, Programme

PROPOSE, PERCENT = "propose", "%"


class NotOfProgramme(Refused):
    """The programme in force has no such measure."""

    slug, zh, status, field = "not-of-programme", "现行方案没有此指标", 422, "measure"


class NoTargetHere(Refused):
    """What counts punishment bears no target: Penalty Law art. 74."""

    slug, zh, status, field = (
        "no-target-on-punishment",
        "计算处罚的指标不得设目标（行政处罚法第七十四条）",
        422,
        "measure",
    )


class OtherTarget(Refused):
    """This is not the target in force: leave it empty, and it is filled in."""

    slug, zh, field = "other-target-in-force", "所填并非现行目标；留空即由系统填写", "was_value"


class OtherUnit(Refused):
    """A share has a target in per cent, and nothing else has."""

    slug, zh, status, field = "target-in-other-unit", "比率指标的目标填百分数，其他指标填数值", 422, "value"


@dataclass(frozen=True)
class TargetDoor:
    """Completes commands that propose a target; the owner judges what they say."""

    programme: Callable[[], Programme]
    """The programme of today."""

    def complete(self, commands: Sequence[CommandMessage]) -> list[CommandMessage]:
        """Put the target in force beside the one that is proposed.

        Raises NotOfProgramme, NoTargetHere, OtherTarget, OtherUnit.
        """
        return [self._completed(one) if one.step == PROPOSE else one for one in commands]

    def target_in_force(self, measure: str) -> dict[str, Any]:
        """A measure's target as the form has it; each field None where it has none. Raises as `complete`."""
        return dict(zip(WAS, target_fields(self._measure(measure)), strict=True))

    def _measure(self, name: str) -> Measure:
        programme = self.programme()
        measure = programme.by_name.get(name)
        if measure is None:
            raise NotOfProgramme(name)
        if not programme.may_have_target(name):
            raise NoTargetHere(name)
        return measure

    def _completed(self, command: CommandMessage) -> CommandMessage:
        form = command.form
        if command.corrects or schema(Proposal).validate(form):
            return command  # for its owner to say; what is corrected says what held then
        measure = self._measure(name := form["measure"].strip())
        if form["value"].strip().endswith(PERCENT) != (measure.unit == PERCENT):
            raise OtherUnit(name)
        was = dict(zip(WAS, target_fields(measure), strict=True))
        if any(form.get(one) not in (None, "") and not _same(form[one], held) for one, held in was.items()):
            raise OtherTarget(name, errors=[fault("was_value", f"In force: {_line(was)}", f"现行目标：{_line(was)}")])
        return replace(command, form=form | was)


def target_fields(measure: Measure) -> tuple[str | None, ...]:
    """A measure's target as the form has it: operator, value, by and source."""
    target = measure.target
    if target is None:
        return (None,) * len(NEW)
    value = f"{round(target.value * 100, 4):g}%" if measure.unit == PERCENT else f"{target.value:.10g}"
    return target.op, value, target.by.isoformat(), target.source


def _same(typed: object, held: str | None) -> bool:
    if typed == held or held is None:
        return typed == held
    try:
        return number_of(str(typed)) == number_of(held)
    except ArithmeticError:
        return False


def _line(was: dict[str, Any]) -> str:
    return " ".join(str(one) for one in was.values()) if was["was_op"] else "—"


REGISTER = register.name
"""The register at whose door it stands."""
