"""What a verdict means, in plain words, Chinese and English: what is proved, and what is not."""

from __future__ import annotations

import time
from collections.abc import Iterator

from contracts.packs.checks import Verdict, Wrong
from contracts.tlog.checkpoints import SignedCheckpoint
from contracts.tlog.errors import TlogError
from contracts.tlog.notes import COSIGNATURE, Verifier

Sentence = tuple[str, str]
"""The same in Chinese and in English."""
LONGEST_SAID = 2000
"""How many characters of a sentence are written: a file under check may name anything, at any length."""
PROVED: Sentence = ("已证明：", "Proved:")
NOT_PROVED: Sentence = ("未证明：", "Not proved:")
HOLDS: Sentence = ("结果：相符", "Result: it holds")
AGREES: Sentence = (
    "结果：仅内部一致。未提供可信公钥，请将上列公钥与另行取得的公钥逐字比对，再以 --key 重新核验",
    (
        "Result: it agrees with itself, no more. No key was given that is trusted: compare the keys above with those "
        "that you have from elsewhere, character by character, and check again with --key"
    ),
)


def what_holds(verdict: Verdict) -> Iterator[Sentence]:
    """What holds."""
    if verdict.signed is None:
        return
    checkpoint = verdict.signed.checkpoint
    yield (
        f"{verdict.facts} 条事实逐字节原样列于日志 {checkpoint.origin}（共 {checkpoint.size} 条）之中，未被修改",
        (
            f"{verdict.facts} facts stand, byte for byte as given here, in the log {checkpoint.origin} of "
            f"{checkpoint.size} entries; nothing in them was changed"
        ),
    )
    if verdict.papers:
        yield (
            f"{verdict.papers} 份材料与事实所载的哈希一致",
            f"{verdict.papers} papers are, byte for byte, those that these facts name",
        )
    if absent := verdict.withheld + verdict.forgotten:
        yield (
            f"另 {absent} 条只证明该位置有条目，内容未出示（不予出示 {verdict.withheld}，已删除 {verdict.forgotten}）",
            (
                f"of {absent} more it is shown that an entry stands there, and nothing of what it says (withheld: "
                f"{verdict.withheld}; forgotten by rule: {verdict.forgotten})"
            ),
        )
    if verdict.versions and verdict.versions[1]:
        yield (
            f"该记录第 1 至第 {verdict.versions[0]} 版齐全，中间无缺",
            f"of the record every version from 1 to {verdict.versions[0]} is here, none between is missing",
        )
    if verdict.maker:
        yield (
            f"清单由网关 {verdict.maker} 签署：制作后无增减",
            f"the manifest is signed by the gateway {verdict.maker}: nothing was added or taken out since",
        )
    for one in verdict.seen:
        yield from _what_was_seen(verdict, one)
    if verdict.seen:
        yield (
            f"本件有 {verdict.seen_facts} 条在见证方所见范围之内",
            f"{verdict.seen_facts} of the entries here are among what a witness saw",
        )


def _what_was_seen(verdict: Verdict, seen: SignedCheckpoint) -> Iterator[Sentence]:
    """Which witnesses saw the log, and how far."""
    for one in seen.cosignatures:
        moment = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(one.time))
        if seen is verdict.signed:
            yield (
                f"见证方 {one.name} 于 {moment} 联署了该检查点",
                f"the witness {one.name} cosigned this checkpoint at {moment}",
            )
        else:
            yield (
                f"见证方 {one.name} 于 {moment} 联署了日志前 {seen.checkpoint.size} 条，此后日志只增未改",
                (
                    f"the witness {one.name} cosigned the log's first {seen.checkpoint.size} entries at {moment}, and "
                    "the log only grew since"
                ),
            )


def what_stays_open(verdict: Verdict) -> Iterator[Sentence]:
    """What this cannot show, however well it holds."""
    if verdict.own_keys:
        yield (
            "公钥取自本包，伪造者亦可自带公钥：只证明本包前后一致，不证明出自贵单位的日志",
            "the keys are the pack's own, and a forger brings his own too: it is not shown whose log this is",
        )
    yield (
        "从未写入日志的行为，任何日志都无从显示",
        "that nothing else happened: an act that was never journalled stands in no log",
    )
    yield (
        "所载内容是否属实：日志证明何人于何时记下何事，不证明所记为真",
        "that what was recorded is true: a log shows who wrote what, and in which order",
    )
    yield (
        "检查点之后的更正或作废，不在本包之内",
        "what came after the checkpoint: a later correction is not in here",
    )
    if verdict.unsigned:
        yield (
            f"本件另述的 {'、'.join(verdict.unsigned)}：不在任何签名之内",
            f"what the file says of {', '.join(verdict.unsigned)}: no signature covers it",
        )
    if verdict.unchecked:
        yield (
            f"检查点上另有 {'、'.join(verdict.unchecked)} 的签名：未提供其公钥，未核验",
            f"what {', '.join(verdict.unchecked)} signed: the checkpoint bears a signature by no key that was given",
        )
    if not verdict.maker:
        yield (
            "本包是否齐全：清单签名未核验（未提供网关公钥）",
            "that this is all there is on the matter: no gateway's key was given to check the manifest with",
        )
    if verdict.absent_papers:
        yield (
            f"{verdict.absent_papers} 份材料未予收入（不予出示或已不在），其内容未核验",
            f"what {verdict.absent_papers} papers say that are not in here: withheld, or no longer there",
        )
    if verdict.more_papers:
        yield (
            "事实所载材料多于一包所能收入，其余不在本包之内：可缩短期间另行制作",
            "what the papers beyond those here say: these facts name more than a pack holds; ask for a shorter period",
        )
    if verdict.versions and not verdict.versions[1]:
        yield ("该记录的各版本是否齐全：有缺", "that the record is whole: versions are missing")
    if verdict.signed and not verdict.seen:
        yield (
            "日志是否曾向他人出示另一版本：无可信见证方联署",
            "that the log showed others the same: no witness whose key is trusted has cosigned",
        )
    if later := verdict.facts + verdict.withheld + verdict.forgotten - verdict.seen_facts if verdict.seen else 0:
        yield (
            f"其中 {later} 条在见证方联署之后列入：日志是否曾向他人出示另一版本，尚无见证",
            f"that the log showed others the same of {later} entries that came after what any witness saw",
        )


def plain(text: str) -> str:
    """A text on one line that no part of a file can alter: what cannot be seen is written out, what is long is cut."""
    line = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text[:LONGEST_SAID])
    return line if len(text) <= LONGEST_SAID else f"{line}…"


def key(verifier: Verifier) -> Sentence:
    """A key."""
    kind = ("见证公钥", "witness's key") if verifier.kind == COSIGNATURE else ("公钥", "key")
    return f"{kind[0]} {verifier.to_text()}", kind[1]


def fingerprint(verifier: Verifier) -> Sentence:
    """A key's fingerprint, to be compared by hand."""
    groups = " ".join(verifier.fingerprint()[at : at + 8] for at in range(0, 64, 8))
    return f"    指纹 SHA-256 {groups}", "SHA-256 of its 32 bytes"


def wrong(error: Wrong) -> Sentence:
    """The first thing that is wrong, and where."""
    cause: TlogError = error.error
    about = " ".join(str(one) for one in cause.about)
    return (
        f"结果：不符。首处：{error.place}：{cause.zh}（{about}）",
        f"Result: it does not hold. First at {error.place}: {cause.args[0]} ({about})",
    )
