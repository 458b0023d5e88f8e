"""A case as its papers read it: what each step said, people and units by their names, words for choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.rpc import CaseFileReply, RevisionEntry

StepData = Mapping[str, Any]
FILING = ("file", "decide_on_spot")
DECISION = ("decide", "decide_on_spot")
PAIR = ("lead_officer", "assisting_officer")
NOTHING: StepData = {}


@dataclass(frozen=True)
class CaseFile:
    """What the owner answered about a case (see `contracts.rpc.CaseFileReply`)."""

    data: CaseFileReply

    @property
    def id(self) -> str:
        """The case's id."""
        return str(self.data.case.id)

    @property
    def name(self) -> str:
        """What its files are called by: the number of the clue."""
        return str(self.last("find").get("act") or self.id)

    @property
    def effective(self) -> list[RevisionEntry]:
        """The effective revisions, in the order of their places."""
        return sorted((one for one in self.data.case.history if one.stands), key=lambda one: one.place)

    def every(self, *steps: str) -> list[StepData]:
        """The data of each effective revision of some steps."""
        return [one.data for one in self.effective if one.step in steps]

    def last(self, *steps: str) -> StepData:
        """The data of the last effective revision of some steps; nothing where there is none."""
        return next(reversed(self.every(*steps)), NOTHING)

    def has_step(self, *steps: str) -> bool:
        """Whether one of these steps was taken."""
        return bool(self.every(*steps))

    def at(self, place: int) -> CaseFile:
        """The case as it stood when the step of this place was taken."""
        history = tuple(one for one in self.data.case.history if one.stands and one.place <= place)
        return CaseFile(replace(self.data, case=replace(self.data.case, history=history)))

    def agency(self, day: str | None) -> StepData:
        """What is said of the agency on a day, or as it is now; nothing where it was not entered or has ended."""
        since = [one for one in self.data.agency if day is None or one["from"] <= day]
        return NOTHING if not since or since[-1]["ended"] else since[-1]

    @property
    def charge(self) -> StepData:
        """Who is charged with what, as the party's particulars were completed later."""
        completed = {name: value for name, value in self.last("complete_party").items() if value is not None}
        return {**self.last(*FILING), **completed}

    @property
    def decision(self) -> StepData:
        """The decision."""
        return self.last(*DECISION)

    @property
    def fine(self) -> str | None:
        """The fine as it stands, as its owner says it; None: there is none."""
        place = max((one.place for one in self.data.case.history), default=0)
        said = [str(one["fine"]) for one in self.data.fines if one["place"] <= place]
        # An owner of an older version says nothing of it.
        return said[-1] if said else self.decision.get("fine")

    @property
    def on_spot(self) -> bool:
        """Whether it was decided on the spot."""
        return self.has_step("decide_on_spot")

    # --- names ---------------------------------------------------------------------------------------------------

    def unit(self, code: str | None) -> str | None:
        """A unit by its name."""
        return str(self.data.units.get(code, code)) if code else None

    def person(self, code: str | None) -> str | None:
        """A person by name."""
        return self.data.people[code]["name"] if code in self.data.people else None
