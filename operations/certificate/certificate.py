"""`certificate`: the suite's own authority, and a certificate for its server, new or renewed."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterable

import typer
from cryptography.hazmat.primitives import hashes

from operations.base.environment import Environment
from operations.certificate import authority, instructions, machine
from operations.certificate.authority import Signer
from operations.certificate.files import CertificateFiles
from operations.certificate.machine import Name
from operations.suite import home
from services.chassis.base import clock, tls


def issue(environment: Environment, hosts: Iterable[str]) -> None:
    """Issues a certificate for this machine, these hosts, and those of the certificate before; says what is to be done.

    Raises WrongSetting, BrokenAuthority.
    """
    now, files = clock.now(), CertificateFiles(environment.home)
    before = [machine.parse(one) for one in files.load_names()]
    names = list(dict.fromkeys([*machine.names(), *map(machine.parse, hosts), *before]))
    signer, is_new = _authority(files, names, now)
    server = authority.issue(signer, names, now)
    files.save_server(server)
    _tell(environment, files, signer, server, is_new=is_new)


def _authority(files: CertificateFiles, names: list[Name], now: dt.datetime) -> tuple[Signer, bool]:
    """The home's authority, while it outlives what it signs and may speak for these names; else another one."""
    present = files.load_authority()
    if (
        present
        and present.certificate.not_valid_after_utc > now + authority.SERVER_LIFE
        and authority.permits(present.certificate, names)
    ):
        return present, False
    drawn = authority.draw(f"四六三 Four-Six-Three {socket.gethostname()} {now:%Y-%m-%d}", names, now)
    files.save_authority(drawn)
    return drawn, True


def _tell(environment: Environment, files: CertificateFiles, signer: Signer, server: Signer, *, is_new: bool) -> None:
    own = tls.own_files(environment.home).certificate
    typer.echo(f"证书 Certificate: {own}")
    typer.echo(f"  适用于 for: {', '.join(tls.names(server.certificate))}")
    typer.echo(f"  有效至 until: {clock.day_of(server.certificate.not_valid_after_utc)}")
    fingerprint = signer.certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    if is_new:
        typer.echo(instructions.TEXT.format(file=files.authority, fingerprint=fingerprint))
    else:
        typer.echo(
            f"根证书未变，无需重新安装。The authority is as before: nothing is to be installed: {files.authority}"
        )
    typer.echo(_next_step(environment))


def _next_step(environment: Environment) -> str:
    if environment.inherited.get(tls.CERTIFICATE):
        return (
            f"{tls.CERTIFICATE} 指定了另一证书，本证书不会启用。That setting names another one: this one is not served."
        )
    running = home.running(environment.home)
    if running is None:
        return "下次启动即用 https。The next start speaks https: ./campaign up"
    if running.certificate:
        return "正在运行的套件数秒内换用新证书。The running suite takes it within seconds."
    return "重启后改用 https。To speak https, start again: ./campaign down && ./campaign up --detach"
