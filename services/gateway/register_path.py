"""The register and the step that an address names."""

from __future__ import annotations

from contracts import catalogue
from contracts.errors import Unknown
from contracts.register import Register, Step
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest


def register_at(request: ApiRequest) -> Register:
    """The register in the path. Raises Unknown."""
    name = f"{request.path['service']}.{request.path['register']}"
    if name not in catalogue.REGISTERS:
        raise Unknown(name)
    return catalogue.REGISTERS[name]


def readable_at(request: ApiRequest) -> Register:
    """The register in the path, for one who may read it. Raises Unknown, Forbidden."""
    register = register_at(request)
    permissions.admit_reading(register, request.bearer)
    return register


def step_at(request: ApiRequest, register: Register) -> Step:
    """The step in the path. Raises Unknown."""
    if not register.has(request.path["step"]):
        raise Unknown(register.name, request.path["step"])
    return register.step(request.path["step"])
