"""What answers the addresses of reminders, pages and interface alike."""

from __future__ import annotations

from services.gateway.api.reminders.reminders import Reminders
from services.gateway.reminders.desk import ReminderDesk
from services.gateway.web.reminders.reminder_pages import ReminderPages


def reminder_resources(desk: ReminderDesk, signing: bytes) -> tuple[object, ...]:
    """One of each."""
    return (Reminders(desk), ReminderPages(desk, signing))
