"""A gateway beside a log: a matter with its steps in an office, who saw it, who was refused, who signed in."""

from __future__ import annotations

from typing import Any

import jsonschema

from contracts.documents.response_schemas import SCHEMAS
from contracts.envelope import Event
from services.gateway.resources import endpoints
from tests.services.audit.sample_log import act
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.local_log import LocalLog

_DOCUMENT = {"components": {"schemas": SCHEMAS}}


class AuditedBureau:
    """A gateway over an office and a log in which its events stand, with acts of people."""

    def __init__(self, gateway: GatewayClient, log: LocalLog) -> None:
        self.gateway, self.log = gateway, log
        self.matter = gateway.office.matter()
        gateway.project_events()
        record = f"outreach.matters/{self.matter}"
        self.enter(
            *gateway.office.events,
            act(1, "text_shown", actor="DT-01", service="outreach", outcome="done", record=record),
            act(2, "refused", actor="DT-01", outcome="refused", record=record, problem="not-now"),
            act(3, "denied", actor="ZS-09", route="GET /v1/cases/penalties"),
            act(4, "signed_in", actor="ZS-09", outcome="done", address="192.0.2.7"),
        )

    def enter(self, *events: Event) -> None:
        """Let events come into the log, and sign it."""
        self.log.sample.append(*events)
        self.log.sample.checkpoints.sign()

    def ask(self, path: str, role: str = "auditor", status: int = 200, **body: Any) -> Any:
        """What is answered, by its own schema."""
        headers = {"Authorization": f"Bearer {self.gateway.token(role, None, f'SYN-{role}')}"}
        client = self.gateway.client
        response = client.post(path, json=body, headers=headers) if body else client.get(path, headers=headers)
        assert response.status_code == status, (path, response.text)
        if response.is_json and status == 200:
            _check(path, response.json, "POST" if body else "GET")
        return response

    def page(self, path: str, role: str = "auditor", status: int = 200, lang: str = "zh-CN") -> str:
        """A page as somebody of the whole bureau sees it."""
        response = self.gateway.request(path, role=role, unit=None, who=f"SYN-{role}", Accept_Language=lang)
        assert response.status_code == status, (path, response.text)
        return response.text


def _check(path: str, answer: Any, method: str) -> None:
    """An answer is what its address says."""
    plain = path.partition("?")[0]
    asked = (one for one in endpoints() if one.method == method and one.path.startswith("/v1/audit"))
    (name,) = {one.answer for one in asked if one.answer in SCHEMAS and _matches(one.path, plain)}
    schema = {"$ref": f"#/components/schemas/{name}", **_DOCUMENT}
    jsonschema.Draft202012Validator(schema).validate(answer)


def _matches(pattern: str, path: str) -> bool:
    here, there = pattern.split("/"), path.split("/")
    return len(here) == len(there) and all(a == b or a.startswith("{") for a, b in zip(here, there, strict=True))
