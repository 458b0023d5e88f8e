"""Every failure mode has a test that counts its fault and a variant under which it is red; the page says so."""

from __future__ import annotations

import os

import pytest

from tests import broken
from tests.proof import fault, page, proves
from tests.proof.__main__ import passes
from tests.proof.modes import FURTHER, MODES, OWED
from tests.proof.registry import Proof, proofs, unproven

QUICK = (6,)
"""Modes whose test takes a moment: seen red in every run of all tests."""


def test_every_mode_has_a_test_or_says_why_not() -> None:
    proven = {proof.mode for proof in proofs()}
    assert sorted(MODES) == list(range(1, 48))
    assert proven | set(OWED) == set(MODES | FURTHER)
    assert not proven & set(OWED), "what has a test is no longer owed"


def test_every_variant_that_is_named_can_be_planted() -> None:
    assert [proof for proof in proofs() if proof.variant not in broken.VARIANTS] == []


def test_the_page_says_what_the_tests_say() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.page(proofs(), page.results()), "python -m tests.proof --write"


def test_a_test_whose_fault_never_happened_proves_nothing() -> None:
    @proves(1, "ack-first", case="this")
    def test() -> None: ...

    assert unproven(test, "this") == [1]
    assert unproven(test, "that") == []
    fault.occurs()
    assert unproven(test, "this") == []


@pytest.mark.skipif(bool(os.environ.get("BROKEN")), reason="a promise is broken already")
@pytest.mark.parametrize(
    "proof", [one for one in proofs() if one.mode in QUICK], ids=lambda one: f"{one.mode}-{one.variant}"
)
def test_it_goes_red_when_its_promise_is_broken(proof: Proof) -> None:
    assert not passes(proof, proof.variant)


def test_a_mode_without_a_test_is_told_on_the_page() -> None:
    assert "| 1 | crash before the commit | **none**" in page.page([], {})
