"""Programmes side by side as people and programs meet them: handed in, previewed, issued, looked into, ended."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from contracts import envelope
from contracts.documents.response_schemas import SCHEMAS
from services.chassis.records.command import Actor
from services.chassis.storage import journal
from services.gateway.read_model.generations import handed_in, pointer
from services.gateway.read_model.generations.tables import BESIDE, BROKEN
from tests.office import Office, take_steps
from tests.services.gateway import gateway_client
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.sample_programme import PROGRAMME
from tests.services.gateway.test_programmes_beside import TEXT

LEADER, OTHER = Actor("JLD-01", "leader"), Actor("JLD-02", "leader")
WHO: dict[str, Any] = {"role": "leader", "unit": None, "who": "JLD-01"}
CLERK = Actor("JCL-01", "clerk")
CITY = "/programmes/CITY-2018"
BREACHES = "kind: count, private: true, takes: [{event: training.breaches.reported"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GatewayClient:
    monkeypatch.setattr(gateway_client, "campaign", lambda: PROGRAMME)
    office = Office()
    office.unit("JU", kind="bureau")
    for number in range(3):
        office.confirm(office.matter(done=f"2017-03-1{number}"), "2017-03-20")
    client = GatewayClient(tmp_path, office)
    client.read_model.ensure_programme()
    return client


def hear(client: GatewayClient, steps: int = 10**6) -> None:
    """The view hears of everything that was done, and the numbers are made, or begun to be."""
    with client.office.store.begin_read() as tx:
        client.office.events = [envelope.decode(row[1].encode()) for row in journal.page(tx, 0, 10_000)]
    client.project_events()
    client.read_model.settle_besides(lambda sha256: client.evidence.read(sha256)[0])
    take_steps(client.read_model, steps)


def ask(client: GatewayClient, path: str, schema: str = "", who: Actor = LEADER) -> Any:
    answer = client.client.get(path, headers=client.headers_of(who))
    if schema and answer.status_code == 200:
        whole = SCHEMAS[schema] | {"components": {"schemas": SCHEMAS}}
        jsonschema.Draft202012Validator(whole).validate(answer.json)
    return answer.json


def post(client: GatewayClient, path: str, body: Any, who: Actor = LEADER) -> Any:
    return client.client.post(path, json=body, headers=client.headers_of(who))


def send(client: GatewayClient, text: str, does: str = "take") -> Any:
    """The form of the page with a file, as a browser sends it."""
    file = (io.BytesIO(text.encode()), "city.yaml")
    return client.fill("/programmes", {"programme_file": file, "_do": does}, **WHO)


def document(client: GatewayClient, by: Actor) -> list[str]:
    row = client.evidence.save(b"%PDF-1.4 (SYN)", name="a.pdf", media_type="application/pdf", by=by.id)
    return [row["sha256"]]


def test_a_programme_is_handed_in_previewed_issued_and_ended(client: GatewayClient) -> None:
    checked = send(client, TEXT, "check")
    assert "文件无误：CITY-2018" in checked.text
    sent = send(client, TEXT)
    assert (sent.status_code, sent.headers["Location"]) == (303, CITY)
    hear(client, 1)
    (first, city) = ask(client, "/v1/programmes", "Programmes")["programmes"]
    assert (first["campaign"], first["status"]) == ("463", "in_force")
    assert (city["status"], city["ready"], city["title"]["zh"]) == ("handed_in", False, "试")
    assert "正在生成" in client.request(CITY, **WHO).text
    assert ask(client, "/v1/programmes/CITY-2018/progress")["slug"] == "programme-not-made-yet"
    hear(client)
    assert "此方案尚未印发" in client.request(CITY, **WHO).text
    for who, status in ((LEADER, 409), (OTHER, 200)):
        issuing = {"issued_on": "2018-01-02", "document": document(client, who)}
        answer = post(client, "/v1/training/programmes/CITY-2018/issue", issuing, who)
        assert answer.status_code == status, answer.text
    hear(client)
    page = without_tags(client.request(f"{CITY}?as_of=2017-12-31", **WHO).text)
    assert "状态 已印发" in page
    assert "C1" in page
    ending = {"reason": "到期（合成）", "ended_on": "2018-01-02"}
    assert post(client, "/v1/training/programmes/CITY-2018/end", ending).status_code == 200
    hear(client)
    assert "此方案已不再计数" in client.request(CITY, **WHO).text
    assert ask(client, "/v1/programmes", "Programmes")["programmes"][1]["status"] == "ended"


def test_its_numbers_are_answered_and_open_to_their_facts(client: GatewayClient) -> None:
    assert post(client, "/v1/programmes", {"programme": TEXT}).status_code == 200
    hear(client)
    told = ask(client, "/v1/programmes/CITY-2018/progress?as_of=2017-12-31", "ProgrammeProgress")
    (item,) = told["pillars"][0]["items"]
    done = item["measures"][0]
    assert (item["id"], done["id"], done["claimed"], done["verified"]) == ("C1", "C1.done", 3, 3)
    assert (done["status"], item["reason"]["en"] != "") == ("achieved", True)
    facts = ask(client, "/v1/programmes/CITY-2018/measures/C1.done/facts?as_of=2017-12-31&limit=2", "Facts")
    assert (facts["n"], len(facts["facts"])) == (3, 2)
    rest = ask(client, f"/v1/programmes/CITY-2018/measures/C1.done/facts?as_of=2017-12-31&cursor={facts['next']}")
    assert len({one["event"] for one in (*facts["facts"], *rest["facts"])}) == 3
    page = client.request(f"{CITY}/measures/C1.done?as_of=2017-12-31", **WHO).text
    assert all(one["event"] in page for one in facts["facts"])
    assert ask(client, "/v1/measures/C1.done")["slug"] == "unknown", "the first programme has no such measure"
    assert ask(client, "/v1/programmes/CITY-2018/measures/A6.done/facts")["slug"] == "unknown"
    assert ask(client, "/v1/programmes/NONE/progress")["slug"] == "unknown"


def test_a_faulty_file_is_told_fault_by_fault_and_leaves_nothing(client: GatewayClient) -> None:
    wrong = TEXT.replace("kind: sum", "kind: much").replace("- id: C1", "- id: c1")
    answer = send(client, wrong)
    assert answer.status_code == 422
    for place in ("pillars.city.items.c1.measures.C1.days.kind", "pillars.city.items.c1.id"):
        assert place in answer.text
    assert post(client, "/v1/programmes/check", {"programme": wrong}).json["slug"] == "programme-unfit"
    hear(client)
    assert len(ask(client, "/v1/programmes")["programmes"]) == 1
    assert send(client, TEXT.replace("CITY-2018", '"463"')).status_code == 422


def test_a_file_that_was_handed_in_before_is_changed_until_it_is_issued(client: GatewayClient) -> None:
    assert send(client, TEXT).status_code == 303
    hear(client)
    assert send(client, TEXT.replace("value: 2", "value: 9")).status_code == 303
    hear(client)
    told = ask(client, "/v1/programmes/CITY-2018/progress?as_of=2017-12-31")
    assert told["pillars"][0]["items"][0]["measures"][0]["target"]["value"] == 9


def test_who_only_looks_is_offered_no_form(client: GatewayClient) -> None:
    page = client.request("/programmes", role="auditor", unit=None)
    assert page.status_code == 200
    assert 'name="programme_file"' not in page.text
    assert post(client, "/v1/programmes", {"programme": TEXT}, Actor("x", "officer")).status_code == 403


def test_who_speaks_for_a_squadron_is_offered_none_of_what_is_the_bureaus_own(client: GatewayClient) -> None:
    client.office.unit("SYN-Q")
    client.project_events()
    for unit, offered in ((None, True), ("JU", True), ("SYN-Q", False)):
        assert ('name="programme_file"' in client.request("/programmes", role="clerk", unit=unit).text) == offered
        listed = client.request("/registers/training/programmes", role="clerk", unit=unit).text
        assert ('href="/registers/training/programmes/new"' in listed) == offered


def test_a_file_that_bears_the_name_of_the_one_in_force_is_told_so_before_all_else() -> None:
    with pytest.raises(handed_in.ProgrammeUnfit) as met:
        handed_in.parse(b'campaign: "463"\npillars: [{id: other}]\n')
    assert [one["zh"] for one in met.value.errors] == ["campaign: 463 为现行方案，请另定代号"]


def test_the_registers_own_form_checks_the_file_too(client: GatewayClient) -> None:
    sha256 = client.evidence.save(b"campaign: 1", name="a.yaml", media_type="text/yaml", by=LEADER.id)["sha256"]
    form = {"campaign": "X", "handed_in_on": "2018-01-02", "evidence": [sha256]}
    assert post(client, "/v1/training/programmes", form).json["slug"] == "programme-unfit"


def test_one_that_could_not_be_counted_by_says_so(client: GatewayClient) -> None:
    assert send(client, TEXT).status_code == 303
    hear(client)
    with client.read_model.store.begin() as tx:
        pointer.note(tx, client.read_model.district, "CITY-2018.1", state=BROKEN)
    (_, city) = ask(client, "/v1/programmes", "Programmes")["programmes"]
    assert (city["ready"], city["broken"], city["building"]) == (False, True, None)
    for path in ("/programmes", CITY):
        assert "未能按此方案计数" in client.request(path, **WHO).text


def test_a_programme_that_is_not_issued_shows_its_numbers_to_those_who_prepare_it(client: GatewayClient) -> None:
    assert post(client, "/v1/programmes", {"programme": TEXT}, CLERK).status_code == 200
    hear(client)
    paths = (CITY, f"{CITY}/measures/C1.done", f"/v1{CITY}/progress", f"/v1{CITY}/measures/C1.done/facts")
    for role, status in (("leader", 200), ("clerk", 200), ("officer", 403), ("auditor", 403)):
        assert {client.request(one, role=role, unit=None).status_code for one in paths} == {status}, role
    assert f'href="{CITY}' not in client.request("/programmes", role="auditor", unit=None).text
    issuing = {"issued_on": "2018-01-02", "document": document(client, LEADER)}
    assert post(client, "/v1/training/programmes/CITY-2018/issue", issuing).status_code == 200
    hear(client)
    assert {client.request(one, role="auditor", unit=None).status_code for one in paths} == {200}
    assert f'href="{CITY}' in client.request("/programmes", role="auditor", unit=None).text


def test_nobody_hands_in_a_measure_of_records_that_they_may_not_read(client: GatewayClient) -> None:
    text = TEXT.replace("kind: count, takes: [{event: outreach.volunteer_events.held", BREACHES)
    assert text != TEXT
    sha256 = client.evidence.save(text.encode(), name="a.yaml", media_type="text/yaml", by=CLERK.id)["sha256"]
    form = {"campaign": "CITY-2018", "handed_in_on": "2018-01-02", "evidence": [sha256]}
    for path, body in (
        ("/v1/programmes/check", {"programme": text}),
        ("/v1/programmes", {"programme": text}),
        ("/v1/training/programmes", form),
    ):
        answer = post(client, path, body, CLERK)
        assert (answer.status_code, answer.json["slug"]) == (403, "forbidden"), path
    assert post(client, "/v1/programmes", {"programme": text}).status_code == 200


def issue(client: GatewayClient) -> Any:
    issuing = {"issued_on": "2018-01-02", "document": document(client, OTHER)}
    return post(client, "/v1/training/programmes/CITY-2018/issue", issuing, OTHER)


def test_as_it_was_known_at_a_moment_its_numbers_are_those_of_then(client: GatewayClient) -> None:
    assert post(client, "/v1/programmes", {"programme": TEXT}).status_code == 200
    first = next(one for one in client.office.events if one.type == "outreach.matters.finished.v1").time
    moment = first.isoformat().replace("+", "%2B")
    hear(client)
    asked = f"as_of=2017-12-31&known_at={moment}"
    told = ask(client, f"/v1{CITY}/progress?{asked}", "ProgrammeProgress")
    assert (told["known_at"], told["pillars"][0]["items"][0]["measures"][0]["claimed"]) == (first.isoformat(), 1)
    facts = ask(client, f"/v1{CITY}/measures/C1.done/facts?{asked}", "Facts")
    assert (facts["n"], len(facts["facts"])) == (1, 1)
    for path in (CITY, f"{CITY}/measures/C1.done"):
        page = client.request(f"{path}?{asked}", **WHO).text
        assert "已记录的事实计算" in page
        assert "已记录的事实计算" not in client.request(f"{path}?as_of=2017-12-31", **WHO).text
    assert f"known_at={moment.replace(':', '%3A')}" in client.request(f"{CITY}?{asked}", **WHO).text
    for path in (f"/v1{CITY}/progress", f"/v1{CITY}/measures/C1.done/facts"):
        for wrong in ("2017-03-10T08:00:00", "yesterday"):
            refused = ask(client, f"{path}?known_at={wrong}")
            assert [one["field"] for one in refused["errors"]] == ["known_at"]


def test_it_is_looked_into_once_more_when_it_is_issued(client: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert post(client, "/v1/programmes", {"programme": TEXT}).status_code == 200
    hear(client, 1)
    assert issue(client).json["slug"] == "programme-not-made-yet"
    hear(client)
    with client.read_model.store.begin() as tx:
        pointer.note(tx, client.read_model.district, "CITY-2018.1", state=BROKEN)
    assert (issue(client).status_code, issue(client).json["slug"]) == (422, "programme-unfit")
    with client.read_model.store.begin() as tx:
        pointer.note(tx, client.read_model.district, "CITY-2018.1", state=BESIDE)

    def unfit(_body: bytes) -> Any:
        raise handed_in.ProgrammeUnfit

    with monkeypatch.context() as later:
        later.setattr(handed_in, "parse", unfit)
        assert issue(client).json["slug"] == "programme-unfit", "what was fit then is not fit by the code of today"
    changed = post(client, "/v1/programmes", {"programme": TEXT.replace("value: 2", "value: 3")})
    assert changed.status_code == 200
    assert issue(client).json["slug"] == "programme-not-made-yet", "what is made is of the file of before"
    hear(client)
    assert issue(client).status_code == 200


def test_what_comes_between_the_look_and_the_issue_is_not_issued_unseen(
    client: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post(client, "/v1/programmes", {"programme": TEXT}).status_code == 200
    hear(client)
    honest = handed_in.check_again

    def overtaken(*looked_into: Any) -> None:
        honest(*looked_into)
        assert post(client, "/v1/programmes", {"programme": TEXT.replace("value: 2", "value: 999")}).status_code == 200

    with monkeypatch.context() as between:
        between.setattr(handed_in, "check_again", overtaken)
        answer = issue(client)
    assert (answer.status_code, answer.json["slug"]) == (412, "stale-version")
    hear(client)
    assert issue(client).status_code == 200


def test_the_comparison_and_the_wall_lead_to_each_that_was_issued(client: GatewayClient) -> None:
    assert post(client, "/v1/programmes", {"programme": TEXT}).status_code == 200
    hear(client)
    pages = ("/comparison?as_of=2017-06-15", "/wall?as_of=2017-06-15")
    assert not any(f'href="{CITY}' in client.request(one, **WHO).text for one in pages), "it is nobody's yet"
    assert issue(client).status_code == 200
    hear(client)
    for one in pages:
        assert f'href="{CITY}?as_of=2017-06-15"' in client.request(one, **WHO).text
