"""Open311 GeoReport v2: as applications speak it, in both formats, and without telling who reported what."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from georeport import GeoReport
from werkzeug.serving import make_server

from contracts.cases.datums import GCJ02, Point, to_wgs84
from services.chassis.base import clock
from services.chassis.base.clock import day_of
from services.gateway.open311 import queries, writing
from services.gateway.resources import endpoints
from tests.services.cases.city import CASES
from tests.services.gateway.open311_client import APP, COMPLAINT, FOUND, MINUTE, V2, WHO, Open311Client, read_json


@pytest.fixture
def address(open311_client: Open311Client) -> Iterator[str]:
    """Where the gateway is reached over HTTP."""
    server = make_server("127.0.0.1", 0, open311_client.app)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}{V2}"
    server.shutdown()
    server.server_close()


ACCEPTED = ("verify", "accept")
CLOSED = (*ACCEPTED, "file", "dispatch", "receive", "dispose", "check", "close")


# --- other people's client --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_georeport_client_reads_services_and_requests(
    open311_client: Open311Client, address: str, form: str
) -> None:
    open_, closed = open311_client.create_request(), open311_client.create_request(description="第二处")
    open311_client.take(open_, *ACCEPTED)
    open311_client.take(closed, *CLOSED)
    client = GeoReport(address, jurisdiction="320205", output_format=form)

    services = client.get_service_list()
    assert {"service_code": "E-0501", "service_name": "店外经营", "type": "realtime"}.items() <= services[1].items()
    definition = client.get_service_definition("E-0501")
    attributes = definition["attributes"] if form == "json" else definition["attributes"]["attribute"]
    assert [one["code"] for one in attributes] == ["street", "community"]

    by_id = {one["service_request_id"]: one for one in client.get_service_requests(end_date=open311_client.later())}
    assert {id_: one["status"] for id_, one in by_id.items()} == {open_: "open", closed: "closed"}
    only = client.get_service_requests(service_request_id=f"{open_},{closed}", status="closed")
    assert len(only) == 2, "ids override all else"

    one = client.get_service_request(closed)
    assert (one["service_name"], one["description"], one["address"]) == ("店外经营", "第二处", "映月路12号门前")
    assert (float(one["lat"]), float(one["long"])) == (31.5901, 120.3532)
    assert "已恢复原状" in one["status_notes"]
    assert one["agency_responsible"] == "单位DT"


# --- what a program finds ---------------------------------------------------------------------------------------------


def test_services_are_classes_in_force_and_complaints_about_the_service(open311_client: Open311Client) -> None:
    open311_client.office.do(
        "cases.case_classes", "C-0102", "withdraw", withdrawn_on=str(day_of(clock.now())), reason="停用"
    )
    open311_client.project_events()
    codes = [one["service_code"] for one in open311_client.get_json("services")]
    assert codes[0] == "E-0501"
    assert "C-0102" not in codes
    assert {"complaint-slow", "complaint-unfair", "complaint-other"} <= set(codes)


def test_discovery_says_where_the_interface_is(open311_client: Open311Client) -> None:
    discovery = read_json(open311_client.client.get("/open311/discovery.json"))
    assert discovery["endpoints"][0]["url"] == "https://example.org/open311/v2"
    root = ET.fromstring(open311_client.client.get("/open311/discovery.xml").data)
    assert [one.text for one in root.iter("format")] == ["text/xml", "application/json"]


@pytest.mark.parametrize(
    ("form", "kind"), [("json", "application/json; charset=utf-8"), ("xml", "text/xml; charset=utf-8")]
)
def test_each_format_has_its_type_and_is_utf_8(open311_client: Open311Client, form: str, kind: str) -> None:
    response = open311_client.get(f"services.{form}")
    assert response.headers["Content-Type"] == kind
    assert "店外经营" in response.data.decode()
    assert response.data.startswith(b"<?xml version='1.0' encoding='utf-8'?>") is (form == "xml")


# --- handing in -------------------------------------------------------------------------------------------------------


def test_a_report_becomes_a_digital_case_of_the_keys_unit_with_its_point_as_it_came(
    open311_client: Open311Client,
) -> None:
    response = open311_client.post(FOUND, media_url="https://example.org/a.jpg", **{"attribute[community]": "映月"})
    (receipt,) = read_json(response)
    assert "24" in receipt["service_notice"]
    case = open311_client.office.record(CASES, receipt["service_request_id"])
    assert (case["source"], case["case_class"], case.unit, case["to_verify"]) == ("public", "E-0501", "ZX", True)
    assert (case["longitude"], case["latitude"], case["datum"]) == (120.3532, 31.5901, "WGS84")
    assert (case["community"], case["media_url"]) == ("映月", "https://example.org/a.jpg")


def test_what_a_media_url_names_is_kept_and_never_fetched(open311_client: Open311Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.3)
        url = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/a.jpg"
        case = open311_client.create_request(media_url=url)
        assert open311_client.get_json(f"requests/{case}", api_key=open311_client.key())[0]["media_url"] == url
        with pytest.raises(TimeoutError):
            elsewhere.accept()


def test_a_report_in_xml_is_answered_in_xml(open311_client: Open311Client) -> None:
    root = ET.fromstring(open311_client.post(FOUND, form="xml").data)
    assert [one.tag for one in root.iter()][:3] == ["service_requests", "request", "service_request_id"]


def test_a_report_without_a_description_is_called_by_its_service(open311_client: Open311Client) -> None:
    case = open311_client.create_request({"service_code": "E-0501", "address_id": "545483"})
    record = open311_client.office.record(CASES, case)
    assert (record["problem"], record["place"], record.get("datum")) == ("店外经营", "545483", None)


def test_a_complaint_is_taken_in_and_shown_to_its_application_alone(open311_client: Open311Client) -> None:
    complaint = open311_client.create_request(COMPLAINT, **WHO)
    record = open311_client.office.record("cases.complaints", complaint)
    assert (record["channel"], record["kind"], record["place"]) == ("open311", "slow", "映月路12号")
    strangers: tuple[dict[str, str], ...] = ({}, {"api_key": open311_client.key(account="app@DT")})
    for query in strangers:
        assert open311_client.get(f"requests/{complaint}.json", **query).status_code == 404
        assert open311_client.get_json("requests", service_request_id=complaint, **query) == []
    (own,) = open311_client.get_json(f"requests/{complaint}", api_key=open311_client.key())
    assert (own["service_code"], own["service_name"], own["status"]) == ("complaint-slow", "投诉：慢作为", "open")


def test_an_application_lists_its_own_complaints_and_hears_what_became_of_them(open311_client: Open311Client) -> None:
    complaint, key = open311_client.create_request(COMPLAINT), open311_client.key()
    for query, count in (
        ({}, 1),
        ({"service_code": "complaint-slow,E-0501"}, 1),
        ({"service_code": "complaint-unfair"}, 0),
        ({"status": "open"}, 1),
        ({"status": "closed"}, 0),
    ):
        entries = open311_client.get_json("requests", api_key=key, end_date=open311_client.later(), **query)
        assert [one["service_request_id"] for one in entries] == [complaint] * count, query
    open311_client.office.now = clock.now()
    today = str(day_of(open311_client.office.now))
    open311_client.office.do("cases.complaints", complaint, "reject", rejected_on=today, reason="不属本部门职责")
    open311_client.project_events()
    entries = open311_client.get_json("servicerequestupdates", api_key=key, end_date=open311_client.later())
    assert [(one["status"], one["description"]) for one in entries] == [
        ("OPEN", "收到"),
        ("CLOSED", "不予受理：不属本部门职责"),
    ]
    strangers: tuple[dict[str, str], ...] = ({}, {"api_key": open311_client.key(account="app@DT")})
    for stranger in strangers:
        for path in ("requests", "servicerequestupdates"):
            assert open311_client.get_json(path, end_date=open311_client.later(), **stranger) == []


def test_of_many_complaints_an_application_is_told_its_own(
    open311_client: Open311Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = open311_client.create_request(COMPLAINT)
    others = [open311_client.create_request(COMPLAINT, api_key=open311_client.key(account="app@DT")) for _ in range(2)]
    monkeypatch.setattr(queries, "MOST", 1)
    for account, id_ in ((APP, own), ("app@DT", others[-1])):
        requests = open311_client.get_json(
            "requests", api_key=open311_client.key(account=account), end_date=open311_client.later()
        )
        assert [one["service_request_id"] for one in requests] == [id_], account


@pytest.mark.parametrize(
    ("arguments", "status", "about"),
    [
        ({"api_key": ""}, 403, "token"),
        ({"api_key": "nonsense"}, 403, "token"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "E-0599"}, 404, "E-0599"),
        ({"jurisdiction_id": "110101"}, 404, "jurisdiction_id"),
        ({"lat": "", "long": "", "address_string": ""}, 400, "lat"),
        ({"lat": "31.59", "long": "", "address_string": "映月路"}, 400, "long"),
        ({"lat": "91"}, 400, "lat"),
        ({"lat": "nan"}, 400, "lat"),
        ({"lat": "3_1"}, 400, "lat"),
        ({"lat": "三十一度"}, 400, "lat"),
        ({"long": "一百二十度"}, 400, "long"),
        ({"description": "请拨13812345678"}, 400, "description"),
        ({"description": "长" * 4001}, 400, "description"),
        ({"media_url": "file:///etc/passwd"}, 400, "media_url"),
        ({"attribute[community]": "长" * 41}, 400, "attribute[community]"),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_is_wrong_is_told_as_georeport_tells_it(
    open311_client: Open311Client, form: str, arguments: dict[str, str], status: int, about: str
) -> None:
    response = open311_client.post(FOUND, form, **arguments)
    assert response.status_code == status, response.text
    if form == "json":
        codes, texts = zip(*((one["code"], one["description"]) for one in read_json(response)), strict=True)
    else:
        root = ET.fromstring(response.data)
        assert root.tag == "errors"
        codes = tuple(int(one.findtext("code") or 0) for one in root)
        texts = tuple(one.findtext("description") or "" for one in root)
    assert set(codes) == {status}
    assert any(about in text for text in texts), texts


def test_a_place_in_full_width_digits_is_the_place(open311_client: Open311Client) -> None:
    id_ = open311_client.create_request(lat="３１.５９０１", long="１２０.３５３２")
    open311_client.project_events()
    (request,) = open311_client.get_json("requests", service_request_id=id_, api_key=open311_client.key())
    assert (request["lat"], request["long"]) == (31.5901, 120.3532)


@pytest.mark.parametrize("role", ["clerk", "leader", "auditor", "operator"])
def test_only_keys_of_applications_hand_in_and_only_for_a_unit(open311_client: Open311Client, role: str) -> None:
    assert open311_client.post(FOUND, api_key=open311_client.key(role=role)).status_code == 403
    response = open311_client.post(FOUND, api_key=open311_client.key(unit=None))
    assert (response.status_code, "受理单位" in read_json(response)[0]["description"]) == (403, True)


def test_an_applications_key_opens_nothing_else() -> None:
    outside = {one.name for one in endpoints() if "outsider" in one.roles}
    assert outside == {"open311_post"}


def test_a_silent_service_is_told_as_such(open311_client: Open311Client) -> None:
    open311_client.rpc_client.away.add("cases")
    assert open311_client.post(FOUND).status_code == 503


# --- reading ----------------------------------------------------------------------------------------------------------


def test_nobody_hears_who_reported(open311_client: Open311Client) -> None:
    case = open311_client.create_request(FOUND, **WHO)
    open311_client.take(case, *CLOSED)
    keys: tuple[dict[str, str], ...] = ({}, {"api_key": open311_client.key()})
    bodies = [
        open311_client.get(f"{path}.{form}", end_date=open311_client.later(), **key).data.decode()
        for path in ("requests", "servicerequestupdates")
        for form in ("json", "xml")
        for key in keys
    ]
    bodies += [open311_client.get(f"requests/{case}.{form}").data.decode() for form in ("json", "xml")]
    assert all(case in one for one in bodies)
    for one in bodies:
        assert not any(word in one for word in (*WHO.values(), "who-"))


def test_a_report_is_listed_once_somebody_at_the_bureau_has_accepted_it(open311_client: Open311Client) -> None:
    case = open311_client.create_request()
    assert open311_client.get_json("requests") == []
    assert [one["service_request_id"] for one in open311_client.get_json("requests", api_key=open311_client.key())] == [
        case
    ]
    open311_client.take(case, *ACCEPTED)
    assert [one["service_request_id"] for one in open311_client.get_json("requests")] == [case]


@pytest.mark.parametrize("steps", [(), ("reject",)], ids=["not looked at yet", "rejected"])
def test_a_report_that_nobody_accepted_is_shown_by_its_id_to_its_application_alone(
    open311_client: Open311Client, steps: tuple[str, ...]
) -> None:
    case = open311_client.create_request(description="王家的狗又叫了一夜")
    open311_client.take(case, *steps)
    other = open311_client.key(account="app@DT", unit="DT")
    clerk = open311_client.key(role="clerk", account=APP)
    for query in ({}, {"api_key": other}, {"api_key": clerk}):
        for path in (f"requests/{case}.json", f"tokens/{case}.json"):
            refused = open311_client.get(path, **query)
            assert refused.status_code == 404, (path, query)
            assert "王家" not in refused.text
        assert open311_client.get_json("requests", service_request_id=case, **query) == []
        assert open311_client.get_json("servicerequestupdates", end_date=open311_client.later(), **query) == []
    (own,) = open311_client.get_json(f"requests/{case}", api_key=open311_client.key())
    assert own["description"] == "王家的狗又叫了一夜"


def test_a_complaint_is_not_told_by_its_id_to_another_application(open311_client: Open311Client) -> None:
    complaint = open311_client.create_request(COMPLAINT)
    other = open311_client.key(account="app@DT", unit="DT")
    assert open311_client.get(f"requests/{complaint}.json", api_key=other).status_code == 404
    assert open311_client.get(f"requests/{complaint}.json").status_code == 404
    assert open311_client.get_json(f"requests/{complaint}", api_key=open311_client.key())


def test_only_what_the_public_reported_is_shown(open311_client: Open311Client) -> None:
    at = (clock.now() - MINUTE).isoformat()
    inside = open311_client.city.take("", "report", reported_at=at)[-1].subject
    open311_client.take(inside, "accept")
    assert open311_client.get_json("requests") == []
    assert open311_client.get(f"requests/{inside}.json").status_code == 404
    assert open311_client.get("requests/nowhere.json").status_code == 404


def test_a_voided_report_is_gone(open311_client: Open311Client) -> None:
    case = open311_client.create_request()
    open311_client.take(case, *ACCEPTED, "void")
    assert open311_client.get_json("requests") == []
    assert open311_client.get(f"requests/{case}.json").status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 2),
        ({"status": "open"}, 1),
        ({"status": "closed"}, 1),
        ({"status": "open,closed"}, 2),
        ({"service_code": "E-0501,C-0102"}, 2),
        ({"service_code": "C-0102"}, 0),
        ({"start_date": "2017-01-01T00:00:00Z"}, 0),
        ({"start_date": "2017-01-01T00:00:00Z", "end_date": "2017-02-01T00:00:00Z"}, 0),
        ({"jurisdiction_id": "320205"}, 2),
        ({"jurisdiction_id": ""}, 2),
        ({"colour": "red", "utm_source": "x"}, 2),
    ],
)
def test_requests_are_chosen_by_service_status_and_period(
    open311_client: Open311Client, query: dict[str, str], count: int
) -> None:
    open311_client.take(open311_client.create_request(), *ACCEPTED)
    open311_client.take(open311_client.create_request(description="第二处"), "verify", "accept", "reject")
    assert len(open311_client.get_json("requests", **query)) == count


@pytest.mark.parametrize(
    ("query", "about"),
    [
        ({"status": "resolved"}, "status"),
        ({"start_date": "yesterday"}, "start_date"),
        ({"start_date": "2017-01-01T00:00:00Z", "end_date": "2017-06-01T00:00:00Z"}, "90"),
        ({"start_date": "2017-06-01T00:00:00Z", "end_date": "2017-01-01T00:00:00Z"}, "end_date"),
        ({"start_date": "9999-12-31T00:00:00Z"}, "start_date"),
        ({"end_date": "0001-01-01T00:00:00Z"}, "end_date"),
    ],
)
def test_a_question_that_means_nothing_is_refused(
    open311_client: Open311Client, query: dict[str, str], about: str
) -> None:
    response = open311_client.get("requests.json", **query)
    assert response.status_code == 400
    assert about in read_json(response)[0]["description"]


@pytest.mark.parametrize("path", ["services.csv", "services/E-0599.json", "tokens/nowhere.xml", "nothing.json"])
def test_what_there_is_not_is_not_found(open311_client: Open311Client, path: str) -> None:
    response = open311_client.get(path)
    assert response.status_code == 404
    assert read_json(response) if path.endswith("json") else ET.fromstring(response.data).tag == "errors"


def test_a_point_in_another_datum_is_told_in_wgs84(open311_client: Open311Client) -> None:
    point = Point(120.36, 31.58)
    at = (clock.now() - MINUTE).isoformat()
    case = open311_client.city.take("", "report", source="public", reported_at=at, datum=GCJ02, **point._asdict())[
        -1
    ].subject
    open311_client.take(case, *ACCEPTED)
    (request,) = open311_client.get_json(f"requests/{case}")
    place = to_wgs84(point, GCJ02)
    assert (request["long"], request["lat"]) == (place.longitude, place.latitude) != tuple(point)
    near = {"lat": f"{place.latitude:.6f}", "long": f"{place.longitude:.6f}", "radius": "5"}
    assert [one["service_request_id"] for one in open311_client.get_json("requests", **near)] == [case]
    assert not open311_client.get_json("requests", **near | {"lat": "31.58", "long": "120.36"})


def test_a_token_is_the_requests_own_id(open311_client: Open311Client) -> None:
    case = open311_client.create_request()
    told = open311_client.get_json(f"tokens/{case}", api_key=open311_client.key())
    assert told == [{"service_request_id": case, "token": case}]


def test_updates_tell_every_step_and_what_came_of_it(open311_client: Open311Client) -> None:
    case = open311_client.create_request()
    open311_client.take(case, *CLOSED, outcome="已恢复原状")
    updates = open311_client.get_json("servicerequestupdates", end_date=open311_client.later())
    assert [one["description"] for one in updates] == [
        "上报",
        "核实",
        "受理",
        "立案",
        "派遣",
        "接收",
        "处置",
        "核查",
        "结案：已恢复原状",
    ]
    assert [one["status"] for one in updates] == ["OPEN"] * 8 + ["CLOSED"]
    assert len({one["update_id"] for one in updates}) == 9
    root = ET.fromstring(open311_client.get("servicerequestupdates.xml", end_date=open311_client.later()).data)
    assert (root.tag, {one.tag for one in root}) == ("service_request_updates", {"request_update"})


def test_updates_of_a_report_that_nobody_accepted_go_to_its_application(open311_client: Open311Client) -> None:
    case = open311_client.create_request()
    open311_client.take(case, "reject", reason="不属城管职责")
    assert open311_client.get_json("servicerequestupdates", end_date=open311_client.later()) == []
    updates = open311_client.get_json(
        "servicerequestupdates", end_date=open311_client.later(), api_key=open311_client.key()
    )
    assert [(one["status"], one["description"]) for one in updates] == [
        ("OPEN", "上报"),
        ("CLOSED", "不予立案：不属城管职责"),
    ]


def test_key_and_jurisdiction_may_stand_in_the_address(open311_client: Open311Client) -> None:
    open311_client.office.now = clock.now()
    query = {"api_key": open311_client.key(), "jurisdiction_id": "320205"}
    for more, status in (({}, 201), ({"jurisdiction_id": "110101"}, 404), ({"utm_source": "x"}, 201)):
        response = open311_client.client.post(f"{V2}/requests.json", data=FOUND, query_string=query | more)
        assert response.status_code == status, response.text


def test_a_bearer_token_is_as_good_as_a_key(open311_client: Open311Client) -> None:
    open311_client.office.now = clock.now()
    headers = {"Authorization": f"Bearer {open311_client.key()}"}
    assert open311_client.client.post(f"{V2}/requests.json", data=FOUND, headers=headers).status_code == 201
    assert len(read_json(open311_client.client.get(f"{V2}/requests.json", headers=headers))) == 1


@pytest.mark.parametrize("text", ["<b>&\"'", "a\ufffeb\uffff", "😀", "a\x7fb"])
def test_whatever_is_told_is_well_formed(text: str) -> None:
    entries = [{"description": text, "metadata": True, "lat": None}]
    (request,) = ET.fromstring(writing.answer("service_requests", entries, "xml").data)
    assert request.findtext("description") == text.replace("\ufffe", "").replace("\uffff", "")
    assert (request.findtext("metadata"), request.findtext("lat")) == ("true", "")
    assert json.loads(writing.answer("service_requests", entries, "json").data) == entries
