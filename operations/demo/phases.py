"""Which synthetic person imports which steps of a sheet, read off the registers: nobody takes a step that they may not.

A sheet is handed from one to the next as in a bureau. Whoever may take most of the steps that follow goes on with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from contracts import catalogue
from contracts.evidence_levels import is_claim
from contracts.register import Register, Step
from operations.base.errors import OperatorError
from operations.demo.people import SyntheticPost
from operations.demo.sheets import PICTURE
from services.gateway.spreadsheets.columns import Columns, match_columns
from services.gateway.spreadsheets.field_columns import vocabulary
from services.gateway.spreadsheets.grid import SheetRow


class NobodyMay(OperatorError):
    """None of the synthetic people may take {0}. 没有可办理此步骤的合成人员。"""


class Table(Protocol):
    """A spreadsheet of one register, as somebody hands it in."""

    @property
    def register(self) -> str:
        """The register's address: "training/units"."""

    def rows(self) -> list[list[str]]:
        """Its rows, the headings first."""


@dataclass(frozen=True)
class Phase:
    """One person's turn with a sheet: the steps that they take, and the pictures that these name."""

    post: SyntheticPost
    steps: tuple[str, ...]
    pictures: tuple[str, ...]


@dataclass
class Planner:
    """Chooses persons, and remembers who took which steps of which register, so that those apart stay apart."""

    posts: Sequence[SyntheticPost]
    _taken: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def phases(self, sheet: Table) -> Iterator[Phase]:
        """The turns of a sheet, one after the other. Raises NobodyMay."""
        register, columns, rows = read(sheet)
        steps = list(_filled_steps(register, columns, rows))
        while steps:
            post = self._choose(register, steps)
            run = self._run(register, steps, post)
            del steps[: len(run)]
            yield Phase(post, tuple(one.name for one in run), tuple(_pictures(columns, rows, run)))

    def second(self, register: str, steps: Iterable[str], first: str) -> SyntheticPost:
        """Who releases what the first has imported: another who may take all of these steps. Raises NobodyMay."""
        contract = catalogue.REGISTERS[register]
        wanted = [contract.step(name) for name in steps]
        for post in self._ranked():
            if post.person != first and all(self._may_release(contract, one, post) for one in wanted):
                return post
        raise NobodyMay(f"{register} {', '.join(one.name for one in wanted)}")

    def _choose(self, register: Register, steps: Sequence[Step]) -> SyntheticPost:
        """Who may take the first of these steps, for the whole bureau if anybody, and the most of those that follow."""
        able = [post for post in self._ranked() if self._admits(register, steps[0], post)]
        if not able:
            raise NobodyMay(f"{register.name} {steps[0].name}")
        wide = [post for post in able if post.unit is able[0].unit]
        return max(wide, key=lambda post: len(self._peek(register, steps, post)))

    def _ranked(self) -> list[SyntheticPost]:
        """Those who work for the whole bureau first."""
        return sorted(self.posts, key=lambda post: post.unit is not None)

    def _run(self, register: Register, steps: Sequence[Step], post: SyntheticPost) -> list[Step]:
        """The steps that a person takes in one go, noted as theirs."""
        run = self._peek(register, steps, post)
        for step in run:
            self._note(register, step, post)
        return run

    def _peek(self, register: Register, steps: Sequence[Step], post: SyntheticPost) -> list[Step]:
        run: list[Step] = []
        for step in steps:
            if not self._admits(register, step, post) or self._mixes(run, step):
                break
            run.append(step)
        return run

    @staticmethod
    def _mixes(run: Sequence[Step], step: Step) -> bool:
        """Whether a step is apart from one that the same person takes before it; a claim is nobody's word yet."""
        return not is_claim(step.level, imported=True) and bool({one.name for one in run} & set(step.apart))

    def _admits(self, register: Register, step: Step, post: SyntheticPost) -> bool:
        # What an import cannot verify is a claim whoever brings it: a second person is asked for when it is released.
        claim = is_claim(step.level, imported=True)
        return post.role in step.roles and (claim or not self._took_any(register, step.apart, post))

    def _may_release(self, register: Register, step: Step, post: SyntheticPost) -> bool:
        vouching = [one.name for one in register.steps if step.name in one.apart]
        return post.role in step.roles and not self._took_any(register, (*step.apart, *vouching), post)

    def _took_any(self, register: Register, steps: Iterable[str], post: SyntheticPost) -> bool:
        taken = self._taken.get(register.name, {})
        return any(post.person in taken.get(name, ()) for name in steps)

    def _note(self, register: Register, step: Step, post: SyntheticPost) -> None:
        self._taken.setdefault(register.name, {}).setdefault(step.name, set()).add(post.person)


def read(sheet: Table) -> tuple[Register, Columns, list[SheetRow]]:
    """A sheet as an import reads it: whose it is, what its headings mean, and its rows."""
    register = catalogue.REGISTERS[sheet.register.replace("/", ".")]
    rows = [SheetRow(number, tuple(cell or None for cell in row)) for number, row in enumerate(sheet.rows(), 1)]
    columns, _ = match_columns(vocabulary(register), rows)
    return register, columns, rows[1:]


def _filled_steps(register: Register, columns: Columns, rows: Sequence[SheetRow]) -> Iterator[Step]:
    """The steps for which a sheet has any cell filled, in the order in which a row takes them."""
    filled = {one.slot.step.name for one in columns.columns if any(row.at(one.index) for row in rows)}
    opens = columns.record is None and not any(register.step(name).first for name in filled)
    taken = filled | ({register.opening.name} if opens else set())
    return (step for step in sorted(register.steps, key=lambda one: not one.first) if step.name in taken)


def _pictures(columns: Columns, rows: Sequence[SheetRow], steps: Sequence[Step]) -> Iterator[str]:
    """The pictures that the cells of these steps name, each once."""
    own = [one.index for one in columns.columns if one.slot.step in steps]
    cells = (str(row.at(index)) for row in rows for index in own if row.at(index))
    yield from dict.fromkeys(name for cell in cells for name in PICTURE.findall(cell))
