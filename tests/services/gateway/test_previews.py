"""Another programme's numbers are made beside those in force, compared with them, and thrown away or put in force."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import Invalid
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger
from services.gateway.read_model.generations import deciding, pointer, previews
from services.gateway.read_model.generations.deciding import AlreadyBuilding
from services.gateway.read_model.generations.previews import InForce
from services.gateway.read_model.generations.tables import DRAFTING, KEPT, LEAVING, LIVE, PREVIEW
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from tests.office import Office, build_view, measure_value, migrated_store, take_steps
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.sample_programme import PROGRAMME, programme_text
from tests.services.gateway.test_generations import FEW, OTHER, digest, hear, rows_of, start, states, town

ADDRESS = "/v1/operations/preview"


def begin(view: ReadModel) -> None:
    view.decide(lambda tx, district, _: previews.begin(tx, district, OTHER))


def said_by_both(view: ReadModel) -> dict[str, tuple[Any, Any]]:
    """What a measure says by the programme in force and by the other, as it is claimed."""
    with view.preview(view.question(), None) as both:
        assert both is not None
        live, other, _ = both
        names = live.programme.measures
        return {one: tuple(by.measure(by.programme.measures[one])["claimed"] for by in (live, other)) for one in names}


def preview_while_events_come(store: Store, dice: random.Random) -> ReadModel:
    """A view by `PROGRAMME` with a preview of `OTHER`; the last third of the events comes in meanwhile and after."""
    events = town()
    dice.shuffle(events)
    early, late = events[: len(events) * 2 // 3], events[len(events) * 2 // 3 :]
    hear(view := start(store, PROGRAMME), early)
    begin(view)
    for event in late:
        hear(view, [event, dice.choice(early)])
        take_steps(view, dice.choice((0, 1)), FEW)
    take_steps(view, events=FEW)
    return view


def test_a_preview_says_what_a_view_by_that_programme_says_and_nobody_reads_by_it(store: Store) -> None:
    view = preview_while_events_come(store, random.Random(3))
    assert states(view) == {"463": LIVE, "463.2": PREVIEW}
    assert view.programme.digest == PROGRAMME.digest
    assert digest(view) == digest(build_view(town(), PROGRAMME))
    said = said_by_both(view)
    by_other = build_view(town(), OTHER)
    for name, (in_force, other) in said.items():
        assert in_force == measure_value(view, name, "2018-01-01").claimed, name
        assert other == measure_value(by_other, name, "2018-01-01").claimed, name
    assert len([one for one, (in_force, other) in said.items() if in_force != other]) > 1, "they differ, or all is vain"


def _missed(bug: pytest.MonkeyPatch) -> None:
    written = pointer.programmes_of
    bug.setattr(pointer, "programmes_of", lambda tx, district, one: written(tx, district, one)[:1])


def _one_record_skipped(bug: pytest.MonkeyPatch) -> None:
    after = ledger.records_after
    bug.setattr(ledger, "records_after", lambda *about: after(*about)[1:] or after(*about))


@pytest.mark.parametrize("plant", [_missed, _one_record_skipped], ids=lambda one: one.__name__.strip("_"))
def test_a_bug_is_seen(plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    right = said_by_both(preview_while_events_come(migrated_store("sqlite://"), random.Random(3)))
    plant(monkeypatch)
    wrong = [said_by_both(preview_while_events_come(migrated_store("sqlite://"), random.Random(n))) for n in range(3)]
    assert any(one != right for one in wrong)


def test_what_was_previewed_is_read_at_once_when_it_comes_into_force(store: Store) -> None:
    preview_while_events_come(store, random.Random(5))
    view = start(store, OTHER)
    assert states(view) == {"463": KEPT, "463.2": LIVE}
    assert digest(view) == digest(build_view(town(), OTHER))
    view.decide(deciding.go_back)
    assert states(view) == {"463": LIVE, "463.2": KEPT}


def test_a_preview_that_comes_into_force_half_made_is_built_to_its_end(store: Store) -> None:
    hear(view := start(store, PROGRAMME), town())
    begin(view)
    take_steps(view, 2, FEW)
    assert states(view) == {"463": LIVE, "463.2": DRAFTING}
    take_steps(view := start(store, OTHER), events=FEW)
    assert states(view) == {"463": KEPT, "463.2": LIVE}
    assert digest(view) == digest(build_view(town(), OTHER))


def test_a_preview_goes_after_a_day_or_when_it_is_let_go_of_or_another_is_begun(
    store: Store, later: Callable[..., None]
) -> None:
    view = preview_while_events_come(store, random.Random(7))
    assert rows_of(store, "463.2")
    begin(view)
    assert states(view) == {"463": LIVE, "463.2": LEAVING, "463.3": DRAFTING}
    with pytest.raises(AlreadyBuilding):
        begin(view)
    with pytest.raises(AlreadyBuilding):
        view.decide(deciding.rebuild)
    take_steps(view)
    assert states(view) == {"463": LIVE, "463.3": PREVIEW}
    view.decide(deciding.let_go)
    take_steps(view)
    assert states(view) == {"463": LIVE}
    begin(view)
    take_steps(view)
    later(days=2)
    take_steps(view)
    assert (states(view), rows_of(store, "463.3")) == ({"463": LIVE}, 0)


def test_other_code_previews_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    preview_while_events_come(store, random.Random(9))
    made_by = ledger.made_by
    monkeypatch.setattr(ledger, "made_by", lambda one: f"{made_by(one)}1")
    assert states(start(store, PROGRAMME))["463.2"] == LEAVING


NO_MEASURES = (
    ("- {id: A6.x, kind: ratio, clock: outreach.no_such.clock}", "no such clock"),
    ("- {id: A6.x, kind: ratio, clock: outreach.matters.no_such}", "no such clock"),
    ("- {id: A6.x, kind: ratio, clock: clock}", "no such clock"),
    ("- {id: A6.x, kind: count, takes: [word]}", "Invalid input type"),
    ("- {id: A6.x, kind: count, takes: [{event: outreach.matters.finished.v1, subject: [[a]]}]}", "valid string"),
    ("- {id: A6.x, kind: count, takes: 1}", "list"),
    ("- word", "Invalid input type"),
)
"""Each with what is said of it."""


def years(count: int) -> str:
    """So many years before 2017."""
    title = "title: {zh: 往年, en: Earlier}"
    some = [f"- {{{title}, start: {year}-01-01, end: {year}-12-31}}" for year in range(2017 - count, 2017)]
    return "\n".join(("\nearlier:", *some, ""))


def test_twenty_years_before_are_a_programme() -> None:
    assert len(previews.parse(programme_text() + years(20), "463").editions) == 21


def test_what_is_no_programme_of_this_campaign_is_refused_with_its_reason() -> None:
    text = programme_text()
    for wrong, said in (
        ("a: [", "parsing"),
        ("campaign: '463'", "programme"),
        (programme_text().replace('campaign: "463"', 'campaign: "100"'), "100"),
        (programme_text().replace("finished.v1", "no_such_step.v1"), "no_such_step"),
        ("a: &one [1]\nb: *one", "aliases"),
        ("[" * 3000, "deep"),
        ("[" * 100_000 + "]" * 100_000, "deep"),
        ("- " * 100_000, "deep"),
        ("a: " + "{a: " * 900 + "1" + "}" * 900, "deep"),
        ("a" * 200_001, "longer"),
        (f"pillars: [{'1,' * 2_000}]", "pillars"),
        (text.replace("start: 2017-01-01", "start: 2017-02-30"), "day is out of range"),
        (text.replace("start: 2017-01-01", f"start: {'1' * 5_000}"), "5000 digits"),
        (text.replace("value: 2,", f"value: {'9' * 400},"), "too large"),
        (text.replace("start: 2017-01-01", "start: {? {a: 1} : 1}"), "unhashable"),
        (f"{text}{years(21)}", "earlier"),
        *[(programme_text(measure), said) for measure, said in NO_MEASURES],
    ):
        with pytest.raises(Invalid) as caught:
            previews.parse(wrong, "463")
        (error,) = caught.value.errors
        assert error["field"] == "programme"
        assert said in str(error), error
        assert len(str(error)) < 3_000


@pytest.fixture
def gateway(tmp_path: Path) -> GatewayClient:
    return GatewayClient(tmp_path, Office())


def test_an_operator_previews_and_compares(gateway: GatewayClient) -> None:
    def ask(role: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {gateway.token(role, None)}", "Accept": "application/json"}
        if body is None:
            return gateway.client.get(f"{ADDRESS}?as_of=2017-12-31", headers=headers)
        return gateway.client.post(ADDRESS, json=body, headers=headers)

    gateway.read_model.ensure_programme()
    assert ask("operator").json["preview"] is None
    text = campaign().text
    assert ask("clerk", {"programme": text}).status_code == 403
    assert ask("operator", {"programme": 1}).status_code == 422
    assert ask("operator", {"programme": text}).json["slug"] == InForce.slug
    other = text.replace("value: 240,", "value: 241,", 1)
    assert other != text
    assert ask("operator", {"programme": other}).status_code == 200
    assert ask("auditor").json["preview"]["state"] == DRAFTING
    assert ask("auditor").json["measures"] == []
    take_steps(gateway.read_model)
    answer = ask("auditor").json
    assert answer["preview"]["state"] == PREVIEW
    assert [one["id"] for one in answer["measures"]] == list(campaign().measures)
    (changed,) = (one for one in answer["measures"] if one["differs"])
    assert (changed["live"]["target"]["value"], changed["preview"]["target"]["value"]) == (240, 241)
