"""`audit verify --backup`: the audit log of a copied home or stack, read to its last entry where no suite runs.

A copy of the copy is read: a database that is opened is written to, and a backup stays as it is.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import typer

from contracts.audit.acts import AUDIT
from contracts.audit.rpc import LogPageVerdict, VerifyLogRequest
from contracts.packs import verifier
from contracts.packs.layout import log_origin
from contracts.tlog.errors import TlogError
from contracts.tlog.notes import Signer
from contracts.tlog.notes import Verifier as Key
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.base.progress_bar import progress_bar
from operations.client.copies import dump_copy
from services.audit.checkpoints import Keys
from services.audit.memory import Memory
from services.audit.verification import Verifier
from services.chassis.base import signing_keys
from services.chassis.storage import migrations
from services.chassis.storage.store import Store

DATABASE, CHECKPOINTS, DUMP = "data/audit.db", "audit/checkpoints.json", "audit.dump"
PUBLIC = ("secrets/signing", "verifying-keys")
"""Where public keys lie in a home, and in what `deploy/backup` wrote."""


class NoLog(OperatorError):
    """There is no audit log in {0}: {1}. 备份中没有审计日志。"""

    code = 2


class NoSignerHere(RuntimeError):
    """A copy is checked; nothing is signed for it."""


def verify(environment: Environment, folder: Path, keys: Sequence[str], remembered: Sequence[Path]) -> bool:
    """Whether the log of a copy is what was appended and signed; a line that says so. Raises NoLog.

    keys        in place of those that lie in the copy itself, which whoever changed it could change too
    remembered  checkpoints that were kept elsewhere, such as a witness's
    """
    with _copy_of(folder) as store:
        migrations.migrate(store, AUDIT)
        log = Verifier(store, _keys(environment, folder, keys), Memory(folder / CHECKPOINTS))
        verdict = _read_all(log, tuple(note_in(file) for file in remembered))
    said = f"entry {verdict.index}: {verdict.fault}" if verdict.fault else "as it was signed 与所签署的一致"
    typer.echo(f"{'audit':<10} {verdict.upto:>9} entries 条目  {said}")
    return not verdict.fault


def fault_of(environment: Environment, store: Store, public: Path) -> str:
    """What is wrong in the log of a database that was recovered, by the public keys in `public`; empty: nothing.

    Raises NoLog.
    """
    migrations.migrate(store, AUDIT)
    origin = log_origin(environment.district)
    keys = _read_with(origin, [Key(origin, one) for one in signing_keys.public_keys(public, AUDIT)], public)
    verdict = _read_all(Verifier(store, keys, Memory(public / "nothing-remembered")), ())
    return f"entry {verdict.index}: {verdict.fault}" if verdict.fault else ""


@contextmanager
def _copy_of(folder: Path) -> Iterator[Store]:
    """The log's database, once more: from a home, or from what `deploy/backup` wrote. Raises NoLog, NoDump."""
    source, dump = folder / DATABASE, folder / DUMP
    if not source.exists() and not dump.exists():
        raise NoLog(folder, DATABASE)
    with (
        tempfile.TemporaryDirectory(prefix="audit-copy-") as scratch,
        closing(Store(f"sqlite:///{scratch}/{source.name}")) as store,
    ):
        if source.exists():
            for file in source.parent.glob(f"{source.name}*"):
                shutil.copy(file, scratch)
        else:
            dump_copy.read_into(store, AUDIT, dump)
        yield store


def _read_all(log: Verifier, remembered: tuple[str, ...]) -> LogPageVerdict:
    """The verdict on the last part, or on the first that has a fault."""
    request = VerifyLogRequest(remembered=remembered)
    with progress_bar() as bar:
        task = bar.add_task("audit", total=None)
        while True:
            verdict = log.page(request)
            bar.update(task, total=verdict.size, completed=verdict.upto)
            if verdict.fault or verdict.upto >= verdict.size:
                return verdict
            request = VerifyLogRequest(verdict.upto, verdict.frontier, verdict.size, remembered)


def _keys(environment: Environment, folder: Path, given: Sequence[str]) -> Keys:
    origin = log_origin(environment.district)
    try:
        keys = [one for text in given for one in verifier.read_keys(text) if one.name == origin]
    except (TlogError, OSError) as error:
        raise NoLog(folder, error) from None
    found = [Key(origin, one) for place in PUBLIC for one in signing_keys.public_keys(folder / place, AUDIT)]
    return _read_with(origin, keys or found, folder)


def _read_with(origin: str, keys: Sequence[Key], folder: Path) -> Keys:
    if not keys:
        raise NoLog(folder, f"{PUBLIC[0]}/{AUDIT}.pub")
    return Keys(origin, Signer(origin, keys[0].public, _sign_nothing), tuple(keys))


def note_in(file: Path) -> str:
    """A checkpoint that was kept elsewhere, as a signed note. Raises NoLog."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoLog(file, error) from None


def _sign_nothing(_message: bytes) -> bytes:
    raise NoSignerHere
