"""Acknowledgements 签收: who has signed which edition of a norm."""

from contracts import forms as ask
from contracts.apart_reasons import OWN_STEP
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.norms import Document


class Signature(Form):
    """A person signs for an edition that is in force."""

    person = ask.person("签收人", "Signer")
    norm = ask.record("training.norms", "规范编号", "Norm")
    edition = ask.number("版次", "Edition", least=1, most=999)
    signed_on = ask.happened("签收日期", "Signed on")
    evidence = ask.evidence("签收单", "Signed sheet")
    note = ask.text("备注", "Note", required=False)


class Signed(Document):
    """The unit the signer belonged to on the day, and the edition in one word."""

    unit = ask.unit()


register = Register(
    "training.acknowledgements",
    "规范签收",
    "Acknowledgements",
    keys="norm, edition",
    finds="person, person+norm+edition",
    words={"signed": "已签收", "voided": "已作废"},
    steps=(
        Step(
            "sign",
            "signed",
            "签收 / Sign",
            "new -> signed",
            Signature,
            adds=Signed,
            by="clerk, captain, officer, trainer",
            own_reason=OWN_STEP,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "signed -> voided",
            Reason,
            voids=True,
            by="captain, trainer",
            not_by="person",
        ),
    ),
)
