from __future__ import annotations

from pathlib import Path

import pytest

from contracts import programme
from contracts.errors import NotNow, Undefined
from services.chassis.references import UnknownReference
from services.chassis.store import Store
from services.gateway.view import answers
from services.gateway.view.answers import Answer
from services.gateway.view.programme import Programme, campaign
from services.training.acknowledgements import NoLongerInForce, NoSuchEdition, NotInForceYet, SignedAlready
from services.training.strength import NotOnStrength
from tests.office import PROOF, Office, ask, asked, viewed
from tests.services.training.norm import ACKNOWLEDGEMENTS, NORMS, TEN, published, revised, signed

COVERAGE = "S3.norms_acknowledged"


@pytest.fixture
def staffed(office: Office) -> Office:
    """Two people of one squadron, one of another, and a norm in force."""
    for code, unit in (("a", "DT"), ("b", "DT"), ("c", "ZS")):
        office.person(code, unit)
    published(office)
    return office


def test_a_signature_names_the_edition_and_the_unit_of_the_day(staffed: Office) -> None:
    staffed.do("training.people", "a", "transfer", unit="ZS", transferred_on="2017-03-01")
    record = signed(staffed, "a", on="2017-02-28")
    assert staffed.events[-1].unit == "DT"
    assert staffed.record(ACKNOWLEDGEMENTS, record)["document"] == "ten/1"


def test_an_edition_that_is_not_in_force_yet_is_not_signed(staffed: Office) -> None:
    with pytest.raises(NotInForceYet):
        signed(staffed, "a", on="2017-01-09")
    signed(staffed, "a", on="2017-01-10")


def test_an_edition_that_is_no_longer_in_force_is_not_signed(staffed: Office) -> None:
    revised(staffed)
    with pytest.raises(NoLongerInForce):
        signed(staffed, "a", on="2017-06-01", edition=1)
    signed(staffed, "a", on="2017-06-01", edition=2)
    signed(staffed, "a", on="2017-05-31", edition=1)


def test_a_withdrawn_norm_is_not_signed(staffed: Office) -> None:
    staffed.do(NORMS, "ten", "withdraw", reason="合并", withdrawn_on="2017-03-01")
    with pytest.raises(NoLongerInForce):
        signed(staffed, "a", on="2017-03-01")


def test_an_edition_and_a_norm_that_do_not_exist_are_not_signed(staffed: Office) -> None:
    with pytest.raises(NoSuchEdition):
        signed(staffed, "a", edition=2)
    with pytest.raises(UnknownReference):
        signed(staffed, "a", norm="eleven")


def test_nobody_signs_twice_unless_the_first_was_void(staffed: Office) -> None:
    first = signed(staffed, "a")
    with pytest.raises(SignedAlready):
        signed(staffed, "a", on="2017-02-02")
    staffed.do(ACKNOWLEDGEMENTS, first, "void", reason="代签")
    signed(staffed, "a", on="2017-02-02")
    with pytest.raises(NotNow):
        staffed.do(ACKNOWLEDGEMENTS, first, "void", reason="代签")


def test_whoever_is_not_on_strength_does_not_sign(staffed: Office) -> None:
    staffed.do("training.people", "a", "leave", reason="退休", left_on="2017-03-01")
    staffed.person("d", "DT", joined="2017-03-01")
    for person, on in (("a", "2017-03-01"), ("d", "2017-02-28")):
        with pytest.raises(NotOnStrength):
            signed(staffed, person, on=on)
    signed(staffed, "a", on="2017-02-28")


def test_a_corrected_signature_keeps_to_the_same_rules(staffed: Office) -> None:
    revised(staffed)
    record = signed(staffed, "a")
    form = {"person": "a", "norm": "ten", "edition": 1}
    with pytest.raises(NoLongerInForce):
        staffed.do(ACKNOWLEDGEMENTS, record, "sign", 1, signed_on="2017-06-02", **form)
    staffed.do(ACKNOWLEDGEMENTS, record, "sign", 1, signed_on="2017-02-02", **form)


# --- coverage (M-S3-1): of the edition in force of every norm in force, on every day ----------------------------------


def unsigned(office: Office, as_of: str, units: str | None = None) -> list[str]:
    """Who has not signed."""
    view = viewed(office.events, campaign())
    with view.store.read() as tx:
        return [row.subject for row in answers.gaps(tx, campaign().measures[COVERAGE], asked(as_of, units))]


def test_coverage_is_of_the_edition_in_force_on_every_day(staffed: Office, store: Store) -> None:
    for person in "ab":
        signed(staffed, person, evidence=PROOF)
    revised(staffed)
    signed(staffed, "c", on="2017-06-10", edition=2)
    view = viewed(staffed.events, campaign(), store)
    assert [ask(view, COVERAGE, on) for on in ("2017-01-09", "2017-01-31", "2017-02-01", "2017-05-31")] == [
        Answer(None, None, 0),
        Answer(0, 0, 3),
        Answer(2 / 3, 2 / 3, 3),
        Answer(2 / 3, 2 / 3, 3),
    ]
    assert [ask(view, COVERAGE, on) for on in ("2017-06-01", "2017-06-10")] == [Answer(0, 0, 3), Answer(1 / 3, 0, 3)]
    with view.store.read() as tx:
        facts = answers.facts(tx, campaign().measures[COVERAGE], asked("2017-06-10"))
    assert [row.subject for row in facts] == ["c"], "a signature for an older edition supports the number no longer"


def test_who_has_not_signed_is_asked_of_the_edition_in_force(staffed: Office) -> None:
    for person in "ab":
        signed(staffed, person)
    revised(staffed)
    signed(staffed, "c", on="2017-06-10", edition=2)
    assert (unsigned(staffed, "2017-05-31"), unsigned(staffed, "2017-06-10")) == (["c"], ["a", "b"])


def test_coverage_is_of_every_norm_in_force(staffed: Office) -> None:
    published(staffed, "house", kind="other", on="2017-03-01")
    for person in "abc":
        signed(staffed, person)
    signed(staffed, "a", norm="house", on="2017-03-02")
    assert (unsigned(staffed, "2017-02-28"), unsigned(staffed, "2017-03-02")) == ([], ["b", "c"])
    staffed.do(NORMS, "house", "withdraw", reason="合并", withdrawn_on="2017-04-01")
    assert unsigned(staffed, "2017-04-01") == []


def test_a_late_record_of_an_older_edition_counts_while_that_was_in_force(staffed: Office) -> None:
    revised(staffed)
    signed(staffed, "a", on="2017-02-01", edition=1)
    assert (unsigned(staffed, "2017-02-01"), unsigned(staffed, "2017-06-01")) == (["b", "c"], ["a", "b", "c"])


def test_a_revision_that_turns_out_later_gives_the_older_signatures_back_until_then(staffed: Office) -> None:
    signed(staffed, "a")
    revised(staffed)
    assert unsigned(staffed, "2017-07-01") == ["a", "b", "c"]
    staffed.do(NORMS, "ten", "revise", 2, issuer="局", edition=2, effective_on="2017-08-01", clauses=TEN)
    assert (unsigned(staffed, "2017-07-01"), unsigned(staffed, "2017-08-01")) == (["b", "c"], ["a", "b", "c"])


def test_movers_and_leavers_and_voided_signatures_are_missed_where_they_are(staffed: Office) -> None:
    record = signed(staffed, "a")
    staffed.do("training.people", "b", "transfer", unit="ZS", transferred_on="2017-04-01")
    staffed.do("training.people", "c", "leave", reason="退休", left_on="2017-05-01")
    assert [unsigned(staffed, "2017-03-31", unit) for unit in ("DT", "ZS")] == [["b"], ["c"]]
    assert [unsigned(staffed, "2017-05-01", unit) for unit in ("DT", "ZS")] == [[], ["b"]]
    staffed.do(ACKNOWLEDGEMENTS, record, "void", reason="代签")
    assert unsigned(staffed, "2017-05-01", "DT") == ["a"]


def test_a_demand_that_cannot_be_told_from_others_is_refused() -> None:
    said = (Path(programme.__file__).parent / "463.yaml").read_text(encoding="utf-8")
    demand = "{event: training.norms.revised.v1, facet: document}"
    assert demand in said
    with pytest.raises(Undefined):
        Programme(said.replace(demand, "{event: training.norms.revised.v1}"))
