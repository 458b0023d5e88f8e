"""The end of the inquiry, and the penalty that it proposes."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.phases import ACTING, NOTICED
from contracts.forms import Form
from contracts.register import Step


class InquiryClosing(Form):
    """The inquiry is at its end (Penalty Law art. 57)."""

    investigated_on = ask.happened("调查终结日期", "Inquiry closed on")
    findings = ask.text("查明事实", "Facts found")
    advice = ask.text("处理意见", "What the inquiry proposes", required=False)
    evidence = ask.evidence("调查终结报告", "Report")


class Penalty(Form):
    """What is to be suffered: a fine, a confiscation, something else."""

    fine = ask.money("罚款（元）", "Fine, yuan", required=False)
    confiscation = ask.money("没收（元）", "Confiscation, yuan", required=False)
    other = ask.choice("其他处罚", "Other penalty", choices.OTHERS, required=False)


class Tiered(Penalty):
    """Which tier of the published benchmark it lies in, or why in none (Penalty Law art. 34)."""

    tier = ask.code("裁量档次", "Tier", required=False)
    tier_reason = ask.text("裁量说明", "Why outside the tier", required=False)


class Proposal(Tiered):
    """The penalty that the inquiry proposes, and what it will need before it is decided.

    One report may end the inquiry and propose: then the facts stand here.
    """

    findings = ask.text("查明事实", "Facts found", required=False)
    proposed_on = ask.happened("拟定日期", "Proposed on")
    major = ask.flag("情节复杂或者重大违法", "Complex or major")
    hearing_ground = ask.choice("听证情形", "Ground for a hearing", choices.HEARING_GROUNDS, required=False)
    review_ground = ask.choice("法制审核情形", "Ground for a review", choices.REVIEW_GROUNDS, required=False)
    evidence = ask.evidence("处罚建议", "Proposal")


class Needs(Form):
    """What the law asks for before this penalty is decided."""

    hearing_required = ask.flag("应告知听证权利", "Right to a hearing")
    review_required = ask.flag("应经法制审核", "Legal review needed")


STEPS = (
    Step(
        "close_inquiry",
        "investigated",
        "调查终结 / Close the inquiry",
        "filed -> investigated",
        InquiryClosing,
        by=ACTING,
    ),
    Step(
        "propose",
        "proposal_made",
        "拟定处罚 / Propose a penalty",
        f"filed, investigated, {NOTICED} -> proposed",
        Proposal,
        adds=Needs,
        by=ACTING,
        joins="notify, waive_defence",
        prefills="verify.findings, close_inquiry.findings",
        task="proceed: filed, investigated",
    ),
)
