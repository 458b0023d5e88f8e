"""What a service receipt 送达回证 says (Penalty Law art. 61): one for each paper that is served."""

from __future__ import annotations

from contracts.cases.penalties.papers import CATALOGUE, PAPERS, SERVED, number_field
from services.gateway.casefile.case import StepData
from services.gateway.casefile.fields.law import LAW
from services.gateway.casefile.fields.matter import MATTER
from services.gateway.casefile.fields.officers import IN_CHARGE_OFFICERS
from services.gateway.casefile.fields.parties import ORGAN, PARTY
from services.gateway.casefile.fields.reading import (
    DAY,
    ROOM,
    FieldItem,
    FieldPart,
    PaperReading,
    Piece,
    optional,
    title,
)
from services.gateway.casefile.paper import Blank

RECEIPT, TOLD = "receipt", "hearing_told"


def served_papers(one: PaperReading) -> tuple[str, ...]:
    """What was served: of a decision on the spot its own form; with a notice what tells of the hearing."""
    paper = "on_spot_decision" if one.step == "serve" and one.case.on_spot else SERVED[one.step]
    return (paper, TOLD) if _tells(one) else (paper,)


def _served(one: PaperReading) -> str:
    return "、".join(PAPERS[each] for each in served_papers(one))


def _tells(one: PaperReading) -> bool:
    """Whether the notice of the right to a hearing was served too."""
    return CATALOGUE[TOLD].is_issued_by(one.step, one.form)


def _told_number(one: PaperReading) -> str | Blank:
    field = number_field(TOLD)
    return (str(one.form.get(field) or "") or one.lacks("听证告知书文号", field)) if _tells(one) else ""


def _served_form(one: PaperReading) -> StepData:
    return one.case.decision if one.step == "serve" else one.form


def _number(one: PaperReading) -> str | Blank:
    step = ("decide_on_spot" if one.case.on_spot else "decide") if one.step == "serve" else one.step
    return str(_served_form(one).get("number") or "") or one.lacks("送达文书文号", "number", step)


def _method(one: PaperReading) -> str | Blank:
    """How it was served; only the service of a decision says it, on other receipts it is written by hand."""
    if one.step != "serve":
        return ROOM
    return title("serve", "method", one.form) or one.lacks("送达方式", "method")


def _electronic(one: PaperReading) -> bool:
    return bool(one.form.get("confirmed"))


FIELDS: dict[str, tuple[Piece, ...]] = {
    "receipt": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        IN_CHARGE_OFFICERS,
        DAY,
        FieldPart(
            "送达",
            {
                "文书": FieldItem("送达的文书", _served),
                "文号": FieldItem("送达文书的文号", _number),
                "听证文号": FieldItem("一并送达的听证告知书的文号；没有的为空", _told_number),
                "方式": FieldItem("送达方式", _method),
                "电子确认": FieldItem("是否已签订电子送达确认书（用于条件）", _electronic),
                "逾期说明": optional("逾期说明；未逾期的为空", "late_reason"),
            },
        ),
    ),
}
