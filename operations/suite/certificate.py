"""The certificate of a suite that speaks https: whether it can be served, and when it runs out."""

from __future__ import annotations

import typer

from operations.base.environment import Environment
from operations.base.errors import WrongSetting
from services.chassis.base import clock, tls
from services.chassis.base.settings import LOCALHOST, LOOPBACKS


def refuse_wrong(environment: Environment) -> None:
    """Raises WrongSetting where the gateway could not serve with the files that the settings name."""
    try:
        if files := tls.find(environment.inherited, environment.home):
            tls.server_context(files)
    except tls.WrongFile as error:
        raise WrongSetting(*error.args) from None


def tell_plain(environment: Environment) -> None:
    """Prints that passwords cross the network in clear, where others reach the suite and nothing speaks https."""
    host, _ = environment.listens_at()
    secure = environment.certificate or environment.inherited.get("PUBLIC_URL", "").startswith("https:")
    if host not in {LOCALHOST, *LOOPBACKS} and not secure:
        typer.echo(
            f"Others reach {environment.http_address} without https: passwords can be read on the way. "
            "他人可访问该地址而未启用 https，口令可能在途中被读取。 `./campaign certificate`, then `down` and `up`"
        )


def tell_end(environment: Environment) -> None:
    """Prints that the certificate runs out soon, or has done so."""
    if environment.certificate is None:
        return
    try:
        left = tls.days_left(tls.read(environment.certificate), clock.now())
    except tls.WrongFile as error:
        typer.echo(f"The certificate cannot be read 证书无法读取: {error}")
        return
    if left is not None:
        typer.echo(
            f"The certificate runs out in {left} days 证书将在 {left} 天后到期: {environment.certificate}; "
            "`./campaign certificate` renews the suite's own, the bureau's own is replaced in its file"
        )
