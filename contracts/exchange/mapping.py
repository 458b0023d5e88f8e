"""A mapping that was found to agree with the catalogue: which files are made of which registers' fields, and how.

What is wrong with one is told all at once, each fault by its place: `tables.0.columns.3.from`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import re2
from marshmallow import ValidationError, fields

from contracts import catalogue
from contracts.exchange import careful_yaml
from contracts.exchange.schema import MappingShape
from contracts.forms import field_at, fields_of, personal
from contracts.register import OPENED, Register
from contracts.words import Words

RECORD, STATUS, UNIT, UNIT_NAME, VERSION = "@id", "@status", "@unit", "@unit_name", "@version"
SYSTEM = (RECORD, STATUS, UNIT, UNIT_NAME, VERSION)
"""What is known of every record beside what its steps say."""
ONE_VALUE = (fields.String, fields.Date, fields.AwareDateTime, fields.Integer, fields.Float, fields.Boolean)
DAY, MOMENT, FLAG, DEGREES, PLAIN = "day", "moment", "flag", "degrees", "plain"
DAY_DEFAULT, MOMENT_DEFAULT = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"
OF_A_DAY, OF_A_MOMENT = frozenset("Ymd"), frozenset("YmdHMS")
COORDINATES = ("longitude", "latitude")
YES, NO = "true", "false"
"""Our words of a flag, where codes are said for one."""
_DIRECTIVE = re.compile("%(.?)", re.DOTALL)
QUIET = re2.Options()
"""Patterns are others' words: matched in a time that is linear in the text (RE2), and told when they are wrong."""
QUIET.log_errors = False
OURS = ("manifest", "rejected")
"""Names of what stands beside the tables in the archive."""


@dataclass(frozen=True)
class MappingFault:
    """What is wrong at a place of a mapping."""

    place: str
    en: str
    zh: str


@dataclass(frozen=True)
class Source:
    """From where a value comes: a field of a step, or what is known of every record (`step` empty).

    kind what sort of value it is; words the words that it may have, empty: any
    """

    step: str
    name: str
    kind: str = PLAIN
    words: Mapping[str, str] | None = None

    @property
    def text(self) -> str:
        """As a mapping names it."""
        return f"{self.step}.{self.name}" if self.step else self.name


@dataclass(frozen=True)
class MappedColumn:
    """A column of a file (see `ColumnShape`)."""

    heading: str
    sources: tuple[Source, ...]
    constant: str | None
    required: bool
    longest: int
    pattern: str
    codes: Mapping[str, str]
    date: str
    datum: str
    decimals: int

    def matches(self, text: str) -> bool:
        """Whether a whole value is as the pattern says; without one any is."""
        return not self.pattern or self._compiled.fullmatch(text) is not None

    @cached_property
    def _compiled(self) -> Any:
        return re2.compile(self.pattern, QUIET)


@dataclass(frozen=True)
class MappedTable:
    """A file (see `TableShape`); `dated` None: the records that were opened in the month."""

    name: str
    register: Register
    dated: Source | None
    statuses: frozenset[str]
    columns: tuple[MappedColumn, ...]


@dataclass(frozen=True)
class ExchangeMapping:
    """A whole mapping (see `MappingShape`); `sha256` of its text, by which a file says what it was made by."""

    title: Mapping[str, str]
    standard: str
    form: str
    bom: bool
    guard: bool
    tables: tuple[MappedTable, ...]
    sha256: str

    @property
    def registers(self) -> tuple[Register, ...]:
        """The registers that it reads, each once."""
        return tuple({one.register.name: one.register for one in self.tables}.values())


class WrongMapping(ValueError):
    """A mapping that cannot be used; `faults` has everything that is wrong with it."""

    def __init__(self, faults: Sequence[MappingFault]) -> None:
        """`faults`: at least one."""
        super().__init__("; ".join(f"{one.place}: {one.en}" for one in faults))
        self.faults = tuple(faults)


def read_mapping(text: str) -> ExchangeMapping:
    """The mapping in a text. Raises WrongMapping."""
    try:
        document = MappingShape().load(careful_yaml.load(text))
    except careful_yaml.NotReadable as wrong:
        raise WrongMapping([MappingFault("", wrong.en, wrong.zh)]) from None
    except ValidationError as error:
        raise WrongMapping(list(shape_faults(error.messages))) from None
    reader = _MappingReader()
    tables = tuple(reader.table(f"tables.{number}", one) for number, one in enumerate(document["tables"]))
    reader.refuse_twice("tables", "name", [one["name"] for one in document["tables"]])
    if reader.faults:
        raise WrongMapping(reader.faults)
    plain = {name: document[name] for name in ("title", "standard", "form", "bom", "guard")}
    return ExchangeMapping(**plain, tables=tables, sha256=hashlib.sha256(text.encode()).hexdigest())


def shape_faults(messages: Any, place: str = "") -> Iterator[MappingFault]:
    """What marshmallow found wrong, each at its place."""
    if isinstance(messages, Mapping):
        for name, more in messages.items():
            below = place if name == "_schema" else f"{place}.{name}".lstrip(".")
            yield from shape_faults(more, below)
    else:
        said = " ".join(map(str, messages))
        yield MappingFault(place, said, f"格式不符：{said}")


class _MappingReader:
    """Holds a mapping against the catalogue, and takes note of everything that is wrong."""

    def __init__(self) -> None:
        self.faults: list[MappingFault] = []

    def wrong(self, place: str, en: str, zh: str) -> None:
        self.faults.append(MappingFault(place, en, zh))

    def refuse_twice(self, place: str, what: str, names: Sequence[str]) -> None:
        for number, name in enumerate(names):
            if name in names[:number]:
                self.wrong(f"{place}.{number}.{what}", f"{name} stands twice", f"“{name}”重复")

    def table(self, place: str, said: Mapping[str, Any]) -> Any:
        register = catalogue.REGISTERS.get(said["register"])
        if register is None:
            self.wrong(f"{place}.register", f"No such register: {said['register']}", f"没有此台账：{said['register']}")
            return None
        if register.by_papers:
            zh = f"台账 {register.name} 的记录须逐条按佐证文件的权限阅读，不得整批报送"
            self.wrong(f"{place}.register", f"Who may read {register.name} is said record by record: never given", zh)
        for number, status in enumerate(said["statuses"]):
            if status not in register.words:
                self.wrong(f"{place}.statuses.{number}", f"No such status: {status}", f"没有此状态：{status}")
        at = f"{place}.columns"
        columns = tuple(self.column(f"{at}.{n}", register, one) for n, one in enumerate(said["columns"]))
        self.refuse_twice(at, "heading", [one["heading"] for one in said["columns"]])
        if said["name"] in OURS:
            self.wrong(f"{place}.name", f"{said['name']} is the archive's own", f"“{said['name']}”为压缩包自用名称")
        dated = None if said["period"] == OPENED else self.period(f"{place}.period", register, said["period"])
        return MappedTable(said["name"], register, dated, frozenset(said["statuses"]), columns)

    def period(self, place: str, register: Register, text: str) -> Source | None:
        source = self.source(place, register, text)
        if source and source.kind not in (DAY, MOMENT):
            self.wrong(place, f"{text} is no day and no moment", f"{text} 不是日期或时间")
        return source

    def column(self, place: str, register: Register, said: Mapping[str, Any]) -> MappedColumn:
        several = len(said["from_"]) > 1
        at = [f"{place}.from.{n}" if several else f"{place}.from" for n in range(len(said["from_"]))]
        found = [self.source(one, register, text) for one, text in zip(at, said["from_"], strict=True)]
        sources = tuple(one for one in found if one)
        for one in sources:
            self.fit(place, register, said, one)
        if (said["codes"] or said["date"] or said["datum"]) and said["constant"] is not None:
            self.wrong(
                f"{place}.constant", "A constant has neither codes, date nor datum", "常量不设代码、日期或坐标系"
            )
        self.pattern(f"{place}.pattern", said["pattern"])
        plain = {name: said[name] for name in MappedColumn.__dataclass_fields__ if name != "sources"}
        return MappedColumn(sources=sources, **plain)

    def pattern(self, place: str, text: str) -> None:
        try:
            re2.compile(text, QUIET)
        except re2.error as error:
            said = error.args[0].decode(errors="replace")
            self.wrong(place, f"No pattern of RE2: {said}", f"不是 RE2 正则表达式：{said}")

    def source(self, place: str, register: Register, text: str) -> Source | None:
        """From where a value comes; None where there is no such thing. What is wrong with it is noted."""
        if text in SYSTEM:
            return Source("", text, words=register.words if text == STATUS else None)
        if text.startswith("@"):
            self.wrong(place, f"One of {', '.join(SYSTEM)}", f"应为 {'、'.join(SYSTEM)} 之一")
            return None
        step, _, name = text.partition(".")
        if not register.has(step):
            self.wrong(place, f"{register.name} has no step {step}", f"台账 {register.name} 没有步骤 {step}")
            return None
        field = field_at(register.step(step).data, name) if name and "." not in name else None
        if field is None or name in ("due", "of"):
            self.wrong(place, f"{register.name} {step} has no field {name}", f"步骤 {step} 没有字段 {name}")
            return None
        if personal(field):
            self.wrong(place, f"{text} says who somebody is: it is never given", f"{text} 是个人信息，不得报送")
        elif not isinstance(field, ONE_VALUE):
            self.wrong(place, f"{text} is a list: a column holds one value", f"{text} 是清单，一列只能有一个值")
        return Source(step, name, _kind(field), _words(field))

    def fit(self, place: str, register: Register, said: Mapping[str, Any], source: Source) -> None:
        """What is said of a column's values against what they are."""
        unknown = [word for word in said["codes"] if source.words is not None and word not in source.words]
        for word in unknown:
            self.wrong(f"{place}.codes.{word}", f"{source.text} is never {word}", f"{source.text} 没有取值 {word}")
        if source.kind == FLAG and not said["codes"]:
            self.wrong(f"{place}.codes", f"{source.text} is yes or no: it needs codes", f"{source.text} 须设代码")
        self.fit_date(f"{place}.date", said["date"], source)
        self.fit_datum(f"{place}.datum", register, said["datum"], source)

    def fit_date(self, place: str, text: str, source: Source) -> None:
        allowed = {DAY: OF_A_DAY, MOMENT: OF_A_MOMENT}.get(source.kind)
        if text and allowed is None:
            self.wrong(place, f"{source.text} is no day and no moment", f"{source.text} 不是日期或时间")
        elif text and allowed is not None:
            said = _DIRECTIVE.findall(text)
            if not said or not allowed.issuperset(said):
                known = " ".join(f"%{one}" for one in sorted(allowed))
                self.wrong(place, f"Of {known} alone", f"只能使用 {known}")

    def fit_datum(self, place: str, register: Register, datum: str, source: Source) -> None:
        about = fields_of(register.step(source.step).data) if source.step else {}
        located = source.kind == DEGREES and source.name in COORDINATES and {*COORDINATES, "datum"} <= about.keys()
        if datum and not located:
            self.wrong(place, f"{source.text} is no coordinate with a datum", f"{source.text} 不是带坐标系的坐标")
        elif not datum and located:
            self.wrong(place, f"{source.text} is a coordinate: say in which datum", f"{source.text} 须指明坐标系")


def _kind(field: fields.Field[Any]) -> str:
    if isinstance(field, fields.AwareDateTime):
        return MOMENT
    if isinstance(field, fields.Date):
        return DAY
    if isinstance(field, fields.Boolean):
        return FLAG
    return DEGREES if isinstance(field, fields.Float) else PLAIN


def _words(field: fields.Field[Any]) -> Mapping[str, str] | None:
    """The words that a field may have; None: any."""
    if isinstance(field, fields.Boolean):
        return Words({YES: "是 / yes", NO: "否 / no"})
    return field.metadata.get("x-words")
