"""Units beside each other in all thirteen items."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.roles import EVERYONE
from contracts.training.units import KINDS
from contracts.wire import JsonObject
from services.gateway.api.progress import Progress
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import units
from services.gateway.read_model.comparisons.matrix import MatrixCell, UnitMatrix, unit_matrix, units_of_kind
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.question import Question

KIND, TREE = "squadron", "tree"
QUERY = "kind, sort, as_of"
TITLE = "单位与事项 / Units by items"


@dataclass(frozen=True)
class AskedMatrix:
    """What a request asks for, and its answer."""

    question: Question
    kind: str
    sort: str
    matrix: UnitMatrix


@dataclass
class UnitMatrices:
    """Answers "which squadron is behind in what?"."""

    progress: Progress

    @Route(GET, "/v1/matrix", "matrix", EVERYONE, TITLE, "UnitMatrix", QUERY)
    def answer(self, request: ApiRequest) -> Response:
        """Units of one kind, each with its number in each item; a status only where a target is theirs or everybody's.

        `sort`: tree, or an item, the weakest first; - before it: the other way round. Raises Invalid.
        """
        found = self.find(request)
        return responses.answer(
            {
                "as_of": found.question.as_of,
                "kind": found.kind,
                "sort": found.sort,
                "items": [
                    {
                        "id": one.item.id,
                        "title": one.item.title,
                        "status": one.status,
                        "lead": one.lead and one.lead.name,
                    }
                    for one in found.matrix.columns
                ],
                "rows": [
                    {"unit": row.unit, "title": row.title, "cells": [_cell(one) for one in row.cells]}
                    for row in found.matrix.rows
                ],
            }
        )

    def find(self, request: ApiRequest) -> AskedMatrix:
        """The matrix that a request asks for. Raises Invalid."""
        model = self.progress.read_model
        kind, question = request.among("kind", KINDS, KIND), model.question(request.day("as_of"))
        sort = request.among("sort", _orders(model.programme), TREE)
        with model.reader(question, None, self.progress.exact(request.bearer)) as reader:
            ordered = [code for code, _ in units.outline(reader.tree, question.as_of)]
            matrix = unit_matrix(reader, units_of_kind(reader.tree, ordered, kind, question.as_of))
        if sort.removeprefix("-") != TREE:
            matrix = matrix.sorted_by(sort.removeprefix("-"), descending=sort.startswith("-"))
        return AskedMatrix(question, kind, sort, matrix)


def _orders(programme: Programme) -> list[str]:
    return [TREE, *(f"{way}{item.id}" for item in programme.items() for way in ("", "-"))]


def _cell(cell: MatrixCell | None) -> JsonObject | None:
    if cell is None:
        return None
    return {
        "measure": cell.measure.name,
        "title": cell.measure.title,
        "unit": cell.measure.unit,
        "claimed": cell.answer.claimed,
        "verified": cell.answer.verified,
        "n": cell.answer.n,
        "status": cell.status,
    }
