"""What is made public, what is not, and what is taken back."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.phases import DECIDED
from contracts.forms import Reason
from contracts.register import Step


class Publication(Late):
    """The decision is made public (Penalty Law art. 48)."""

    channel = ask.choice("公开渠道", "Channel", choices.CHANNELS)
    url = ask.url("网址", "Address", required=False)
    published_on = ask.happened("公开日期", "Published on")
    evidence = ask.evidence("网页快照", "Snapshot")


class PublicationExemption(Reason):
    """The decision is not made public, for a reason of the law (Penalty Law art. 48, 50)."""

    ground = ask.choice("不公开情形", "Ground", choices.NOT_PUBLIC)
    not_public_on = ask.happened("认定日期", "Decided on")


class PublicationWithdrawal(Late):
    """The decision no longer stands: it is withdrawn from publication, and why is told in public (art. 48)."""

    explanation = ask.text("公开说明理由", "Reason told in public")
    publication_withdrawn_on = ask.happened("撤回日期", "Withdrawn on")
    evidence = ask.evidence("网页快照", "Snapshot")


STEPS = (
    Step(
        "publish",
        "published",
        "公开决定 / Publish",
        "new -> published",
        Publication,
        line="publication",
        during=DECIDED,
        by="legal, clerk, publicist",
        apart_reason="公开的是他人已作出的决定 / What is published was decided by somebody else",
    ),
    Step(
        "keep_private",
        "not_public",
        "不予公开 / Keep from publication",
        "new -> exempt",
        PublicationExemption,
        line="publication",
        during=DECIDED,
        by="legal",
    ),
)
WITHDRAWAL = (
    Step(
        "withdraw_publication",
        "publication_withdrawn",
        "撤回公开 / Withdraw from publication",
        "published -> withdrawn",
        PublicationWithdrawal,
        line="publication",
        during=DECIDED,
        by="legal, clerk, publicist",
    ),
)
