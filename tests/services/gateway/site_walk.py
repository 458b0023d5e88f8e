"""A walk through the pages: from one on, by the links that a reader finds there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.test import TestResponse

from tests.services.gateway.gateway_client import GatewayClient

LINK = re.compile(r'<a (?:class="[^"]*" )?href="(/[^"]*)"')
FILES = re.compile(r"/v1/|/openapi|/asyncapi|/schemas|/style|/icon|/[\w.]*$(?<=\.js)")


def links_of(text: str) -> list[str]:
    """The addresses of pages to which a page leads, in their order."""
    return [one for one in map(unescape, LINK.findall(text)) if not FILES.match(one)]


def route_of(gateway: GatewayClient, address: str) -> str:
    """The route that answers at an address: pages of one kind are one. None here: empty."""
    path = address.partition("#")[0].partition("?")[0]
    with suppress(NotFound):
        return str(gateway.app._map.bind("localhost").match(path)[0])
    return ""


def walk(
    gateway: GatewayClient, start: str, kind_of: Callable[[str], str], **who: Any
) -> Iterator[tuple[str, TestResponse]]:
    """One page of each kind that somebody comes to from the first on; of no kind: it is not gone to."""
    waiting, seen = [start], {"", kind_of(start)}
    while waiting:
        address = waiting.pop(0)
        response = gateway.request(address.partition("#")[0], **who)
        text = response.text
        response.close()  # an account has only so many answers at a time
        yield address, response
        for link in links_of(text):
            if (kind := kind_of(link)) not in seen:
                seen.add(kind)
                waiting.append(link)
