"""Documents read off the contracts: OpenAPI, AsyncAPI, JSON schemas, diagrams, the registers in words."""

from contracts.documents.of_events import asyncapi
from contracts.documents.of_http import openapi
from contracts.documents.of_registers import diagram, registers_markdown
from contracts.documents.schemas import data_schema, json_schema

__all__ = ["asyncapi", "data_schema", "diagram", "json_schema", "openapi", "registers_markdown"]
