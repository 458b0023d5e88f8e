"""Both READMEs name the same commands, and they do what a new user expects, one after another on a fresh home."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations.base import ports
from tests.broker import need_server

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


def commands(readme: str) -> list[str]:
    """Every command of ours in a README's fenced blocks, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [match.group(0) for line in lines for match in re.finditer(r"\./campaign [^)|#]*", line)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    need_server()
    home = tmp_path_factory.mktemp("fresh")
    inherited = {name: value for name, value in os.environ.items() if name not in ("AMQP_URI", "DATABASE_URL")}
    variables = {**inherited, "CAMPAIGN_HOME": str(home), "HTTP_ADDRESS": f"127.0.0.1:{ports.free()}"}
    yield variables
    run(variables, "./campaign down", check=False)


def run(environment: dict[str, str], command: str, *, check: bool = True) -> str:
    done = subprocess.run(
        command.split(),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = (commands(one) for one in READMES)
    assert english == chinese
    assert "./campaign demo" in english
    assert "./campaign test" in english


def test_every_command_in_the_readme_has_help() -> None:
    for name in {command.split()[1] for command in commands(READMES[0])}:
        assert name in run(dict(os.environ), f"./campaign {name} --help")


def test_a_new_user_gets_from_nothing_to_a_number_and_back(environment: dict[str, str]) -> None:
    assert "http://localhost:" in run(environment, "./campaign up --detach")
    assert "28 件" in run(environment, "./campaign demo")
    assert "outreach" in run(environment, "./campaign status")
    assert run(environment, "./campaign token --role leader").startswith("fss_")
    assert "unverifiable" in run(environment, "./campaign progress --as-of 2017-06-15")
    run(environment, "./campaign parking list")
    assert "same as before" in run(environment, "./campaign replay gateway")
    run(environment, "./campaign down")
    assert "campaign-ca.crt" in run(environment, "./campaign certificate --host 192.168.1.7")
    assert "https://localhost:" in run(environment, "./campaign up --detach")
    assert "unverifiable" in run(environment, "./campaign progress --as-of 2017-06-15")
