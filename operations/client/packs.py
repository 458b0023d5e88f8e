"""`audit export` and `audit verify-pack`: packs of facts, made by the running suite, and checked without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import orjson
import typer

from contracts.packs import layout, verifier
from contracts.tlog.errors import TlogError
from contracts.tlog.notes import Verifier
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.client import client, downloads, sheets
from services.chassis.base import disk, signing_keys
from services.gateway.packs.stand_alone import verifier_file

PACKS, KEYS = "/v1/audit/packs", "/v1/audit/keys"
OWN = {"audit": layout.log_origin, "gateway": layout.gateway_key_name}
"""Whose keys check a pack, and under which names."""


class NoWish(OperatorError):
    """Say what the pack shall be of: one of --measure, --item, --record, or --since with --until. 请指明导出内容。"""

    code = 2


class NoKeys(OperatorError):
    """{0} is no file of keys: {1}. 公钥文件无法读取。"""

    code = 2


def make(environment: Environment, wish: Mapping[str, str], file: Path) -> int:
    """Have a pack made as whom CAMPAIGN_TOKEN stands for, and write it whole; its size in bytes.

    Raises NoToken, Away, Declined, Broken, NotWritable.
    """
    suite = replace(sheets.bearer(environment), patience=client.LONG_WORK)
    return downloads.save(suite.download(PACKS, orjson.dumps(dict(wish))), file)


def wish_of(options: Mapping[str, str | None]) -> dict[str, str]:
    """What a pack shall be of, from the command's options. Raises NoWish."""
    given = {name: value for name, value in options.items() if value}
    kinds: list[str] = [name for name in ("measure", "item", "record") if name in given]
    kinds += ["period"] if {"since", "until"} <= given.keys() else []
    dated = {"as_of"} if kinds in (["measure"], ["item"]) else set()
    meant = {"since", "until"} if kinds == ["period"] else set(kinds)
    if len(kinds) != 1 or given.keys() - meant - dated:
        raise NoWish
    return {"kind": kinds[0], **given}


def verify(environment: Environment, file: Path, keys: Sequence[str]) -> int:
    """Check a pack or a proof, with keys that are given, or those of this home's own suite; what to exit with."""
    try:
        trusted = [one for text in keys for one in verifier.read_keys(text)]
    except (TlogError, OSError, UnicodeDecodeError) as error:
        raise NoKeys(", ".join(keys), error) from None
    return verifier.verify(file, trusted or list(own_keys(environment)))


def own_keys(environment: Environment) -> Iterator[Verifier]:
    """The keys of this home's own suite, present and earlier; none where it never ran here."""
    folder = Path(environment.inherited.get("VERIFYING_KEYS") or environment.home / "secrets" / "signing")
    for service, name in OWN.items():
        for public in signing_keys.public_keys(folder, service):
            yield Verifier(name(environment.district), public)


def show_keys(environment: Environment) -> None:
    """Print the keys with which packs are checked, as a file that `--key` takes. Raises Away."""
    typer.echo("# 四六三审计日志与网关公钥 / keys of the audit log and of the gateway; --key reads this file")
    for one in client.connect(environment).get(KEYS)["keys"]:
        typer.echo(f"# SHA-256 {one['sha256']}\n{one['key']}")


def write_verifier(file: Path) -> None:
    """Write the program that checks packs with Python alone."""
    disk.write(file, verifier_file())
