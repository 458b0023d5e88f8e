"""Norms for tests: their clauses are numbers with no wording of anybody's."""

from __future__ import annotations

from typing import Any

from tests.office import Office

NORMS, ACKNOWLEDGEMENTS = "training.norms", "training.acknowledgements"
Clauses = list[dict[str, Any]]


def clauses(*halves: str | None) -> Clauses:
    """A clause for each of these halves, numbered from 1."""
    return [{"number": n, "part": half, "text": f"条款 {n}"} for n, half in enumerate(halves, 1)]


TEN = clauses(*[None] * 10)


def published_norm(office: Office, code: str = "ten", on: str = "2017-01-10", **more: Any) -> str:
    """A norm of ten clauses in force; its code."""
    form: dict[str, Any] = {
        "code": code,
        "unit": "DT",
        "kind": "ten_prohibitions",
        "title": "十条禁令",
        "issuer": "局",
        "edition": 1,
        "clauses": TEN,
    }
    office.do(NORMS, "", "publish", effective_on=on, **form | more)
    return code


def revise_norm(office: Office, code: str = "ten", on: str = "2017-06-01", edition: int = 2) -> None:
    """The next edition is in force."""
    office.do(NORMS, code, "revise", issuer="局", edition=edition, effective_on=on, clauses=TEN)


def signed_acknowledgement(office: Office, person: str, on: str = "2017-02-01", edition: int = 1, **more: Any) -> str:
    """A person has signed for an edition; the record's id."""
    form: dict[str, Any] = {"person": person, "norm": "ten", "edition": edition, "signed_on": on}
    return office.do(ACKNOWLEDGEMENTS, "", "sign", **form | more)[-1].subject
