"""A level above a paper's counts where a person vouches for it, and nowhere else."""

import pytest

from contracts import evidence_levels


@pytest.mark.parametrize("actor", ["DT-02", "SYN-confirm", "founder", "1"])
def test_a_person_vouches(actor: str) -> None:
    assert evidence_levels.countable_level("E3", imported=False, actor=actor) == "E3"


@pytest.mark.parametrize("actor", ["clerk@DT", "operator@bureau", "key:portal"])
def test_a_post_of_before_and_a_program_vouch_for_nothing(actor: str) -> None:
    levels = [evidence_levels.countable_level(level, imported=False, actor=actor) for level in ("E0", "E1", "E2", "E3")]
    assert levels == ["E0", "E1", "E1", "E1"]
