"""When the service gets another key: the log itself says so, and the first checkpoint of the new key names the old."""

from __future__ import annotations

import hashlib

from contracts.tlog.notes import Signer, Verifier
from services.audit import appending, checkpoints, retention
from services.audit.checkpoints import Keys
from services.chassis.base import log, signing_keys
from services.chassis.base.settings import Settings
from services.chassis.storage.store import Store

_log = log.get("keys")
KEY_CHANGED = "key_changed"


def keys_of(settings: Settings) -> Keys:
    """What signs for a district's log, and every key that ever did."""
    key, origin = signing_keys.load(settings), checkpoints.origin_of(settings.district)
    public = signing_keys.public_keys(settings.verifying_keys, settings.service)
    every = dict.fromkeys([key.public, *public])
    return Keys(origin, Signer(origin, key.public, key.sign), tuple(Verifier(origin, one) for one in every))


def note_change(store: Store, source: str, keys: Keys) -> bool:
    """Tell the log of another key than that which signed last; whether there was one."""
    with store.begin() as tx:
        before, now = checkpoints.newest_key(tx), keys.signer.verifier
        if before in (None, now.key_id.hex()):
            return False
        said = {"about": f"{before} -> {now.key_id.hex()}", "digest": hashlib.sha256(now.public).hexdigest()}
        appending.append(tx, [retention.own_event(source, KEY_CHANGED, dict(said))])
    _log.warning("key.changed", before=before, now=now.key_id.hex())
    return True
