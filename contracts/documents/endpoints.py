"""What an address is: its path, who is admitted, what it takes and answers; and the words that all of them share.

The gateway declares its addresses beside the methods that answer them. OpenAPI and the permissions are read off those.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts import roles
from contracts.audit.acts import OUTCOMES
from contracts.register import split_names
from contracts.roles import ANONYMOUS, EVERYONE, WRITERS
from contracts.tasks import KINDS as TASK_KINDS
from contracts.training.units import KINDS as UNIT_KINDS

GET, POST = "GET", "POST"
JSON, HTML, CSV, ANYTHING = "application/json", "text/html", "text/csv", "*/*"
FORM, ENCODED, TEXT_XML = "multipart/form-data", "application/x-www-form-urlencoded", "text/xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP, PDF = "application/zip", "application/pdf"
EVENT_STREAM = "text/event-stream"
REGISTER = "/v1/{service}/{register}"
OPEN311 = "open311"
"""The group of GeoReport's addresses, which tell in its own way what went wrong."""
STEPS, JOBS = "steps", "jobs"
"""The group of the addresses that are documented once for each step: what they take and admit is the step's own."""
ADMISSION = {
    ANONYMOUS: ("anonymous", "no token is needed"),
    EVERYONE: ("everyone", "any role"),
    WRITERS: ("writers", "any role but auditor; a step's own roles are at the step"),
}
"""The words for groups of roles in the document, and their meaning; other roles stand there one by one."""


@dataclass(frozen=True)
class Endpoint:
    """An address.

    path      as OpenAPI writes it, "/v1/progress/{item}"
    roles     who is admitted; there is no default, so that nothing is open by oversight
    title     Chinese and English, "进展总览 / Progress"
    answer    a schema of `response_schemas.SCHEMAS`, or media types
    query     the query parameters it understands, of `PARAMETERS`; others are refused
    takes     the media types of a body
    body      the schema of a body in JSON
    status    the HTTP status when all went well
    others    further HTTP statuses of its own, beside those that every address has
    headers   headers of the answer that matter to a client
    form      a form of the pages: it takes the sign-in cookie, and only with its csrf token
    kept      a form that is kept for its person where their session is over, until they have signed in again
    by_script the scripts of our pages ask it too: it takes the sign-in cookie, and only with the csrf token in a header
    token_in  the parameter in which other people's programs hand over their token
    """

    method: str
    path: str
    name: str
    roles: frozenset[str]
    title: str
    answer: str
    query: str = ""
    takes: tuple[str, ...] = ()
    body: str = ""
    status: int = 200
    others: tuple[int, ...] = (404, 422)
    headers: tuple[str, ...] = ()
    group: str = "view"
    form: bool = False
    kept: bool = False
    by_script: bool = False
    token_in: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for an address that admits nobody, or a role that does not exist."""
        if not self.roles or not self.roles <= {*roles.ROLES, *ANONYMOUS}:
            raise ValueError(self.name, sorted(self.roles))

    @cached_property  # asked at every request
    def parameters(self) -> tuple[str, ...]:
        """The names of its query parameters."""
        return split_names(self.query)

    @property
    def anonymous(self) -> bool:
        """Whether it is answered without a token."""
        return self.roles == ANONYMOUS

    @property
    def forgiving(self) -> bool:
        """Whether parameters that it does not know are passed over.

        Links to pages and files are passed on, and every messenger appends parameters of its own. What lies under /v1
        is asked by programs: there a name that means nothing is a mistake, and its answer would be to another question.
        """
        is_file = self.method == GET and "/" in self.answer and not self.parameters
        return is_file or not self.path.startswith("/v1/")

    @property
    def media(self) -> tuple[str, ...]:
        """The media types of a body, those of steps too; none: it takes no body."""
        return (JSON,) if self.group == STEPS else self.takes

    @property
    def of_register(self) -> bool:
        """Whether there is one for each register."""
        return self.path.startswith(REGISTER)


def admission(admitted: Collection[str]) -> list[str]:
    """Who is admitted, as the document says it: by the word for a group, else role by role."""
    word = ADMISSION.get(frozenset(admitted))
    return [word[0]] if word else sorted(admitted)


PARAMETERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "after": ({"type": "string"}, "先等待此事件", "Wait, at most 5 s, until the view has this event"),
    "api_key": ({"type": "string"}, "密钥", "A token of an application; without one only what is public is told"),
    "as_of": ({"type": "string", "format": "date"}, "截至业务日期", "Business date, Asia/Shanghai; else today"),
    "by": (
        {"enum": ["source", "district", "street", "community", "grid", "class", "unit"]},
        "分组",
        "Also for each group of cases",
    ),
    "code": ({"type": "string"}, "授权码", "What the bureau's provider hands over for who signed in (OpenID Connect)"),
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
    "cursor": (
        {"type": "string"},
        "游标",
        "`next` or `previous` of an answer to the same question",
    ),
    "facts_cursor": ({"type": "string"}, "事实清单游标", "Where a page's list of facts goes on"),
    "ended_cursor": (
        {"type": "string"},
        "到期、终止清单游标",
        "Where the list of facts that ran out or were ended goes on",
    ),
    "gone_cursor": (
        {"type": "string"},
        "作废、更正清单游标",
        "Where the list of facts that were voided or corrected away goes on",
    ),
    "gaps_cursor": ({"type": "string"}, "缺口清单游标", "Where a page's list of gaps goes on"),
    "keys_cursor": ({"type": "string"}, "密钥清单游标", "Where a page's list of keys goes on"),
    "error": ({"type": "string"}, "错误", "Why the bureau's provider let nobody in (RFC 6749, 4.1.2.1)"),
    "error_description": ({"type": "string"}, "错误说明", "The same in words"),
    "error_uri": ({"type": "string"}, "错误网址", "Where it is explained"),
    "iss": ({"type": "string"}, "签发者", "Which provider answers (RFC 9207)"),
    "scope": ({"type": "string"}, "范围", "What the provider grants; not looked at"),
    "session_state": ({"type": "string"}, "会话状态", "The provider's session; not looked at"),
    "state": ({"type": "string"}, "状态值", "What this browser was sent to the provider with"),
    "drafts": ({"type": "integer", "minimum": 1}, "未提交的表单", "How many forms stand unsubmitted of who signed out"),
    "link": ({"type": "string"}, "一次性链接", "The secret of a link that works once"),
    "next": ({"type": "string"}, "登录后前往", "The page to go on to"),
    "hidden": (
        {"enum": ["take", "leave"]},
        "隐藏内容",
        "Whether hidden rows, columns and sheets are imported; without it a file that hides content is refused",
    ),
    "sheets": ({"type": "string"}, "工作表", "The names of the sheets that are imported, with ; between; else all"),
    "dry_run": ({"type": "boolean", "default": False}, "仅检查", "Check all, keep nothing"),
    "end_date": (
        {"type": "string"},
        "截止时间",
        "ISO 8601, a whole day or a moment, Asia/Shanghai where no zone is said; else now",
    ),
    "format": ({"enum": ["xlsx", "csv"], "default": "xlsx"}, "文件格式", "Workbook, or text"),
    "jurisdiction_id": ({"type": "string"}, "行政区划", "The district's division code, if any"),
    "item": ({"type": "string"}, "事项", "One of the thirteen items alone, with all its measures"),
    "known_at": ({"type": "string", "format": "date-time"}, "截至记录时间", "What was recorded by this moment"),
    "lastEventId": ({"type": "string"}, "最后收到的事件", "As Last-Event-ID, for scripts that cannot set headers"),
    "lat": ({"type": "string"}, "纬度", "Around this point in WGS-84, with long"),
    "long": ({"type": "string"}, "经度", "Around this point in WGS-84, with lat"),
    "radius": ({"type": "integer", "minimum": 1, "maximum": 100000, "default": 500}, "半径（米）", "Metres around it"),
    "case": (
        {"type": "string"},
        "案件编号",
        "Of which case it is filled; else each field has the words for what it is",
    ),
    "form": ({"enum": ["html", "docx", "pdf"], "default": "html"}, "形式", "A page, a Word file or a PDF"),
    "paper": ({"type": "string"}, "文书", "Which paper stands in the form already"),
    "of": ({"type": "string"}, "来自记录", "The record on whose page the form is opened: cases.patrols/…"),
    "place": (
        {"type": "integer", "minimum": 1},
        "第几版步骤",
        "Which of several papers: the place (version) of the step that issued it; else the last",
    ),
    "page": (
        {"type": "integer", "minimum": 1, "maximum": 100000, "default": 1},
        "页码",
        "Which page, the newest first",
    ),
    "page_size": (
        {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50},
        "每页件数",
        "Requests a page; all, up to 1000, where neither it nor a page is named",
    ),
    "extensions": (
        {"type": "string"},
        "扩展字段",
        "true: with extended_attributes, such as all addresses of pictures; else without",
    ),
    "lang": ({"type": "string"}, "语言", "zh or en; else as the browser prefers, else Chinese"),
    "limit": (
        {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
        "每页条数",
        "Rows a page; 100 at most",
    ),
    "doc": ({"enum": ["zh", "en"], "default": "zh"}, "月报语言", "The language of the report"),
    "day": ({"type": "string", "format": "date"}, "月报截至日期", "The day up to which the report counts"),
    "known": ({"type": "string"}, "月报所知时刻", "As known at this moment of Shanghai, YYYY-MM-DDTHH:MM"),
    "name": (
        {"type": "string"},
        "文件名",
        "The file's name, by which an import may refer to it; 200 characters are kept",
    ),
    "partial": ({"type": "boolean", "default": False}, "部分导入", "Import the rows that are right, refuse the others"),
    "done": ({"type": "string"}, "刚办步骤", "The step that was just taken, to be told"),
    "from": (
        {"type": "string", "format": "date"},
        "起始日期",
        "The first business day; else the month's first; of facts: those that count on it or later; else all",
    ),
    "id": ({"type": "string", "maxLength": 80}, "记录编号", "Go to the record of this id"),
    "ids": ({"type": "string"}, "记录编号", "The ids of records, with commas between"),
    "rate": ({"type": "string"}, "比率", "By which rate of city cases a page shows its groups"),
    "count": (
        {"type": "string"},
        "件数",
        "Which count of city cases, or how long what took: an id among the definitions of `/v1/indicators`",
    ),
    "clock": ({"type": "string"}, "时限类型", "Of how long something took: by that clock alone"),
    "group": ({"type": "string"}, "分组", "One group of `by`; without it the cases of which nothing was said"),
    "mapping": (
        {"type": "string", "maxLength": 40},
        "报送映射",
        "By which mapping files for the platform above are made",
    ),
    "measure": ({"type": "string"}, "指标", "The measure that it is about"),
    "kind": ({"enum": list(UNIT_KINDS), "default": "squadron"}, "单位类别", "Which kind of unit is ranked"),
    "minimum_n": (
        {"type": "integer", "minimum": 1, "default": 5},
        "最少样本",
        "Units with fewer facts, or members of the whole, are not ranked; groups with fewer cases due neither",
    ),
    "since": (
        {"type": "string", "format": "date-time"},
        "起始记录时间",
        "Recorded after this moment; required for changes",
    ),
    "person": ({"type": "string"}, "人员", "Who acted: a person's code, `key:` and a program's name, or anonymous"),
    "post": ({"type": "string"}, "职务", "As what they acted: captain@DT"),
    "record": ({"type": "string"}, "记录", "The record that it was about: a register and an id, cases.penalties/…"),
    "what": ({"type": "string"}, "行为", "The name of an act, or the type of an event"),
    "outcome": ({"enum": list(OUTCOMES)}, "结果", "How it ended"),
    "address": ({"type": "string"}, "来源地址", "The network address from which it was asked"),
    "views": ({"type": "boolean", "default": False}, "仅查看者", "Only who saw the record's texts"),
    "rule": (
        {"enum": ["denials", "night_exports", "mass_reading", "many_addresses"]},
        "规则",
        "Only what is out of the common by this rule",
    ),
    "event": ({"type": "string"}, "事件", "An event's id; required"),
    "first": ({"type": "integer", "minimum": 1}, "较小日志", "Entries of the smaller log; required"),
    "second": ({"type": "integer", "minimum": 1}, "较大日志", "Entries of the larger log; required"),
    "show": ({"type": "string"}, "列", "The fields that a list's page shows as columns, with commas between"),
    "size": ({"type": "integer", "minimum": 1}, "日志大小", "The newest checkpoint of no more entries"),
    "sort": (
        {"type": "string"},
        "排序",
        "opened, or an order of the register, else -opened; of units tree, or an item; - before it: backwards",
    ),
    "own_first": ({"type": "boolean", "default": True}, "本单位优先", "Records of one's own units before all others"),
    "opened_from": ({"type": "string", "format": "date"}, "登记起始日期", "Opened on this business day or later"),
    "opened_to": ({"type": "string", "format": "date"}, "登记截止日期", "Opened on this business day or earlier"),
    "earlier": ({"type": "integer", "minimum": 1}, "先前版本", "The version on the left; else before a correction"),
    "later": (
        {"type": "integer", "minimum": 1},
        "其后版本",
        "The version on the right; else after the last correction",
    ),
    "names": ({"type": "string"}, "提及", "Records that name this one: a register and an id, training.people/…"),
    "year": (
        {"type": "string", "pattern": "^[0-9]{4}$"},
        "年份",
        "A year of the calendar; else this one, or the file's",
    ),
    "source": ({"type": "string", "maxLength": 200}, "公布机关及文号", "Who announced a year, and by which paper"),
    "announced_on": ({"type": "string", "format": "date"}, "公布日期", "On which day a year was announced"),
    "deviation": (
        {"type": "string", "maxLength": 300},
        "与法定放假天数不一致的原因",
        "Why a year gives more or fewer days off than the law",
    ),
    "until": ({"type": "string", "format": "date-time"}, "截止记录时间", "Recorded by this moment; else now"),
    "within": (
        {"type": "integer", "minimum": 1, "maximum": 366, "default": 10},
        "工作日",
        "What falls due within so many working days",
    ),
    "certified": (
        {"type": "boolean", "default": False},
        "持证人员",
        "Of people say why they cannot act as officers today",
    ),
    "month": (
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
        "月份",
        "One month, as 2017-06; where months are compared, else the last full one as of the day",
    ),
    "devices": (
        {"type": "string"},
        "本机名",
        "What a device was called by `/v1/street/key`; several with commas between",
    ),
    "with": (
        {"enum": ["month", "year"], "default": "month"},
        "对照",
        "Beside the month before, or the same month a year before",
    ),
    "only": (
        {"enum": ["missing", "all"], "default": "all"},
        "仅列",
        "Only the claims of the article that are not answered yet, or in part",
    ),
    "q": ({"type": "string", "maxLength": 100}, "查找", "A record's id, or a text that its fields hold"),
    "act": (
        {"enum": ["rebuild", "back", "drop"]},
        "操作",
        "Build another generation beside the live one, read the one before again, or keep none but the live one",
    ),
    "set_aside": (
        {"type": "boolean", "default": False},
        "搁置",
        "Events that no journal holds any more are kept apart and count no longer; else nothing is rebuilt",
    ),
    "section": (
        {"enum": ["due", *TASK_KINDS]},
        "类别",
        "Only what waits in this way: due, to approve, to confirm, to take in, sent back, to sign, opened and left",
    ),
    "service": ({"type": "string"}, "服务", "Whose projection; else the gateway's ledger"),
    "service_code": ({"type": "string"}, "事项代码", "Only these services; with commas between"),
    "service_request_id": ({"type": "string"}, "上报编号", "These requests, whatever else is asked; commas between"),
    "start_date": ({"type": "string"}, "起始时间", "ISO 8601, a day or a moment; else 90 days before end_date"),
    "planning": (
        {"type": "string"},
        "计划台账",
        "Of which register that plans: its service and name, with a dot between",
    ),
    "series": (
        {"enum": ["first", "now", "done"], "default": "first"},
        "哪一种日期",
        "Plans by the day they were first recorded for, stand for now, or were carried out on",
    ),
    "status": ({"type": "string"}, "状态", "Only records that stand here"),
    "step": ({"type": "string"}, "首个步骤", "Which step opens the record, where there are several"),
    "steps": (
        {"type": "string"},
        "办理步骤",
        "Only these steps are taken, with commas between; the others are left, so that the sheet is handed on",
    ),
    "register": ({"type": "string"}, "台账", "Of which register: its service and name, with a dot between"),
    "reason": (
        {"type": "string", "minLength": 1, "maxLength": 500},
        "更正原因",
        "Why it is corrected, with `corrects`: it stands in the event, and many read it",
    ),
    "releases": ({"type": "string"}, "认定", "The event of an import for which you vouch, as a second person"),
    "to": ({"type": "string", "format": "date"}, "截止日期", "The last business day; else today"),
    "unit": ({"type": "string"}, "单位", "Only this unit and those below it"),
    "who": ({"type": "string"}, "个人信息代号", "The token that stands for the text in events"),
    "whole": ({"type": "boolean", "default": False}, "整体", "Keep all or nothing"),
}
TAGS = {
    "view": ("总览", "One view over the campaign: progress, measures, and the facts behind them"),
    "evidence": ("佐证", "Evidence, by the SHA-256 of its bytes"),
    "files": ("案卷", "The papers of a penalty case, made of its record, and its whole file"),
    JOBS: ("任务", "Imports that go on while nobody waits for them"),
    "reports": ("月报", "Monthly reports: kept as they were issued, and what changed since"),
    "exchange": ("数据报送", "Files for the platform above, as a bureau's mapping says"),
    "sheets": ("表格", "Spreadsheets in rounds: sent once, chosen for, tried, imported"),
    "pages": ("网页", "The web pages"),
    "accounts": ("账号", "Signing in, one's own account, everybody's accounts, and the keys of programs"),
    "street": ("街面", "What the pages of the street ask: the book that a device keeps, proposals, the pages' token"),
    "public": ("公开信息", "What is public, without an account, once a leader has opened it"),
    "reminders": ("提醒", "What one is told of that is due or waits, and by which channels"),
    "audit": ("审计", "The audit log: who did what, proofs that it stands, and what is out of the common"),
    OPEN311: ("开放接口", "Open311 GeoReport v2, for citizens' applications; format: json or xml"),
    "operations": ("运维", "Health, documents, and what operators ask"),
}
