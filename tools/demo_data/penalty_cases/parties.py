"""What papers say of a synthetic party: addresses, a representative, and a credit code that no registry issues.

A credit code (GB 32100-2015) names in its third to eighth place the division where its holder is registered. No
division begins with 99: these codes have right check digits and can be nobody's (decision 0097, `docs/decisions`).
No identity number is made up for a citizen: there the demo's papers have a gap.
"""

from __future__ import annotations

from typing import Any

from stdnum.cn import uscc

from tools.demo_data.penalty_cases.years import PERSON

NOWHERE = "990000"
"""The division of the codes that are made up here."""
SHOP = "92"
"""Registered by the market's supervision, one person's business."""
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""Of the digits of an organisation's own code, before its check digit (GB 11714)."""
LINES = {"XS-2017": 2017, "XS-2026": 2026, "XS-E-OLD": 1000, "XS-E-NEW": 2000}
"""What the codes of each line of cases begin with, before the number of the case."""


def particulars(case: str, kind: str) -> dict[str, Any]:
    """What is known of the party of a case beside its name."""
    if kind == PERSON:
        return {"person_address": f"合成住址 {case}"}
    return {
        "party_code": credit_code(case),
        "party_address": f"合成地址 {case}",
        "representative": f"合成负责人 {case}",
    }


def credit_code(case: str) -> str:
    """The credit code of the organisation in a case."""
    line, _, number = case.rpartition("-")
    body = f"{LINES[line]:04}{int(number):04}"
    code = f"{SHOP}{NOWHERE}{body}{_own_check_digit(body)}"
    return f"{code}{uscc.calc_check_digit(code)}"


def _own_check_digit(body: str) -> str:
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
