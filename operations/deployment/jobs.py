"""The jobs that docker-compose.yml runs once before the services start; each may be repeated."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from operations.base.environment import Environment

SECRETS = Path("/run/secrets")
app = typer.Typer(help="Jobs of a deployment, run before the services. 部署任务", no_args_is_help=True)


@app.command("definitions")
def write_definitions(file: Annotated[Path, typer.Argument(help="Where RabbitMQ will find them. 文件")]) -> None:
    """Write the broker's users and rights. 生成消息代理的用户与权限"""
    from operations.deployment import broker_definitions

    broker_definitions.write(file, SECRETS)
    typer.echo(f"{file} written")


@app.command("public-keys")
def write_public_keys(folder: Annotated[Path, typer.Argument(help="Where services look for them. 目录")]) -> None:
    """Write every service's public key, by which the others know what it signed. 生成各服务公钥"""
    from operations.deployment import public_keys

    typer.echo(f"public keys written: {', '.join(public_keys.write(folder, SECRETS))}")


@app.command("databases")
def create_databases() -> None:
    """Create databases and roles, as the superuser that DATABASE_URL names. 创建数据库与角色"""
    from operations.deployment import databases

    environment = Environment.load()
    superuser = databases.url(environment).set(password=environment.secret("DATABASE_PASSWORD") or None)
    databases.wait(superuser)
    databases.create(superuser, SECRETS)
    typer.echo(f"databases ready: {', '.join(databases.SERVICES)}")


@app.command("migrate")
def migrate() -> None:
    """Bring every database to the present schema, as its owner. 迁移数据库结构"""
    from operations.deployment import databases

    databases.migrate(databases.url(Environment.load()), SECRETS)
    typer.echo(f"schemas up to date: {', '.join(databases.SERVICES)}")


@app.command("topology")
def declare() -> None:
    """Declare the broker's exchanges, queues and bindings. 声明消息拓扑"""
    from services.chassis.base import log
    from services.chassis.messaging import topology

    log.configure("topology")
    topology.wait_and_declare(Environment.load().amqp_uri)
    typer.echo("topology declared")


@app.command("stack")
def write_stack(
    shared: Annotated[str, typer.Option(help="Options of the driver for papers' volume. 佐证共享卷选项")] = "",
) -> None:
    """Print the merged compose file, given as JSON, as a stack of Docker Swarm. 生成 Swarm 部署文件"""
    from operations.deployment import stack

    typer.echo(stack.write(typer.get_text_stream("stdin").read(), shared))
