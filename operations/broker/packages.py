"""Debian's and Ubuntu's packages, installed without starting the services that come with them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from operations.base.errors import OperatorError

POLICY = Path("/usr/sbin/policy-rc.d")
_DENY = "#!/bin/sh\nexit 101\n"


class NotInstalled(OperatorError):
    """apt-get could not install {0}; its words stand above."""


def possible() -> bool:
    """Whether packages can be installed here: by root, with apt-get."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(name: str, inherited: Mapping[str, str]) -> None:
    """Installs a package. Raises NotInstalled."""
    env = {**inherited, "DEBIAN_FRONTEND": "noninteractive"}
    with _services_denied(POLICY):
        for step in (["update"], ["install", "-y", "--no-install-recommends", name]):
            if subprocess.run(["apt-get", "-qq", *step], env=env, stdin=subprocess.DEVNULL, check=False).returncode:
                raise NotInstalled(name)


@contextmanager
def _services_denied(policy: Path) -> Iterator[None]:
    """For the time of an installation nothing starts; what the machine's owner decided stays as it is."""
    if policy.exists():
        yield
        return
    policy.write_text(_DENY, encoding="ascii")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink(missing_ok=True)
