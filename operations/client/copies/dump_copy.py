"""A copy of a PostgreSQL database, as pg_dump wrote it, read into an empty SQLite file: to look into a backup no server
is needed, and nothing of one is touched.

pg_restore writes the copy's rows as text (PostgreSQL's COPY), out of this machine's packages or the stack's container.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice, takewhile
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from operations.base.environment import ROOT
from operations.base.errors import OperatorError
from services.chassis.storage import migrations
from services.chassis.storage.store import Store

PROGRAMS = (("pg_restore",), ("docker", "compose", "exec", "-T", "postgres", "pg_restore"))
"""What may read the copy: the first that can."""
_HEAD = re.compile(r'COPY public\."?(\w+)"? \((.*)\) FROM stdin;\n')
_END, _NULL = "\\.\n", "\\N"
_ESCAPE = re.compile(r"\\(.)")
_CHARACTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_AT_ONCE = 5000
Row = dict[str, str | None]


class NoDump(OperatorError):
    """{0} cannot be read: {1}. It takes pg_restore (PostgreSQL's client packages), not older than what wrote the copy,
    or the stack's own container. 需安装 PostgreSQL 客户端（pg_restore）。
    """

    code = 2


def read_into(store: Store, service: str, dump: Path) -> None:
    """Fill an empty database of a service with the rows of a copy, whose version of the schema it takes over.

    Raises NoDump, LaterSchema.
    """
    program = _program(dump)
    migrations.migrate(store, service, _versions(program, service, dump))
    with store.begin() as tx:
        tables = _tables(tx)
        for table in tables.values():
            # A migration may have put a row there that the copy has too.
            tx.execute(table.delete())
        with _copied(program, dump) as copied:
            for name, rows in copied:
                if name in tables:
                    tx.execute(tables[name].insert(), [_typed(tables[name], row) for row in rows])


def _program(dump: Path) -> Sequence[str]:
    """What can read this copy. Raises NoDump."""
    said = ""
    for program in PROGRAMS:
        try:
            with dump.open("rb") as file:
                subprocess.run([*program, "--list"], stdin=file, cwd=ROOT, capture_output=True, check=True)
        except OSError as error:
            said = said or f"{program[0]}: {error.strerror}"
        except subprocess.CalledProcessError as error:
            said = said or error.stderr.decode(errors="replace").strip()
        else:
            return program
    raise NoDump(dump, said)


def _versions(program: Sequence[str], service: str, dump: Path) -> Mapping[str, str]:
    """The version of each history of the schema that the copy has."""
    tables = {f"{migrations.VERSION_TABLE}{name}": name for name in migrations.histories(service)}
    with _copied(program, dump, *(f"--table={one}" for one in tables)) as copied:
        return {tables[table]: str(row["version_num"]) for table, rows in copied for row in rows}


def _tables(tx: sa.Connection) -> dict[str, sa.Table]:
    """The tables with rows of the suite's."""
    meta = sa.MetaData()
    meta.reflect(tx)
    return {name: one for name, one in meta.tables.items() if not name.startswith(migrations.VERSION_TABLE)}


@contextmanager
def _copied(program: Sequence[str], dump: Path, *which: str) -> Iterator[Iterator[tuple[str, list[Row]]]]:
    """The rows of the copy's tables, some thousands at a time. Raises NoDump where it ends before its end."""
    command = [*program, "--data-only", "--file=-", *which]
    with (
        dump.open("rb") as file,
        subprocess.Popen(command, stdin=file, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as reading,
    ):
        assert reading.stdout  # noqa: S101 -- it was asked for
        yield _rows(reading.stdout)
        if reading.wait():
            raise NoDump(dump, f"{program[0]} {reading.returncode}")


def _rows(lines: IO[str]) -> Iterator[tuple[str, list[Row]]]:
    for line in lines:
        if head := _HEAD.fullmatch(line):
            columns = [one.strip().strip('"') for one in head[2].split(",")]
            # Where the copy is cut off there are no more lines; pg_restore ends with an error then.
            rows = (_row(columns, one) for one in takewhile(lambda one: one != _END, lines))
            while some := list(islice(rows, _AT_ONCE)):
                yield head[1], some


def _row(columns: Sequence[str], line: str) -> Row:
    values = line.removesuffix("\n").split("\t")
    return {name: None if one == _NULL else _plain(one) for name, one in zip(columns, values, strict=True)}


def _plain(value: str) -> str:
    return _ESCAPE.sub(lambda one: _CHARACTERS.get(one[1], one[1]), value) if "\\" in value else value


def _typed(table: sa.Table, row: Row) -> dict[str, Any]:
    """The values as SQLite keeps them; columns that are no more are passed over by none: the schema is the copy's."""
    return {name: None if value is None else _read(table.columns[name], value) for name, value in row.items()}


def _read(column: sa.Column[Any], value: str) -> Any:
    if isinstance(column.type, sa.LargeBinary):
        return bytes.fromhex(value.removeprefix("\\x"))
    if isinstance(column.type, sa.Integer):
        return int(value)
    return float(value) if isinstance(column.type, sa.Float) else value
