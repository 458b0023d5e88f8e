"""Routes: an address with who is admitted and what it answers, written above the method that answers it.

There is no table beside them: the permissions and the OpenAPI document are read off the routes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response

from contracts.catalogue import REGISTERS, SERVICES
from contracts.documents.endpoints import REGISTER, Endpoint
from services.gateway.http.request import ApiRequest

Handler = Callable[[ApiRequest], Response]
Method = TypeVar("Method", bound=Callable[..., Response])
_ATTRIBUTE = "route"
_SLUGS = ", ".join(sorted({one.slug for one in REGISTERS.values()}))
TILE = "{tile}"
"""What a path ends with that has parts of its own, between which strokes stand."""
_REGISTER = f"/v1/<any({', '.join(SERVICES)}):service>/<any({_SLUGS}):register>"


class Route(Endpoint):
    """An address, as a decorator of the method that answers it."""

    def __call__(self, method: Method) -> Method:
        """The method itself, which knows its address from here on."""
        vars(method)[_ATTRIBUTE] = self
        return method


def routes_of(kind: type) -> dict[str, Route]:
    """The routes of a class by the names of their methods, in the order in which they stand there."""
    marks = {name: getattr(member, _ATTRIBUTE, None) for name, member in vars(kind).items()}
    return {name: route for name, route in marks.items() if isinstance(route, Route)}


def bind(resources: Iterable[object]) -> dict[Route, Handler]:
    """The routes of these objects with the methods that answer them."""
    return {route: getattr(one, name) for one in resources for name, route in routes_of(type(one)).items()}


def url_map(routes: Iterable[Route]) -> Map:
    """The routes as werkzeug finds them, by name. Paths are taken as they come: no address stands for another."""
    return Map([_rule(route) for route in routes], strict_slashes=False, merge_slashes=False)


def _rule(route: Route) -> Any:
    # Or /v1/measures/A6 were an address of a register too, and its methods would be said of it.
    path = route.path.replace(REGISTER, _REGISTER).replace(TILE, "<path:tile>")
    return Rule(re.sub(r"{(\w+)}", r"<\1>", path), endpoint=route.name, methods=[route.method])
