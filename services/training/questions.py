"""Rules for the question bank."""

from contracts.errors import Refused
from contracts.training.questions import LETTERS, register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
TRUE_FALSE = ("正确", "错误")
LETTER_OF = {"对": "A", "正确": "A", "√": "A", "错": "B", "错误": "B", "×": "B"}
"""How clerks write the answer to a question of true or false."""
FEWEST_OPTIONS = 2


class BadOptions(Refused):
    """A question of choice has two options or more, without a gap, none twice; one of true or false has none."""

    slug, zh, field = "bad-options", "选择题应有两个以上互不相同且连续的选项，判断题不填选项", "option_a"


class BadAnswer(Refused):
    """One letter answers a single choice, two or more a multiple one, 对 or 错 a question of true or false."""

    slug, zh, field = "bad-answer", "单选题填一个选项字母，多选题填两个以上，判断题填“对”或“错”", "answer"


@rules.on("enter")
def enter(_question: Record, form: Data, _at: Context) -> Data:
    """Options and answer fit the kind of question."""
    options = _options(form)
    letters = _letters(form)
    fits = len(letters) > 1 if form["kind"] == "multiple" else len(letters) == 1
    if not fits or not set(letters) <= {one["letter"] for one in options}:
        raise BadAnswer(form["code"])
    return form | {"options": options, "key": letters}


def _options(form: Data) -> list[Data]:
    texts = [form[f"option_{letter.lower()}"] for letter in LETTERS]
    filled = [text for text in texts if text]
    if form["kind"] == "true_false":
        if filled not in ([], list(TRUE_FALSE)):
            raise BadOptions(form["code"])
        filled = list(TRUE_FALSE)
    elif len(filled) < FEWEST_OPTIONS or texts[: len(filled)] != filled or len(set(filled)) < len(filled):
        raise BadOptions(form["code"])
    return [{"letter": letter, "text": text} for letter, text in zip(LETTERS, filled, strict=False)]


def _letters(form: Data) -> str:
    """The letters of the answer, each once and in order."""
    text = form["answer"].upper()
    if form["kind"] == "true_false":
        text = LETTER_OF.get(text, text)
    return "".join(sorted({letter for letter in text if letter not in " ,，、；;"}))
