"""What went wrong, as GeoReport says it: 403 for keys, 404 for what there is not, 400 for the rest."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Forbidden, Problem, Unauthenticated
from services.gateway.http.app import Environ
from services.gateway.open311 import writing
from services.gateway.open311.request import THEIRS
from services.gateway.open311.writing import FORMATS, XML

OURS = "/open311/"
AS_IT_IS = frozenset(
    {
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""What HTTP itself has a status for."""


def problem(environ: Environ, error: Problem) -> Response | None:
    """A problem at our addresses, in the format that was asked for; None at others."""
    path = environ["PATH_INFO"]
    if not path.startswith(OURS):
        return None
    form, status = path.rpartition(".")[2], _status(error)
    return writing.answer("errors", _errors(error, status), form if form in FORMATS else XML, status)


def _status(error: Problem) -> int:
    """What failed on our side stays as it is: whoever sends again later is right."""
    if isinstance(error, Unauthenticated | Forbidden):
        return HTTPStatus.FORBIDDEN
    ours = error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return error.status if ours or error.status in AS_IT_IS else HTTPStatus.BAD_REQUEST


def _errors(error: Problem, status: int) -> list[dict[str, Any]]:
    """One for each field that is at fault, by the name that it has in GeoReport."""
    document = error.to_dict()
    whole = " / ".join(filter(None, (document["title_zh"], document["title"], document["detail"])))
    faults = [f"{_field(one['field'])}: {one['zh']} / {one['en']}" for one in document["errors"]]
    return [{"code": int(status), "description": one} for one in faults or [whole]]


def _field(name: str) -> str:
    """What one of our fields is called there, with its entries: `more_media.0.url`."""
    return THEIRS.get(name) or THEIRS.get(name.partition(".")[0]) or name
