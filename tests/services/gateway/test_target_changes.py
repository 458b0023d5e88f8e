"""A target that is changed by an event judges its measure from that day on; days before answer by the one of before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from contracts import envelope
from services.chassis.records.command import Actor
from services.chassis.storage import journal
from services.gateway.read_model.programme import Programme, Target, TargetChange, campaign
from services.gateway.read_model.read_model import ReadModel
from tests.office import Office, build_view, day, take_steps
from tests.services.gateway import gateway_client
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.sample_programme import programme_text
from tests.services.gateway.test_generations import hear, start
from tests.services.gateway.test_years import EARLIER, text_of

CHANGES = "training.target_changes"
OLD, NEW = Programme(text_of(2017, 5)), Programme(text_of(2018, 9) + EARLIER)
LEADER, OTHER = Actor("JLD-01", "leader"), Actor("JLD-02", "leader")
WAS = {"was_op": ">=", "was_value": "4", "was_by": "2017-12-31", "was_source": "test"}
FORM: dict[str, Any] = {
    "measure": "A6.done",
    "op": ">=",
    "value": "6",
    "by": "2017-12-31",
    "source": "局党委会议纪要（合成）",
    "reason": "任务增加（合成）",
    "proposed_on": "2017-06-15",
}


def bureau(on: str = "2017-06-15") -> Office:
    office = Office(start=on)
    office.unit("JU", kind="bureau")
    return office


def change(office: Office, **more: Any) -> str:
    record = office.do_as(LEADER, CHANGES, "", "propose", **FORM | WAS | more)[-1].subject
    office.do_as(OTHER, CHANGES, record, "confirm", confirmed_on="2017-06-15")
    return record


def target_of(view: ReadModel, as_of: str, name: str = "A6.done") -> float | None:
    measure = view.measure(name, day(as_of))
    with view.reader(view.question(day(as_of))) as reader:
        target = reader.measure(measure)["target"]
    return None if target is None else float(target["value"])


def test_days_before_answer_by_the_target_of_before() -> None:
    office = bureau()
    change(office)
    view = build_view(office.events, OLD)
    assert [target_of(view, one) for one in ("2017-06-14", "2017-06-15", "2017-12-31")] == [4, 6, 6]
    with view.reader(view.question(day("2017-12-31"))) as reader:
        months = reader.by_month(view.measure("A6.done", day("2017-12-31")))
    whole = (day("2017-12-31") - day("2017-01-01")).days
    expected = {one["as_of"]: one["expected"] for one in months}
    assert expected["2017-05-31"] == round(4 * (day("2017-05-31") - day("2017-01-01")).days / whole, 4)
    assert expected["2017-06-30"] == round(6 * (day("2017-06-30") - day("2017-01-01")).days / whole, 4)


def test_a_change_that_arrives_needs_no_restart_and_one_that_is_not_confirmed_changes_nothing() -> None:
    office = bureau()
    view = build_view(office.events, OLD)
    heard = len(office.events)
    office.do_as(LEADER, CHANGES, "", "propose", **FORM | WAS)
    change(office, value="7")
    hear(view, office.events[heard : heard + 1])
    assert target_of(view, "2017-12-31") == 4
    hear(view, office.events[heard + 1 :])
    assert target_of(view, "2017-12-31") == 7


def test_a_change_holds_in_its_own_year_also_after_the_next_has_begun_and_a_switch_keeps_it(store: Any) -> None:
    office = bureau()
    change(office)
    hear(view := start(store, OLD), office.events)
    assert target_of(view, "2017-12-31") == 6
    view = start(store, NEW)
    take_steps(view)
    assert view.programme.digest == NEW.digest
    assert [target_of(view, one) for one in ("2017-06-14", "2017-12-31", "2018-01-02")] == [4, 6, 4]
    assert target_of(view, "2018-02-01", "A6.done~2017") == 6


def test_what_counts_punishment_bears_no_target() -> None:
    punishes = [
        name
        for name, one in campaign().by_name.items()
        if not one.target and not campaign().may_have_target(name) and not one.awaits
    ]
    assert punishes
    wanted = TargetChange(punishes[0], dt.date(2017, 6, 1), Target(">=", 9, dt.date(2017, 12, 31), "test"), "x")
    assert campaign().changed_by([wanted]).on(dt.date(2017, 7, 1)).by_name[punishes[0]].target is None


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GatewayClient:
    monkeypatch.setattr(gateway_client, "campaign", lambda: Programme(programme_text()))
    return GatewayClient(tmp_path, bureau())


def _hear(client: GatewayClient) -> None:
    with client.office.store.begin_read() as tx:
        client.office.events = [envelope.decode(row[1].encode()) for row in journal.page(tx, 0, 1000)]
    client.project_events()


def _post(client: GatewayClient, path: str, form: dict[str, Any], who: Actor) -> Any:
    return client.client.post(path, json=form, headers=client.headers_of(who))


def test_the_target_in_force_is_filled_in_and_both_stand_side_by_side(client: GatewayClient) -> None:
    answer = _post(client, "/v1/training/target_changes", FORM, LEADER)
    assert answer.status_code == 201, answer.text
    record = answer.json["record"]["id"]
    _hear(client)
    client.read_model.today = lambda: day("2017-12-31")
    page = client.request("/measures/A6.done", role="leader", unit=None)
    assert "待确认" in page.text
    confirmed = _post(client, f"/v1/training/target_changes/{record}/confirm", {"confirmed_on": "2017-06-15"}, OTHER)
    assert confirmed.status_code == 200, confirmed.text
    _hear(client)
    told: Any = client.client.get("/v1/measures/A6.done?as_of=2017-12-31", headers=client.headers_of(LEADER)).json
    (one,) = told["target_changes"]
    assert (one["before"]["value"], one["after"]["value"], one["in_force_on"]) == (2, 6, "2017-06-15")
    assert told["target"]["value"] == 6
    text = without_tags(client.request("/measures/A6.done", role="leader", unit=None).text)
    assert "调整前" in text
    assert "局党委会议纪要（合成）" in text


@pytest.mark.parametrize(
    ("more", "slug"),
    [
        ({"measure": "A6.nothing"}, "not-of-programme"),
        ({"value": "90%"}, "target-in-other-unit"),
        (WAS | {"was_value": "3"}, "other-target-in-force"),
        ({"source": "test"}, "source-of-before"),
    ],
)
def test_the_gateway_refuses_what_the_programme_in_force_contradicts(
    client: GatewayClient, more: dict[str, Any], slug: str
) -> None:
    answer = _post(client, "/v1/training/target_changes", FORM | more, LEADER)
    assert answer.json["slug"] == slug, answer.text


def test_the_form_that_the_measure_leads_to_has_the_target_in_force(client: GatewayClient) -> None:
    path = "/registers/training/target_changes/new?measure=A6.done"
    assert path.replace("&", "&amp;") in client.request("/measures/A6.done", role="leader", unit=None).text
    assert "target_changes/new" not in client.request("/measures/A6.done", role="auditor", unit=None).text
    form = client.request(path, role="leader", unit=None, who="JLD-01").text
    assert 'value="A6.done"' in form
    assert 'value="2017-12-31"' in form
    values = {one: FORM[one] for one in ("op", "value", "by", "source", "reason", "proposed_on")}
    sent = client.fill(path, values, role="leader", unit=None, who="JLD-01")
    assert sent.status_code == 303, sent.text
