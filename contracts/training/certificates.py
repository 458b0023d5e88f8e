"""Training certificates 培训合格证: issued, expired, superseded, never deleted."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step
from contracts.training.courses import CATEGORIES


class Issue(Form):
    """A person has learnt what a course teaches."""

    number = ask.code("证书编号", "Certificate number")
    person = ask.person("持证人", "Holder")
    course = ask.record("training.courses", "课程编号", "Course")
    issued_on = ask.happened("发证日期", "Issued on")
    note = ask.text("备注", "Note", required=False)


class Issued(Form):
    """What it rests on: the assessment that was passed, or the session of a course that demands none."""

    unit = ask.unit()
    category = ask.choice("培训类别", "Category", CATEGORIES)
    assessment = ask.record("training.assessments", "考核", "Assessment", required=False)
    session = ask.record("training.sessions", "培训场次", "Session", required=False)
    valid_until = ask.day("有效期至", "Valid until", required=False)


class Expiry(Form):
    """Its validity has run out."""

    expired_on = ask.happened("失效日期", "Expired on")


class Replacement(Form):
    """A newer certificate of the same course takes its place; this one stays verifiable."""

    by = ask.record("training.certificates", "新证书编号", "Newer certificate")
    superseded_on = ask.happened("换证日期", "Superseded on")


class Revocation(Reason):
    """The holder gives it up, or it is taken away."""

    revoked_on = ask.happened("注销日期", "Revoked on")


register = Register(
    "training.certificates",
    "培训合格证",
    "Training certificates",
    keys="person, course, category",
    finds="assessment, session, person",
    identity="number",
    offered="issued",
    words={
        "issued": "有效 / valid",
        "expired": "已过期",
        "superseded": "已换证 / replaced by a new one",
        "revoked": "已注销",
        "voided": "已作废",
    },
    steps=(
        Step("issue", "issued", "发证 / Issue", "new -> issued", Issue, adds=Issued, by="trainer", not_by="person"),
        Step("expire", "expired", "过期 / Expire", "issued -> expired", Expiry, by="trainer", not_by="person"),
        Step(
            "supersede",
            "superseded",
            "换证 / Supersede",
            "issued, expired -> superseded",
            Replacement,
            by="trainer",
            not_by="person",
        ),
        Step(
            "revoke",
            "revoked",
            "注销 / Revoke",
            "issued, expired -> revoked",
            Revocation,
            by="trainer",
            not_by="person",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "issued, expired, superseded, revoked -> voided",
            Reason,
            voids=True,
            by="trainer",
            not_by="person",
        ),
    ),
    clocks=(
        Clock(
            "validity",
            "issued -> superseded",
            "",
            "局内培训规定",
            lapses="revoked",
            title="培训合格证到期 / End of the certificate's validity",
            until="valid_until",
            warns="90, 30, 7",
        ),
    ),
)
