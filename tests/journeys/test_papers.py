"""Real files of papers cut, swapped and deleted under a running suite: told by name, claimed until they are back."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.suite import ROOT, Suite, until

PAPERS = [f"the application of {number}".encode() for number in range(4)]


def hand_in(suite: Suite, number: int) -> str:
    return suite.hand_in(PAPERS[number], "outreach.features", "apply", name=f"{number}.txt")


def apply_for(suite: Suite, number: int, sha: str) -> None:
    form = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01", "evidence": [sha]}
    answer = suite.post("/v1/outreach/features", form, Idempotency_Key=f"paper-{number}")
    assert answer.status == 201, answer.body
    until(lambda: suite.get(f"/v1/facts/{answer.json['event']}").status == 200, "the ledger has it")


def verify(suite: Suite) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CAMPAIGN_HOME": str(suite.home), "HTTP_ADDRESS": f"127.0.0.1:{suite.port}"}
    command = [sys.executable, "-m", "operations", "papers", "verify"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)


def verified_number(suite: Suite) -> object:
    return suite.get("/v1/measures/A3.applied?as_of=2017-12-31").json["verified"]


def test_spoilt_papers_are_named_and_their_facts_are_claims_until_they_are_handed_in_again(suite: Suite) -> None:
    suite.unit("DT")
    hashes = [hand_in(suite, number) for number in range(4)]
    for number, sha in enumerate(hashes):
        apply_for(suite, number, sha)
    assert verified_number(suite) == 4
    assert verify(suite).returncode == 0

    cut, swapped, gone = (suite.home / "evidence" / sha[:2] / sha for sha in hashes[:3])
    cut.write_bytes(cut.read_bytes()[:-1])
    swapped.write_bytes(b"another paper")
    gone.unlink()
    told = verify(suite)
    assert told.returncode == 1
    assert all(sha in told.stdout for sha in hashes[:3])
    assert "3 damaged" in told.stdout
    assert verified_number(suite) == 1
    ready = suite.get("/readyz", token="")
    assert (ready.status, ready.json["papers"]["differs"], ready.json["papers"]["missing"]) == (200, 2, 1)
    assert 'campaign_papers{found="missing"} 1.0' in suite.get("/metrics", token="").body.decode()

    for number in range(3):
        hand_in(suite, number)
    assert verified_number(suite) == 4
    assert verify(suite).returncode == 0
