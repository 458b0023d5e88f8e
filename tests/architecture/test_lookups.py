"""What rules look up has a key: no rule reads a register whole, but where a list of it is read out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from contracts import catalogue
from contracts.register import TOGETHER
from services.chassis.records.lookup import Lookup

ROOT = Path(__file__).parents[2]
OWNERS = ("training", "outreach", "equipment", "cases")
KEYED, WHOLE_KEY = {"where", "rows", "exists", "newest"}, {"exists", "newest"}
READ_WHOLE = {
    "services/cases/list_publications.py": "a list is all that is in force: at most 2,000 items by its form",
    "services/cases/casefile.py": "templates of papers: one record for each of some thirty papers",
}
"""Who may read a register whole, and why."""


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call of a look-up in the owners' rules: the file, the call, the method."""
    for file in sorted(file for owner in OWNERS for file in (ROOT / "services" / owner).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _name(node.func) == "lookup":
                yield file, node, node.func.attr


def _name(function: ast.Attribute) -> str:
    return function.value.id if isinstance(function.value, ast.Name) else ""


def _register(file: Path, call: ast.Call) -> str:
    """The register that a call names, by itself or by its own module; empty where only a run would tell."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant):
        return str(first.value)
    if isinstance(first, ast.Attribute) and isinstance(first.value, ast.Name) and first.value.id == "register":
        module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        return str(module.register.name)
    return ""


def test_no_rule_reads_a_register_whole_but_those_with_a_reason() -> None:
    whole = {str(file.relative_to(ROOT)) for file, _, method in calls() if method == "all_records"}
    assert whole == set(READ_WHOLE)
    assert not hasattr(Lookup, "all_rows")


def test_every_look_up_has_a_key() -> None:
    looked = 0
    for file, call, method in calls():
        names = {one.arg for one in call.keywords if one.arg and one.arg != "but"}
        is_plain = all(one.arg for one in call.keywords)
        if method not in KEYED or not is_plain or not (register := _register(file, call)):
            continue
        key = catalogue.REGISTERS[register].finding_by(names)
        assert method not in WHOLE_KEY or set(key.split(TOGETHER)) == names, f"{file}: {method} {sorted(names)}"
        looked += 1
    assert looked > len(KEYED)
