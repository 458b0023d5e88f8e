"""`import`, `export` and `jobs`: spreadsheets of any size, in and out, from a terminal."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from contracts.documents.endpoints import CSV, XLSX
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.base.progress_bar import progress_bar
from operations.client import client, downloads
from operations.client.client import Client

JOBS, TOKEN = "/v1/jobs", "CAMPAIGN_TOKEN"
WORD = re.compile(r"[!-~]+")
LOOK = 0.5
"""Seconds between two looks at how far a job is."""
GOING_ON = ("coming", "waiting", "running")
MEDIA = {".xlsx": XLSX, ".csv": CSV}
SHOWN = 20


class NoToken(OperatorError):
    """Set CAMPAIGN_TOKEN to your token or a program's key (`campaign token`), alone. 请设置 CAMPAIGN_TOKEN。"""

    code = 2


class NoSheet(OperatorError):
    """{0} is neither .xlsx nor .csv. 只能导入 .xlsx 或 .csv 文件。"""

    code = 2


class JobFailed(OperatorError):
    """The job could not go on: {0} {1} {2}"""


def bearer(environment: Environment) -> Client:
    """The running suite as whoever `CAMPAIGN_TOKEN` stands for asks it. Raises NoToken, Away."""
    token = environment.inherited.get(TOKEN, "").strip()
    # What cannot stand in a header is no token: the words of a command that failed, for one.
    if not WORD.fullmatch(token):
        raise NoToken
    return replace(client.connect(environment), token=token)


def bring(environment: Environment, file: Path, register: str, **terms: str | None) -> bool:
    """Import a file as a job and follow it to its end; whether all of it is right. Raises Away, Declined, JobFailed."""
    if (media_type := MEDIA.get(file.suffix.lower())) is None:
        raise NoSheet(file)
    suite, console = bearer(environment), Console()
    with file.open("rb") as body:
        job = suite.send(f"/v1/{register.replace('.', '/')}/import/job", body, media_type, name=file.name, **terms)
    console.print(f"Job {job['id']}: Ctrl-C leaves it going on; `campaign jobs` shows it 按 Ctrl-C 离开，任务照常进行")
    job = follow(suite, job["id"], console)
    _tell(job, console)
    return bool(job["state"] == "done" and not job["refused"])


def follow(suite: Client, id_: str, console: Console) -> Mapping[str, Any]:
    """Wait for a job with a bar; how it ended. Raises Away, Declined."""
    with progress_bar(console) as bar:
        task = bar.add_task("rows 行", total=None)
        while (job := suite.get(f"{JOBS}/{id_}"))["state"] in GOING_ON:
            bar.update(task, total=job["rows"] or None, completed=job["done"])
            time.sleep(LOOK)
        bar.update(task, total=job["rows"] or None, completed=job["done"])
    return dict(job)


def _tell(job: Mapping[str, Any], console: Console) -> None:
    counts = ", ".join(
        f"{job[name]} {said}"
        for name, said in (
            ("accepted", "imported 导入"),
            ("repeated", "there already 已有"),
            ("refused", "refused 有误"),
            ("held", "held back 暂未写入"),
        )
    )
    console.print(f"{job['state']}: {job['rows']} rows 行: {counts}")
    for one in job["errors"][:SHOWN]:
        console.print(f"  {one['column'] or ''}{one['row']}: {one['en']} {one['zh']}", soft_wrap=True)
    if problem := job["problem"]:
        raise JobFailed(problem["title"], problem["title_zh"], problem["detail"])


def take_out(environment: Environment, register: str, file: Path, **narrow: str | None) -> int:
    """Export a register into a file, which appears there only when it is whole; its size. Raises Away, Declined."""
    form = {"format": file.suffix.lower().lstrip(".") or None}
    return downloads.save(bearer(environment).download(export_path(register), **form, **narrow), file)


def export_path(register: str) -> str:
    """Where a register's records are exported."""
    return f"/v1/{register.replace('.', '/')}/export"


def show(environment: Environment) -> None:
    """Lists one's own jobs. Raises NoToken, Away."""
    table = Table("job 任务", "register 台账", "file 文件", "state 状态", "rows 行", "refused 有误", "held 暂未写入")
    for one in bearer(environment).every(JOBS):
        rows = f"{one['done']}/{one['rows']}"
        table.add_row(
            one["id"], one["register"], one["name"], one["state"], rows, str(one["refused"]), str(one["held"])
        )
    Console().print(table)


def cancel(environment: Environment, id_: str) -> str:
    """Stops one's own job after the part that is under way; how it stands. Raises NoToken, Away, Declined."""
    return str(bearer(environment).post(f"{JOBS}/{id_}/cancel")["state"])
