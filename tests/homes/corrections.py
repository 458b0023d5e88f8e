"""Corrections that a version was seen to take or to refuse: found once by it, sent again to every later one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.homes import interview
from tests.homes.caller import Answer, Caller

MARK = "（更正）"
RECORDS_TRIED = 3
VOID = 0
OPERATOR = "operator"
OTHERS_TURN = ("masked", "forbidden")
"""What a role meets that reads a mask, or may take a step and not correct it."""

Schema = Mapping[str, Any]
Form = dict[str, Any]


@dataclass(frozen=True)
class Correction:
    """One step of one record told again with one field changed, and what was answered.

    place   the version of the step that is corrected
    role    whose: who reads a mask instead of a private text cannot send it back; an operator's in 0.1.0
    later   by how many versions the record grew: one for each step that changed with it
    status  200, or the refusal's with its slug
    """

    register: str
    record: str
    step: str
    place: int
    field: str
    form: Form
    status: int
    role: str
    slug: str = ""
    later: int = 0

    def send(self, caller: Caller) -> Answer:
        """Give the command; twice is once."""
        path = f"/v1/{self.register}/{self.record}/{self.step}?corrects={self.place}"
        return caller.post(path, self.form, key=f"correct {self.register} {self.record} {self.step} {self.field}")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class TakenStep:
    """A step that records of a register have taken."""

    register: str
    step: str
    schema: Schema
    roles: tuple[str, ...]
    records: list[dict[str, Any]]

    def correct(self, by_role: Callable[[str], Caller]) -> Correction | None:
        """A correction by the first role that may send it; the last refusal where none is taken."""
        last = None
        for role in self.roles:
            last = next(reversed(list(self._tries(by_role(role), role))), None)
            if last is None or last.slug not in OTHERS_TURN:
                break
        return last

    def _tries(self, caller: Caller, role: str) -> Iterator[Correction]:
        """Changes up to the first that is taken, or all of a few records where none is."""
        having = [record for record in self.records if _place_of(record, self.step)]
        for record in having[:RECORDS_TRIED]:
            now = caller.get(f"/v1/{self.register}/{record['id']}")
            if revision := _place_of(now, self.step):
                form, place = _entered(revision["data"], self.schema), revision["place"]
                for field, value in _changes(form, self.schema):
                    told = form | {field: value}
                    tried = Correction(self.register, now["id"], self.step, place, field, told, 0, role)
                    yield (answered := _answered(tried, tried.send(caller), now["version"]))
                    if answered.status == 200:
                        return


def find(by_role: Callable[[str], Caller]) -> list[Correction]:
    """For every register and every step that some record has taken, one correction of it. They are carried out."""
    steps = list(_steps(by_role(OPERATOR)))
    return [correction for step in steps if (correction := step.correct(by_role))]


def _steps(operator: Caller) -> Iterator[TakenStep]:
    paths = operator.get("/openapi.json")["paths"]
    for register in interview.registers(operator):
        yield from steps_of(register, interview.records(operator, register), paths)


def steps_of(register: str, records: list[dict[str, Any]], paths: Mapping[str, Any]) -> Iterator[TakenStep]:
    """The steps that some records of a register have taken; `paths` are those of the document that is served."""
    for step in dict.fromkeys(one["step"] for record in records for one in record["history"]):
        operation = paths[f"/v1/{register}/{{id}}/{step}"]["post"]
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        # Of a step that was otherwise once the form of today comes first.
        form = schema.get("anyOf", [schema])[0]
        yield TakenStep(register, step, form, tuple(operation["x-roles"]), records)


def _answered(correction: Correction, answer: Answer, version: int) -> Correction:
    said = answer.json
    if answer.status == 200:
        return Correction(**{**asdict(correction), "status": 200, "later": said["record"]["version"] - version})
    return Correction(**{**asdict(correction), "status": answer.status, "slug": said["slug"]})


def _place_of(record: Mapping[str, Any], step: str) -> dict[str, Any] | None:
    """The revision of a step that stands in a record which was not voided."""
    if any(one["place"] == VOID for one in record["history"]):
        return None
    standing = [one for one in record["history"] if one["step"] == step and one["stands"]]
    return standing[0] if standing else None


def _entered(data: Mapping[str, Any], schema: Schema) -> Form:
    """What was entered, without what the rule added: the form's fields, and of its lists' elements theirs."""
    return {
        name: _part(data[name], one) for name, one in schema.get("properties", {}).items() if data.get(name) is not None
    }


def _part(value: Any, schema: Schema) -> Any:
    inner = schema.get("items", {})
    return [_entered(element, inner) for element in value] if "properties" in inner else value


def _changes(form: Form, schema: Schema) -> Iterator[tuple[str, Any]]:
    """A field and another value of it, free texts first: whatever a rule makes of the others, a text decides little."""
    for kind in (_text, _element, _number, _money, _papers, _flag, _word, _day):
        for name, one in schema.get("properties", {}).items():
            if (value := kind(form.get(name), one)) is not None:
                yield name, value


def _text(value: Any, schema: Schema) -> Any:
    free = "allOf" in schema and schema["allOf"][0]["$ref"].endswith("/Text")
    if not free or {"pattern", "enum", "x-type", "x-words"} & schema.keys():
        return None
    return f"{value or ''}{MARK}" if len(f"{value or ''}{MARK}") <= schema.get("maxLength", 0) else None


def _element(value: Any, schema: Schema) -> Any:
    inner = schema.get("items", {})
    if not value or "properties" not in inner:
        return None
    name, changed = next(_changes(value[0], inner), ("", None))
    return [{**value[0], name: changed}, *value[1:]] if name else None


def _number(value: Any, schema: Schema) -> Any:
    if schema.get("type") != "integer" or value is None:
        return None
    return value + 1 if value < schema.get("maximum", value + 1) else value - 1


def _money(value: Any, schema: Schema) -> Any:
    return f"{float(value) + 1:.2f}" if schema.get("x-type") == "money" and value is not None else None


def _papers(value: Any, schema: Schema) -> Any:
    return value[1:] if schema.get("x-type") == "evidence" and value else None


def _flag(value: Any, schema: Schema) -> Any:
    return not value if isinstance(value, bool) and schema.get("type") == "boolean" else None


def _word(value: Any, schema: Schema) -> Any:
    return next((word for word in schema.get("enum", ()) if value and word and word != value), None)


def _day(value: Any, schema: Schema) -> Any:
    if schema.get("format") != "date" or not value:
        return None
    return (dt.date.fromisoformat(value) - dt.timedelta(days=1)).isoformat()
