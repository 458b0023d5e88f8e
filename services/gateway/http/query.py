"""What an address understands of a query: its own parameters, each said once and in a way that can be read.

Pages, files and GeoReport pass over what they do not know; under /v1 it is refused (decision 0050).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request

from contracts.documents.endpoints import OPEN311, Endpoint
from contracts.errors import Invalid, fault

MAY_BE_EMPTY = frozenset({"q", "name", "columns", "steps"})
"""Texts: that nothing stands in them is an answer too."""
LISTS = frozenset({"service_request_id", "service_code", "status"})
"""What GeoReport's clients say once with commas, or several times."""
CHOICES = frozenset({"show"})
"""What the form of a page says once for each that is ticked."""
Fault = dict[str, str]


def read_query(route: Endpoint, request: Request) -> Mapping[str, str]:
    """The parameters that an address understands. Raises Invalid, with every one named that it cannot take."""
    values = dict(request.args.lists())
    own = {name: some for name, some in values.items() if name in route.parameters}
    faults = [*_unreadable(route, request), *(_forgiven(route, own) if route.forgiving else _refused(values, own))]
    if faults:
        raise Invalid(*dict.fromkeys(one["field"] for one in faults), errors=faults)
    if not route.forgiving:
        return {name: some[0] for name, some in own.items()}
    said = {name: list(dict.fromkeys(filter(None, some))) for name, some in own.items()}
    return {name: ",".join(some) for name, some in said.items() if some}


def _unreadable(route: Endpoint, request: Request) -> Iterator[Fault]:
    """Parameters whose bytes are no text, as where a page of another coding made the link."""
    text = request.query_string.decode("ascii", "replace")
    for name, value in parse_qsl(text, keep_blank_values=True, errors="surrogateescape"):
        if not _is_text(name + value) and (name in route.parameters or not route.forgiving):
            shown = name.encode(errors="replace").decode()
            yield fault(shown, "Must be UTF-8, percent-encoded", "应为 UTF-8 编码的百分号转义文本")


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _forgiven(route: Endpoint, own: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """What even a page cannot answer: one parameter that says two things."""
    for name, some in own.items():
        if name not in (LISTS if route.group == OPEN311 else CHOICES) and len(set(filter(None, some))) > 1:
            yield _twice(name)


def _refused(values: Mapping[str, Sequence[str]], own: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """What a program is told: names that mean nothing here, what stands there twice, what stands there empty."""
    for name in sorted(set(values) - set(own)):
        yield fault(name, "Unknown parameter", "没有此参数")
    for name, some in sorted(own.items()):
        if len(some) > 1:
            yield _twice(name)
        elif not some[0] and name not in MAY_BE_EMPTY:
            yield fault(
                name, "Stands there empty: give it a value, or leave it out", "参数为空：请填写，或不要带此参数"
            )


def _twice(name: str) -> Fault:
    return fault(name, "Stands there more than once", "参数重复")
