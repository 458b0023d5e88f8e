"""What another programme would say: begun by an operator, compared measure by measure with the one in force."""

from __future__ import annotations

from dataclasses import dataclass, replace

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Invalid, fault
from contracts.wire import JsonObject
from services.chassis.base import log, real_threads
from services.gateway.api.admin import BASE, GROUP, OPERATOR, generation_item, generations_answer
from services.gateway.http import responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.generations import previews
from services.gateway.read_model.generations.previews import PROGRAMME
from services.gateway.read_model.generations.tables import PREVIEW, Generation
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import exact_measures

COMPARED = ("claimed", "verified", "status", "target", "kind", "n")
"""What of a measure makes a difference; its words do not."""
_log = log.get("operations")


@dataclass
class Previews:
    """Makes another programme's numbers beside those in force, and shows both."""

    read_model: ReadModel

    @Route(
        POST,
        f"{BASE}/preview",
        "begin_preview",
        OPERATOR,
        "预览另一方案 / Preview another programme",
        "Generations",
        takes=(JSON,),
        body="Preview",
        others=(409, 413, 422, 503),
        group=GROUP,
    )
    def begin(self, request: ApiRequest) -> Response:
        """Have the numbers of another programme of this campaign made; nothing is read by it.

        Raises Invalid for what is no programme, InForce, AlreadyBuilding.
        """
        programme = real_threads.run(previews.parse, _text(request), self.read_model.wanted.campaign)
        self.read_model.decide(lambda tx, district, _: previews.begin(tx, district, programme))
        _log.info("preview.begun", programme=programme.digest, by=request.bearer.id)
        return responses.answer(generations_answer(self.read_model))

    @Route(
        GET,
        f"{BASE}/preview",
        "preview",
        OPERATOR | {"auditor"},
        "方案对比 / Both programmes, measure by measure",
        "ProgrammeComparison",
        "as_of, unit",
        others=(404, 422),
        group=GROUP,
    )
    def compare(self, request: ApiRequest) -> Response:
        """Each measure of either programme: as it is in force, as it would be, and whether that differs.

        None before the other's numbers are made. Raises Unknown for a unit.
        """
        question, unit = self.read_model.question(request.day("as_of")), request.query.get("unit")
        with self.read_model.preview(question, unit) as both:
            compared = _compared(request.bearer, *both) if both else {"preview": None, "measures": []}
        return responses.answer({"as_of": question.as_of.isoformat(), "unit": unit, **compared})


def _text(request: ApiRequest) -> str:
    body = request.json()
    text = body.get(PROGRAMME) if isinstance(body, dict) and body.keys() == {PROGRAMME} else None
    if not isinstance(text, str):
        raise Invalid(PROGRAMME, errors=[fault(PROGRAMME, "The text of a programme", "应为方案文本")])
    return text


def _compared(bearer: Bearer, live: Reader, other: Reader, one: Generation) -> JsonObject:
    readers = [replace(by, exact=exact_measures(by.programme, bearer.role), answers={}) for by in (live, other)]
    return {"preview": generation_item(one), "measures": _measures(*readers) if one.state == PREVIEW else []}


def _measures(live: Reader, other: Reader) -> list[JsonObject]:
    for reader in (live, other):
        reader.numbers.prepare(reader.programme.by_name.values(), reader.question)
    names = dict.fromkeys((*live.programme.by_name, *other.programme.by_name))
    return [_measure(name, _measure_by(live, name), _measure_by(other, name)) for name in names]


def _measure_by(reader: Reader, name: str) -> JsonObject | None:
    measure = reader.programme.by_name.get(name)
    return None if measure is None else reader.measure(measure)


def _measure(name: str, before: JsonObject | None, after: JsonObject | None) -> JsonObject:
    moves = before is None or after is None or any(before[one] != after[one] for one in COMPARED)
    return {"id": name, "live": before, "preview": after, "differs": moves}
