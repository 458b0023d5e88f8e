"""The acts that leave an audit event. A command that was accepted leaves an event of its register instead.

An audit event is a CloudEvent like any other, of the type `<service>.audit.<act>.v1`, in the journal of the service
where the act happened. It says who did what to which record, from where, and how it ended; it holds no private text.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts import forms as ask
from contracts.forms import Form
from contracts.words import Words

AUDIT = "audit"
"""What stands in an audit event's type where the register stands in others."""
NOBODY = "anonymous"
"""The actor of an act of which it is not known whose it was."""
MOST_RECORDS = 100
"""Records that one event names; how many there were stands beside them."""
OUTCOMES = Words({"done": "已办", "denied": "无权", "refused": "未受理", "failed": "失败"})
GATEWAY, OWNERS = frozenset({"gateway"}), frozenset({"training", "outreach", "equipment", "cases"})
LOG = frozenset({AUDIT})
EVERY_PUBLISHER = GATEWAY | OWNERS


class AuditData(Form):
    """What an audit event says beside who did it, as what and when."""

    outcome = ask.choice("结果", "Outcome", OUTCOMES)
    route = ask.text("操作", "What was asked: method and address", longest=200, required=False)
    address = ask.text("来源地址", "The client's network address", longest=64, required=False)
    record = ask.text("记录", "The record: register and id", longest=300, required=False)
    records = ask.texts("所涉记录", "Records of which texts were read", most=MOST_RECORDS, longest=300)
    register = ask.text("登记簿", "Register", longest=80, required=False)
    measure = ask.text("指标", "Measure", longest=80, required=False)
    paper = ask.text("材料", "SHA-256 of a paper", longest=64, required=False)
    account = ask.text("所涉账号", "The account that was changed", longest=80, required=False)
    about = ask.text("对象", "What was changed or read, by its name", longest=200, required=False)
    problem = ask.text("原因", "The kind of problem", longest=80, required=False)
    count = ask.number("次数", "How many such acts this event stands for", least=1, required=False)
    rows = ask.number("行数", "How many records or rows", required=False)
    since = ask.moment("自", "When the first of several such acts happened", required=False)
    digest = ask.text("摘要", "SHA-256 of what was set", longest=64, required=False)


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of act; `services` are those in which it happens."""

    name: str
    zh: str
    en: str
    services: frozenset[str]


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act("denied", "越权被拒", "Denied", GATEWAY),
        Act("refused", "办理未受理", "Command refused", GATEWAY),
        Act("call_refused", "服务间调用被拒", "Call between services refused", OWNERS),
        Act("signed_in", "登录", "Signed in", GATEWAY),
        Act("sign_in_failed", "登录失败", "Sign-in failed", GATEWAY),
        Act("signed_out", "退出", "Signed out", GATEWAY),
        Act("revoked", "会话或密钥撤销", "Session or key revoked", GATEWAY),
        Act("account_changed", "账号变更", "Account changed", GATEWAY),
        Act("role_changed", "岗位角色变更", "Role changed", GATEWAY),
        Act("text_shown", "查看隐私信息", "Private text read in clear", OWNERS),
        Act("text_forgotten", "隐私信息删除", "Private text forgotten", OWNERS),
        Act("paper_read", "查看材料", "Paper read", GATEWAY),
        Act("exported", "导出", "Exported", GATEWAY),
        Act("pack_made", "制作检查包", "Inspection pack made", GATEWAY),
        Act("report_issued", "签发月报", "Report issued", GATEWAY),
        Act("audit_read", "查阅审计日志", "Audit log read", GATEWAY),
        Act("configuration_changed", "配置变更", "Configuration changed", EVERY_PUBLISHER),
        Act("programme_changed", "方案变更", "Programme changed", GATEWAY),
        Act("key_changed", "密钥更换", "Key changed", EVERY_PUBLISHER | LOG),
        Act("acts_altered", "留痕被改动", "Acts altered before they were sealed", EVERY_PUBLISHER),
        Act("message_replayed", "搁置消息重投", "Parked message replayed", GATEWAY),
        Act("message_discarded", "搁置消息丢弃", "Parked message discarded", GATEWAY),
        Act("backup_noted", "备份登记", "Backup noted", GATEWAY),
        Act("entry_forgotten", "日志内容到期删除", "Contents of an entry forgotten", LOG),
    )
}


def event_type(service: str, act: str) -> str:
    """The type of the events of an act in a service."""
    return f"{service}.{AUDIT}.{act}.v1"


def types_of(service: str) -> tuple[str, ...]:
    """The types of all audit events of a service."""
    return tuple(event_type(service, act.name) for act in ACTS.values() if service in act.services)


def is_audit(type_: str) -> bool:
    """Whether events of a type are audit events, of whatever act."""
    return type_.split(".")[1:2] == [AUDIT]


def act_of(type_: str) -> Act | None:
    """The act of which events of a type tell; None for other events, and for acts that nobody knows."""
    service, *rest = type_.split(".")
    if rest[:1] != [AUDIT] or rest[2:] != ["v1"]:
        return None
    act = ACTS.get(rest[1])
    return act if act is not None and service in act.services else None
