"""What papers show, in words: as it stands beside each paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.forms import fields_of
from contracts.outreach.captions import Details
from services.gateway.display.formatting import Wording
from services.gateway.display.messages import pages
from services.gateway.read_model.records.captions import Caption

SAID_OF = ("kind", "taken_at", "taken_on", "place")


@dataclass(frozen=True)
class CaptionText:
    """A caption: what it says, and in one line what kind of paper it is, when and where it was made.

    stands  whether it was not withdrawn: only then it says anything
    """

    text: str = ""
    about: str = ""
    stands: bool = False


def texts(captions: Mapping[str, Caption], wording: Wording) -> dict[str, CaptionText]:
    """Captions in words by the hashes of their papers; the withdrawn ones too, of which nothing is said."""
    return {sha: _text(one, wording) if one.stands else CaptionText() for sha, one in captions.items()}


def _text(one: Caption, wording: Wording) -> CaptionText:
    fields, told = fields_of(Details), one.details
    said = [wording.text(fields[name], told[name]) for name in SAID_OF if told[name] is not None]
    return CaptionText(str(told["caption"]), " · ".join([*said, *_point(one, wording)]), stands=True)


def _point(one: Caption, wording: Wording) -> list[str]:
    east, north, datum = (one.details[name] for name in ("longitude", "latitude", "datum"))
    if datum is None:
        return []
    return [pages.say(wording.lang, "camera point", longitude=f"{east:.6f}", latitude=f"{north:.6f}", datum=datum)]
