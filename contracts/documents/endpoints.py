"""Every address the gateway serves, but for the registers' steps, which are read off the catalogue.

The gateway's own routes and its policy are held to this table by a test; contracts import nothing of services.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.register import names
from contracts.training.units import KINDS as UNIT_KINDS

ANONYMOUS, EVERYONE, WRITERS = "anonymous", "everyone", "writers"
ADMISSION = {
    ANONYMOUS: "no token is needed",
    EVERYONE: "any role",
    WRITERS: "any role but auditor; a step's own roles are at the step",
}
REGISTER = "/v1/{service}/{register}"


@dataclass(frozen=True)
class Endpoint:
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
FORM, ENCODED, TEXT_XML = "multipart/form-data", "application/x-www-form-urlencoded", "text/xml"
GEOREPORT = "/open311/v2"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
CASE = "/v1/cases/penalties/{id}"
CASE_READERS = "auditor, captain, clerk, inspector, leader, legal, officer, operator, publicist"
"""Who works on penalty cases, supervises them or looks into them."""
FRAME = "as_of, known_at, unit, after"
SHOWN = "as_of, unit, lang"
KNOWN = (304, 404, 422)
PARAMETERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "after": ({"type": "string"}, "先等待此事件", "Wait, at most 5 s, until the view has this event"),
    "api_key": ({"type": "string"}, "密钥", "A token of an application; without one only what is public is told"),
    "as_of": ({"type": "string", "format": "date"}, "截至业务日期", "Business date, Asia/Shanghai; else today"),
    "by": (
        {"enum": ["source", "district", "street", "community", "grid", "class", "unit"]},
        "分组",
        "Also for each group of cases",
    ),
    "columns": (
        {"type": "string"},
        "列对应",
        "What headings mean that are not ours: heading=field;heading=field; nothing after = leaves a column out",
    ),
    "compare": (
        {"enum": ["yoy", "pop", "none"], "default": "none"},
        "同比或环比",
        "Beside the same period a year before, or the one just before",
    ),
    "corrects": ({"type": "integer", "minimum": 1}, "更正第几版", "The place (version) of the step that is told again"),
    "cursor": ({"type": "string"}, "游标", "Where the page begins: `next` of the page before"),
    "dry_run": ({"type": "boolean", "default": False}, "仅检查", "Check all, keep nothing"),
    "end_date": ({"type": "string", "format": "date-time"}, "截止时间", "Else now; at most 90 days after start_date"),
    "format": ({"enum": ["xlsx", "csv"], "default": "xlsx"}, "文件格式", "Workbook, or text"),
    "jurisdiction_id": ({"type": "string"}, "行政区划", "The district's division code, if any"),
    "known_at": ({"type": "string", "format": "date-time"}, "截至记录时间", "What was recorded by this moment"),
    "lang": ({"enum": ["zh", "en"]}, "语言", "Language; else as the browser prefers, else Chinese"),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 500, "default": 100}, "每页条数", "Records a page"),
    "name": ({"type": "string", "maxLength": 200}, "文件名", "The file's name, by which an import may refer to it"),
    "partial": ({"type": "boolean", "default": False}, "部分导入", "Import the rows that are right, refuse the others"),
    "done": ({"type": "string"}, "刚办步骤", "The step that was just taken, to be told"),
    "from": ({"type": "string", "format": "date"}, "起始日期", "The first business day; else the month's first"),
    "id": ({"type": "string", "maxLength": 80}, "记录编号", "Go to the record of this id"),
    "ids": ({"type": "string"}, "记录编号", "The ids of records, with commas between"),
    "kind": ({"enum": list(UNIT_KINDS), "default": "squadron"}, "单位类别", "Which kind of unit is ranked"),
    "minimum_n": (
        {"type": "integer", "minimum": 1, "default": 5},
        "最少样本",
        "Units with fewer facts, or members of the whole, are not ranked; groups with fewer cases due neither",
    ),
    "since": ({"type": "string", "format": "date-time"}, "起始记录时间", "Recorded after this moment; required"),
    "until": ({"type": "string", "format": "date-time"}, "截止记录时间", "Recorded by this moment; else now"),
    "within": (
        {"type": "integer", "minimum": 1, "maximum": 366, "default": 10},
        "工作日",
        "What falls due within so many working days",
    ),
    "q": ({"type": "string", "maxLength": 100}, "查找", "A record's id, or a text that its fields hold"),
    "service": ({"type": "string"}, "服务", "Whose projection; else the gateway's ledger"),
    "service_code": ({"type": "string"}, "事项代码", "Only these services; with commas between"),
    "service_request_id": ({"type": "string"}, "上报编号", "These requests, whatever else is asked; commas between"),
    "start_date": ({"type": "string", "format": "date-time"}, "起始时间", "Else 90 days before end_date"),
    "status": ({"type": "string"}, "状态", "Only records that stand here"),
    "step": ({"type": "string"}, "首个步骤", "Which step opens the record, where there are several"),
    "to": ({"type": "string", "format": "date"}, "截止日期", "The last business day; else today"),
    "token": ({"type": "string"}, "令牌", "The token that `./campaign token` printed"),
    "unit": ({"type": "string"}, "单位", "Only this unit and those below it"),
    "who": ({"type": "string"}, "个人信息代号", "The token that stands for the text in events"),
    "whole": ({"type": "boolean", "default": False}, "整体", "Keep all or nothing"),
}
TAGS = {
    "view": ("总览", "One view over the campaign: progress, measures, and the facts behind them"),
    "evidence": ("佐证", "Evidence, by the SHA-256 of its bytes"),
    "files": ("案卷", "The papers of a penalty case, made of its record, and its whole file"),
    "pages": ("网页", "The web pages"),
    "open311": ("开放接口", "Open311 GeoReport v2, for citizens' applications; format: json or xml"),
    "operations": ("运维", "Health, documents, and what operators ask"),
}


def _open(name: str, path: str, title: str, answer: str, **more: Any) -> Endpoint:
    return Endpoint(name, path, title, answer, by=ANONYMOUS, **{"group": "operations", "refuses": ()} | more)


def _georeport(name: str, path: str, title: str, **more: Any) -> Endpoint:
    """An address of Open311 GeoReport v2, whose errors are its own."""
    kept = {"by": ANONYMOUS, "query": "api_key, jurisdiction_id", "refuses": (400, 403, 404)} | more
    return Endpoint(f"open311_{name}", path, title, f"{JSON}, {TEXT_XML}", group="open311", **kept)


def _form(name: str, path: str, title: str, **more: Any) -> Endpoint:
    """A form of the pages: sealed, and answered by the page itself or by going on to another."""
    kept = {"by": WRITERS, "refuses": (303, 404, 409, 412, 413, 422, 503)} | more
    return Endpoint(name, path, title, HTML, method="post", takes=(FORM,), group="pages", **kept)


BOOK = "/registers/{service}/{register}"
STEP = f"{BOOK}/{{id}}/{{step}}"
ADDRESSES = (
    Endpoint("progress", "/v1/progress", "进展总览 / The whole view", "Progress", query=FRAME, refuses=KNOWN),
    Endpoint("item", "/v1/progress/{item}", "一个事项 / One item", "Item", query=FRAME, refuses=KNOWN),
    Endpoint("measure", "/v1/measures/{measure}", "一个指标 / One measure", "Measure", query=FRAME),
    Endpoint("facts", "/v1/measures/{measure}/facts", "指标的事实 / A measure's facts", "Facts", query=FRAME),
    Endpoint("gaps", "/v1/measures/{measure}/gaps", "比率的缺口 / A ratio's gaps", "Gaps", query=FRAME),
    Endpoint("fact", "/v1/facts/{event}", "一件事实 / One fact", "Fact"),
    Endpoint("stream", "/v1/stream", "变动推送 / What changes, as it changes", "text/event-stream", refuses=()),
    Endpoint("due", "/v1/due", "时限提醒 / What is due", "Due", query="unit, within, as_of"),
    Endpoint("changes", "/v1/changes", "期间变动 / What changed", "Changes", query="since, until, as_of, unit"),
    Endpoint(
        "ranking",
        "/v1/rankings/{measure}",
        "单位排名 / Units ranked",
        "Ranking",
        query="minimum_n, as_of, kind",
        refuses=(403, 404, 422),
    ),
    Endpoint(
        "indicators",
        "/v1/indicators",
        "数字城管指标 / Indicators of digital city cases",
        "Indicators",
        query="from, to, by, compare, minimum_n",
        refuses=(422,),
    ),
    Endpoint("list", REGISTER, "列表 / List", "Page", query="cursor, limit, q, status, unit", refuses=(422, 503)),
    Endpoint("record", f"{REGISTER}/{{id}}", "一条记录 / One record", "Record", refuses=(404, 503)),
    Endpoint(
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
    Endpoint(
        "import",
        f"{REGISTER}/import",
        "导入表格 / Import a spreadsheet",
        "Imported",
        method="post",
        by=WRITERS,
        query="after, partial, dry_run, columns",
        takes=(XLSX, CSV, FORM),
        refuses=(413, 422, 503),
    ),
    Endpoint(
        "export",
        f"{REGISTER}/export",
        "导出表格 / Export a spreadsheet",
        f"{XLSX}, {CSV}",
        query="format, unit, status",
        refuses=(413, 422, 503),
    ),
    Endpoint("template", f"{REGISTER}/template", "表格模板 / A spreadsheet to fill in", XLSX, refuses=()),
    Endpoint(
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
    Endpoint(
        "evidence", "/v1/evidence/{sha256}", "取出佐证 / Get evidence", ANYTHING, refuses=(404, 410), group="evidence"
    ),
    Endpoint(
        "case_paper",
        f"{CASE}/papers/{{paper}}.{{form}}",
        "案件文书 / A paper of a penalty case",
        f"{HTML}, {DOCX}",
        by=CASE_READERS,
        refuses=(404, 503),
        group="files",
    ),
    Endpoint(
        "case_file",
        f"{CASE}/file.zip",
        "案卷导出 / The whole file of a penalty case",
        ZIP,
        by=CASE_READERS,
        refuses=(404, 503),
        group="files",
    ),
    Endpoint(
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
    Endpoint(
        "forget",
        "/v1/operations/forget",
        "删除个人信息 / Forget a private text",
        "Forgotten",
        method="post",
        by="operator",
        query="service, who",
        refuses=(404, 422, 503),
        group="operations",
    ),
    Endpoint(
        "digest",
        "/v1/operations/digest",
        "账目指纹 / The ledger's fingerprint",
        "Digest",
        by="auditor, operator",
        refuses=(),
        group="operations",
    ),
    _georeport("discovery", "/open311/discovery.{format}", "接口发现 / Where the interface is", query=""),
    _georeport("services", f"{GEOREPORT}/services.{{format}}", "可报事项 / What can be reported"),
    _georeport("service", f"{GEOREPORT}/services/{{code}}.{{format}}", "事项定义 / What a service asks for"),
    _georeport(
        "requests",
        f"{GEOREPORT}/requests.{{format}}",
        "公众上报 / Service requests",
        query="api_key, jurisdiction_id, service_request_id, service_code, start_date, end_date, status",
    ),
    _georeport("request", f"{GEOREPORT}/requests/{{id}}.{{format}}", "一件上报 / One service request"),
    _georeport("token", f"{GEOREPORT}/tokens/{{id}}.{{format}}", "凭据对应编号 / The id behind a token"),
    _georeport(
        "updates",
        f"{GEOREPORT}/servicerequestupdates.{{format}}",
        "上报进展 / What became of service requests",
        query="api_key, jurisdiction_id, start_date, end_date",
    ),
    _georeport(
        "post",
        f"{GEOREPORT}/requests.{{format}}",
        "提交上报 / Hand in a service request",
        method="post",
        by="outsider",
        takes=(ENCODED,),
        refuses=(400, 403, 404, 503),
    ),
    _open("openapi", "/openapi.json", "本文档 / This document", JSON, refuses=(304,)),
    _open("asyncapi", "/asyncapi.json", "事件文档 / The events' document", JSON, refuses=(304,)),
    _open("schema", "/schemas/{type}", "事件数据 / The schema of an event's data", JSON, refuses=(304, 404)),
    _open("healthz", "/healthz", "存活 / Whether it lives", "Alive"),
    _open("readyz", "/readyz", "就绪 / Whether all of it is ready", "Ready", refuses=(503,)),
    _open("metrics", "/metrics", "运行指标 / The gateway's metrics for Prometheus", "text/plain"),
    Endpoint("page", "/", "总览网页 / The 13 items", HTML, query=SHOWN, group="pages"),
    Endpoint("page_measure", "/measures/{measure}", "指标网页 / A measure", HTML, query=SHOWN, group="pages"),
    Endpoint("page_fact", "/facts/{event}", "事实网页 / A fact", HTML, query=SHOWN, group="pages"),
    Endpoint(
        "page_due",
        "/due",
        "时限提醒网页 / What is due, as a page",
        HTML,
        query="unit, within, as_of, lang",
        group="pages",
    ),
    Endpoint(
        "page_registers", "/registers", "台账网页 / The registers", HTML, query="lang, done", refuses=(), group="pages"
    ),
    Endpoint(
        "page_register", BOOK, "一本台账 / A register", HTML, query="status, unit, cursor, q, lang", group="pages"
    ),
    Endpoint("page_record", f"{BOOK}/{{id}}", "记录网页 / A record", HTML, query="done, lang", group="pages"),
    Endpoint(
        "page_new",
        f"{BOOK}/new",
        "登记表单 / A form to open a record",
        HTML,
        by=WRITERS,
        query="step, lang",
        group="pages",
    ),
    _form("page_open", f"{BOOK}/new", "提交登记 / Open a record from a form", query="step, lang"),
    Endpoint("page_step", STEP, "步骤表单 / A step's form", HTML, by=WRITERS, query="corrects, lang", group="pages"),
    _form("page_take", STEP, "提交步骤 / Take a step from a form", query="corrects, lang"),
    Endpoint("page_import", f"{BOOK}/import", "导入网页 / Import", HTML, by=WRITERS, query="lang", group="pages"),
    _form("page_imported", f"{BOOK}/import", "提交表格 / Import from a form", query="lang"),
    Endpoint(
        "page_labels",
        "/labels/{service}/{register}",
        "标签网页 / Labels to print",
        HTML,
        query="ids, status, unit, cursor, lang",
        group="pages",
    ),
    Endpoint("page_exam", "/exam/{paper}", "考试网页 / An exam", HTML, by=WRITERS, query="lang", group="pages"),
    _form("page_hand_in", "/exam/{paper}", "交卷 / Hand in answers", query="lang"),
    Endpoint("page_result", "/exam/{paper}/{id}", "成绩网页 / A result", HTML, query="lang", group="pages"),
    _form("signout", "/signout", "退出 / Sign out", query="lang", by=EVERYONE, refuses=(303,)),
    _open(
        "signin", "/signin", "登录 / Sign in by link", HTML, query="token, lang", refuses=(303, 401, 422), group="pages"
    ),
    _open("style", "/style.css", "样式 / The pages' style", "text/css", refuses=(304,), group="pages"),
)
