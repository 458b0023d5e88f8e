"""The program that checks a pack, or one fact's proof: `python verify.pyz pack.zip --key KEY`.

It ends with 0 where all holds and with 1 where anything does not, and says in Chinese and English what that shows.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from contracts.packs import layout, wording
from contracts.packs.checks import Verdict, Wrong, check_pack, check_proof
from contracts.packs.members import read_json
from contracts.packs.opening import MOST_SMALL, BadPack, Pack
from contracts.packs.wording import Sentence
from contracts.tlog.errors import BadNote, TlogError
from contracts.tlog.notes import Verifier

HELD, FAILED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the file that the arguments name; what it exits with."""
    options = _parser().parse_args(arguments)
    try:
        trusted = [one for text in options.key for one in read_keys(text)]
    except (TlogError, OSError, UnicodeDecodeError) as error:
        _say(("公钥无法读取", f"cannot read the key: {error}"))
        return FAILED
    return verify(options.file, trusted)


def verify(file: Path, trusted: Sequence[Verifier]) -> int:
    """Check a pack or a proof with keys that are trusted, and say what came out; what to exit with."""
    verdict = Verdict()
    _say((f"核验 {file}", f"Checking {file}"))
    try:
        _check(file, trusted, verdict)
    except Wrong as error:
        _say(wording.wrong(error))
        return FAILED
    _report(verdict)
    return HELD


def read_keys(text: str) -> Iterator[Verifier]:
    """A verifier key, or those of a file, a line each. Raises BadNote, OSError."""
    if "+" in text and not Path(text).is_file():
        yield Verifier.parse(text)
        return
    lines = [one for line in Path(text).read_text(encoding="utf-8").splitlines() if (one := line.strip())]
    keys = [Verifier.parse(one) for one in lines if not one.startswith("#")]
    if not keys:
        raise BadNote(text)
    yield from keys


def _check(file: Path, trusted: Sequence[Verifier], verdict: Verdict) -> None:
    try:
        with file.open("rb") as start:
            is_proof = start.read(1) == b"{"
    except OSError as error:
        raise Wrong(str(file), BadPack(error)) from None
    if is_proof:
        check_proof(_document(file), trusted, verdict)
        return
    try:
        pack = Pack(file)
    except BadPack as error:
        raise Wrong(str(file), error) from None
    with pack:
        check_pack(pack, trusted, verdict)


def _document(file: Path) -> dict[str, object]:
    try:
        content = file.read_bytes() if file.stat().st_size <= MOST_SMALL else b""
        document = read_json(content)
    except ValueError:
        raise Wrong(str(file), BadPack("JSON")) from None
    if not isinstance(document, dict) or document.get("format") != layout.PROOF_FORMAT:
        raise Wrong(str(file), BadPack("format"))
    return document


def _report(verdict: Verdict) -> None:
    if about := verdict.about.get("about"):
        _say(("内容", f"About: {json.dumps(about, ensure_ascii=False)}"))
    for name in ("as_of", "made_at", "made_by"):
        if name in verdict.about:
            _say((name, f"{verdict.about[name]}"))
    for one in verdict.keys:
        _say(wording.key(one))
        _say(wording.fingerprint(one))
    for title, sentences in ((wording.PROVED, wording.what_holds), (wording.NOT_PROVED, wording.what_stays_open)):
        _say(title)
        for zh, en in sentences(verdict):
            _say((f"  - {zh}", f"    {en}"), between="\n")
    _say(wording.AGREES if verdict.own_keys else wording.HOLDS, between="\n")


def _say(sentence: Sentence, between: str = " / ") -> None:
    sys.stdout.write(between.join(map(wording.plain, sentence)) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify.pyz", description="核验四六三审计包或单条证明 / Check a pack, or a proof, of the audit log"
    )
    parser.add_argument("file", type=Path, help="核验包（zip）或证明（json） / the pack (zip) or proof (json)")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        help="可信公钥（日志、网关、见证方），或每行一个公钥的文件；可重复 / a key that you trust (of the log, the "
        "gateway, a witness), or a file with one a line; may be repeated",
    )
    return parser
