"""Rules for templates of papers, and which were in force when."""

from contracts.cases.paper_templates import register
from contracts.errors import Refused
from contracts.wire import JsonObject
from services.cases.units_above import above
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class OneTemplateFile(Refused):
    """A template is one Word file."""

    slug, zh, field = "one-template-file", "请上传一个模板文件（docx）", "evidence"


class TemplateFromBelow(Refused):
    """A template fills the papers of every unit: the unit at the top gives it."""

    slug, zh, field = "template-from-below", "文书模板适用于全部单位的案件，应由最上级单位制定", "unit"


def units_above(_template: Record, form: Data, lookup: Lookup) -> list[str]:
    """The units above the one that gives a template."""
    return above(lookup, form["unit"])


@rules.on("adopt", superiors=units_above)
def adopt(template: Record, form: Data, at: Context, superiors: list[str]) -> Data:
    """A paper has one template for all units, so none below the top gives it."""
    if superiors:
        raise TemplateFromBelow(form["unit"])
    return take(template, form, at)


@rules.on("amend")
def take(_template: Record, form: Data, _at: Context) -> Data:
    """One file; whether a paper can be filled by it, the gateway has looked before."""
    if len(form["evidence"]) != 1:
        raise OneTemplateFile
    return form


def editions(template: Record) -> list[JsonObject]:
    """From which day on which file was the template; no file: it was withdrawn."""
    if template.voided:
        return []
    return [
        {"from": one.on.isoformat(), "sha256": next(iter(one.data.get("evidence", [])), None)}
        for one in template.effective
    ]
