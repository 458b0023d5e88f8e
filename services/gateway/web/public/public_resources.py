"""All that answers of what is public, put together."""

from __future__ import annotations

from services.gateway.api.public.public_parts import PublicParts
from services.gateway.api.public.publicity import Publicity
from services.gateway.read_model.read_model import ReadModel
from services.gateway.web.public.public_pages import PublicPages
from services.gateway.web.public.publicity_page import PublicityPages


def public_resources(read_model: ReadModel, signing: bytes) -> tuple[object, ...]:
    """What has routes of what is public."""
    public = PublicParts(read_model)
    publicity, pages = Publicity(public), PublicPages(public, signing)
    return public, publicity, pages, PublicityPages(publicity, pages)
