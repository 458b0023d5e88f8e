"""`user ...`: accounts and the keys of programs, looked after from this machine's command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import orjson
import typer
from rich.console import Console
from rich.table import Table

from contracts.accounts import FOUNDER_ID
from operations.base.environment import Environment
from operations.client import client
from operations.client.client import Client
from operations.client.sign_in import ADMINISTRATOR

ALL, KEYS = "/v1/accounts", "/v1/keys"


def administrator(environment: Environment) -> Client:
    """This machine's administrator of accounts. Raises Away."""
    return client.connect(environment, ADMINISTRATOR)


def show(environment: Environment) -> None:
    """Lists accounts and keys."""
    asks, console = administrator(environment), Console()
    table = Table("account 账号", "posts 今日任职", "state 状态", "used 最近使用")
    for one in asks.every(ALL):
        table.add_row(one["id"], ", ".join(one["posts"]) or "-", _state(one), one["used_at"] or "-")
    console.print(table)
    keys = Table("key 密钥", "role 角色", "unit 单位", "until 有效至", "used 最近使用")
    for one in asks.every(KEYS):
        until = one["until"] if one["lasts"] else "revoked 已吊销"
        keys.add_row(one["name"], one["role"], one["unit"] or "-", until, one["used_at"] or "-")
    console.print(keys)


def _state(one: Mapping[str, Any]) -> str:
    if not one["open"]:
        return "closed 已停用"
    return "open 可用" if one["has_password"] else "no password yet 尚未设置密码"


def add(environment: Environment, person: str) -> str:
    """An account for a person on strength; the address of the link that works once."""
    made = administrator(environment).post(ALL, orjson.dumps({"person": person}))
    return link_address(environment, made["link"])


def link(environment: Environment, account: str) -> str:
    """The address of another link that works once."""
    return link_address(environment, administrator(environment).post(_of(account, "link"))["link"])


def founders_link(environment: Environment) -> str:
    """The first administrator's link, until anybody has a password; after that the address of the pages."""
    asks = administrator(environment)
    if any(one["has_password"] for one in asks.every(ALL)):
        return environment.address()
    return link_address(environment, asks.post(_of(FOUNDER_ID, "link"))["link"])


def link_address(environment: Environment, secret: str) -> str:
    """Where a link leads: to the address under which people reach the pages."""
    pages = environment.inherited.get("PUBLIC_URL") or environment.address()
    return f"{pages.rstrip('/')}/signin?link={quote(secret)}"


def recover(environment: Environment, account: str) -> str:
    """Start a recovery; the link's address where nobody could confirm it, else until when somebody may."""
    started = administrator(environment).post(_of(account, "recovery"))
    if started["link"]:
        return link_address(environment, started["link"])
    return f"open until 有效至 {started['until']}: another confirms it at 由他人确认 {environment.address()}account"


def change(environment: Environment, account: str, deed: str) -> None:
    """Close an account, open it again or sign it out, as the address calls it."""
    typer.echo(_state(administrator(environment).post(_of(account, deed))))


def make_key(environment: Environment, name: str, role: str, unit: str) -> str:
    """A key for a program, shown this once."""
    asked = {"name": name, "role": role, **({"unit": unit} if unit else {})}
    key: str = administrator(environment).post(KEYS, orjson.dumps(asked))["key"]
    return key


def revoke_key(environment: Environment, name: str) -> None:
    """Lets a key open nothing any more."""
    administrator(environment).post(f"{KEYS}/{quote(name)}/revoke")


def _of(account: str, deed: str) -> str:
    return f"{ALL}/{quote(account)}/{deed}"
