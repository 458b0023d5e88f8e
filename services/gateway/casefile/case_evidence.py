"""The evidence of a case: every piece that its history or a process record names, and where, each once."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.cases.penalties import register
from contracts.cases.process_records import STAGES
from contracts.errors import Unknown
from contracts.forms import values_of_kind
from contracts.wire import JsonObject
from services.gateway.casefile.case import CaseFile
from services.gateway.display import captions
from services.gateway.display.formatting import Wording
from services.gateway.display.messages.pages import ZH
from services.gateway.evidence import Evidence
from services.gateway.read_model.records.captions import Caption

STORED, GONE, WITHHELD = "kept", "gone", "withheld"


@dataclass(frozen=True)
class CaseEvidence:
    """What is handed out of a case's evidence.

    clear     whether who asks may read personal data: if not, evidence is listed without its hash and not handed out
    captions  what is said of some papers, by hash; asked only for who may read them
    """

    case: CaseFile
    evidence: Evidence
    clear: bool
    captions: Callable[[Iterable[str]], Mapping[str, Caption]]

    def pieces(self) -> list[JsonObject]:
        """What is known of each piece, and where the case names it."""
        named: dict[str, list[str]] = {}
        for place, sha256 in _references(self.case):
            named.setdefault(sha256, []).append(place)
        stored, said = self.evidence.about(named), self.captions(named) if self.clear else {}
        about = captions.texts(said, Wording(ZH))
        told = {sha256: one.details | {"about": about[sha256].about} for sha256, one in said.items() if one.stands}
        return [
            _description(sha256, stored.get(sha256, {}), places) | {"caption": told.get(sha256)}
            for sha256, places in named.items()
        ]

    def give(self, sha256: str) -> tuple[str, bytes | None]:
        """Whether a piece is handed out, and its bytes if so."""
        if not self.clear:
            return WITHHELD, None
        try:
            return STORED, self.evidence.read(sha256)[0]
        except Unknown:  # Spoilt is one: the bytes are not those that were handed in
            return GONE, None


def _references(case: CaseFile) -> Iterator[tuple[str, str]]:
    """Every hash that a revision or a process record names, replaced revisions included, and where."""
    for one in case.data.case.history:
        step = register.step(one.step).edition(one.step_version)
        for _, _, sha256 in values_of_kind(step.data, one.data, "evidence"):
            yield f"{step.zh}（第 {one.version} 版）", sha256
    for record in case.data.records:
        for sha256 in record.fields.get("evidence", []):
            yield f"全过程记录：{STAGES[record.fields['stage']]}", sha256


def _description(sha256: str, stored: Mapping[str, Any], places: list[str]) -> JsonObject:
    media_type = str(stored.get("media_type", ""))
    return {
        "sha256": sha256,
        "name": stored.get("name"),
        "media_type": media_type or None,
        "bytes": stored.get("bytes"),
        "file": f"evidence/{sha256}{mimetypes.guess_extension(media_type) or ''}",
        "named_by": places,
    }
