"""The mappings that a bureau keeps in its home, one a file; one that cannot be used says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.errors import Invalid, Unknown, fault
from contracts.exchange.mapping import ExchangeMapping, MappingFault, WrongMapping, read_mapping
from contracts.exchange.schema import NAME
from services.chassis.base import log

FOLDER, ENDING = "exchange", ".yaml"
MOST_FILES, MOST_BYTES = 50, 1024 * 1024
_log = log.get("exchange")


class BrokenMapping(Invalid):
    """This mapping cannot be used."""

    slug, zh, field = "broken-mapping", "此报送映射文件有误", "mapping"


@dataclass(frozen=True)
class KeptMapping:
    """A mapping by the name of its file, or what is wrong with it."""

    name: str
    mapping: ExchangeMapping | None
    faults: Sequence[MappingFault] = ()

    def require(self) -> ExchangeMapping:
        """The mapping. Raises BrokenMapping."""
        if self.mapping is None:
            raise BrokenMapping(self.name, errors=[fault(one.place, one.en, one.zh) for one in self.faults])
        return self.mapping


@dataclass(frozen=True)
class KeptMappings:
    """The files of a folder, read whenever they are asked for: who mends one need not start anything again."""

    folder: Path

    def all(self) -> list[KeptMapping]:
        """Every mapping by its name; none where there is no such folder."""
        files = sorted(self.folder.glob(f"*{ENDING}"))[:MOST_FILES] if self.folder.is_dir() else []
        return [_read(one) for one in files]

    def get(self, name: str) -> KeptMapping:
        """One of them. Raises Unknown."""
        file = self.folder / f"{name}{ENDING}"
        if not re.match(NAME, name) or not file.is_file():
            raise Unknown(name)
        return _read(file)

    def tell_broken(self) -> None:
        """Say in the log which cannot be used: the suite starts all the same."""
        for one in self.all():
            if one.mapping is None:
                said = [f"{wrong.place}: {wrong.en}" for wrong in one.faults]
                _log.warning("exchange.mapping_broken", mapping=one.name, faults=said)


def _read(file: Path) -> KeptMapping:
    if not re.match(NAME, file.stem):
        en, zh = "A file's name: small letters, digits, - and _", "文件名只能用小写字母、数字、- 和 _"
        return KeptMapping(file.stem, None, [MappingFault("", en, zh)])
    try:
        with file.open("rb") as opened:
            body = opened.read(MOST_BYTES)
        return KeptMapping(file.stem, read_mapping(body.decode("utf-8-sig")))
    except WrongMapping as wrong:
        return KeptMapping(file.stem, None, wrong.faults)
    except (OSError, UnicodeDecodeError) as error:
        return KeptMapping(file.stem, None, [MappingFault("", f"Cannot be read: {type(error).__name__}", "无法读取")])
