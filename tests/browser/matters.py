"""A matter that a squadron finished: what pages need to have something to show."""

from __future__ import annotations

from tests.suite import Suite


def finish_matter(suite: Suite, community: str, paper: str = "", after: str = "") -> str:
    """A matter of DT that was done, proved by a paper, and waits for a confirmation; its id."""
    proof = paper or suite.hand_in(community.encode(), "outreach.matters", "finish", name="SYNTHETIC.txt")
    form = {"unit": "DT", "community": community, "matter": "路灯", "requested_on": "2017-03-01"}
    opened = suite.post(f"/v1/outreach/matters{f'?after={after}' if after else ''}", form)
    assert opened.status == 201, opened.body
    id_ = str(opened.json["record"]["id"])
    base = f"/v1/outreach/matters/{id_}"
    assert suite.post(f"{base}/accept", {"accepted_on": "2017-03-02"}).status == 200
    done = suite.post(f"{base}/finish", {"done_on": "2017-03-08", "outcome": "修好", "evidence": [proof]})
    assert done.status == 200, done.body
    assert suite.get(f"/v1/progress?after={done.json['event']}").status == 200
    return id_
