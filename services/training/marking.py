"""How answers become a score: a question is right when exactly its letters were ticked."""

from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record

Keys = dict[str, str]


def keys(paper: Record, lookup: Lookup) -> Keys:
    """The right letters of each question on a paper."""
    return {item["question"]: _key(item, lookup) for item in paper.get("questions", ())}


def _key(item: Data, lookup: Lookup) -> str:
    """The key as it is known today; of a question whose options were changed since, as it was when it was drawn."""
    question = lookup.record("training.questions", item["question"])
    same = question.get("options") == item["options"]
    return str((question if same else question.until(item["version"]))["key"])


def right(answers: list[Data], letters: Keys) -> int:
    """How many questions were answered rightly."""
    return sum(set(one["chosen"]) == set(letters[one["question"]]) for one in answers)


def result(score: int, assessment: Record) -> Data:
    """A score in hundredths of the full mark, and whether it is a pass."""
    full = assessment["full_mark"]
    percent = (200 * score + full) // (2 * full)
    return {"percent": percent, "passed": score >= assessment["pass_mark"], "marked_on": assessment["sat_on"]}
