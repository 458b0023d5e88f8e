"""Group commit: whoever waits is carried along; a bad neighbour costs only itself."""

from __future__ import annotations

import threading

import pytest

from services.chassis.handling.group_commit import GroupCommit, _Ticket


class Clash(Exception):
    """Two wrote at once."""


def test_those_who_wait_are_carried_along() -> None:
    batches: list[list[int]] = []
    gate = threading.Event()

    def work(jobs: list[int]) -> list[int]:
        gate.wait(5)
        batches.append(jobs)
        return [job * 2 for job in jobs]

    commit: GroupCommit[int, int] = GroupCommit(work)
    results: dict[int, int] = {}
    threads = [threading.Thread(target=lambda job=job: results.update({job: commit(job)})) for job in range(20)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join(5)
    assert results == {job: job * 2 for job in range(20)}
    assert len(batches) < 20
    assert sorted(job for batch in batches for job in batch) == list(range(20))


def test_an_error_reaches_everyone_in_the_batch() -> None:
    def work(_jobs: list[int]) -> list[int]:
        raise ValueError("down")

    with pytest.raises(ValueError, match="down"):
        GroupCommit(work)(1)


def test_one_bad_job_costs_only_itself() -> None:
    tried: list[list[int]] = []

    def work(jobs: list[int]) -> list[int]:
        tried.append(jobs)
        if 3 in jobs:
            raise Clash
        return jobs

    commit: GroupCommit[int, int] = GroupCommit(work, away=(ConnectionError,))
    tickets: list[_Ticket[int, int]] = [_Ticket(job) for job in (1, 2, 3)]
    commit._waiting.extend(tickets)
    assert commit(4) == 4
    assert tried == [[1, 2, 3, 4], [1], [2], [3], [4]]
    assert [ticket.result for ticket in tickets] == [1, 2, None]
    assert isinstance(tickets[2].error, Clash)


def test_while_the_store_is_away_the_batch_gets_one_more_try_as_it_is() -> None:
    tried: list[list[int]] = []

    def work(jobs: list[int]) -> list[int]:
        tried.append(jobs)
        if len(tried) == 1:
            raise ConnectionError
        return jobs

    assert GroupCommit(work, away=(ConnectionError,))(1) == 1
    assert tried == [[1], [1]]
