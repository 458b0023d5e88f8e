"""What the pages say of warnings, in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "warning": ("提示", "Warning"),
    "warnings": ("待核对提示", "Warnings to be answered"),
    "warnings intro": (
        "与其他记录对照后不合常理之处。请更正记录，或说明为何无误；答复后即从清单移出。离职人员所持装备须收回后才移出。",
        (
            "What is unlikely about a record beside others. Correct the record, or say why it is right: what is"
            " answered leaves the list. What a leaver holds leaves it when it is handed back."
        ),
    ),
    "no warnings": ("没有待核对的提示。", "There is nothing to be answered."),
    "warnings of it": ("核对提示", "Warnings"),
    "warnings of step": ("请核对：以下情况不合常理", "Please check: this is unlikely"),
    "answer or change": (
        "如填写有误，请在下方改正；如确实无误，请填写答复后再次保存，答复将随记录保留。",
        (
            "If something is wrong, change it below. If it is right all the same, say why and save again: your answer"
            " is kept with the record."
        ),
    ),
    "to be checked": ("待核对", "to be checked"),
    "answer": ("答复", "Your answer"),
    "answer hint": ("为何无误，最多 500 字", "Why it is right all the same, at most 500 characters"),
    "to answer": ("去答复", "Answer it"),
}
