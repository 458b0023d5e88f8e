"""The roles of accounts, and the groups of them that addresses admit.

Whoever asks does so in one role. Steps and readers of registers name roles one by one, where they are declared.
"""

from __future__ import annotations

from contracts.words import Words

ROLES = Words(
    {
        "clerk": "内勤",
        "captain": "中队长",
        "officer": "执法队员",
        "legal": "法制员 / legal officer",
        "trainer": "训练政工",
        "publicist": "宣教外联",
        "quartermaster": "装备管理员",
        "inspector": "督察",
        "leader": "局领导 / bureau leader",
        "auditor": "上级检查 / higher inspection",
        "operator": "运维",
        "administrator": "安全管理员 / administrator of accounts",
        "outsider": "外部应用 / outside application",
    }
)
"""An outsider is a citizens' application: it hands in reports for a unit, and reads what became of them (Open311)."""

POSTS = ROLES.only(ROLES.keys() - {"outsider"})
"""What a person may be appointed to; an outsider is a program."""
BUSINESS = frozenset(POSTS) - {"auditor", "operator", "administrator"}
"""Whose work the campaign is: the others look at it, run its machines or look after its accounts."""
APART = frozenset({"administrator", "operator", "auditor"})
"""Who gives accounts, who runs the machines, and who looks at both: never one person (GB/T 22239-2019)."""
ANONYMOUS = frozenset({"anonymous"})
"""No token is needed; the name is no account's role."""
OUTSIDERS = frozenset({"outsider"})
EVERYONE = frozenset(ROLES) - OUTSIDERS
WRITERS = BUSINESS | {"administrator"}
"""Who takes steps; the administrator those alone that found a register."""
