"""What lies in a pack, and under which names.

manifest.json   what the pack is about, as of when, who made it when, the hash of every part, which papers are withheld
manifest.note   the hash of the manifest, signed by the gateway that made the pack
checkpoint.note the log's signed checkpoint, to which all proofs of the pack lead, with its witnesses' cosignatures
witnessed.json  the newest that each witness has cosigned before that one, and that the log only grew since
facts/NNNNNN.jsonl  facts, a line each, with index, salt and path
papers/SHA256   papers that these facts name
verify.pyz      the program that checks all this; who has it from elsewhere had better use that one
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

FORMAT = "four-six-three pack 1"
PROOF_FORMAT = "four-six-three proof 1"
"""A single fact's proof, a JSON object: `format`, `keys`, `checkpoint`, `fact`, a line of a pack, as text; and
`witnessed`, as in a pack."""
MANIFEST, MANIFEST_NOTE, CHECKPOINT, VERIFIER = "manifest.json", "manifest.note", "checkpoint.note", "verify.pyz"
WITNESSED = "witnessed.json"
UNLISTED = frozenset({MANIFEST, MANIFEST_NOTE})
"""What stands in no manifest: itself, and what signs it."""
FACTS, PAPERS = "facts/", "papers/"
KINDS = ("measure", "item", "record", "period")
MOST_PAPERS = 200_000
"""How many papers a pack holds: the list of its parts stays one that a verifier reads."""
_MEMBER = re.compile(r"facts/[0-9]{6,9}\.jsonl|papers/[0-9a-f]{64}")


def gateway_key_name(district: str) -> str:
    """The name of the key with which a district's gateway signs manifests."""
    return f"four-six-three/{district}/gateway"


def log_origin(district: str) -> str:
    """The name of a district's audit log, and of the key that signs its checkpoints."""
    return f"four-six-three/{district}/audit"


def facts_part(number: int) -> str:
    """The name of the part with facts that has this number, from 1."""
    return f"{FACTS}{number:06d}.jsonl"


def paper_part(sha256_: str) -> str:
    """The name of the part that is the paper with this hash."""
    return f"{PAPERS}{sha256_}"


def is_part(name: str) -> bool:
    """Whether a member of the archive has a name of a pack's part."""
    return name in (*UNLISTED, CHECKPOINT, VERIFIER, WITNESSED) or _MEMBER.fullmatch(name) is not None


def manifest_text(manifest: bytes) -> str:
    """What the gateway signs of a manifest, as the text of a note."""
    return f"{FORMAT}\n{sha256(manifest).hexdigest()}\n"


def part_entry(size: int, sha256_: str) -> Mapping[str, object]:
    """How a manifest lists a part."""
    return {"bytes": size, "sha256": sha256_}
