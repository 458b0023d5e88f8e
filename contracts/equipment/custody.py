"""What a hand-over asks for, whatever is handed over (M-S4-9)."""

from contracts import forms as ask
from contracts.forms import Form

KEEPERS = "quartermaster, clerk, captain"


class HandOver(Form):
    """Whether the holder signed in person; the scanned receipt proves it."""

    signed = ask.flag("本人签字", "Signed in person")
    receipt = ask.evidence("签收单", "Signed receipt")


class Custody(Form):
    """An issue by its own name, so that each hand-over counts once."""

    custody = ask.text("领用编号", "Custody number", longest=60)
