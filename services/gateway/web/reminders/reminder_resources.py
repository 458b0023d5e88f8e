"""What answers the addresses of reminders, pages and interface alike."""

from __future__ import annotations

from services.gateway.api.reminders.channels import Channels
from services.gateway.api.reminders.deliveries import Deliveries
from services.gateway.api.reminders.own_addresses import OwnAddresses
from services.gateway.api.reminders.reminders import Reminders
from services.gateway.reminders.channel_desk import ChannelDesk
from services.gateway.reminders.desk import ReminderDesk
from services.gateway.web.reminders.channel_pages import ChannelPages
from services.gateway.web.reminders.reminder_pages import ReminderPages


def reminder_resources(desk: ReminderDesk, channels: ChannelDesk, signing: bytes) -> tuple[object, ...]:
    """One of each."""
    deliveries, allowed, own = Deliveries(channels), Channels(channels), OwnAddresses(channels)
    pages = ReminderPages(desk, own, signing), ChannelPages(allowed, deliveries, signing)
    return (Reminders(desk), deliveries, allowed, own, *pages)
