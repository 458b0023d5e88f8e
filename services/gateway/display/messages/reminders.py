"""What the pages of reminders say, in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "my reminders": ("我的提醒", "My reminders"),
    "my reminders intro": (
        "临近、到期、逾期的时限和等您办理的事项，每件提醒一次；办结后自动消失，逾期后另行提醒。",
        "What comes near, is due, overdue or waits for you, each told once; it goes when done, and comes anew overdue.",
    ),
    "reminders here": ("共 {n} 条，其中 {unseen} 条未确认知悉。", "{n}, of which you have not seen {unseen}."),
    "no reminders": ("目前没有提醒。", "There is nothing to remind you of."),
    "reminder of": ("事项", "What of"),
    "know it": ("知道了", "Seen"),
    "know all": ("全部知道了", "All seen"),
    "known since": ("{at} 已知悉", "seen {at}"),
    "stage warning": ("临近", "comes near"),
    "stage due": ("到期", "last day"),
    "stage overdue": ("逾期", "overdue"),
    "stage escalated": ("逾期已上报", "overdue, told upwards"),
    "stage task": ("待办", "waits for you"),
}
