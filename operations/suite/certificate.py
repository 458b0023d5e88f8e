"""The certificate of a suite that speaks https: whether it can be served, and when it runs out."""

from __future__ import annotations

import typer

from operations.base.environment import Environment
from operations.base.errors import WrongSetting
from services.chassis.base import clock, tls


def refuse_wrong(environment: Environment) -> None:
    """Raises WrongSetting where the gateway could not serve with the files that the settings name."""
    try:
        if files := tls.find(environment.inherited, environment.home):
            tls.server_context(files)
    except tls.WrongFile as error:
        raise WrongSetting(*error.args) from None


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
