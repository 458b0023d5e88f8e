"""The broker's users and their rights as the file that RabbitMQ loads when it starts."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from contracts.wire import JsonObject
from services.chassis.messaging import permissions
from services.chassis.messaging.permissions import Permissions

VHOST = "/"
SALT_BYTES = 4
HASHING = "rabbit_password_hashing_sha256"
FILE = "broker-{}"
"""The file in which a user's password stands."""


def write(file: Path, folder: Path) -> None:
    """Writes the definitions; the password of each user stands in `folder`/broker-<user>."""
    users = permissions.all_users()
    passwords = {name: (folder / FILE.format(name)).read_text(encoding="utf-8").strip() for name in users}
    fresh = file.with_suffix(".new")
    fresh.write_bytes(orjson.dumps(definitions(users, passwords), option=orjson.OPT_INDENT_2))
    fresh.chmod(0o644)  # the broker reads it as another user; it holds hashes only
    fresh.replace(file)


def definitions(users: Mapping[str, Permissions], passwords: Mapping[str, str]) -> JsonObject:
    """Users, rights and topic rights, as RabbitMQ imports them."""
    return {
        "vhosts": [{"name": VHOST}],
        "users": [_user(name, passwords[name]) for name in users],
        "permissions": [_permission(name, one) for name, one in users.items()],
        "topic_permissions": [entry for name, one in users.items() for entry in _topics(name, one)],
    }


def _user(name: str, password: str) -> JsonObject:
    tags = ["monitoring"] if name == permissions.OPERATOR else []
    return {"name": name, "password_hash": hash_password(password), "hashing_algorithm": HASHING, "tags": tags}


def hash_password(password: str) -> str:
    """A password as RabbitMQ keeps it: a random salt, then the SHA-256 of salt and password, in Base64."""
    salt = secrets.token_bytes(SALT_BYTES)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _permission(name: str, one: Permissions) -> JsonObject:
    return {"user": name, "vhost": VHOST, "configure": one.configure, "write": one.write, "read": one.read}


def _topics(name: str, one: Permissions) -> Iterator[JsonObject]:
    for exchange, topics in one.topics.items():
        yield {"user": name, "vhost": VHOST, "exchange": exchange, "write": topics.write, "read": topics.read}
