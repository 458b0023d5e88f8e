"""Rules for breaches."""

from contracts.errors import Refused
from contracts.training.breaches import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.norms import edition_of_clause, norm_of
from services.training.postings import person_of, unit_of

rules = Rules(register)


class ReportedBefore(Refused):
    """Nothing is reported before it was done."""

    slug, zh, field = "reported-before", "登记日期早于行为日期", "committed_on"


class OwnInquirer(Refused):
    """Nobody looks into what they are said to have done themselves."""

    slug, zh, field = "own-inquirer", "当事人不得核查本人", "inquirer"


class NewHandling(Refused):
    """A breach that is handled more lightly says how; what is no breach is not handled."""

    slug, zh, field = "new-handling", "从轻处理须填写变更后的处理方式，不构成违纪则不填", "new_handling"


@rules.on("report", person=person_of, norm=norm_of)
def report(_new: Record, form: Data, _at: Context, person: Record, norm: Record) -> Data:
    """It is the unit's of the day on which it was done, under the edition that was in force then (M-S3-4)."""
    committed = form["committed_on"]
    if form["reported_on"] < committed:
        raise ReportedBefore(committed)
    edition = edition_of_clause(norm, form["clause"], committed)
    return form | {"unit": unit_of(person, committed), "edition": edition}


@rules.on("inquire")
def inquire(breach: Record, form: Data, _at: Context) -> Data:
    """Somebody else looks into it."""
    if form["inquirer"] == breach["person"]:
        raise OwnInquirer(form["inquirer"])
    return form


@rules.on("change")
def change(_breach: Record, form: Data, _at: Context) -> Data:
    """The appeal was right: what was no breach counts no longer (M-S3-4), what was one is handled more lightly."""
    if (form["outcome"] == "lighter") != bool(form["new_handling"]):
        raise NewHandling(form["outcome"])
    return form
