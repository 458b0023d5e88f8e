"""All that answers of the street, put together."""

from __future__ import annotations

from services.gateway.street.page_token import PageToken
from services.gateway.web.street.street_scripts import StreetScripts


def street_resources(signing: bytes) -> tuple[object, ...]:
    """What has routes of the street."""
    return PageToken(signing), StreetScripts()
