"""The accounts of the demo's synthetic people, whose passwords follow from the home's key and are printed; `token`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Container
from dataclasses import replace

import orjson
from rich.console import Console
from rich.table import Table

from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.base.progress_bar import progress_bar
from operations.client import accounts, client, sign_in
from operations.client.client import Client, Declined
from operations.demo import people
from operations.demo.people import SyntheticPost
from operations.demo.sheets import CSV, SHEETS, text
from services.gateway.http import bearer_tokens

PASSWORD_LENGTH = 16
PATIENCE = 30.0
POSTS = "training/posts"
FOUNDING = (("training/units", "open"), ("training/people", "join"), (POSTS, "appoint"))
"""Who is there first, in this order, each by one step."""


class NoSuchRole(OperatorError):
    """There is no role {0}; the roles are {1}. 没有此角色。"""


class NoSuchPerson(OperatorError):
    """Nobody of the demo has the post {0} here; `--key NAME` makes a key for a program. 此处无此合成人员。"""


def token(environment: Environment, role: str, unit: str = "", key: str = "") -> str:
    """A bearer token: a new key of that name; of this machine's own roles; or of the synthetic person with the post.

    Raises NoSuchRole, NoSuchPerson.
    """
    if key:
        return accounts.make_key(environment, key, role, unit)
    if role in bearer_tokens.MACHINE_ROLES and not unit:
        return sign_in.machine_token(environment, role)
    if role not in people.ROLES:
        raise NoSuchRole(role, ", ".join(people.ROLES))
    if (post := people.find(role, unit)) is None:
        raise NoSuchPerson(f"{role}@{unit or 'bureau'}")
    try:
        return _sign_in(environment, post).token
    except Declined:
        raise NoSuchPerson(post.name) from None


def password(environment: Environment, person: str) -> str:
    """The password of a synthetic person of this home."""
    key = bearer_tokens.key(environment.home)
    drawn = hmac.new(key, f"synthetic\n{person}".encode(), hashlib.sha256).digest()
    return base64.b32encode(drawn).decode()[:PASSWORD_LENGTH].lower()


def found_bureau(administrator: Client) -> None:
    """Where nobody is there yet: as the administrator, the first unit, the first person, and who appoints the others.

    Raises Away, Declined.
    """
    after = None
    for register, step in FOUNDING:
        empty = not administrator.get(f"/v1/{register}", limit="1")["items"]
        if empty or register == POSTS:  # a home of before has units and people, and nobody with a post
            sheet = next(one for one in SHEETS if one.register == register)
            body = text(sheet.rows()[:2])
            answer = administrator.post(f"/v1/{register}/import", body, CSV, after=after, steps=step)
            after = answer["last_event"]


def as_person(environment: Environment, post: SyntheticPost) -> Client:
    """A client in which a synthetic person is signed in, in one of their posts; their account is made where there is
    none. Raises Away, Declined.
    """
    administrator = accounts.administrator(environment)
    there = _accounts(administrator)
    if not there.get(post.person):
        _open(environment, administrator, post.person, there)
    return _sign_in(environment, post)


def _sign_in(environment: Environment, post: SyntheticPost) -> Client:
    anybody = replace(client.connect(environment), token="")
    given = orjson.dumps({"name": post.person, "password": password(environment, post.person)})
    signed_in = replace(anybody, token=anybody.post("/v1/sessions", given)["token"])
    signed_in.post("/v1/account/post", orjson.dumps({"post": post.name}))
    return signed_in


def _accounts(administrator: Client) -> dict[str, bool]:
    """The accounts that there are, and whether each has a password."""
    return {one["id"]: one["has_password"] for one in administrator.get(accounts.ALL)["items"]}


def open_all(environment: Environment, console: Console) -> None:
    """Make the accounts that are not there yet; each gets its password by its link. Raises Away, Declined."""
    administrator = accounts.administrator(environment)
    there = _accounts(administrator)
    wanted = dict.fromkeys(one.person for one in people.with_account())
    with progress_bar(console) as bar:
        for person in bar.track([one for one in wanted if not there.get(one)], description="accounts 账号"):
            _open(environment, administrator, person, there)


def _open(environment: Environment, administrator: Client, person: str, there: Container[str]) -> None:
    chosen = {"link": _link(administrator, person, there), "password": password(environment, person)}
    replace(administrator, token="").post("/v1/sessions/first", orjson.dumps(chosen))


def _link(administrator: Client, person: str, there: Container[str]) -> str:
    """The link by which a person chooses a password, once the view has heard of their post. Raises Declined."""
    if person in there:
        link: str = administrator.post(f"{accounts.ALL}/{person}/link")["link"]
        return link
    until = time.monotonic() + PATIENCE
    while True:
        try:
            link = administrator.post(accounts.ALL, orjson.dumps({"person": person}))["link"]
        except Declined:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return link


def show(environment: Environment, console: Console) -> None:
    """Print who can sign in with which password."""
    table = Table("合成人员 synthetic person", "任职 post", "密码 password")
    for one in people.with_account():
        table.add_row(one.person, one.name, password(environment, one.person))
    console.print(table)
