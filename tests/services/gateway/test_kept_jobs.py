"""Jobs are kept encrypted, on both databases: each part noted once, whoever is late; the rights are those of now."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
import sqlalchemy as sa

from contracts.errors import TooLarge, Unauthenticated
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts.identity import Identity, NoPost
from services.gateway.accounts.jobs.kept_jobs import DONE, JobOwner, KeptJob, KeptJobs
from services.gateway.accounts.tables import job_parts
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.jobs.rights import JobRights
from services.gateway.read_model.staff_posts import Post
from tests.people import account_store
from tests.services.gateway.gateway_client import KEY

OWNER = JobOwner("CLK", "clerk", "DT")
BODY = "承办单位,社区\nDT,13800001234\n".encode()
COUNTS = {"done": 2, "accepted": 1, "repeated": 0, "refused": 1, "held": 0}


@pytest.fixture(name="jobs")
def job_store(store: Store) -> KeptJobs:
    return KeptJobs(account_store(store), KEY)


def begin(jobs: KeptJobs, *chunks: bytes) -> KeptJob:
    return jobs.keep(OWNER, "outreach.matters", {"name": "a.csv"}, iter(chunks or (BODY, BODY)))


def test_a_job_is_kept_with_its_file_and_nothing_of_it_stands_readable(jobs: KeptJobs) -> None:
    job = begin(jobs)
    assert (b"".join(jobs.file(job)), job.bytes, job.state) == (BODY * 2, len(BODY) * 2, "waiting")
    assert jobs.about(job) == {"name": "a.csv"}
    with jobs.store.begin_read() as tx:
        assert not [body for body in tx.scalars(sa.select(job_parts.c.body)) if b"13800001234" in bytes(body)]


def test_of_two_who_do_the_same_part_one_notes_it(jobs: KeptJobs) -> None:
    job = begin(jobs)
    jobs.advance(job, COUNTS, {"errors": ["first"]})
    late = jobs.advance(job, COUNTS, {"errors": ["second"]})
    assert (late.part, late.done, late.accepted, late.refused) == (1, 2, 1, 1)
    assert list(jobs.outcomes(job)) == [{"errors": ["first"]}]
    again = jobs.advance(late, COUNTS, {"errors": ["third"]})
    assert (again.part, again.done) == (2, 4)
    assert [one["errors"] for one in jobs.outcomes(job)] == [["first"], ["third"]]


def test_a_file_that_does_not_come_whole_leaves_nothing(jobs: KeptJobs) -> None:
    def too_long() -> Any:
        yield BODY
        raise TooLarge("more than was allowed")

    with pytest.raises(TooLarge):
        jobs.keep(OWNER, "outreach.matters", {}, too_long())
    assert jobs.of("CLK", ListWindow(9)).rows == []
    with jobs.store.begin_read() as tx:
        assert not list(tx.scalars(sa.select(job_parts.c.job)))


def test_jobs_take_turns_by_when_they_moved_last(jobs: KeptJobs) -> None:
    first, second = begin(jobs), begin(jobs)
    assert cast(KeptJob, jobs.next()).id == first.id
    jobs.begin(first)
    assert cast(KeptJob, jobs.next()).id == second.id
    jobs.end(second, DONE)
    assert cast(KeptJob, jobs.next()).id == first.id
    assert {one.id for one in jobs.changed_since(first.changed_at)} == {first.id, second.id}


def rights(posts: list[Post], *, is_open: bool = True, keys: Any = ()) -> JobRights:
    account = SimpleNamespace(id="CLK", open=is_open)
    directory = SimpleNamespace(find=lambda name: account if name == "CLK" else None)
    all_keys = SimpleNamespace(get=lambda name: next((one for one in keys if one.id == name), None))
    about = {"directory": directory, "posts_of": lambda _account: posts, "keys": all_keys}
    return JobRights(cast(Identity, SimpleNamespace(**about)))


def test_a_job_goes_on_as_its_account_in_the_post_in_which_it_was_begun() -> None:
    assert rights([Post("captain", "ZS"), Post("clerk", "DT")]).bearer(OWNER) == Bearer("CLK", "clerk", "DT")


def test_without_the_post_or_the_account_it_does_not_go_on() -> None:
    with pytest.raises(NoPost):
        rights([Post("clerk", "ZS")]).bearer(OWNER)
    with pytest.raises(Unauthenticated):
        rights([Post("clerk", "DT")], is_open=False).bearer(OWNER)
    with pytest.raises(Unauthenticated):
        rights([]).bearer(JobOwner("gone", "clerk", "DT"))


@pytest.mark.parametrize(("lasts", "unit", "goes_on"), [(True, "DT", True), (False, "DT", False), (True, "ZS", False)])
def test_a_program_s_job_goes_on_while_its_key_lasts(lasts: bool, unit: str, goes_on: bool) -> None:  # noqa: FBT001
    key = SimpleNamespace(id="feed", lasts=lasts, role="clerk", unit=unit)
    owner = JobOwner("key:feed", "clerk", "DT")
    if goes_on:
        assert rights([], keys=[key]).bearer(owner) == Bearer("key:feed", "clerk", "DT")
        return
    with pytest.raises(Unauthenticated):
        rights([], keys=[key]).bearer(owner)
