from __future__ import annotations

from pathlib import Path

import pytest

from contracts import programme
from contracts.errors import NotNow, Undefined
from contracts.refusals import NotOnStrength
from services.chassis.records.references import UnknownReference
from services.chassis.storage.store import Store
from services.gateway.read_model import queries
from services.gateway.read_model.programme import Programme, campaign
from services.gateway.read_model.queries import Answer
from services.training.acknowledgements import NoLongerInForce, NoSuchEdition, NotInForceYet, SignedAlready
from tests.office import PROOF, Office, build_view, make_as_of, measure_value
from tests.services.training.norm_records import (
    ACKNOWLEDGEMENTS,
    NORMS,
    TEN,
    published_norm,
    revise_norm,
    signed_acknowledgement,
)

COVERAGE = "S3.norms_acknowledged"


@pytest.fixture
def staffed_office(office: Office) -> Office:
    """Two people of one squadron, one of another, and a norm in force."""
    for code, unit in (("a", "DT"), ("b", "DT"), ("c", "ZS")):
        office.person(code, unit)
    published_norm(office)
    return office


def test_a_signature_names_the_edition_and_the_unit_of_the_day(staffed_office: Office) -> None:
    staffed_office.do("training.people", "a", "transfer", unit="ZS", transferred_on="2017-03-01")
    record = signed_acknowledgement(staffed_office, "a", on="2017-02-28")
    assert staffed_office.events[-1].unit == "DT"
    assert staffed_office.record(ACKNOWLEDGEMENTS, record)["document"] == "ten/1"


def test_an_edition_that_is_not_in_force_yet_is_not_signed(staffed_office: Office) -> None:
    with pytest.raises(NotInForceYet):
        signed_acknowledgement(staffed_office, "a", on="2017-01-09")
    signed_acknowledgement(staffed_office, "a", on="2017-01-10")


def test_an_edition_that_is_no_longer_in_force_is_not_signed(staffed_office: Office) -> None:
    revise_norm(staffed_office)
    with pytest.raises(NoLongerInForce):
        signed_acknowledgement(staffed_office, "a", on="2017-06-01", edition=1)
    signed_acknowledgement(staffed_office, "a", on="2017-06-01", edition=2)
    signed_acknowledgement(staffed_office, "a", on="2017-05-31", edition=1)


def test_a_withdrawn_norm_is_not_signed(staffed_office: Office) -> None:
    staffed_office.do(NORMS, "ten", "withdraw", reason="合并", withdrawn_on="2017-03-01")
    with pytest.raises(NoLongerInForce):
        signed_acknowledgement(staffed_office, "a", on="2017-03-01")


def test_an_edition_and_a_norm_that_do_not_exist_are_not_signed(staffed_office: Office) -> None:
    with pytest.raises(NoSuchEdition):
        signed_acknowledgement(staffed_office, "a", edition=2)
    with pytest.raises(UnknownReference):
        signed_acknowledgement(staffed_office, "a", norm="eleven")


def test_nobody_signs_twice_unless_the_first_was_void(staffed_office: Office) -> None:
    first = signed_acknowledgement(staffed_office, "a")
    with pytest.raises(SignedAlready):
        signed_acknowledgement(staffed_office, "a", on="2017-02-02")
    staffed_office.do(ACKNOWLEDGEMENTS, first, "void", reason="代签")
    signed_acknowledgement(staffed_office, "a", on="2017-02-02")
    with pytest.raises(NotNow):
        staffed_office.do(ACKNOWLEDGEMENTS, first, "void", reason="代签")


def test_whoever_is_not_on_strength_does_not_sign(staffed_office: Office) -> None:
    staffed_office.do("training.people", "a", "leave", reason="退休", left_on="2017-03-01")
    staffed_office.person("d", "DT", joined="2017-03-01")
    for person, on in (("a", "2017-03-01"), ("d", "2017-02-28")):
        with pytest.raises(NotOnStrength):
            signed_acknowledgement(staffed_office, person, on=on)
    signed_acknowledgement(staffed_office, "a", on="2017-02-28")


def test_a_corrected_signature_keeps_to_the_same_rules(staffed_office: Office) -> None:
    revise_norm(staffed_office)
    record = signed_acknowledgement(staffed_office, "a")
    form = {"person": "a", "norm": "ten", "edition": 1}
    with pytest.raises(NoLongerInForce):
        staffed_office.do(ACKNOWLEDGEMENTS, record, "sign", 1, signed_on="2017-06-02", **form)
    staffed_office.do(ACKNOWLEDGEMENTS, record, "sign", 1, signed_on="2017-02-02", **form)


# --- coverage (M-S3-1): of the edition in force of every norm in force, on every day ----------------------------------


def unsigned_people(office: Office, as_of: str, units: str | None = None) -> list[str]:
    """Who has not signed."""
    read_model = build_view(office.events, campaign())
    with read_model.store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, campaign().measures[COVERAGE], make_as_of(as_of, units))]


def test_coverage_is_of_the_edition_in_force_on_every_day(staffed_office: Office, store: Store) -> None:
    for person in "ab":
        signed_acknowledgement(staffed_office, person, evidence=PROOF)
    revise_norm(staffed_office)
    signed_acknowledgement(staffed_office, "c", on="2017-06-10", edition=2)
    read_model = build_view(staffed_office.events, campaign(), store)
    assert [
        measure_value(read_model, COVERAGE, on) for on in ("2017-01-09", "2017-01-31", "2017-02-01", "2017-05-31")
    ] == [
        Answer(None, None, 0),
        Answer(0, 0, 3),
        Answer(2 / 3, 2 / 3, 3),
        Answer(2 / 3, 2 / 3, 3),
    ]
    assert [measure_value(read_model, COVERAGE, on) for on in ("2017-06-01", "2017-06-10")] == [
        Answer(0, 0, 3),
        Answer(1 / 3, 0, 3),
    ]
    with read_model.store.begin_read() as tx:
        facts = queries.facts(tx, campaign().measures[COVERAGE], make_as_of("2017-06-10"))
    assert [row.subject for row in facts] == ["c"], "a signature for an older edition supports the number no longer"


def test_who_has_not_signed_is_asked_of_the_edition_in_force(staffed_office: Office) -> None:
    for person in "ab":
        signed_acknowledgement(staffed_office, person)
    revise_norm(staffed_office)
    signed_acknowledgement(staffed_office, "c", on="2017-06-10", edition=2)
    assert (unsigned_people(staffed_office, "2017-05-31"), unsigned_people(staffed_office, "2017-06-10")) == (
        ["c"],
        ["a", "b"],
    )


def test_coverage_is_of_every_norm_in_force(staffed_office: Office) -> None:
    published_norm(staffed_office, "house", kind="other", on="2017-03-01")
    for person in "abc":
        signed_acknowledgement(staffed_office, person)
    signed_acknowledgement(staffed_office, "a", norm="house", on="2017-03-02")
    assert (unsigned_people(staffed_office, "2017-02-28"), unsigned_people(staffed_office, "2017-03-02")) == (
        [],
        ["b", "c"],
    )
    staffed_office.do(NORMS, "house", "withdraw", reason="合并", withdrawn_on="2017-04-01")
    assert unsigned_people(staffed_office, "2017-04-01") == []


def test_a_late_record_of_an_older_edition_counts_while_that_was_in_force(staffed_office: Office) -> None:
    revise_norm(staffed_office)
    signed_acknowledgement(staffed_office, "a", on="2017-02-01", edition=1)
    assert (unsigned_people(staffed_office, "2017-02-01"), unsigned_people(staffed_office, "2017-06-01")) == (
        ["b", "c"],
        ["a", "b", "c"],
    )


def test_a_revision_that_turns_out_later_gives_the_older_signatures_back_until_then(staffed_office: Office) -> None:
    signed_acknowledgement(staffed_office, "a")
    revise_norm(staffed_office)
    assert unsigned_people(staffed_office, "2017-07-01") == ["a", "b", "c"]
    staffed_office.do(NORMS, "ten", "revise", 2, issuer="局", edition=2, effective_on="2017-08-01", clauses=TEN)
    assert (unsigned_people(staffed_office, "2017-07-01"), unsigned_people(staffed_office, "2017-08-01")) == (
        ["b", "c"],
        ["a", "b", "c"],
    )


def test_movers_and_leavers_and_voided_signatures_are_missed_where_they_are(staffed_office: Office) -> None:
    record = signed_acknowledgement(staffed_office, "a")
    staffed_office.do("training.people", "b", "transfer", unit="ZS", transferred_on="2017-04-01")
    staffed_office.do("training.people", "c", "leave", reason="退休", left_on="2017-05-01")
    assert [unsigned_people(staffed_office, "2017-03-31", unit) for unit in ("DT", "ZS")] == [["b"], ["c"]]
    assert [unsigned_people(staffed_office, "2017-05-01", unit) for unit in ("DT", "ZS")] == [[], ["b"]]
    staffed_office.do(ACKNOWLEDGEMENTS, record, "void", reason="代签")
    assert unsigned_people(staffed_office, "2017-05-01", "DT") == ["a"]


def test_a_demand_that_cannot_be_told_from_others_is_refused() -> None:
    text = (Path(programme.__file__).parent / "463.yaml").read_text(encoding="utf-8")
    demand = "{event: training.norms.revised.v1, facet: document}"
    assert demand in text
    with pytest.raises(Undefined):
        Programme(text.replace(demand, "{event: training.norms.revised.v1}"))
