"""What went wrong, as GeoReport tells it: 403 for keys, 404 for what there is not, 400 for the rest."""

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
AS_IT_IS = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)


def problem(environ: Environ, found: Problem) -> Response | None:
    """A problem at our addresses, in the format that was asked for; None at others."""
    path = environ["PATH_INFO"]
    if not path.startswith(OURS):
        return None
    form, status = path.rpartition(".")[2], _status(found)
    return writing.answer("errors", _errors(found, status), form if form in FORMATS else XML, status)


def _status(found: Problem) -> int:
    """What failed on our side stays as it is: whoever sends again later is right."""
    if isinstance(found, Unauthenticated | Forbidden):
        return HTTPStatus.FORBIDDEN
    ours = found.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return found.status if ours or found.status in AS_IT_IS else HTTPStatus.BAD_REQUEST


def _errors(found: Problem, status: int) -> list[dict[str, Any]]:
    """One for each field that is at fault, by the name that it has in GeoReport."""
    told = found.to_dict()
    whole = " / ".join(filter(None, (told["title_zh"], told["title"], told["detail"])))
    faults = [f"{THEIRS.get(one['field'], one['field'])}: {one['zh']} / {one['en']}" for one in told["errors"]]
    return [{"code": int(status), "description": one} for one in faults or [whole]]
