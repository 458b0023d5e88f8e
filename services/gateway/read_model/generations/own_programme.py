"""The programme that a bureau has put in its home; without one, that of the article's year."""

from __future__ import annotations

import os
from pathlib import Path

from contracts.errors import Invalid
from services.chassis.base.settings import PROGRAMME, Misconfigured
from services.gateway.read_model.generations import previews
from services.gateway.read_model.programme import Programme, campaign


def campaign_of(file: Path, home: Path) -> Programme:
    """The programme to count by: what the file says. In its usual place in the home it may be missing.

    Raises Misconfigured, saying what is wrong.
    """
    usual = file == (home / PROGRAMME).absolute()
    if usual and not os.path.lexists(file):
        return campaign()
    try:
        return previews.parse(file.read_text("utf-8"), campaign().campaign)
    except (Invalid, OSError, UnicodeDecodeError) as error:
        said = error.errors[0]["en"] if isinstance(error, Invalid) else error
        raise Misconfigured(f"The programme {file} cannot be counted by: {said}") from None


def is_own(programme: Programme) -> bool:
    """Whether it is a bureau's own, and not that of the article's year."""
    return programme.digest != campaign().digest
