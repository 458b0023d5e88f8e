"""The penalty case, and the paper of it, that a request asks for."""

from __future__ import annotations

from contracts.cases.penalties import register
from services.gateway import callers
from services.gateway.casefile.case import CaseFile
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.read_model import ReadModel

MOST_PLACES = 10**6


def asked_case(request: ApiRequest, id_: str, owners: OwnerClient, read_model: ReadModel) -> CaseFile:
    """The case as its owner answers who asks. Raises OwnerProblem, Unavailable, Forbidden."""
    permissions.admit_reading(register, request.bearer)
    return CaseFile(owners.case_file(id_, callers.caller_of(request, read_model)))


def asked_place(request: ApiRequest) -> int | None:
    """Which of several papers of a kind is meant, by the step that issued it; None: the last. Raises Invalid."""
    return request.number("place", 0, MOST_PLACES) if "place" in request.query else None
