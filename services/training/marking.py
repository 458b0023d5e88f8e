"""How answers become a score: a question is right when exactly its letters were ticked."""

from collections import Counter
from collections.abc import Mapping

from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record

Keys = dict[str, str]


def questions(paper: Record, lookup: Lookup) -> dict[str, Record]:
    """The questions on a paper as the bank has them, by their codes."""
    return {item["question"]: lookup.record("training.questions", item["question"]) for item in _items(paper)}


def keys(paper: Record, bank: Mapping[str, Record]) -> Keys:
    """The right letters of each question on a paper."""
    return {item["question"]: _key(item, bank[item["question"]]) for item in _items(paper)}


def _items(paper: Record) -> list[Data]:
    items: list[Data] = paper.get("questions", [])
    return items


def _key(item: Data, question: Record) -> str:
    """The key as it is known today; of a question whose options were changed since, as it was when it was drawn."""
    same = question.get("options") == item["options"]
    return str((question if same else question.until(item["version"]))["key"])


def by_topic(answers: list[Data], letters: Keys, topics: dict[str, str], points: int) -> list[Data]:
    """The points of each topic on a paper, in the order of its questions."""
    full = Counter(topics.values())
    correct = Counter(topics[one["question"]] for one in answers if is_right(one, letters))
    return [topic_result(topic, points * correct[topic], points * number) for topic, number in full.items()]


def topic_result(topic: str, points: int, full: int) -> Data:
    """What was scored in a topic, in hundredths too."""
    return {"topic": topic, "points": points, "full": full, "percent": hundredths(points, full)}


def right(answers: list[Data], letters: Keys) -> int:
    """How many questions were answered rightly."""
    return sum(is_right(one, letters) for one in answers)


def is_right(answer: Data, letters: Keys) -> bool:
    """Whether exactly the letters of its question were ticked."""
    return set(answer["chosen"]) == set(letters[answer["question"]])


def result(score: int, assessment: Record) -> Data:
    """A score in hundredths of the full mark, and whether it is a pass."""
    percent = hundredths(score, assessment["full_mark"])
    return {"percent": percent, "passed": score >= assessment["pass_mark"], "marked_on": assessment["sat_on"]}


def hundredths(points: int, full: int) -> int:
    """So many points of the full ones, of a hundred; half a point is one."""
    return (200 * points + full) // (2 * full)
