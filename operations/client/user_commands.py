"""The table of contents of `user`."""

from __future__ import annotations

from typing import Annotated

import typer

from operations.base.environment import Environment

app = typer.Typer(help="Accounts of people and keys of programs. 账号与密钥", no_args_is_help=True)
key_app = typer.Typer(help="Keys of programs. 程序密钥", no_args_is_help=True)
app.add_typer(key_app, name="key")
Person = Annotated[str, typer.Argument(help="The person's code in the register of people. 人员编号")]
Account = Annotated[str, typer.Argument(help="The account, as `user list` shows it. 账号")]
Name = Annotated[str, typer.Argument(help="What the key is called. 名称")]


@app.command("list")
def list_() -> None:
    """Show every account and key. 列出"""
    from operations.client import accounts

    accounts.show(Environment.load())


@app.command()
def add(person: Person) -> None:
    """Make an account for a person on strength; prints a link that works once. 开通账号"""
    from operations.client import accounts

    typer.echo(accounts.add(Environment.load(), person))


@app.command()
def link(account: Account = "founder:first") -> None:
    """Print another link that works once, for a lost password; without a name the first administrator's. 重发链接"""
    from operations.client import accounts

    typer.echo(accounts.link(Environment.load(), account))


@app.command()
def recover(account: Account) -> None:
    """Start bringing back who lost a second factor; another person confirms it at /account. 发起第二因素恢复"""
    from operations.client import accounts

    typer.echo(accounts.recover(Environment.load(), account))


@app.command()
def close(account: Account) -> None:
    """Let an account be used no longer. 停用"""
    from operations.client import accounts

    accounts.change(Environment.load(), account, "close")


@app.command()
def reopen(account: Account) -> None:
    """Let an account be used again, also a locked one. 恢复"""
    from operations.client import accounts

    accounts.change(Environment.load(), account, "reopen")


@app.command("sign-out")
def sign_out(account: Account) -> None:
    """End every session of an account. 强制退出"""
    from operations.client import accounts

    accounts.change(Environment.load(), account, "sign-out")


@key_app.command("add")
def key_add(
    name: Name,
    *,
    role: Annotated[str, typer.Option(help="What the program may do. 角色")],
    unit: Annotated[str, typer.Option(help="For which unit; empty: the bureau. 单位")] = "",
) -> None:
    """Make a key for a program; it is shown this once. 新建密钥"""
    from operations.client import accounts

    typer.echo(accounts.make_key(Environment.load(), name, role, unit))


@key_app.command("revoke")
def key_revoke(name: Name) -> None:
    """Let a key open nothing any more. 吊销"""
    from operations.client import accounts

    accounts.revoke_key(Environment.load(), name)
