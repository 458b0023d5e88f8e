"""The S3 server that holds papers, where `EVIDENCE_URL` names a bucket: its address, its keys, its authority."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ENDPOINT, REGION, AUTHORITY = "S3_ENDPOINT", "S3_REGION", "S3_CA_FILE"
ACCESS, SECRET = "S3_ACCESS_KEY", "S3_SECRET_KEY"
_ADDRESS = re.compile(r"https?://[^\s/?#]+/?")


class WrongBucket(ValueError):
    """A setting of the S3 server that is missing or wrong, and why."""

    def __str__(self) -> str:
        """In one line."""
        return ": ".join(map(str, self.args))


@dataclass(frozen=True)
class BucketSettings:
    """How the S3 server is asked.

    endpoint   its address, "https://s3.example.gov.cn"; empty: the public cloud's own for the region
    authority  a file with the authority of its certificate; empty: those that the client trusts
    """

    endpoint: str = ""
    region: str = "us-east-1"
    access_key: str = ""
    secret_key: str = field(default="", repr=False)
    authority: str = ""


def find(environment: Mapping[str, str], secret: Callable[[str], str]) -> BucketSettings:
    """The settings of an S3 server; `secret` reads what may stand in a file. Raises WrongBucket."""
    endpoint, authority = environment.get(ENDPOINT, ""), environment.get(AUTHORITY, "")
    access, key = secret(ACCESS), secret(SECRET)
    if endpoint and not _ADDRESS.fullmatch(endpoint):
        raise WrongBucket(ENDPOINT, "must look like https://s3.example.gov.cn")
    if bool(access) != bool(key):
        raise WrongBucket(SECRET if access else ACCESS, f"goes with {ACCESS if access else SECRET}")
    if environment.get("EVIDENCE_URL", "").startswith("s3://") and not access:
        raise WrongBucket(ACCESS, "goes with an EVIDENCE_URL of s3://")
    if authority and not Path(authority).is_file():
        raise WrongBucket(AUTHORITY, "no such file")
    return BucketSettings(endpoint, environment.get(REGION) or "us-east-1", access, key, authority)
