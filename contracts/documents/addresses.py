"""Every address the gateway serves, but for the registers' steps, which are read off the catalogue.

The gateway's own routes and its policy are held to this table by a test; contracts import nothing of services.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.register import names

ANONYMOUS, EVERYONE, WRITERS = "anonymous", "everyone", "writers"
ADMISSION = {
    ANONYMOUS: "no token is needed",
    EVERYONE: "any role",
    WRITERS: "any role but auditor; a step's own roles are at the step",
}
REGISTER = "/v1/{service}/{register}"


@dataclass(frozen=True)
class Address:
    """An address.

    title   Chinese and English, "进展总览 / Progress"
    answer  a schema of `answers.SCHEMAS`, or media types
    by      who is admitted: a word of ADMISSION, or roles
    query   the query parameters it understands, of `PARAMETERS`
    takes   the media types of a body
    refuses the HTTP statuses of its own refusals, beside those that every address has
    """

    name: str
    path: str
    title: str
    answer: str
    method: str = "get"
    by: str = EVERYONE
    query: str = ""
    takes: tuple[str, ...] = ()
    refuses: tuple[int, ...] = (404, 422)
    group: str = "view"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its query parameters."""
        return names(self.query)

    @property
    def roles(self) -> tuple[str, ...]:
        """Who is admitted."""
        return names(self.by)

    @property
    def of_register(self) -> bool:
        """Whether there is one for each register."""
        return self.path.startswith(REGISTER)


JSON, HTML, CSV, ANYTHING = "application/json", "text/html", "text/csv", "*/*"
FORM = "multipart/form-data"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FRAME = "as_of, known_at, unit, after"
SHOWN = "as_of, unit, lang"
KNOWN = (304, 404, 422)
PARAMETERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "after": ({"type": "string"}, "先等待此事件", "Wait, at most 5 s, until the view has this event"),
    "as_of": ({"type": "string", "format": "date"}, "截至业务日期", "Business date, Asia/Shanghai; else today"),
    "corrects": ({"type": "integer", "minimum": 1}, "更正第几版", "The place (version) of the step that is told again"),
    "cursor": ({"type": "string"}, "游标", "Where the page begins: `next` of the page before"),
    "dry_run": ({"type": "boolean", "default": False}, "仅检查", "Check all, keep nothing"),
    "format": ({"enum": ["xlsx", "csv"], "default": "xlsx"}, "文件格式", "Workbook, or text"),
    "known_at": ({"type": "string", "format": "date-time"}, "截至记录时间", "What was recorded by this moment"),
    "lang": ({"enum": ["zh", "en"]}, "语言", "Language; else as the browser prefers, else Chinese"),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 500, "default": 100}, "每页条数", "Records a page"),
    "name": ({"type": "string", "maxLength": 200}, "文件名", "The file's name, by which an import may refer to it"),
    "partial": ({"type": "boolean", "default": False}, "部分导入", "Import the rows that are right, refuse the others"),
    "service": ({"type": "string"}, "服务", "Whose projection; else the gateway's ledger"),
    "status": ({"type": "string"}, "状态", "Only records that stand here"),
    "token": ({"type": "string"}, "令牌", "The token that `./campaign token` printed"),
    "unit": ({"type": "string"}, "单位", "Only this unit and those below it"),
    "whole": ({"type": "boolean", "default": False}, "整体", "Keep all or nothing"),
}
TAGS = {
    "view": ("总览", "One view over the campaign: progress, measures, and the facts behind them"),
    "evidence": ("佐证", "Evidence, by the SHA-256 of its bytes"),
    "pages": ("网页", "The web pages"),
    "operations": ("运维", "Health, documents, and what operators ask"),
}


def _open(name: str, path: str, title: str, answer: str, **more: Any) -> Address:
    return Address(name, path, title, answer, by=ANONYMOUS, **{"group": "operations", "refuses": ()} | more)


ADDRESSES = (
    Address("progress", "/v1/progress", "进展总览 / The whole view", "Progress", query=FRAME, refuses=KNOWN),
    Address("item", "/v1/progress/{item}", "一个事项 / One item", "Item", query=FRAME, refuses=KNOWN),
    Address("measure", "/v1/measures/{measure}", "一个指标 / One measure", "Measure", query=FRAME),
    Address("facts", "/v1/measures/{measure}/facts", "指标的事实 / A measure's facts", "Facts", query=FRAME),
    Address("gaps", "/v1/measures/{measure}/gaps", "比率的缺口 / A ratio's gaps", "Gaps", query=FRAME),
    Address("fact", "/v1/facts/{event}", "一件事实 / One fact", "Fact"),
    Address("stream", "/v1/stream", "变动推送 / What changes, as it changes", "text/event-stream", refuses=()),
    Address("list", REGISTER, "列表 / List", "Page", query="cursor, limit, status, unit", refuses=(422, 503)),
    Address("record", f"{REGISTER}/{{id}}", "一条记录 / One record", "Record", refuses=(404, 503)),
    Address(
        "batch",
        f"{REGISTER}:batch",
        "批量办理 / Many commands in one call",
        "Batch",
        method="post",
        by=WRITERS,
        query="after, whole, dry_run",
        takes=(JSON,),
        refuses=(400, 413, 422, 503),
    ),
    Address(
        "import",
        f"{REGISTER}/import",
        "导入表格 / Import a spreadsheet",
        "Imported",
        method="post",
        by=WRITERS,
        query="after, partial, dry_run",
        takes=(XLSX, CSV, FORM),
        refuses=(413, 422, 503),
    ),
    Address(
        "export",
        f"{REGISTER}/export",
        "导出表格 / Export a spreadsheet",
        f"{XLSX}, {CSV}",
        query="format, unit, status",
        refuses=(413, 422, 503),
    ),
    Address("template", f"{REGISTER}/template", "表格模板 / A spreadsheet to fill in", XLSX, refuses=()),
    Address(
        "keep_evidence",
        "/v1/evidence",
        "上传佐证 / Hand in evidence",
        "Paper",
        method="post",
        by=WRITERS,
        query="name",
        takes=(ANYTHING,),
        refuses=(413, 422),
        group="evidence",
    ),
    Address(
        "evidence", "/v1/evidence/{sha256}", "取出佐证 / Get evidence", ANYTHING, refuses=(404, 410), group="evidence"
    ),
    Address(
        "rebuild",
        "/v1/operations/rebuild",
        "由日志重建 / Rebuild from the journals",
        "Rebuilt",
        method="post",
        by="operator",
        query="service",
        refuses=(404, 422, 503),
        group="operations",
    ),
    Address(
        "digest",
        "/v1/operations/digest",
        "账目指纹 / The ledger's fingerprint",
        "Digest",
        by="auditor, operator",
        refuses=(),
        group="operations",
    ),
    _open("openapi", "/openapi.json", "本文档 / This document", JSON, refuses=(304,)),
    _open("asyncapi", "/asyncapi.json", "事件文档 / The events' document", JSON, refuses=(304,)),
    _open("schema", "/schemas/{type}", "事件数据 / The schema of an event's data", JSON, refuses=(304, 404)),
    _open("healthz", "/healthz", "存活 / Whether it lives", "Alive"),
    _open("readyz", "/readyz", "就绪 / Whether all of it is ready", "Ready", refuses=(503,)),
    Address("page", "/", "总览网页 / The 13 items", HTML, query=SHOWN, group="pages"),
    Address("page_measure", "/measures/{measure}", "指标网页 / A measure", HTML, query=SHOWN, group="pages"),
    Address("page_fact", "/facts/{event}", "事实网页 / A fact", HTML, query=SHOWN, group="pages"),
    _open(
        "signin", "/signin", "登录 / Sign in by link", HTML, query="token, lang", refuses=(303, 401, 422), group="pages"
    ),
    _open("style", "/style.css", "样式 / The pages' style", "text/css", refuses=(304,), group="pages"),
)
