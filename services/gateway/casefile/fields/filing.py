"""What the filing form 立案审批表 says (Penalty Law art. 54)."""

from __future__ import annotations

from services.gateway.casefile.fields.law import LAW
from services.gateway.casefile.fields.matter import MATTER
from services.gateway.casefile.fields.officers import IN_CHARGE_OFFICERS
from services.gateway.casefile.fields.parties import ORGAN, PARTY
from services.gateway.casefile.fields.reading import DAY, FieldPart, Piece, approval, person

FIELDS: dict[str, tuple[Piece, ...]] = {
    "filing": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        IN_CHARGE_OFFICERS,
        DAY,
        FieldPart("审批", {"意见": approval("同意立案"), "人": person("审批人", "approved_by")}),
    ),
}
