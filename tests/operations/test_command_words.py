"""The page of operators names every command that no page stands for, and none that there is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from operations.cli import app
from services.gateway.display.messages import operations_commands
from services.gateway.resources import endpoints

DEVELOPERS = {"test", "check", "docs", "bench", "nemesis"}
ON_PAGES = {
    "status": "/operations",
    "support-bundle": "/operations",
    "replay": "/operations/rebuild",
    "view status": "/operations",
    "view rebuild": "/operations/view",
    "view back": "/operations/view",
    "view drop": "/operations/view",
    "parking list": "/operations/letters",
    "parking show": "/operations/letters/{service}/{id}",
    "parking replay": "/operations/letters/{service}/{id}",
    "parking discard": "/operations/letters/{service}/{id}",
    "backup note": "/operations/backups",
    "backup list": "/operations/backups",
    "import": "/registers/{service}/{register}/import",
    "export": "/registers/{service}/{register}",
    "exchange": "/exchange",
    "jobs": "/jobs",
    "progress": "/",
    "article": "/article",
    "audit search": "/audit/log",
    "audit trail": "/audit/records/{service}/{register}/{id}",
    "audit anomalies": "/audit/anomalies",
    "audit status": "/audit",
    "audit export": "/packs",
    "user list": "/accounts",
    "user add": "/accounts/invite",
    "user link": "/accounts/link",
    "user recover": "/accounts/recovery",
    "user close": "/accounts/close",
    "user reopen": "/accounts/reopen",
    "user sign-out": "/accounts/sign-out",
    "user key add": "/accounts/key",
    "user key revoke": "/accounts/revoke",
    "calendar show": "/calendar",
    "calendar preview": "/calendar",
    "calendar import": "/calendar",
    "programme hand-in": "/programmes",
    "report list": "/reports",
    "report order": "/reports",
    "report fetch": "/reports/{id}",
}
"""Which page stands for a command."""


def names(group: Any, before: str = "") -> Iterator[str]:
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from names(one, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_each_command_has_a_page_or_stands_on_the_page_of_operators_or_is_a_developers() -> None:
    commands = sorted(names(typer.main.get_command(app)))
    assert commands == sorted([*operations_commands.STAYS, *ON_PAGES, *DEVELOPERS])
    assert set(ON_PAGES.values()) <= {one.path for one in endpoints()}


def test_what_is_no_command_of_ours_is_a_file_that_there_is() -> None:
    assert all(Path(name).is_file() for name in operations_commands.BY_HAND)
