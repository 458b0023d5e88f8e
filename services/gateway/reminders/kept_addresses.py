"""Where messages may be sent, and people's own addresses among these: encrypted, and shown as a hint alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.errors import Invalid, Refused, Unknown, fault
from contracts.notifier import channels
from contracts.notifier.channels import AllowedPlace
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.accounts.sealing import RowSeal
from services.gateway.reminders.kept_reminders import KeptReminders
from services.gateway.reminders.quiet_hours import Hours
from services.gateway.reminders.tables import reminder_addresses, reminder_channels

UNCONFIRMED, GOOD, DEAD = "unconfirmed", "good", "dead"
MOST_CODES, MOST_OWN, MOST_PLACES = 5, 5, 50
DEAD_AFTER = 5
"""Failures in a row after which an address is dead."""
PURPOSE, HOURS = b"reminder addresses", "hours"


class NotAllowedAddress(Invalid):
    """This address lies in no place that an administrator has allowed for it."""

    slug, zh, field = "address-not-allowed", "该地址不在管理员允许的范围内", "address"


class TooManyAddresses(Refused):
    """There are as many as there may be: remove one first."""

    slug, zh = "too-many-addresses", "数量已达上限，请先移除不用的"


class WrongAddressCode(Refused):
    """This is not the code that was sent there; after five wrong ones another has to be sent."""

    slug, zh = "wrong-address-code", "确认码不对；输错五次后须重新发送"


class NoSuchAddress(Unknown):
    """There is no such address of yours."""

    slug, zh = "no-such-address", "没有此提醒地址"


@dataclass(frozen=True)
class KeptPlace:
    """A place that is allowed, under its id."""

    id: str
    of: AllowedPlace
    made_at: str
    made_by: str


@dataclass(frozen=True)
class OwnAddress:
    """Somebody's own address: what is shown of it, when they want to be told there, and how it is."""

    id: str
    person: str
    kind: str
    state: str
    hint: str
    address: str
    code: str
    lang: str
    hours: Hours
    made_at: str
    delivered_at: str | None
    failed_at: str | None
    failures: int
    tries: int


@dataclass(frozen=True)
class KeptAddresses:
    """Keeps both; `key` is the home's."""

    store: Store
    key: bytes

    # --- places that are allowed -----------------------------------------------------------------------------------

    def places(self) -> list[KeptPlace]:
        """All places that are allowed, the oldest first; what another key encrypted is passed over."""
        with self.store.begin_read() as tx:
            rows = tx.execute(sa.select(reminder_channels).order_by(reminder_channels.c.id)).all()
        opened = ((row, self._seal.open(row.id, row.body)) for row in rows)
        return [
            KeptPlace(row.id, AllowedPlace.from_payload(about["place"]), row.made_at, row.made_by)
            for row, about in opened
            if about
        ]

    def allowed_places(self) -> tuple[AllowedPlace, ...]:
        """The places alone."""
        return tuple(one.of for one in self.places())

    def allow(self, place: AllowedPlace, by: str) -> None:
        """Allow another place. Raises Invalid, TooManyAddresses."""
        if not channels.is_place(place.kind, place.prefix):
            raise Invalid("prefix", errors=[fault("prefix", "No such place", "地址范围不正确")])
        if len(self.places()) >= MOST_PLACES:
            raise TooManyAddresses
        id_ = ids.new_id()
        body = self._seal.close(id_, place=place.to_payload())
        row = {"id": id_, "kind": place.kind, "made_at": moments.now(), "made_by": by, "body": body}
        self.store.put(reminder_channels, row)

    def disallow(self, id_: str) -> None:
        """Allow a place no longer; whatever lies there alone is sent nothing from here on."""
        with self.store.begin() as tx:
            tx.execute(reminder_channels.delete().where(reminder_channels.c.id == id_))

    # --- people's own addresses ------------------------------------------------------------------------------------

    def add(self, person: str, kind: str, address: str, lang: str) -> OwnAddress:
        """An address of somebody's own, to be confirmed by the code that is sent there.

        Raises NotAllowedAddress, TooManyAddresses.
        """
        if channels.place_of(kind, address, self.allowed_places()) is None:
            raise NotAllowedAddress
        if len(self.of(person)) >= MOST_OWN:
            raise TooManyAddresses
        id_ = ids.new_id()
        none: dict[str, Any] = {"delivered_at": None, "failed_at": None, "failures": 0, "tries": 0}
        row = {"id": id_, "person": person, "kind": kind, "state": UNCONFIRMED, "made_at": moments.now(), **none}
        row["terms"] = orjson.dumps({}).decode()
        row["body"] = self._seal.close(id_, address=address, code=ids.draw_code(), lang=lang)
        self.store.put(reminder_addresses, row)
        return self.get(person, id_)

    def confirm(self, person: str, id_: str, code: str) -> None:
        """Use an address from here on, since its code was read there. Raises NoSuchAddress, WrongAddressCode."""
        one = self.get(person, id_)
        if one.tries >= MOST_CODES or code != one.code:
            self._update(id_, tries=one.tries + 1)
            raise WrongAddressCode
        self._update(id_, state=GOOD, failures=0, tries=0, failed_at=None)

    def renew(self, person: str, id_: str) -> OwnAddress:
        """Another code for an address: it is used again when that was confirmed. Raises NoSuchAddress."""
        one = self.get(person, id_)
        body = self._seal.close(id_, address=one.address, code=ids.draw_code(), lang=one.lang)
        self._update(id_, body=body, state=UNCONFIRMED, tries=0, failures=0)
        return self.get(person, id_)

    def set_hours(self, person: str, id_: str, hours: Hours | None) -> None:
        """When somebody wants to be told at an address; None: as the bureau has it. Raises NoSuchAddress."""
        self.get(person, id_)
        self._update(id_, terms=orjson.dumps(hours.to_dict() if hours else {}).decode())

    def remove(self, person: str, id_: str) -> None:
        """Let an address go; one that is another's, or none's, is let be."""
        c = reminder_addresses.c
        with self.store.begin() as tx:
            tx.execute(reminder_addresses.delete().where(c.person == person, c.id == id_))

    def of(self, person: str) -> list[OwnAddress]:
        """Somebody's addresses, the oldest first."""
        return self._select(reminder_addresses.c.person == person)

    def good_of(self, people: list[str]) -> list[OwnAddress]:
        """The addresses of some people that are confirmed and not dead."""
        return self._select(store.among(reminder_addresses.c.person, people), reminder_addresses.c.state == GOOD)

    def get(self, person: str, id_: str) -> OwnAddress:
        """One of somebody's addresses. Raises NoSuchAddress."""
        one = next(iter(self._select(reminder_addresses.c.person == person, reminder_addresses.c.id == id_)), None)
        if one is None:
            raise NoSuchAddress(id_)
        return one

    def by_id(self, id_: str) -> OwnAddress | None:
        """An address, whoever has it."""
        return next(iter(self._select(reminder_addresses.c.id == id_)), None)

    def note(self, id_: str, *, delivered: bool, forbidden: bool = False) -> None:
        """Note what came of a message to an address: too many failures in a row, and it is dead."""
        if delivered:
            self._update(id_, failures=0, delivered_at=moments.now())
            return
        if (one := self.by_id(id_)) is None:
            return
        is_dead = one.state == GOOD and (forbidden or one.failures + 1 >= DEAD_AFTER)
        state = {"state": DEAD} if is_dead else {}
        self._update(id_, failures=one.failures + 1, failed_at=moments.now(), **state)

    def count(self, state: str, person: str = "") -> int:
        """How many addresses are in a state, of all people or of one."""
        c = reminder_addresses.c
        whose = [c.person == person] if person else []
        with self.store.begin_read() as tx:
            return int(tx.scalar(sa.select(sa.func.count()).where(c.state == state, *whose)) or 0)

    def bureau_hours(self) -> Hours:
        """When people are told who say nothing of it."""
        return Hours(**KeptReminders(self.store).state(HOURS))

    def set_bureau_hours(self, hours: Hours) -> None:
        """Say when that is."""
        KeptReminders(self.store).note_state(HOURS, hours.to_dict())

    def _select(self, *which: sa.ColumnElement[bool]) -> list[OwnAddress]:
        query = (
            sa.select(reminder_addresses).where(*which).order_by(reminder_addresses.c.made_at, reminder_addresses.c.id)
        )
        with self.store.begin_read() as tx:
            rows = tx.execute(query).all()
        usual = self.bureau_hours() if rows else Hours()
        found = (self._address(row, usual) for row in rows)
        return [one for one in found if one is not None]

    def _address(self, row: Any, usual: Hours) -> OwnAddress | None:
        if (about := self._seal.open(row.id, row.body)) is None:
            return None
        terms = orjson.loads(row.terms)
        return OwnAddress(
            row.id,
            row.person,
            row.kind,
            row.state,
            hint_of(row.kind, about["address"]),
            about["address"],
            about["code"],
            about["lang"],
            Hours(**terms) if terms else usual,
            row.made_at,
            row.delivered_at,
            row.failed_at,
            row.failures,
            row.tries,
        )

    def _update(self, id_: str, **values: Any) -> None:
        with self.store.begin() as tx:
            tx.execute(reminder_addresses.update().where(reminder_addresses.c.id == id_).values(**values))

    @property
    def _seal(self) -> RowSeal:
        return RowSeal(self.key, PURPOSE)


def hint_of(kind: str, address: str) -> str:
    """What is shown of an address: of mail its beginning and domain, of others the host."""
    if kind == channels.MAIL:
        name, _, domain = address.partition("@")
        return f"{name[:2]}…@{domain}"
    return f"{channels.host_of(kind, address)}/…"
