"""Imports as jobs: taken in at once, gone on with in parts, stopped, taken up again, told of row by row."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from contracts.errors import Unavailable
from services.gateway.accounts.jobs import kept_jobs
from services.gateway.accounts.jobs.kept_jobs import KeptJobs, NoSuchJob
from services.gateway.jobs import worker
from services.gateway.jobs.desk import JobDesk
from services.gateway.jobs.news import JobNews
from services.gateway.jobs.worker import JobWorker
from services.gateway.spreadsheets.long import long_book
from tests.services.gateway.gateway_client import GatewayClient, JobRightsOfTests

PATH = "/v1/outreach/matters/import/job"
HEAD = "登记编号,承办单位,社区,事项,诉求日期\n"
PART = 4


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is long is short here, so that tests are."""
    monkeypatch.setattr(long_book, "PART", PART)
    monkeypatch.setattr(worker, "MOST_ROWS", 6)
    monkeypatch.setattr(worker, "AWAY", 0.0)
    yield
    JobRightsOfTests.revoked.clear()


def rows(*numbers: int, day: str = "2017-03-01") -> str:
    return "".join(f"J-{n},DT,映月,路灯,{day}\n" for n in numbers)


def begin(gateway: GatewayClient, text: str | bytes, query: str = "", who: str = "clerk") -> Any:
    body = text if isinstance(text, bytes) else text.encode()
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT', who)}"}
    return gateway.client.post(f"{PATH}{query}", data=body, headers=headers, content_type="text/csv")


def get(gateway: GatewayClient, path: str, who: str = "clerk") -> Any:
    return gateway.client.get(path, headers={"Authorization": f"Bearer {gateway.token('clerk', 'DT', who)}"})


def post(gateway: GatewayClient, path: str, who: str = "clerk") -> Any:
    return gateway.client.post(path, headers={"Authorization": f"Bearer {gateway.token('clerk', 'DT', who)}"})


def finish(gateway: GatewayClient, id_: str) -> Any:
    while gateway.worker.step():
        gateway.project_events()
    return get(gateway, f"/v1/jobs/{id_}").json


def matters(gateway: GatewayClient) -> list[str]:
    """The numbers of the matters that there are."""
    page = gateway.office.registers.page("outreach.matters", within={}, after="", most=1000)
    return sorted((one["fields"]["number"] for one in page), key=lambda one: int(one[2:]))


def numbers(*ranges: range) -> list[str]:
    return [f"J-{n}" for one in ranges for n in one]


def test_a_file_is_taken_in_at_once_and_imported_whole_when_its_turn_comes(gateway: GatewayClient) -> None:
    answer = begin(gateway, HEAD + rows(1, 2, 3), "?name=a.csv")
    assert (answer.status_code, answer.json["state"]) == (202, "waiting")
    assert answer.headers["Location"] == f"/v1/jobs/{answer.json['id']}"
    assert matters(gateway) == []
    told = finish(gateway, answer.json["id"])
    assert (told["state"], told["rows"], told["done"], told["accepted"], told["name"]) == ("done", 3, 3, 3, "a.csv")
    assert matters(gateway) == numbers(range(1, 4))
    assert [one["id"] for one in get(gateway, "/v1/jobs").json["items"]] == [told["id"]]


def test_a_short_file_with_a_mistake_is_imported_whole_or_not_at_all(gateway: GatewayClient) -> None:
    told = finish(gateway, begin(gateway, HEAD + rows(1, 2) + rows(3, day="昨天")).json["id"])
    assert (told["state"], told["accepted"], told["refused"], told["held"]) == ("done", 0, 1, 2)
    assert [(one["row"], one["slug"]) for one in told["errors"]] == [(4, "not-a-day")]
    assert matters(gateway) == []


def test_of_a_long_file_the_part_with_a_mistake_waits_and_the_others_are_imported(gateway: GatewayClient) -> None:
    text = HEAD + rows(*range(1, 7)) + rows(7, day="昨天") + rows(*range(8, 13))
    told = finish(gateway, begin(gateway, text).json["id"])
    counts = (told["rows"], told["done"], told["accepted"], told["refused"], told["held"])
    assert counts == (12, 12, 8, 1, 3)
    assert [(one["row"], one["column"]) for one in told["errors"]] == [(8, "E")]
    assert matters(gateway) == numbers(range(1, 5), range(9, 13))
    mended = finish(gateway, begin(gateway, text.replace("昨天", "2017-03-01")).json["id"])
    assert (mended["accepted"], mended["repeated"], mended["held"]) == (4, 8, 0)
    assert matters(gateway) == numbers(range(1, 13))


def test_rows_that_say_the_same_are_each_imported_in_whichever_part_they_stand(gateway: GatewayClient) -> None:
    text = "承办单位,社区,事项,诉求日期\n" + "DT,映月,路灯,2017-03-01\n" * 10
    told = finish(gateway, begin(gateway, text).json["id"])
    assert (told["accepted"], told["repeated"]) == (10, 0)
    again = finish(gateway, begin(gateway, text).json["id"])
    assert (again["accepted"], again["repeated"]) == (0, 10)


def restart(gateway: GatewayClient) -> None:
    """The worker of another process: what the one before had open is gone with it."""
    gateway.worker.close()
    gateway.worker = JobWorker(gateway.jobs, gateway.worker.importer, gateway.worker.rights)


def test_a_part_that_was_sent_and_not_noted_is_sent_again_and_done_once(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "承办单位,社区,事项,诉求日期\n" + "DT,映月,路灯,2017-03-01\n" * 10
    job = begin(gateway, text).json["id"]
    gateway.worker.step()

    def die(*_about: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(KeptJobs, "advance", die)
        with pytest.raises(SystemExit):
            gateway.worker.step()
    restart(gateway)
    told = finish(gateway, job)
    assert (told["state"], told["accepted"], told["repeated"]) == ("done", 6, 4)
    page = gateway.office.registers.page("outreach.matters", within={}, after="", most=1000)
    assert len(page) == 10


def test_what_ends_the_gateway_again_and_again_is_let_be(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = begin(gateway, HEAD + rows(1)).json["id"]

    def die(*_about: Any, **_more: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(JobWorker, "_import", die)
        for _ in range(worker.MOST_TRIES):
            restart(gateway)
            with pytest.raises(SystemExit):
                gateway.worker.step()
    told = finish(gateway, job)
    assert (told["state"], told["problem"]["status"]) == ("failed", 500)


def test_an_owner_that_is_away_is_waited_for(gateway: GatewayClient) -> None:
    job = begin(gateway, HEAD + rows(*range(1, 9))).json["id"]
    gateway.worker.step()
    gateway.rpc_client.away.add("outreach")
    for _ in range(worker.MOST_TRIES + 2):
        gateway.worker.step()
    assert get(gateway, f"/v1/jobs/{job}").json["state"] == "running"
    gateway.rpc_client.away.clear()
    told = finish(gateway, job)
    assert (told["state"], told["accepted"]) == ("done", 8)
    assert matters(gateway) == numbers(range(1, 9))
    assert Unavailable.status == 503, "which is what the owner client says of it"


def test_a_job_is_stopped_between_two_parts_and_what_was_imported_stays(gateway: GatewayClient) -> None:
    job = begin(gateway, HEAD + rows(*range(1, 13))).json["id"]
    gateway.worker.step()
    assert post(gateway, f"/v1/jobs/{job}/cancel").json["cancel"] is True
    told = finish(gateway, job)
    assert (told["state"], told["done"], told["rows"], told["accepted"]) == ("cancelled", 4, 12, 4)
    assert matters(gateway) == numbers(range(1, 5))
    assert post(gateway, f"/v1/jobs/{job}/cancel").json["state"] == "cancelled"


def test_a_job_that_was_to_be_stopped_when_all_was_imported_is_done(gateway: GatewayClient) -> None:
    job = begin(gateway, HEAD + rows(1, 2, 3)).json["id"]
    gateway.worker.step()
    assert post(gateway, f"/v1/jobs/{job}/cancel").json["cancel"] is True
    told = finish(gateway, job)
    assert (told["state"], told["done"], told["accepted"]) == ("done", 3, 3)


def test_an_account_that_lost_its_post_goes_no_further(gateway: GatewayClient) -> None:
    job = begin(gateway, HEAD + rows(*range(1, 13))).json["id"]
    gateway.worker.step()
    JobRightsOfTests.revoked.add("clerk")
    told = finish(gateway, job)
    assert (told["state"], told["done"], told["problem"]["slug"]) == ("failed", 4, "unauthenticated")
    assert matters(gateway) == numbers(range(1, 5))


def test_a_job_is_nobody_s_but_its_account_s(gateway: GatewayClient) -> None:
    job = begin(gateway, HEAD + rows(1)).json["id"]
    for path in (f"/v1/jobs/{job}", f"/v1/jobs/{job}/rows", f"/v1/jobs/{job}/marked", f"/jobs/{job}"):
        answer = get(gateway, path, who="other")
        assert (answer.status_code, answer.json["slug"]) == (404, NoSuchJob.slug)
    assert post(gateway, f"/v1/jobs/{job}/cancel", who="other").status_code == 404
    assert get(gateway, "/v1/jobs", who="other").json["items"] == []
    assert finish(gateway, job)["state"] == "done"


def test_what_is_no_sheet_or_another_s_headings_is_said_when_it_was_read(gateway: GatewayClient) -> None:
    told = finish(gateway, begin(gateway, b"%PDF-1.4").json["id"])
    assert (told["state"], told["problem"]["slug"]) == ("failed", "not-a-sheet")
    strange = "登记编号,承办单位,社区,事项,诉求日期,别的\n" + "".join(f"{one},x\n" for one in rows(*range(9)).split())
    told = finish(gateway, begin(gateway, strange).json["id"])
    assert (told["state"], told["problem"]["slug"]) == ("failed", "import-refused")
    assert matters(gateway) == []


def test_a_file_has_no_limit_but_the_configured_one(gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = kept_bounds(gateway, bytes_=300, rows_=5)
    monkeypatch.setattr(gateway, "jobs", bounds)
    object.__setattr__(gateway.worker.desk, "bounds", bounds.bounds)
    assert begin(gateway, HEAD + rows(*range(50))).status_code == 413
    assert get(gateway, "/v1/jobs").json["items"] == [], "nothing of it stays"
    told = finish(gateway, begin(gateway, HEAD + rows(*range(6))).json["id"])
    assert (told["state"], told["problem"]["slug"]) == ("failed", "too-large")


def kept_bounds(gateway: GatewayClient, bytes_: int, rows_: int) -> JobDesk:
    from services.chassis.base.settings import JobBounds

    return JobDesk(gateway.jobs.jobs, JobBounds(bytes_, rows_))


def test_what_came_of_each_row_is_a_csv_and_mistakes_come_back_in_the_file(gateway: GatewayClient) -> None:
    text = HEAD + rows(*range(1, 7)) + rows(7, day="昨天") + rows(*range(8, 10))
    job = finish(gateway, begin(gateway, text).json["id"])
    lines = get(gateway, f"/v1/jobs/{job['id']}/rows").data.decode("utf-8-sig").splitlines()
    assert [line.split(",")[1:3] for line in lines[1:]] == [
        *([str(n), "已导入 imported"] for n in (2, 3, 4, 5)),
        ["8", "有误 refused"],
        ["10", "已导入 imported"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(get(gateway, f"/v1/jobs/{job['id']}/marked").data))
    table = list(book.active.iter_rows(values_only=True))
    assert (table[0][-1], len(table)) == ("错误说明", 10)
    assert ["昨天" in line for line in table] == [line[-1] is not None and n > 0 for n, line in enumerate(table)]
    assert book.active["E8"].fill.fgColor.rgb == "FFF4B183"
    assert book.active["E7"].fill.fill_type is None


def test_a_try_keeps_nothing_and_a_partial_job_leaves_out_what_is_wrong(gateway: GatewayClient) -> None:
    text = HEAD + rows(*range(1, 7)) + rows(7, day="昨天") + rows(*range(8, 10))
    told = finish(gateway, begin(gateway, text, "?dry_run=true").json["id"])
    assert (told["state"], told["dry_run"], told["refused"]) == ("done", True, 1)
    assert matters(gateway) == []
    told = finish(gateway, begin(gateway, text, "?partial=true").json["id"])
    assert (told["accepted"], told["refused"], told["held"]) == (8, 1, 0)


def test_jobs_take_turns(gateway: GatewayClient) -> None:
    long, short = begin(gateway, HEAD + rows(*range(1, 13))).json["id"], begin(gateway, HEAD + rows(99)).json["id"]
    for _ in range(4):
        gateway.worker.step()
    assert get(gateway, f"/v1/jobs/{short}").json["state"] == "done"
    assert get(gateway, f"/v1/jobs/{long}").json["state"] == "running"


def test_a_job_that_was_kept_for_its_time_goes_with_its_file(gateway: GatewayClient, later: Any) -> None:
    job = begin(gateway, HEAD + rows(1)).json["id"]
    later(days=8)
    gateway.jobs.jobs.discard_old()
    assert get(gateway, f"/v1/jobs/{job}").status_code == 200, "one that goes on is kept"
    finish(gateway, job)
    later(days=17)
    gateway.jobs.jobs.discard_old()
    assert get(gateway, f"/v1/jobs/{job}").status_code == 404


def test_nothing_of_a_file_stands_readable_in_the_database(gateway: GatewayClient) -> None:
    finish(gateway, begin(gateway, HEAD + rows(1).replace("路灯", "张三丰的路灯")).json["id"])
    store = gateway.jobs.jobs.store
    with store.begin_read() as tx:
        bodies = [bytes(body) for (body,) in tx.exec_driver_sql("SELECT body FROM job_parts")]
    assert len(bodies) == 3
    assert not any("张三丰".encode() in body for body in bodies)


def test_who_listens_hears_of_their_own_jobs_alone(gateway: GatewayClient) -> None:
    news = JobNews(gateway.jobs.jobs)
    before = news.number
    job = begin(gateway, HEAD + rows(1)).json["id"]
    news.look()
    assert [one["state"] for one in news.after("clerk", before)] == ["waiting"]
    assert news.after("other", before) == []
    heard = news.number
    news.look()
    assert news.number == heard, "what did not move is no news"
    finish(gateway, job)
    news.look()
    assert [(one["state"], one["done"]) for one in news.after("clerk", heard)] == [("done", 1)]


def test_the_states_that_are_told_are_those_that_there_are() -> None:
    from contracts.documents.response_schemas import JOB

    assert JOB["state"]["enum"] == list(kept_jobs.STATES)
