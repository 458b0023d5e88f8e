"""The command line's table of contents: each command says what it is for and hands over."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from operations.base.environment import PYTHON, ROOT, Environment
from operations.client import audit_commands, calendar_commands, reports, user_commands
from operations.client.exchange import open311_commands
from operations.cluster import commands as cluster_commands
from operations.deployment import jobs as deployment_jobs
from operations.programme import commands as programme_commands
from operations.upkeep import commands as upkeep_commands
from operations.wal_archive import commands as wal_archive_commands

_PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True}

app = typer.Typer(
    help="The suite of a district's four-six-three campaign. 四六三工程管理套件",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
parking_app = typer.Typer(help="Messages that could not be handled. 停放的消息", no_args_is_help=True)
app.add_typer(parking_app, name="parking")
papers_app = typer.Typer(help="Files of evidence. 佐证文件", no_args_is_help=True)
app.add_typer(papers_app, name="papers")
audit_app = audit_commands.app
app.add_typer(audit_app, name="audit")
view_app = typer.Typer(help="Generations of the gateway's view. 视图各代", no_args_is_help=True)
app.add_typer(view_app, name="view")
app.add_typer(user_commands.app, name="user")
app.add_typer(calendar_commands.app, name="calendar")
app.add_typer(programme_commands.app, name="programme")
app.add_typer(reports.app, name="report")
app.add_typer(open311_commands.app, name="open311")
app.add_typer(upkeep_commands.app, name="backup")
app.add_typer(cluster_commands.app, name="cluster")
app.command("support-bundle")(upkeep_commands.support_bundle)
app.add_typer(deployment_jobs.app, name="job", hidden=True)
app.add_typer(wal_archive_commands.app, name="wal-archive", hidden=True)

Address = Annotated[str, typer.Option(help="HOST:PORT of the web page; else HTTP_ADDRESS, else 127.0.0.1:8463. 网址")]
Service = Annotated[str, typer.Option(help="Only this service's. 仅此服务")]
EventId = Annotated[str, typer.Argument(help="The event's id, as `parking list` shows it. 事件编号")]


@app.command()
def up(
    *,
    detach: Annotated[bool, typer.Option("--detach", help="Return once it is ready. 后台运行")] = False,
    address: Address = "",
) -> None:
    """Start everything on this machine; Ctrl-C stops it. 在本机启动全部服务"""
    environment = Environment.load(HTTP_ADDRESS=address)
    if detach:
        from operations.suite.detach import start

        typer.echo(start(environment))
        return
    from operations.broker import broker
    from operations.client import accounts
    from operations.suite import suite

    suite.Suite(environment, suite.services(), broker.find, lambda: accounts.founders_link(environment)).run()


@app.command()
def down() -> None:
    """Stop what `up` started. 停止"""
    from operations.suite import home

    typer.echo("Stopped 已停止" if home.stop(Environment.load().home) else "Nothing is running 未在运行")


@app.command()
def status() -> None:
    """Show every process; exit code 0 when all is ready. 运行状态"""
    from operations.suite import status as shown

    raise typer.Exit(0 if shown.show(Environment.load()) else 1)


@app.command()
def certificate(
    *,
    host: Annotated[
        list[str] | None, typer.Option(help="One more name or address, as often as wanted. 其他主机名或地址")
    ] = None,
) -> None:
    """Issue or renew a certificate of its own: `up` then speaks https. 签发或续签证书"""
    from operations.certificate import certificate as issued

    issued.issue(Environment.load(), host or ())


@app.command()
def demo(
    *,
    year: Annotated[
        bool, typer.Option("--year", help="Also a synthetic district's year, as sheets. 另载入合成的全年数据")
    ] = False,
    size: Annotated[
        int, typer.Option(help="Of the year, in events, ten a city case. 全年数据的规模（事件数）", min=1000)
    ] = 100_000,
) -> None:
    """Load the Xishan 2017 campaign and show its 13 items. 载入锡山 2017 年示例"""
    from operations.demo import load as example

    if not year:
        example.load(Environment.load())
        return
    from operations.year import load as whole_year

    whole_year.show(Environment.load(), size)


@app.command()
def begin(
    *,
    district: Annotated[str, typer.Option(help="The district's code, instead of typing it. 区划代码")] = "",
    with_real_records: Annotated[
        bool, typer.Option("--with-real-records", help="Also where not all is synthetic. 含未标明合成的记录")
    ] = False,
    start: Annotated[bool, typer.Option("--start/--no-start", help="Start it afterwards. 随后启动")] = True,
) -> None:
    """Put aside the demo, or whatever is here, and begin with empty registers and new keys. 清空示例，正式启用"""
    from operations.beginning import begin as beginning
    from operations.beginning.inventory import Tally
    from operations.suite import detach

    environment = Environment.load()

    def ask(tallies: Sequence[Tally]) -> str:
        beginning.show(tallies)
        return district or typer.prompt(f"Type {environment.district} to put all of this aside 输入区划代码以确认")

    copy = beginning.begin(environment, ask, with_real=with_real_records)
    typer.echo(f"Put aside, for you to delete 已移至（由您删除）: {copy}")
    if start:
        typer.echo(detach.start(environment))


@app.command()
def recover(
    home: Annotated[Path, typer.Argument(help="The new home; it must be empty. 新主目录（须为空）")],
    *,
    folder: Annotated[Path, typer.Option("--from", help="The archive: RECOVERY_FOLDER. 归档目录", exists=True)],
    to: Annotated[str, typer.Option(help="A second, as 2026-12-01T10:15:30Z; else the newest. 恢复到的时刻")] = "",
) -> None:
    """Make a new home as this one was at a second of the last seven days. 恢复到指定时刻"""
    from operations.recovery import commands

    raise typer.Exit(0 if commands.recover(home, folder, to) else 1)


@app.command()
def drill(
    *,
    folder: Annotated[Path, typer.Option("--from", help="The archive: RECOVERY_FOLDER. 归档目录", exists=True)],
    to: Annotated[str, typer.Option(help="A second, as 2026-12-01T10:15:30Z; else the newest. 恢复到的时刻")] = "",
) -> None:
    """Restore an archive elsewhere, read all of it, and note what came of it; nothing is kept. 恢复演练"""
    from operations.recovery import commands

    raise typer.Exit(0 if commands.drill(Environment.load(), folder, to) else 1)


@app.command("import")
def import_sheet(  # noqa: PLR0913 -- each is an option of the command line
    file: Annotated[
        Path, typer.Argument(help="A workbook (.xlsx) or a text (.csv) of any length. 表格文件", exists=True)
    ],
    *,
    register: Annotated[str, typer.Option(help="Of which register, as outreach.matters. 台账")],
    partial: Annotated[bool, typer.Option("--partial", help="Import the rows that are right. 跳过有错的行")] = False,
    check_only: Annotated[bool, typer.Option("--check", help="Only try; nothing is kept. 仅核对")] = False,
    steps: Annotated[str, typer.Option(help="Only these steps, commas between. 仅这些步骤")] = "",
    columns: Annotated[str, typer.Option(help="heading=field;heading=field. 列对应")] = "",
    sheets: Annotated[str, typer.Option(help="Only these sheets, ; between. 仅这些工作表")] = "",
    hidden: Annotated[str, typer.Option(help="take or leave what is hidden. 隐藏内容")] = "",
) -> None:
    """Import a spreadsheet as whom CAMPAIGN_TOKEN stands for; exit code 1 where a row is refused. 导入表格"""
    from operations.client import sheets as transfers

    chosen = {"steps": steps or None, "columns": columns or None, "sheets": sheets or None, "hidden": hidden or None}
    flags = {"partial": "true" if partial else None, "dry_run": "true" if check_only else None}
    raise typer.Exit(0 if transfers.bring(Environment.load(), file, register, **chosen, **flags) else 1)


@app.command("take-away")
def take_away(folder: Annotated[Path, typer.Argument(help="Where to; what is there stays. 目录")]) -> None:
    """Write all that CAMPAIGN_TOKEN may read as open files, with their hashes; again, it goes on. 导出全部数据"""
    from operations.client import take_away as leaving

    one = leaving.take(Environment.load(), folder)
    typer.echo(f"{folder}: {len(leaving.files_of(folder))} files 个文件; see README.txt, sha256sum --check SHA256SUMS")
    if one.absent:
        typer.echo(f"not to be had 未能导出: {len(one.absent)} (not-taken.txt)")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to: .xlsx or .csv. 导出到")],
    *,
    register: Annotated[str, typer.Option(help="Of which register, as outreach.matters. 台账")],
    unit: Annotated[str, typer.Option(help="One unit and those below it, by code. 单位编号")] = "",
    status_: Annotated[str, typer.Option("--status", help="Only records that stand here. 状态")] = "",
) -> None:
    """Export a register of any size as whom CAMPAIGN_TOKEN stands for. 导出表格"""
    from operations.client import sheets as transfers

    size = transfers.take_out(Environment.load(), register, file, unit=unit or None, status=status_ or None)
    typer.echo(f"{file}: {size} bytes 字节")


@app.command()
def exchange(
    mapping: Annotated[str, typer.Argument(help="Which mapping of the home's folder exchange. 映射文件名")] = "",
    *,
    out: Annotated[Path, typer.Option(help="Where to: a .zip. 保存到")],
    month: Annotated[str, typer.Option(help="Of which month, as 2017-05; else the one before this. 月份")] = "",
    order: Annotated[str, typer.Option(help="Fetch what was ordered under this number. 已有的申请编号")] = "",
) -> None:
    """Order a month's files for the platform above, wait and save them; rejected rows are told. 生成报送文件"""
    from operations.client.exchange import files

    if bool(mapping) == bool(order):
        raise typer.BadParameter("either a mapping or --order 映射与 --order 二选一")
    if order:
        files.fetch(Environment.load(), order, out)
    else:
        files.make(Environment.load(), mapping, month, out)


@app.command()
def jobs(
    *, cancel: Annotated[str, typer.Option(help="Stop this one after the part under way. 取消此任务")] = ""
) -> None:
    """Show one's own imports that go on or have ended. 我的任务"""
    from operations.client import sheets as transfers

    if cancel:
        typer.echo(transfers.cancel(Environment.load(), cancel))
        return
    transfers.show(Environment.load())


@app.command()
def progress(
    *,
    as_of: Annotated[str | None, typer.Option(help="The business date, today if not given. 截止日期")] = None,
    unit: Annotated[str | None, typer.Option(help="One unit and those below it, by code. 单位编号")] = None,
) -> None:
    """Show the campaign's 13 items. 进展总览"""
    from operations.client import progress_table

    progress_table.progress(Environment.load(), as_of, unit)


@app.command()
def article(
    *,
    as_of: Annotated[str | None, typer.Option(help="The business date, today if not given. 截止日期")] = None,
    file: Annotated[Path | None, typer.Option(help="Write it into this file, else print it. 写入文件")] = None,
) -> None:
    """The report claim by claim: what answers each, with its numbers, as Markdown. 报道逐句对照"""
    from operations.client import article as report

    typer.echo(report.article(Environment.load(), as_of, file), nl=file is not None)


@app.command()
def replay(
    service: Annotated[str, typer.Argument(help="Whose view. 服务")],
    *,
    set_aside: Annotated[
        bool,
        typer.Option("--set-aside", help="Events that no journal holds any more count no longer. 搁置仅存于视图者"),
    ] = False,
) -> None:
    """Rebuild a service's view from the journals. 由日志重建视图"""
    from operations.client import progress_table

    progress_table.replay(Environment.load(), service, set_aside=set_aside)


@view_app.command("status")
def view_status() -> None:
    """Which generation of the view is live, kept, or being built. 视图各代状态"""
    from operations.client import generations

    generations.show(Environment.load())


@view_app.command("rebuild")
def view_rebuild() -> None:
    """Build another generation beside the live one, and switch to it at its end; reading goes on. 另建一代后切换"""
    from operations.client import generations

    generations.decide(Environment.load(), "rebuild")


@view_app.command("back")
def view_back() -> None:
    """Read the generation again that was read before, as long as it is kept. 恢复上一代"""
    from operations.client import generations

    generations.decide(Environment.load(), "back")


@view_app.command("drop")
def view_drop() -> None:
    """Let go of whatever is not live: what is kept, and what is being built. 清除非现行各代"""
    from operations.client import generations

    generations.decide(Environment.load(), "drop")


@view_app.command("preview")
def view_preview(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Another programme of the campaign. 方案")],
) -> None:
    """Make another programme's numbers beside those in force; nobody else reads them. 预览另一方案"""
    from operations.client import generations

    generations.preview(Environment.load(), file)


@view_app.command("compare")
def view_compare(
    as_of: Annotated[str | None, typer.Option("--as-of", help="A day, YYYY-MM-DD; else today. 截至日期")] = None,
) -> None:
    """What the previewed programme says otherwise than the one in force. 两方案对比"""
    from operations.client import generations

    raise typer.Exit(0 if generations.compare(Environment.load(), as_of) else 1)


@app.command()
def forget(
    service: Annotated[str, typer.Argument(help="Who owns the record. 服务")],
    who: Annotated[str, typer.Argument(help="The token that stands for the text in events. 个人信息代号")],
) -> None:
    """Delete somebody's name or number for good; the events stand. 删除个人信息"""
    from operations.client import client

    answer = client.connect(Environment.load()).post("/v1/operations/forget", service=service, who=who)
    typer.echo("Forgotten 已删除" if answer["forgotten"] else "There was nothing 无此内容")


@app.command()
def token(
    *,
    role: Annotated[str, typer.Option(help="What the bearer may do. 角色")],
    unit: Annotated[str, typer.Option(help="The bearer's unit. 单位")] = "",
    key: Annotated[str, typer.Option(help="Make a key of this name for a program. 新建程序密钥，并以此命名")] = "",
) -> None:
    """Print a bearer token: of this machine's operator, of the demo's synthetic person, or a new key. 签发接口令牌"""
    from operations.demo import accounts

    typer.echo(accounts.token(Environment.load(), role, unit, key))


@app.command(context_settings=_PASSED_ON)
def test(context: typer.Context) -> None:
    """Run every test this machine can run; arguments go to pytest. 运行测试"""
    from operations.checks import checks

    raise typer.Exit(checks.test(context.args))


@app.command()
def check(
    *,
    at_length: Annotated[
        bool, typer.Option("--at-length", help="Only the tests that take longer than CI has. 仅运行耗时测试")
    ] = False,
) -> None:
    """Run what CI runs: lint, format, types, documents, tests. 全面检查"""
    from operations.checks import checks

    raise typer.Exit(checks.check(checks.LONG_STEPS if at_length else checks.STEPS))


@app.command()
def docs(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit code 1 on drift. 仅比对")] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Write openapi.json and asyncapi.json here instead, whole, for a release. 发布用完整文档"),
    ] = None,
) -> None:
    """Write the generated pages and digests of docs/. 生成文档"""
    from operations.checks import documents

    if check and out:
        raise typer.BadParameter("--check compares docs/, and --out writes elsewhere: give one of them")
    if out:
        documents.write(documents.release_files(), out)
    elif not check:
        documents.write(documents.committed_files(), documents.FOLDER)
    elif not documents.check(documents.committed_files(), documents.FOLDER):
        raise typer.Exit(1)


@app.command(context_settings=_PASSED_ON)
def bench(context: typer.Context) -> None:
    """Measure beside peers; arguments go to the benchmark. 性能对比"""
    raise typer.Exit(subprocess.run([PYTHON, "-m", "bench", *context.args], cwd=ROOT, check=False).returncode)


@papers_app.command("verify")
def papers_verify() -> None:
    """Compare every paper with its hash now; exit code 1 when one is damaged or missing. 核对全部佐证文件"""
    from operations.client import papers

    raise typer.Exit(0 if papers.verify(Environment.load()) else 1)


@papers_app.command("copy")
def papers_copy(
    source: Annotated[str, typer.Argument(help="A folder, s3://bucket/prefix, or - for a tar. 来源")],
    target: Annotated[str, typer.Argument(help="The same. 目标")],
    *,
    leave_damaged: Annotated[
        bool, typer.Option("--leave-damaged", help="One that is damaged is named alone. 有损坏者仅列出，退出码仍为 0")
    ] = False,
) -> None:
    """Copy papers that the other place has not; exit code 1 when one is damaged. 复制佐证文件（目录、存储桶或 tar）"""
    from operations.papers import copying

    raise typer.Exit(0 if copying.run(Environment.load(), source, target) or leave_damaged else 1)


@app.command(context_settings=_PASSED_ON)
def nemesis(context: typer.Context) -> None:
    """Break a suite of its own at random and count; needs this repository, not the image. 随机故障检验"""
    raise typer.Exit(subprocess.run([PYTHON, "-m", "tests.nemesis", *context.args], cwd=ROOT, check=False).returncode)


@parking_app.command("list")
def parking_list(
    service: Service = "", limit: Annotated[int, typer.Option(help="At most so many of each. 每个服务最多")] = 100
) -> None:
    """List parked messages with their reasons. 列出"""
    from operations.dead_letters import queue, table

    environment = Environment.load()
    counts = queue.counts(environment)
    table.table(queue.look(environment, service, limit), counts)


@parking_app.command("show")
def parking_show(event_id: EventId, service: Service = "") -> None:
    """Show all headers and the body. 查看"""
    from operations.dead_letters import queue, table

    table.details(queue.find(Environment.load(), event_id, service))


@parking_app.command("replay")
def parking_replay(
    event_id: Annotated[str, typer.Argument(help="The event's id; or --all. 事件编号")] = "",
    service: Service = "",
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that are parked. 全部")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which. 仅列出")] = False,
) -> None:
    """Send messages back to the inbox they came from; the gateway puts it on record first. 重新投递"""
    from operations.dead_letters import queue, recording, table

    if bool(event_id) == everything:
        raise typer.BadParameter("give one event id, or --all")
    environment, chosen = Environment.load(), None if everything else event_id
    if dry_run:
        table.summary("would be replayed 将重投", queue.find(environment, chosen, service))
    else:
        table.summary("replayed 已重投", queue.replay(environment, chosen, service, recording.teller(environment)))


@parking_app.command("discard")
def parking_discard(
    event_id: EventId,
    service: Service = "",
    reason: Annotated[str, typer.Option(help="Why; kept beside the message. 理由")] = "",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask. 不再询问")] = False,
) -> None:
    """Throw a message away; it is on record, and written to parking-discarded.jsonl, first. 丢弃"""
    from operations.dead_letters import queue, recording, table

    environment = Environment.load()
    if not yes:
        table.summary("to be discarded 将丢弃", queue.find(environment, event_id, service))
        typer.confirm("Discard? 确认丢弃？", abort=True)
    dropped = queue.discard(environment, event_id, service, reason, recording.teller(environment))
    table.summary("discarded 已丢弃", dropped)
