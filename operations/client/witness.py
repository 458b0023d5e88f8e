"""`audit witness`: somebody elsewhere who remembers how the audit log was, and signs that it only grew.

The folder is the witness's own, on another machine or medium: its key, the log's keys that it trusts, and the last
checkpoint that it saw. Whoever rewrites the log, or puts back an older one, cannot rewrite this folder too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
import typer

from contracts.packs import verifier
from contracts.tlog import checkpoints, notes
from contracts.tlog.checkpoints import Checkpoint, SignedCheckpoint, open_checkpoint
from contracts.tlog.errors import Fork, NoSignature, Shrinkage, TlogError
from contracts.tlog.notes import Note, Signer, Verifier
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.client import client, packs, sheets
from operations.client.log_check import CHECKPOINT, CONSISTENCY, Suite
from services.chassis.base import clock, disk, key_file, signing_keys

COSIGNATURES = "/v1/audit/cosignatures"
KEY_FILE, PUBLIC_FILE, LOG_KEYS, LAST = "witness.key", "witness.pub", "log.keys", "checkpoint.note"


class LogForked(OperatorError):
    """THE LOG WAS REWRITTEN, or shows others another one: {0}. Nothing was signed. Both checkpoints lie in {1}: keep
    them, they prove it. 日志被改写或对外出示两个版本，未予联署；两份检查点已存于上述文件，请妥善保存为证据。
    """


class LogShrank(OperatorError):
    """THE LOG IS SMALLER than it was: {0} entries were there, {1} are left: an old copy was put back, or entries were
    deleted. Nothing was signed. Both checkpoints lie in {2}. 日志比先前小：曾恢复旧备份或条目被删，未予联署。
    """


class KeyUnknown(OperatorError):
    """The checkpoint is not signed by a key that this witness trusts ({0}). Where the log's key was changed on purpose,
    and only then, hand the new one over with --key. 检查点并非由受信密钥签署；如确系按规更换，请以 --key 提供新公钥。
    """


class NotAWitness(OperatorError):
    """{0} cannot be used as a witness's folder: {1}. 见证目录无法使用。"""

    code = 2


@dataclass
class Witness:
    """One witness of one log.

    tell  says to whoever runs it what they must know
    """

    folder: Path
    signer: Signer
    tell: Callable[[str], None]

    def run(self, suite: Suite, new_keys: Sequence[Verifier] = ()) -> SignedCheckpoint:
        """See that the log only grew, remember how it is, cosign it and hand that in; what was cosigned.

        Raises LogForked, LogShrank, KeyUnknown, NotAWitness; Away, Declined.
        """
        self._trust(suite, new_keys)
        document = suite.text(CHECKPOINT)
        signed = self._open(document)
        if (before := self._last()) is not None:
            self._check(suite, before, signed.checkpoint, document)
        # First remembered, then signed: a witness that forgets what it signed can be shown another log.
        own = Note(signed.note.text, tuple(one for one in signed.note.signatures if one not in signed.cosignatures))
        disk.write(self.folder / LAST, own.to_text().encode())
        cosigned = own.beside(checkpoints.cosign(own, self.signer, int(clock.now().timestamp())))
        body = {"note": cosigned.to_text(), "key": self.signer.cosignature_verifier.to_text()}
        suite.post(COSIGNATURES, orjson.dumps(body))
        return signed

    def _trust(self, suite: Suite, new_keys: Sequence[Verifier]) -> None:
        """Which keys are the log's: those that were handed over; at first sight, else, those that it shows."""
        file, trusted = self.folder / LOG_KEYS, list(self._log_keys())
        keys = [*new_keys, *(one for one in trusted if one not in new_keys)]
        if not keys:
            keys = _keys_shown(suite)
            for one in keys:
                self.tell(
                    "First sight: compare this key with what the suite's operator reads out 首次见证，请核对公钥\n"
                    f"  {one.to_text()}\n  SHA-256 {one.fingerprint()}"
                )
        if keys != trusted:
            disk.write(file, "".join(f"{one.to_text()}\n" for one in keys).encode())

    def _log_keys(self) -> Iterator[Verifier]:
        file = self.folder / LOG_KEYS
        try:
            yield from verifier.read_keys(str(file)) if file.exists() else ()
        except TlogError as error:
            raise NotAWitness(self.folder, f"{LOG_KEYS}: {error}") from None

    def _open(self, document: str) -> SignedCheckpoint:
        try:
            return open_checkpoint(document, self._log_keys())
        except NoSignature as error:
            raise KeyUnknown(error) from None
        except TlogError as error:
            raise KeyUnknown(f"{error.zh} {error}") from None

    def _last(self) -> Checkpoint | None:
        try:
            return Checkpoint.parse(Note.parse((self.folder / LAST).read_text(encoding="utf-8")).text)
        except FileNotFoundError:
            return None
        except TlogError as error:
            raise NotAWitness(self.folder, f"{LAST}: {error}") from None

    def _check(self, suite: Suite, before: Checkpoint, now: Checkpoint, document: str) -> None:
        """Raise unless the log is the one that was seen before, grown."""
        try:
            now.check_follows(before, _proof(suite, before.size, now.size))
        except Shrinkage:
            raise LogShrank(before.size, now.size, self._keep_evidence(document, now.size)) from None
        except Fork as error:
            raise LogForked(error, self._keep_evidence(document, now.size)) from None

    def _keep_evidence(self, document: str, size: int) -> str:
        """Keep the checkpoint that contradicts; where it and the one before lie."""
        file = self.folder / f"contradiction-{size}.note"
        disk.write(file, document.encode())
        return f"{self.folder / LAST}, {file}"


def _proof(suite: Suite, size: int, later: int) -> list[bytes]:
    """The proof between two sizes; none is needed for equal ones, and none there for a log that shrank."""
    if not 0 < size < later:
        return []
    answer = suite.get(CONSISTENCY, first=str(size), second=str(later))
    return [bytes.fromhex(one) for one in answer["path"]]


def _keys_shown(suite: Suite) -> list[Verifier]:
    shown = [Verifier.parse(one["key"]) for one in suite.get(packs.KEYS)["keys"]]
    return [one for one in shown if one.name.endswith("/audit")]


def witness_in(folder: Path, name: str, tell: Callable[[str], None] = typer.echo) -> Witness:
    """The witness of a folder; its key is drawn at its first use. Raises NotAWitness."""
    try:
        secret = key_file.load_or_create(folder / KEY_FILE)
        key = signing_keys.SigningKey(secret)
        public = folder / PUBLIC_FILE
        if not public.exists():
            signer = Signer(notes.check_name(name), key.public, key.sign)
            disk.write(public, f"{signer.cosignature_verifier.to_text()}\n".encode())
            tell(f"New witness 新见证方: {signer.cosignature_verifier.to_text()}")
        known = Verifier.parse(public.read_text(encoding="utf-8"))
    except (OSError, TlogError) as error:
        raise NotAWitness(folder, error) from None
    if known.public != key.public:
        raise NotAWitness(folder, f"{PUBLIC_FILE} is not the key's")
    return Witness(folder, Signer(known.name, key.public, key.sign), tell)


def run(environment: Environment, folder: Path, name: str, keys: Sequence[str]) -> None:
    """Witness once, and say what was seen. Raises what `Witness.run` does."""
    try:
        given = [one for text in keys for one in verifier.read_keys(text)]
    except (TlogError, OSError) as error:
        raise NotAWitness(folder, error) from None
    by_token = environment.inherited.get(sheets.TOKEN)
    suite = sheets.bearer(environment) if by_token else client.connect(environment)
    signed = witness_in(folder, name).run(suite, given)
    seen = signed.checkpoint
    typer.echo(f"Cosigned 已联署: {seen.origin}, {seen.size} entries 条, root {seen.root.hex()}")
