"""`audit`: whether everything is what was recorded, who did what, packs of facts for others, and witnesses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from operations.base.environment import Environment

app = typer.Typer(help="Whether everything is what was recorded. 核验", no_args_is_help=True)
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", help="A key that you trust, or a file with one a line; as often as wanted. 可信公钥"),
]
Record = Annotated[str, typer.Argument(help="A register and an id: outreach.matters/ID. 台账和编号")]
Most = Annotated[int, typer.Option(min=1, help="At most so many. 最多条数")]
AsJson = Annotated[bool, typer.Option("--json", help="A line of JSON each, for other programs. 每行一条 JSON")]
MOST = 100


@app.command("verify")
def verify(
    *,
    backup: Annotated[
        Path | None, typer.Option(help="Only the audit log of a copied home. 仅核验备份中的审计日志")
    ] = None,
    key: Keys = None,
    remembered: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint kept elsewhere, as a witness's. 另存的检查点")
    ] = None,
) -> None:
    """Read every journal, the whole view and the audit log; exit code 1 if anything is not what was recorded. 核验"""
    from operations.client import audit, log_check
    from operations.client.copies import backup_check, backup_notes

    environment = Environment.load()
    if backup:
        good = backup_check.verify(environment, backup, key or (), remembered or ())
        if not backup_notes.note_test(environment, backup, good=good):
            typer.echo("not noted: no suite answers 套件未运行，未登记此次检验")
        raise typer.Exit(0 if good else 1)
    notes = [backup_check.note_in(file) for file in remembered or ()]
    whole = [audit.verify(environment), log_check.verify(environment, notes)]
    raise typer.Exit(0 if all(whole) else 1)


@app.command("export")
def export(  # noqa: PLR0913 -- each is an option of the command line
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to: a .zip file. 导出到")],
    measure: Annotated[str, typer.Option(help="The facts behind this measure. 指标")] = "",
    item: Annotated[str, typer.Option(help="The facts behind this item. 事项")] = "",
    record: Annotated[str, typer.Option(help="The facts of this record: outreach.matters/ID. 记录")] = "",
    since: Annotated[str, typer.Option(help="Everything recorded from this moment on, RFC 3339. 起始时间")] = "",
    until: Annotated[str, typer.Option(help="... and before this one. 截止时间")] = "",
    as_of: Annotated[str, typer.Option(help="Of measure and item: the business date. 截至日期")] = "",
) -> None:
    """Have a pack of facts, papers and proofs made, as whom CAMPAIGN_TOKEN stands for. 导出核验包"""
    from operations.client import packs

    wish = {"measure": measure, "item": item, "record": record, "since": since, "until": until, "as_of": as_of}
    size = packs.make(Environment.load(), packs.wish_of(wish), output)
    typer.echo(f"{output}: {size} bytes 字节")


@app.command("verify-pack")
def verify_pack(
    file: Annotated[Path, typer.Argument(help="A pack, or a fact's proof. 核验包或单条证明")], *, key: Keys = None
) -> None:
    """Check a pack; without --key with the keys of this home's own suite. 核验核验包"""
    from operations.client import packs

    raise typer.Exit(packs.verify(Environment.load(), file, key or []))


@app.command("keys")
def keys() -> None:
    """Print the public keys with which packs are checked, as a file for --key. 输出核验公钥"""
    from operations.client import packs

    packs.show_keys(Environment.load())


@app.command("verifier")
def verifier(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to. 输出到")] = Path("verify.pyz"),
) -> None:
    """Write the program that checks packs with Python alone. 输出独立核验程序"""
    from operations.client import packs

    packs.write_verifier(output)
    typer.echo(f"{output}: python {output.name} pack.zip --key keys.txt")


@app.command("witness")
def witness(
    *,
    folder: Annotated[Path, typer.Option(help="The witness's own, on another machine or medium. 见证方目录")],
    name: Annotated[str, typer.Option(help="What it is called, once and for ever. 见证方名称")] = "witness",
    key: Keys = None,
) -> None:
    """See that the log only grew, and cosign its checkpoint; exit code 1 if it did not. 见证并联署"""
    from operations.client import witness as witnesses

    witnesses.run(Environment.load(), folder, name, key or [])


@app.command("search")
def search(  # noqa: PLR0913 -- each is an option of the command line
    *,
    person: Annotated[str, typer.Option(help="Who did it: a person's code, or a key. 人员")] = "",
    post: Annotated[str, typer.Option(help="In which post. 岗位")] = "",
    unit: Annotated[str, typer.Option(help="For which unit. 单位")] = "",
    record: Annotated[str, typer.Option(help="To which record: outreach.matters/ID. 记录")] = "",
    what: Annotated[str, typer.Option(help="An act, as denied, or a type of events. 行为")] = "",
    outcome: Annotated[str, typer.Option(help="What came of it. 结果")] = "",
    address: Annotated[str, typer.Option(help="From which network address. 网络地址")] = "",
    since: Annotated[str, typer.Option(help="From this day or moment on. 起")] = "",
    until: Annotated[str, typer.Option(help="... to this day, or before this moment. 止")] = "",
    most: Most = MOST,
    as_json: AsJson = False,
) -> None:
    """Who did what, the newest first, as an auditor's CAMPAIGN_TOKEN asks. 检索审计日志"""
    from operations.client import log_search

    wish = {"person": person, "post": post, "unit": unit, "record": record, "what": what, "outcome": outcome}
    wish |= {"address": address, "since": since, "until": until}
    log_search.search(Environment.load(), wish, most, as_json=as_json)


@app.command("trail")
def trail(record: Record, *, most: Most = MOST, as_json: AsJson = False) -> None:
    """All that happened to a record: events, refusals, views. 一条记录的全部痕迹"""
    from operations.client import log_search

    log_search.trail(Environment.load(), record, most, views=False, as_json=as_json)


@app.command("who-saw")
def who_saw(record: Record, *, most: Most = MOST, as_json: AsJson = False) -> None:
    """Who was shown a record's private texts. 谁查看过隐私内容"""
    from operations.client import log_search

    log_search.trail(Environment.load(), record, most, views=True, as_json=as_json)


@app.command("anomalies")
def anomalies(  # noqa: PLR0913 -- each is an option of the command line
    *,
    rule: Annotated[str, typer.Option(help="By this rule alone. 规则")] = "",
    person: Annotated[str, typer.Option(help="Of this person alone. 人员")] = "",
    since: Annotated[str, typer.Option(help="From this day on. 起")] = "",
    until: Annotated[str, typer.Option(help="... to this day. 止")] = "",
    most: Most = MOST,
    as_json: AsJson = False,
) -> None:
    """Days on which somebody did what is out of the common, each with its rule. 异常情况"""
    from operations.client import log_search

    wish = {"rule": rule, "person": person, "from": since, "to": until}
    log_search.anomalies(Environment.load(), wish, most, as_json=as_json)


@app.command("status")
def status(*, as_json: AsJson = False) -> None:
    """How the log is: its size, when it was verified, by whom witnessed, what is missing. 日志状态"""
    from operations.client import log_search

    log_search.status(Environment.load(), as_json=as_json)
