"""The file that RabbitMQ loads: every user once, passwords as hashes only."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

from operations.deployment import broker_definitions
from services.chassis.messaging import permissions

PASSWORD = "hunter2-hunter2"


def write_definitions(folder: Path) -> str:
    for user in permissions.all_users():
        (folder / f"broker-{user}").write_text(f"{PASSWORD}-{user}\n")
    file = folder / "definitions.json"
    broker_definitions.write(file, folder)
    return file.read_text()


def test_every_user_has_one_entry_and_rights_in_one_virtual_host(tmp_path: Path) -> None:
    definitions = json.loads(write_definitions(tmp_path))
    assert [one["name"] for one in definitions["users"]] == list(permissions.all_users())
    assert {one["user"] for one in definitions["permissions"]} == set(permissions.all_users())
    assert {one["vhost"] for one in (*definitions["permissions"], *definitions["topic_permissions"])} == {"/"}
    assert {one["name"]: one["tags"] for one in definitions["users"] if one["tags"]} == {"operator": ["monitoring"]}


def test_no_password_stands_in_the_file(tmp_path: Path) -> None:
    assert PASSWORD not in write_definitions(tmp_path)


def test_a_hash_is_the_brokers_salt_and_sha256() -> None:
    salted = base64.b64decode(broker_definitions.hash_password(PASSWORD))
    assert salted[4:] == hashlib.sha256(salted[:4] + PASSWORD.encode()).digest()
    assert broker_definitions.hash_password(PASSWORD) != broker_definitions.hash_password(PASSWORD)
