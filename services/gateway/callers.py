"""For whom owners are asked: a bearer's account and role, and the units that the bearer speaks for."""

from __future__ import annotations

from contracts.register import Register
from contracts.rpc import Caller
from services.gateway.display.list_filter import ListUnits, is_own_first
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.read_model import units
from services.gateway.read_model.read_model import ReadModel


def caller_of(request: ApiRequest, read_model: ReadModel) -> Caller:
    """The bearer of a request as owners know them, and from where they ask for what."""
    bearer, doer = request.bearer, request.acts.doer
    within = units_within(bearer, read_model)
    return Caller(
        bearer.id,
        bearer.role,
        within,
        bearer.unit or "",
        bearer.on_behalf_of,
        doer.address,
        doer.route,
        doer.request,
    )


def units_within(bearer: Bearer, read_model: ReadModel) -> tuple[str, ...] | None:
    """The units whose records a bearer may touch: their own and those below it; None: all."""
    return None if bearer.unit is None else units_below(bearer.unit, read_model)


def list_units(request: ApiRequest, caller: Caller, read_model: ReadModel) -> ListUnits:
    """Whose records of a list a query means, and whose it wants first. Raises Invalid."""
    unit, own = request.query.get("unit"), (caller.within or ()) if is_own_first(request) else ()
    return ListUnits(None, own) if unit is None else ListUnits(units_below(unit, read_model))


def units_below(unit: str, read_model: ReadModel) -> tuple[str, ...]:
    """A unit and those below it today."""
    return tuple(sorted(units.below(read_model.unit_tree().values(), unit, read_model.today())))


def opens_records(register: Register, bearer: Bearer, read_model: ReadModel) -> bool:
    """Whether a bearer may open records of a register: by their role, and for the bureau where these are its own."""
    if not permissions.may_take(register.opening, bearer):
        return False
    within = units_within(bearer, read_model) if register.bureaus else None
    tree = read_model.unit_tree() if within is not None else {}
    return within is None or any(code in within for code, one in tree.items() if one.get("kind") == "bureau")
