"""Answers go out compressed to whom that suits: brotli or gzip (RFC 9110, 8.4), by what `Accept-Encoding` says.

Each coding has a tag of its own, `"x-br"` beside `"x"`: what a browser keeps of one is not taken for the other. What is
compressed already is left alone, and so is what goes out piece by piece or can be asked for in parts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from services.chassis.base import real_threads
from services.gateway.http import csrf

BROTLI, GZIP = "br", "gzip"
IDENTITY, ANY = "identity", "*"
LEAST = 1024
"""Bytes. What is shorter fits into one packet anyway."""
BLOCKING = 128 * 1024
"""Bytes. What is longer is compressed while others have their turn."""
MOST_KEPT = 64
MEDIA = re.compile(r"text/(?!event-stream).*|application/(json|xml|javascript|.*\+json|.*\+xml)|image/svg\+xml")
"""What is worth it: pictures, workbooks, archives and PDF are compressed in themselves."""
BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
ENDINGS = re.compile(rf'-(?:{BROTLI}|{GZIP})"')
_BROTLI_QUALITY, _GZIP_LEVEL, _GZIP_WINDOW = 5, 6, 16 + zlib.MAX_WBITS


def _by_brotli(body: bytes) -> bytes:
    small: bytes = brotli.compress(body, quality=_BROTLI_QUALITY)
    return small


def _by_gzip(body: bytes) -> bytes:
    # By zlib: the moment of compressing, which gzip writes, would make two answers of one.
    packer = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_WINDOW)
    return packer.compress(body) + packer.flush()


CODERS: Mapping[str, Callable[[bytes], bytes]] = {BROTLI: _by_brotli, GZIP: _by_gzip}
"""The best first."""


def coding_for(environ: Mapping[str, Any], length: int) -> str | None:
    """What text of this length is best compressed by for this client; None: it is sent as it is.

    Another site's page, which makes a browser ask with its cookie and sees how long the answer is, gets it as it is.
    """
    accepts = environ.get("HTTP_ACCEPT_ENCODING")
    if (
        not accepts
        or length < LEAST
        or ("HTTP_COOKIE" in environ and environ.get("HTTP_SEC_FETCH_SITE", csrf.OWN[0]) not in csrf.OWN)
    ):
        return None
    return _best(accepts)


@lru_cache(maxsize=256)
def _best(accepts: str) -> str | None:
    """The coding of which a client says the highest q, ours before its own order; None where it would rather none."""
    said = parse_accept_header(accepts, Accept)
    qualities = {str(name).lower(): quality for name, quality in said}
    others = qualities.get(ANY, 0)
    best = max(CODERS, key=lambda one: qualities.get(one, others))
    quality = qualities.get(best, others)
    return best if quality > 0 and quality >= qualities.get(IDENTITY, 0) else None


def coding_of(environ: Mapping[str, Any], response: Response) -> str | None:
    """What this answer is compressed by, and that it depends on who asks; None: it goes out as it is."""
    if not _can_be_coded(response):
        return None
    response.vary.add("Accept-Encoding")
    return coding_for(environ, response.calculate_content_length() or 0)


def _can_be_coded(response: Response) -> bool:
    """Whether it is text, all of it, and in no coding yet."""
    whole = response.is_sequence and response.status_code not in BODILESS
    headers = response.headers
    plain = "Content-Encoding" not in headers and "Accept-Ranges" not in headers
    return whole and plain and MEDIA.fullmatch(response.mimetype or "") is not None


def tag_of(etag: str, coding: str | None) -> str:
    """The tag of what bears `etag` when it is sent so."""
    return f'{etag[:-1]}-{coding}"' if coding else etag


def name_states(environ: dict[str, Any]) -> None:
    """Let `If-Match` name what is meant to be as it was, in whichever coding it was seen."""
    if "HTTP_IF_MATCH" in environ:
        environ["HTTP_IF_MATCH"] = ENDINGS.sub('"', environ["HTTP_IF_MATCH"])


def compress(environ: Mapping[str, Any], response: Response) -> Response:
    """An answer as this client takes it; one that a client may keep is compressed once for all who ask."""
    coding = coding_of(environ, response)
    if coding is None:
        return response
    body = response.get_data()
    keeps = "ETag" in response.headers and "no-store" not in response.headers.get("Cache-Control", "no-store")
    response.set_data((encode_once if keeps else encode)(body, coding))
    response.headers["Content-Encoding"] = coding
    return response


def encode(body: bytes, coding: str) -> bytes:
    """A body, compressed."""
    coder = CODERS[coding]
    return real_threads.run(coder, body) if len(body) > BLOCKING else coder(body)


@lru_cache(maxsize=MOST_KEPT)
def encode_once(body: bytes, coding: str) -> bytes:
    """A body that is asked for again and again, compressed once."""
    return encode(body, coding)
