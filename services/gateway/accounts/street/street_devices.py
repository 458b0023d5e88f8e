"""What opens that which a telephone keeps for somebody: a secret for one person on one device, until it is revoked.

The device encrypts by itself and keeps its key wrapped under this secret, which it is handed while a session lasts.
"""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import last_use, moments
from services.gateway.accounts.tables import street_devices

MOST = 50
"""On how many devices something can be kept for one person; of more the one that was not used for longest gives way."""
_LASTING = street_devices.c.revoked_at.is_(None)


@dataclass(frozen=True)
class DeviceKey:
    """A device's name, which it alone is told, and the secret under which its key is wrapped: 32 bytes in base64."""

    device: str
    secret: str


@dataclass(frozen=True)
class StreetDevices:
    """Hands out their secrets, and takes them away; `key` is the home's."""

    store: Store
    key: bytes

    def hand_out(self, account: str, session: str, devices: Collection[str]) -> DeviceKey:
        """The secret of the one of these devices that keeps something for an account; else a new device's."""
        by_digest = {moments.digest(one): one for one in devices}
        rows = sa.select(street_devices).where(
            street_devices.c.id.in_(by_digest), street_devices.c.account == account, _LASTING
        )
        with self.store.begin_read() as tx:
            row = tx.execute(rows.order_by(street_devices.c.used_at.desc())).first()
        if row is None:
            return self._begin(account, session)
        self._note_use(row, session)
        return DeviceKey(by_digest[row.id], self._secret(row.id, account, row.salt))

    def _begin(self, account: str, session: str) -> DeviceKey:
        device, salt, now = ids.draw_secret(), ids.draw_secret(), moments.now()
        id_ = moments.digest(device)
        row = {"id": id_, "account": account, "session": session, "salt": salt, "made_at": now, "used_at": now}
        with self.store.begin() as tx:
            store.insert_many(tx, street_devices, [row])
            self._make_room(tx, account)
        return DeviceKey(device, self._secret(id_, account, salt))

    def _make_room(self, tx: sa.Connection, account: str) -> None:
        own = sa.select(street_devices.c.id).where(street_devices.c.account == account, _LASTING)
        beyond = own.order_by(street_devices.c.used_at.desc(), street_devices.c.made_at.desc()).offset(MOST)
        if surplus := tx.execute(beyond).scalars().all():
            _revoke(tx, street_devices.c.id.in_(surplus), account)

    def _note_use(self, row: sa.Row[tuple[object, ...]], session: str) -> None:
        last_use.note(self.store, street_devices, row.id, row.used_at)
        if row.session == session:
            return
        with self.store.begin() as tx:
            tx.execute(street_devices.update().where(street_devices.c.id == row.id).values(session=session))

    def _secret(self, id_: str, account: str, salt: str) -> str:
        info = f"four-six-three street\n{id_}\n{account}".encode()
        return base64.b64encode(HKDF(SHA256(), 32, salt.encode(), info).derive(self.key)).decode()

    def find_revoked(self, devices: Collection[str]) -> list[str]:
        """Those of some devices whose secret is handed out no more, to nobody."""
        by_digest = {moments.digest(one): one for one in devices}
        query = sa.select(street_devices.c.id).where(street_devices.c.id.in_(by_digest), sa.not_(_LASTING))
        with self.store.begin_read() as tx:
            return [by_digest[id_] for id_ in tx.execute(query).scalars()]

    def revoke_all(self, account: str, *, by: str) -> None:
        """Let what any device keeps for an account be opened no more, and deleted when the device is heard of next."""
        with self.store.begin() as tx:
            _revoke(tx, street_devices.c.account == account, by)

    def revoke_of_session(self, session: str, *, by: str) -> None:
        """The same for the device on which a session was begun."""
        with self.store.begin() as tx:
            _revoke(tx, street_devices.c.session == session, by)


def _revoke(tx: sa.Connection, which: sa.ColumnElement[bool], by: str) -> None:
    change = street_devices.update().where(which, _LASTING)
    tx.execute(change.values(salt="", revoked_at=moments.now(), revoked_by=by))
