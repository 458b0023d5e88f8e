"""Whatever answers a list answers it by pages: it takes a cursor and a limit, or says here why it is bounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contracts.documents.endpoints import GET, Endpoint
from contracts.documents.response_schemas import SCHEMAS
from contracts.roles import EVERYONE
from services.gateway.resources import endpoints

PAGING = {"cursor", "limit"}
BOUNDED = {
    "case_papers": "the papers of one case: a kind each, and one for each step that issued it",
    "progress": "the measures of the programme",
    "article": "the claims of one report, 188 of them",
    "item": "the measures of the programme",
    "public": "the parts of what is public (parts.py): nine",
    "plans": "the registers that plan, the months of a year, and the measures of the programme",
    "trends": "the measures of the programme, and the months of a year",
    "measure": "units, and the months of the campaign",
    "ranking": "units",
    "comparison": "the measures of the programme, and three units of each",
    "measure_comparison": "units, and the first facts: all of them are the measure's list",
    "matrix": "units of one kind, and the thirteen items",
    "fact": "the revisions and papers of one event",
    "record": "the history of one record",
    "sheet": "the columns of one file",
    "sheets": "one's own files that were not imported yet: the last five are kept",
    "headings": "what one unit chose for its columns: the last twenty are kept of each register",
    "job": "the first thousand mistakes",
    "preview": "the measures of two programmes",
    "programmes": "the one in force, four beside it, and twenty that stood beside it",
    "programme_progress": "the measures of the programme",
    "generations": "the generations of the view: two or three",
    "account": "one person's posts, factors and sessions that last",
    "audit_status": "the services",
    "audit_gaps": "some hundred of each service; how many there are stands beside them",
    "audit_proof": "the hashes of one proof, and the witnesses of one checkpoint",
    "audit_keys": "the keys of the log and of the gateway: a few in many years",
    "audit_consistency": "the hashes of one proof",
    "mentions": "the registers, and five records of each; all of them are the register's list",
    "names": "a dozen: who means another types more of its name",
    "calendar": "the days of one year, and the years of which any are known",
    "calendar_moves": "what a stretch of the owners' journals has, some hundred clocks: a cursor goes on from there",
    "letters": "the first of each service, as many as `limit` says; how many there are stands beside them",
    "standing": "the services, the backups of two kinds, the view's generations",
    "backups": "the newest hundred backups, and as many tests",
    "report_schedule": "the months that are due and were not issued: a handful",
    "reminder_addresses": "one's own, of which there are five at most",
    "reminder_channels": "the places that an administrator allows: fifty at most",
    "street_book": "lists for a telephone, each with its own bound (book_lists.py); whether it is whole stands there",
    "street_revocations": "the devices that are asked about: twenty at most",
    "exchange_mappings": "the first fifty files of one folder of the home, with twenty tables of a hundred columns",
    "exchange_order": "the files of one mapping, and the first two hundred of the rejected rows",
    "recoveries": "the recoveries of a month, each begun by hand",
}
"""Which lists have no pages, and what bounds them."""


def lists_without_pages(addresses: Iterable[Endpoint], schemas: Mapping[str, Any]) -> set[str]:
    """The names of the addresses that answer a list and take no cursor, or no limit."""
    return {
        one.name
        for one in addresses
        if one.method == GET and _has_list(schemas, one.answer) and not set(one.parameters) >= PAGING
    }


def _has_list(schemas: Mapping[str, Any], name: str) -> bool:
    schema = schemas.get(name, {})
    parts = (
        schema,
        *(part for one in (schema, *schema.get("allOf", ())) for part in one.get("properties", {}).values()),
    )
    bases = (one["$ref"].rpartition("/")[2] for one in schema.get("allOf", ()) if "$ref" in one)
    return any(one.get("type") == "array" for one in parts) or any(_has_list(schemas, one) for one in bases)


def test_every_list_comes_by_pages_or_is_bounded_for_a_reason() -> None:
    assert lists_without_pages(endpoints(), SCHEMAS) == set(BOUNDED)
    assert all(BOUNDED.values())


def test_a_list_without_a_cursor_is_seen() -> None:
    schemas = {"Things": {"type": "object", "properties": {"items": {"type": "array"}}}, "Thing": {"type": "object"}}

    def address(answer: str, query: str, method: str = GET) -> Endpoint:
        return Endpoint(method, f"/v1/{answer}", "things", EVERYONE, "物 / Things", answer, query)

    for query in ("", "limit", "cursor", "q"):
        assert lists_without_pages([address("Things", query)], schemas) == {"things"}
    assert lists_without_pages([address("Things", "cursor, limit, q")], schemas) == set()
    assert lists_without_pages([address("Thing", "")], schemas) == set()
    assert lists_without_pages([address("Things", "", "POST")], schemas) == set()
