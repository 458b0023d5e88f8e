"""GeoReport v2 as its clients use it: what they send besides, page by page, near a place, with photographs, again."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from services.chassis.base import clock
from services.chassis.base.clock import SHANGHAI, day_of
from services.gateway.open311 import retries
from services.gateway.open311.near import Circle
from services.gateway.paper_list import papers
from tests.services.cases.city import CASES
from tests.services.gateway.open311_client import APP, COMPLAINT, FOUND, MINUTE, V2, WHO, Open311Client, read_json

PNG = b"\x89PNG\r\n\x1a\n synthetic"
DEGREE = 111_195


def ids_of(client: Open311Client, **query: str) -> list[str]:
    """The requests that an application is told of."""
    entries = client.get_json("requests", api_key=client.key(), **query)
    return [str(one["service_request_id"]) for one in entries]


def hand_in(client: Open311Client, data: Any, **more: Any) -> TestResponse:
    client.office.now = clock.now()
    return client.client.post(f"{V2}/requests.json", data=data, **more)


def notice_of(response: TestResponse) -> str:
    assert response.status_code == 201, response.text
    return str(read_json(response)[0]["service_notice"])


# --- questions --------------------------------------------------------------------------------------------------------


def test_pages_follow_each_other_and_leave_nothing_out(open311_client: Open311Client) -> None:
    made = [open311_client.create_request(description=f"第{number}处") for number in range(4)]
    made.append(open311_client.create_request(COMPLAINT))
    pages = [ids_of(open311_client, page=str(number), page_size="2") for number in (1, 2, 3, 4)]
    assert [len(one) for one in pages] == [2, 2, 1, 0]
    everything = list(itertools.chain(*pages))
    assert everything == ids_of(open311_client) == ids_of(open311_client, page="1")
    assert sorted(everything) == sorted(made)
    assert ids_of(open311_client, page_size="3") == everything[:3]


@pytest.mark.parametrize("query", [{"page": ""}, {"page_size": ""}, {"start_date": "", "end_date": ""}, {"status": ""}])
def test_what_stands_there_empty_is_not_said(open311_client: Open311Client, query: dict[str, str]) -> None:
    case = open311_client.create_request()
    assert ids_of(open311_client, **query) == [case]


def test_a_day_is_the_whole_day_where_the_bureau_is(open311_client: Open311Client) -> None:
    case, today = open311_client.create_request(), day_of(clock.now())
    day = dt.timedelta(days=1)
    for query, expected in (
        ({"start_date": str(today)}, [case]),
        ({"start_date": f"{today:%Y%m%d}"}, [case]),
        ({"start_date": str(today), "end_date": str(today)}, [case]),
        ({"end_date": str(today)}, [case]),
        ({"end_date": str(today - day)}, []),
        ({"start_date": str(today + day)}, []),
        ({"start_date": str(today - 90 * day), "end_date": str(today)}, [case]),
        ({"start_date": f"{today}T00:00:00"}, [case]),
        ({"start_date": f"{today} 00:00:00"}, [case]),
        ({"start_date": f"{today}T00:00:00+08:00"}, [case]),
        ({"start_date": f"{today}T00:00:00 08:00"}, [case]),
        ({"start_date": dt.datetime.combine(today, dt.time(), SHANGHAI).astimezone(dt.UTC).isoformat()}, [case]),
    ):
        assert ids_of(open311_client, **query) == expected, query


@pytest.mark.parametrize(
    "query",
    ["status=open&status=closed", "status=OPEN", "status=open,%20closed", "service_code=E-0501&service_code=C-0102"],
)
def test_a_list_is_said_with_commas_or_several_times(open311_client: Open311Client, query: str) -> None:
    case = open311_client.create_request()
    response = open311_client.client.get(f"{V2}/requests.json?api_key={open311_client.key()}&{query}")
    assert [one["service_request_id"] for one in read_json(response)] == [case]


def test_requests_are_asked_for_by_their_ids_however_they_are_listed(open311_client: Open311Client) -> None:
    first, second = open311_client.create_request(), open311_client.create_request(description="第二处")
    key = open311_client.key()
    for query in (f"={first},{second}", f"={first},%20{second},", f"={first}&service_request_id={second}"):
        response = open311_client.client.get(f"{V2}/requests.json?api_key={key}&service_request_id{query}")
        assert [one["service_request_id"] for one in read_json(response)] == [first, second], query


@pytest.mark.parametrize(
    ("query", "about"),
    [
        ({"page": "0"}, "page"),
        ({"page": "two"}, "page"),
        ({"page_size": "1001"}, "page_size"),
        ({"lat": "31.59"}, "long"),
        ({"radius": "100"}, "lat"),
        ({"lat": "91", "long": "120"}, "lat"),
        ({"lat": "31.59", "long": "181"}, "long"),
        ({"lat": "31.59", "long": "120", "radius": "near"}, "radius"),
        ({"start_date": "2026-13-01"}, "start_date"),
        ({"service_request_id": ",".join(map(str, range(1001)))}, "service_request_id"),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_of_it(
    open311_client: Open311Client, query: dict[str, str], about: str
) -> None:
    response = open311_client.get("requests.json", **query)
    (told,) = read_json(response)
    assert (response.status_code, told["code"]) == (400, 400)
    assert told["description"].startswith(f"{about}: ")


def test_two_different_days_at_once_are_no_question(open311_client: Open311Client) -> None:
    response = open311_client.client.get(f"{V2}/requests.json?start_date=2026-11-01&start_date=2026-11-02")
    assert (response.status_code, "start_date" in read_json(response)[0]["description"]) == (400, True)


def test_what_is_near_is_found_and_nothing_else(open311_client: Open311Client) -> None:
    here = open311_client.create_request()
    beyond = open311_client.create_request(lat=str(31.5901 + 300 / DEGREE), description="往北三百米")
    open311_client.create_request({"service_code": "E-0501", "address_string": "映月路", "description": "无坐标"})
    corner = open311_client.create_request(
        lat=str(31.5901 + 90 / DEGREE), long=str(120.3532 + 90 / DEGREE / 0.852), description="方角"
    )
    point = {"lat": "31.5901", "long": "120.3532"}
    assert ids_of(open311_client, **point, radius="100") == [here]
    assert sorted(ids_of(open311_client, **point, radius="150")) == sorted([here, corner])
    assert sorted(ids_of(open311_client, **point)) == sorted([here, beyond, corner])
    assert len(ids_of(open311_client, **point, page_size="1", page="3")) == 1


@pytest.mark.parametrize(
    ("there", "metres"), [((31.5901, 120.3532), 0), ((32.5901, 120.3532), 111_195), ((31.5901, 121.3532), 94_720)]
)
def test_a_distance_is_the_way_along_the_ground(there: tuple[float, float], metres: float) -> None:
    assert Circle(31.5901, 120.3532, 1).metres_to(*there) == pytest.approx(metres, abs=50)


def test_extensions_tell_what_georeport_has_no_field_for(open311_client: Open311Client) -> None:
    urls = ["https://example.org/a.jpg", "https://example.org/b.jpg"]
    fields = [("api_key", open311_client.key()), *FOUND.items(), *(("media_url", one) for one in urls)]
    (receipt,) = read_json(hand_in(open311_client, MultiDict(fields)))
    path = f"requests/{receipt['service_request_id']}"
    (plain,) = open311_client.get_json(path, api_key=open311_client.key(), extensions="false")
    assert (plain["media_url"], "extended_attributes" in plain) == (urls[0], False)
    (entry,) = open311_client.get_json(path, api_key=open311_client.key(), extensions="true")
    assert entry["extended_attributes"] == {"media_urls": urls, "photographs": 0, "detailed_status": "reported"}
    xml = open311_client.get(f"{path}.xml", api_key=open311_client.key(), extensions="true").text
    assert all(f"<media_url>{one}</media_url>" in xml for one in urls)


# --- handing in -------------------------------------------------------------------------------------------------------


def test_photographs_come_with_a_report_and_are_kept_as_its_papers(open311_client: Open311Client) -> None:
    files = [("media", (io.BytesIO(PNG + bytes([n])), f"{n}.png", "image/png")) for n in range(2)]
    data = MultiDict([("api_key", open311_client.key()), *FOUND.items(), *files])
    response = hand_in(open311_client, data, content_type="multipart/form-data")
    assert "2 photographs were kept" in notice_of(response)
    id_ = read_json(response)[0]["service_request_id"]
    (photos,) = open311_client.office.record(CASES, id_)["photos"]
    assert (photos["kind"], len(photos["photo"])) == ("before", 2)
    (entry,) = open311_client.get_json(f"requests/{id_}", api_key=open311_client.key(), extensions="true")
    assert entry["extended_attributes"]["photographs"] == 2


def test_a_complaint_has_its_photographs_too(open311_client: Open311Client) -> None:
    file = (io.BytesIO(PNG), "a.PNG", "application/octet-stream")
    response = hand_in(open311_client, {"api_key": open311_client.key(), **COMPLAINT, "media": file})
    record = open311_client.office.record("cases.complaints", read_json(response)[0]["service_request_id"])
    assert len(record["evidence"]) == 1


def test_a_photograph_that_is_called_by_a_number_of_somebody_gets_another_name(open311_client: Open311Client) -> None:
    file = (io.BytesIO(PNG), "13800138000.png", "image/png")
    response = hand_in(open311_client, {"api_key": open311_client.key(), **FOUND, "media": file})
    id_ = read_json(response)[0]["service_request_id"]
    (photos,) = open311_client.office.record(CASES, id_)["photos"]
    with open311_client.store.begin_read() as tx:
        assert set(tx.scalars(sa.select(papers.c.name))) == {"media.png"}
    assert photos["photo"]


def test_a_field_for_a_file_that_was_left_empty_is_no_file(open311_client: Open311Client) -> None:
    empty = (io.BytesIO(b""), "", "application/octet-stream")
    response = hand_in(open311_client, {"api_key": open311_client.key(), **FOUND, "media": empty})
    assert "photographs" not in notice_of(response)


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ([("media", (io.BytesIO(b"MZ"), "a.exe", "application/x-msdownload"))], "media"),
        ([("photo", (io.BytesIO(b""), "a.jpg", "image/jpeg"))], "photo"),
        ([("description", "占道"), ("description", "占道经营")], "description"),
        ([("media_url", f"https://example.org/{n}.jpg") for n in range(21)], "media_url"),
        ([("media_url", "https://example.org/a.jpg"), ("media_url", "javascript:x")], "media_url"),
        ([("description", "\ufffd\ufffd")], "description"),
    ],
)
def test_what_cannot_be_kept_as_it_was_meant_is_refused_by_name(
    open311_client: Open311Client, fields: list[tuple[str, Any]], about: str
) -> None:
    data = MultiDict([("api_key", open311_client.key()), ("service_code", "E-0501"), ("address_id", "1"), *fields])
    response = hand_in(open311_client, data, content_type="multipart/form-data")
    assert response.status_code == 400, response.text
    assert read_json(response)[0]["description"].startswith(f"{about}: ")


@pytest.mark.parametrize("text", ["description=%D5%BC%B5%C0", "description=\xb5\xc0", "%D5=1"])
def test_a_form_in_another_coding_is_refused_and_not_kept_as_nonsense(open311_client: Open311Client, text: str) -> None:
    body = f"api_key={open311_client.key()}&service_code=E-0501&address_id=1&{text}".encode("latin-1")
    response = hand_in(open311_client, body, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, "UTF-8" in read_json(response)[0]["description"]) == (400, True)


def test_what_is_not_kept_is_said(open311_client: Open311Client) -> None:
    more = {"device_id": "x", "attribute[color]": "red", "address_id": "545483", "zipcode": "", "account_id": "7"}
    notice = notice_of(open311_client.post(FOUND, **more))
    assert "account_id, address_id, attribute[color], device_id" in notice
    assert ("未保存" in notice, "zipcode" in notice) == (True, False)
    assert "未保存" not in notice_of(open311_client.post(FOUND, description="别处", **WHO))


def test_another_kind_of_body_is_told_what_would_do(open311_client: Open311Client) -> None:
    response = open311_client.client.post(
        f"{V2}/requests.json", json=FOUND, headers={"Authorization": f"Bearer {open311_client.key()}"}
    )
    assert response.status_code == 415
    assert response.headers["Accept-Post"] == "application/x-www-form-urlencoded, multipart/form-data"
    assert "Content-Type" in read_json(response)[0]["description"]


# --- again ------------------------------------------------------------------------------------------------------------


def post_again(client: Open311Client, arguments: dict[str, str], **more: Any) -> str:
    response = hand_in(client, {"api_key": client.key(), **arguments}, **more)
    assert response.status_code == 201, response.text
    return str(read_json(response)[0]["service_request_id"])


@pytest.mark.parametrize("arguments", [FOUND | WHO, COMPLAINT | WHO])
def test_a_report_that_comes_again_is_one(open311_client: Open311Client, arguments: dict[str, str], later: Any) -> None:
    first = post_again(open311_client, arguments)
    assert post_again(open311_client, arguments) == first
    assert post_again(open311_client, dict(reversed(arguments.items()))) == first, "in whatever order it says it"
    later(minutes=9)
    assert post_again(open311_client, arguments) == first
    assert len(ids_of(open311_client)) == 1


def test_ten_minutes_later_it_is_another(open311_client: Open311Client, later: Any) -> None:
    first = post_again(open311_client, FOUND)
    later(minutes=10, seconds=1)
    second = post_again(open311_client, FOUND)
    assert second != first
    assert post_again(open311_client, FOUND) == second


@pytest.mark.parametrize(
    "more",
    [
        {"description": "占道经营。"},
        {"lat": "31.5902"},
        {"phone": "13812345679"},
        {"media_url": "https://example.org/a.jpg"},
        {"attribute[community]": "映月"},
        {"device_id": "another telephone"},
        {"media": (io.BytesIO(PNG), "a.png", "image/png")},
    ],
)
def test_a_report_that_differs_in_anything_is_another(open311_client: Open311Client, more: dict[str, Any]) -> None:
    assert post_again(open311_client, FOUND | WHO) != post_again(open311_client, FOUND | WHO | more)


def test_the_same_words_of_another_application_are_another_report(open311_client: Open311Client) -> None:
    first = post_again(open311_client, FOUND)
    other = open311_client.create_request(FOUND, api_key=open311_client.key(account="app@DT"))
    assert first != other


def test_two_at_once_are_one_though_the_view_has_not_heard_of_the_first(
    open311_client: Open311Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, read_model, looks = open311_client.project_events, open311_client.read_model, []

    def hear_at_the_second_look(event: str, _seconds: float) -> bool:
        looks.append(event)
        if len(looks) > 1:
            project()
        return read_model.has(event)

    monkeypatch.setattr(open311_client, "project_events", lambda: None)
    monkeypatch.setattr(read_model, "wait_for", hear_at_the_second_look)
    project()
    first = post_again(open311_client, FOUND)
    assert not read_model.has(looks[0])
    assert post_again(open311_client, FOUND) == first


def test_a_key_makes_one_report_at_any_time_and_another_body_under_it_is_refused(
    open311_client: Open311Client, later: Any
) -> None:
    headers = {"Idempotency-Key": "a"}
    first = post_again(open311_client, FOUND | WHO, headers=headers)
    later(hours=5)
    assert post_again(open311_client, FOUND | WHO, headers=headers) == first
    assert post_again(open311_client, FOUND | WHO, headers={"Idempotency-Key": "b"}) != first
    data = {"api_key": open311_client.key(), **FOUND, **WHO, "last_name": "李"}
    response = hand_in(open311_client, data, headers=headers)
    assert (response.status_code, "Idempotency-Key" in response.text) == (400, True)


def test_the_span_in_which_it_may_come_again_has_no_seam() -> None:
    at = dt.datetime(2026, 11, 1, 8, 9, 59, tzinfo=SHANGHAI)
    before, after = (retries.by_content(APP, "{}", one) for one in (at, at + dt.timedelta(seconds=2)))
    assert before.ids[0] != after.ids[0]
    assert before.ids[0] in after.ids
    assert retries.by_content(APP, "{}", at + 25 * MINUTE).ids[1] not in before.ids


# --- other sites' pages -----------------------------------------------------------------------------------------------


def test_a_page_of_another_site_may_ask_and_never_with_credentials(open311_client: Open311Client) -> None:
    preflight = {
        "Origin": "https://citizens.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type, authorization, idempotency-key",
    }
    asked = open311_client.client.options(f"{V2}/requests.json", headers=preflight)
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"
    assert asked.headers["Access-Control-Allow-Headers"] == preflight["Access-Control-Request-Headers"]
    refused = open311_client.get("requests.json", page="0")
    answers = [asked, open311_client.get("services.json"), open311_client.post(FOUND), refused]
    for response in (*answers, open311_client.get("nothing.json"), open311_client.client.put(f"{V2}/services.json")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
