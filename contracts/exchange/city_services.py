"""Which services of a city's Open311 are which classes of city cases here: a mapping of its own, read as the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marshmallow import ValidationError, fields, validate

from contracts.exchange import careful_yaml
from contracts.exchange.mapping import MappingFault, WrongMapping, shape_faults
from contracts.exchange.schema import StrictPart, Titles
from contracts.forms import CODE

MOST_SERVICES = 2000


class CityServicesShape(StrictPart):
    """Their codes and ours; `ignored` are their codes of what is no case of ours, which nobody need hear of."""

    title = fields.Nested(Titles, required=True)
    services = fields.Dict(
        fields.String(validate=validate.Length(1, 100)),
        fields.String(validate=validate.Regexp(CODE)),
        required=True,
        validate=validate.Length(1, MOST_SERVICES),
    )
    ignored = fields.List(
        fields.String(validate=validate.Length(1, 100)), load_default=list, validate=validate.Length(max=MOST_SERVICES)
    )


@dataclass(frozen=True)
class CityServices:
    """A city's services (see `CityServicesShape`)."""

    classes: Mapping[str, str]
    ignored: frozenset[str]


def read_services(text: str) -> CityServices:
    """The services in a text. Raises WrongMapping."""
    try:
        said = CityServicesShape().load(careful_yaml.load(text))
    except careful_yaml.NotReadable as wrong:
        raise WrongMapping([MappingFault("", wrong.en, wrong.zh)]) from None
    except ValidationError as error:
        raise WrongMapping(list(shape_faults(error.messages))) from None
    if both := [one for one in said["ignored"] if one in said["services"]]:
        told = [(f"{one} stands in services too", f"“{one}”已在 services 中") for one in both]
        raise WrongMapping([MappingFault("ignored", en, zh) for en, zh in told])
    return CityServices(said["services"], frozenset(said["ignored"]))
