"""Which bodies an address takes: JSON or a form, in UTF-8 and not compressed; what else comes is told what would do."""

from __future__ import annotations

from collections.abc import Collection

from werkzeug.wrappers import Request

from contracts.documents.endpoints import ENCODED, FORM, JSON, Endpoint
from contracts.errors import Unreadable, UnsupportedMedia, fault
from services.gateway.http.errors import ENCODING

UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
FORMS = frozenset({FORM, ENCODED})
JSONS = frozenset({JSON, "text/json", ENCODED, ""})
"""A form's type, or none, is what curl and Python's urllib say of a body of whose type nobody told them."""


def admit_body(route: Endpoint, request: Request) -> None:
    """Let a body through that an address can read. Raises UnsupportedMedia, Unreadable."""
    if not route.media or not _has_body(request):
        return
    if request.headers.get(ENCODING, "identity").strip().lower() not in ("identity", ""):
        en, zh = "Send it as it is, not compressed", "请勿压缩，按原样发送"
        raise UnsupportedMedia(*route.media, errors=[fault(ENCODING, en, zh)])
    takes = _types_read(route.media)
    if not takes:
        return
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if not _is_among(request.mimetype, takes) or charset not in UTF_8:
        en, zh = " or ".join(route.media), " 或 ".join(route.media)
        about = fault("Content-Type", f"Must be {en}, in UTF-8", f"应为 {zh}，编码 UTF-8")
        raise UnsupportedMedia(*route.media, errors=[about])
    if request.mimetype == FORM and not request.mimetype_params.get("boundary"):
        raise Unreadable("boundary", errors=[fault("Content-Type", "Without a boundary", "缺少 boundary")])


def keep_as_it_came(request: Request) -> None:
    """Keep the bytes of a form: what is read of it does not say whether it could be read. Raises Unreadable."""
    if request.mimetype != ENCODED:
        return
    try:
        request.get_data().decode()
    except UnicodeDecodeError:
        raise Unreadable("UTF-8", errors=[fault("body", "Must be UTF-8", "应为 UTF-8 编码")]) from None


def _has_body(request: Request) -> bool:
    return bool(request.content_length) or "HTTP_TRANSFER_ENCODING" in request.environ


def _types_read(media: Collection[str]) -> frozenset[str]:
    """The types that are read; none: whatever its type, the body itself says what it is."""
    if set(media) <= {JSON}:
        return JSONS
    return FORMS if set(media) <= FORMS else frozenset()


def _is_among(media_type: str, takes: Collection[str]) -> bool:
    return media_type in takes or (JSON in takes and media_type.endswith("+json"))
