"""Documents read off the contracts: OpenAPI, AsyncAPI, JSON schemas, diagrams, the registers in words."""

from contracts.documents.asyncapi import asyncapi
from contracts.documents.digests import asyncapi_digests, openapi_digests
from contracts.documents.openapi import openapi
from contracts.documents.registers_markdown import diagram, register_pages
from contracts.documents.schemas import data_schema, json_schema

__all__ = [
    "asyncapi",
    "asyncapi_digests",
    "data_schema",
    "diagram",
    "json_schema",
    "openapi",
    "openapi_digests",
    "register_pages",
]
