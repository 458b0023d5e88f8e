"""Rules for templates of papers, and which were in force when."""

from contracts.cases.paper_templates import register
from contracts.errors import Refused
from contracts.wire import JsonObject
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class OneTemplateFile(Refused):
    """A template is one Word file."""

    slug, zh, field = "one-template-file", "请上传一个模板文件（docx）", "evidence"


@rules.on("adopt", "amend")
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
