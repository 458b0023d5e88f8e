"""Rules for uniform issue."""

from dataclasses import dataclass

from contracts.equipment.uniforms import CLASSES, register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment.as_of import posting_unit

rules = Rules(register)
SUPPLY = (
    "住建部、财政部《城市管理执法制式服装和标志标识供应管理办法》；据 2017-02-17 新京报转载，转载页可信度不高，"
    "未见原文 (known from a reprint of 2017-02-17 on a page of little authority; the original was not seen)"
)
"""The rule's source as a refusal names it, with how far it can be trusted."""


class ForFrontLineStaff(Refused):
    """Uniforms are for established staff in post at the front line, not for auxiliaries or sections."""

    slug, zh = "not-front-line-staff", "制式服装仅配发在编在职一线执法人员，协管人员及科室人员不配发"
    field, article = "person", SUPPLY


class Nothing(Refused):
    """An issue has pieces of at least one class."""

    slug, zh, field = "nothing-issued", "至少须配发一类", "caps"


@dataclass(frozen=True)
class Posting:
    """A person, and the unit in which they were on the day."""

    person: Record
    unit: Record


def posting(_issue: Record, form: Data, lookup: Lookup) -> Posting:
    """Where the person was on the day. Raises NotOnStrength."""
    person = lookup.record("training.people", form["person"])
    return Posting(person, lookup.record("training.units", posting_unit(person, form["issued_on"], "person")))


@rules.on("issue", posting=posting)
def issue(_issue: Record, form: Data, _at: Context, posting: Posting) -> Data:
    """Five classes for established front-line staff (F032, M-S3-5)."""
    established = posting.person["kind"] == "established"
    if not established or posting.unit["kind"] != "squadron":
        raise ForFrontLineStaff(posting.person.id, posting.unit.id)
    items = [{"item": one, "pieces": form[one]} for one in CLASSES if form[one]]
    if not items:
        raise Nothing
    return form | {"items": items, "unit": posting.unit.id}


@rules.on("give_back")
def give_back(issued: Record, form: Data, _at: Context) -> Data:
    """All that was on the receipt comes back."""
    return form | {"items": issued["items"]}
