"""Channels as people and administrators look after them: which are allowed, which are one's own, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.errors import Invalid, Refused, fault
from contracts.notifier import channels
from contracts.notifier.channels import AllowedPlace, MailServer
from contracts.notifier.rpc import OutwardMessage
from services.chassis.base import ids
from services.gateway.accounts import moments
from services.gateway.reminders import texts
from services.gateway.reminders.dispatch import MessageSender
from services.gateway.reminders.kept_addresses import KeptAddresses, KeptPlace, NotAllowedAddress, OwnAddress
from services.gateway.reminders.kept_messages import KeptMessages
from services.gateway.reminders.kept_reminders import KeptReminders
from services.gateway.reminders.quiet_hours import AT_ONCE, DIGEST, Hours
from services.gateway.reminders.terms import EscalationTerms

MOST_CODES_AN_HOUR = 10
SECURITIES = ("starttls", "ssl", "")
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
HOST, SENDER = re.compile(r"[A-Za-z0-9.-]{1,200}"), re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,200}")
PORTS = range(1, 65536)


class TooManyCodes(Refused):
    """Ten codes were sent for you within an hour: wait before you ask for another."""

    slug, zh = "too-many-codes", "一小时内已发送十次确认码，请稍后再试"


@dataclass(frozen=True)
class ChannelDesk:
    """Looks after channels."""

    addresses: KeptAddresses
    messages: KeptMessages
    sender: MessageSender

    def add(self, person: str, kind: str, address: str, lang: str) -> OwnAddress:
        """An address of somebody's own; a code is sent there.

        Raises NotAllowedAddress, TooManyAddresses, TooManyCodes.
        """
        self._admit_code(person)
        one = self.addresses.add(person, kind, address.strip(), lang)
        self.messages.add_code(one.id, person, kind)
        return one

    def renew(self, person: str, id_: str) -> None:
        """Another code for an address of somebody's. Raises NoSuchAddress, TooManyCodes."""
        self._admit_code(person)
        one = self.addresses.renew(person, id_)
        self.messages.add_code(one.id, person, one.kind)

    def _admit_code(self, person: str) -> None:
        if self.messages.count_codes(person, moments.later(hours=-1)) >= MOST_CODES_AN_HOUR:
            raise TooManyCodes

    def allow(self, form: Mapping[str, str], by: str) -> AllowedPlace:
        """Allow another place, as an administrator's form says it. Raises Invalid, TooManyAddresses."""
        kind = form.get("kind", "")
        server = _server(form) if kind == channels.MAIL else None
        prefix = "" if kind in channels.ROBOTS else form.get("prefix", "").strip()
        place = AllowedPlace(kind, prefix, server)
        self.addresses.allow(place, by)
        return place

    def try_out(self, id_: str, address: str) -> str:
        """Send a few words to an address at a place, now; what came of it. Raises NotAllowedAddress, Unavailable."""
        place = next((one for one in self.addresses.places() if one.id == id_), None)
        if place is None or not channels.fits(place.of.kind, place.of.prefix, address):
            raise NotAllowedAddress
        text = OutwardMessage(ids.new_id(), place.of.kind, address, texts.trial_title(), texts.trial_body())
        return self.sender.send([text], [place.of])[0].outcome

    def terms(self) -> EscalationTerms:
        """After how many days the bureau tells upwards."""
        return KeptReminders(self.addresses.store).terms()

    def set_terms(self, terms: EscalationTerms) -> None:
        """Say after how many."""
        KeptReminders(self.addresses.store).set_terms(terms)

    def places(self) -> list[KeptPlace]:
        """The places that are allowed."""
        return self.addresses.places()


def hours_of(form: Mapping[str, str]) -> Hours:
    """When somebody wants to be told, as a form says it. Raises Invalid."""
    given: dict[str, Any] = {name: form.get(name, "").strip() for name in ("quiet_from", "quiet_to", "digest_at")}
    wrong = [name for name, text in given.items() if not TIME.fullmatch(text)]
    mode = form.get("mode", AT_ONCE)
    if wrong or mode not in (AT_ONCE, DIGEST):
        errors = [fault(name, "Must look like 08:30", "应为 08:30 这样的时间") for name in wrong or ["mode"]]
        raise Invalid("hours", errors=errors)
    flags: dict[str, Any] = {name: name in form for name in ("days_off", "urgent")}
    return Hours(**given, **flags, mode=mode)


def _server(form: Mapping[str, str]) -> MailServer:
    given = {name: form.get(name, "").strip() for name in ("host", "port", "sender", "security", "user", "password")}
    fits = {
        "host": HOST.fullmatch(given["host"]),
        "port": given["port"].isdigit() and int(given["port"]) in PORTS,
        "sender": SENDER.fullmatch(given["sender"]),
        "security": given["security"] in SECURITIES,
    }
    if wrong := [name for name, is_right in fits.items() if not is_right]:
        raise Invalid("place", errors=[fault(name, "Not filled in as it must be", "填写不正确") for name in wrong])
    port = int(given.pop("port"))
    return MailServer(port=port, **given)
