"""Service of the decision, and the record of one made on the spot."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.phases import ACTING
from contracts.forms import Form
from contracts.register import Step


class Service(Late):
    """The decision reaches the party (Penalty Law art. 61)."""

    method = ask.choice("送达方式", "How", choices.SERVICES)
    confirmed = ask.flag("已签订电子送达确认书", "Signed for electronic service", required=False)
    served_on = ask.happened("送达日期", "Served on")
    evidence = ask.evidence("送达回证", "Receipt")


class Payable(Form):
    """Whether there is something to pay, and which remedies begin, until when (Reconsideration Law art. 20, 23)."""

    payable = ask.flag("有应缴罚款", "A fine is to be paid")
    remedies = ask.choice("救济途径", "Remedies", choices.REMEDY_ORDERS, required=False)
    reconsider_by = ask.day("申请行政复议期限", "Reconsideration may be asked for until", required=False)
    sue_by = ask.day("直接起诉期限", "Suit without reconsideration until", required=False)


class Recording(Form):
    """An on-spot decision is reported to the agency for the record 备案 (Penalty Law art. 52)."""

    recorded_on = ask.happened("备案日期", "Recorded on")


STEPS = (Step("serve", "served", "送达 / Serve", "decided -> served", Service, adds=Payable, by=ACTING, version=2),)
RECORDING = (
    Step(
        "record",
        "recorded",
        "当场处罚备案 / Record an on-spot decision",
        "new -> recorded",
        Recording,
        line="record",
        during="decided, served",
        by=ACTING,
    ),
)
