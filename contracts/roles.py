"""The roles of accounts, and the groups of them that addresses admit.

A token carries one role. Steps and readers of registers name roles one by one, where they are declared.
"""

from __future__ import annotations

ROLES = {
    "clerk": "内勤",
    "captain": "中队长",
    "officer": "执法队员",
    "legal": "法制员",
    "trainer": "训练政工",
    "publicist": "宣教外联",
    "quartermaster": "装备管理员",
    "inspector": "督察",
    "leader": "局领导",
    "auditor": "上级检查",
    "operator": "运维",
    "outsider": "外部应用",
}
"""An outsider is a citizens' application: it hands in reports for a unit, and reads what became of them (Open311)."""

ANONYMOUS = frozenset({"anonymous"})
"""No token is needed; the name is no account's role."""
OUTSIDERS = frozenset({"outsider"})
EVERYONE = frozenset(ROLES) - OUTSIDERS
WRITERS = EVERYONE - {"auditor"}
