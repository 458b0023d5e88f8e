"""Documents read off the contracts: OpenAPI, AsyncAPI, JSON schemas, diagrams, the registers in words."""

from contracts.documents.asyncapi import asyncapi
from contracts.documents.openapi import openapi
from contracts.documents.registers_markdown import diagram, registers_markdown
from contracts.documents.schemas import data_schema, json_schema

__all__ = ["asyncapi", "data_schema", "diagram", "json_schema", "openapi", "registers_markdown"]
