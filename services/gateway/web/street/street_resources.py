"""All that answers of the street, put together."""

from __future__ import annotations

from services.gateway.record_client import RecordClient
from services.gateway.street.book import StreetBook
from services.gateway.street.page_token import PageToken
from services.gateway.street.proposals import StreetProposals
from services.gateway.web.street.street_pages import StreetPages
from services.gateway.web.street.street_scripts import StreetScripts


def street_resources(client: RecordClient, signing: bytes) -> tuple[object, ...]:
    """What has routes of the street."""
    return (
        PageToken(signing),
        StreetBook(client),
        StreetProposals(client.read_model),
        StreetPages(signing),
        StreetScripts(),
    )
