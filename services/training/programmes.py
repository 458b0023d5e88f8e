"""Rules for programmes beside the first: one file, a handful at once, issued with a document and changed no more.

What is wrong with a file the gateway says, which counts by it (`services/gateway/read_model/generations/handed_in.py`).
"""

from contracts.errors import Refused
from contracts.training.programmes import MOST, STANDING, register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training import units

rules = Rules(register)


class OneProgrammeFile(Refused):
    """A programme is one file."""

    slug, zh, field = "one-programme-file", "请上传一个方案文件（YAML）", "evidence"


class TooManyProgrammes(Refused):
    """As many programmes stand beside the first as may: end one, or withdraw one, before another is handed in."""

    slug, zh, field = "too-many-programmes", "并行方案数量已达上限，请先终止或者撤回其中一个", "campaign"


class NoDocument(Refused):
    """A programme is issued with its document."""

    slug, zh, field = "no-programme-document", "印发须附文件（局内规定，待定）", "document"


class ProgrammeIssued(Refused):
    """What was issued is not corrected: end it, and hand in another."""

    slug, zh = "programme-issued", "已印发的方案不能更正，请终止后另行提交"


def latest_record(programme: Record, _form: Data, lookup: Lookup) -> Record:
    """The programme with what was recorded after this step too."""
    return lookup.record(register.name, programme.id)


def bureaus_programmes(programme: Record, form: Data, lookup: Lookup) -> list[Record]:
    """Every programme that was ever handed in: a few."""
    bureau = units.bureau(programme, form, lookup)
    return lookup.where(register.name, unit=bureau) if bureau else []


@rules.on("hand_in", latest=latest_record, every=bureaus_programmes, bureau=units.bureau)
def hand_in(
    programme: Record, form: Data, _at: Context, latest: Record, every: list[Record], bureau: str | None
) -> Data:
    """Another programme is handed in as its file."""
    _check(programme, form, latest, every)
    return units.assign_to_bureau(form, bureau)


@rules.on("revise", latest=latest_record, every=bureaus_programmes)
def revise(programme: Record, form: Data, _at: Context, latest: Record, every: list[Record]) -> Data:
    """Its file is another, as long as nobody has issued it."""
    _check(programme, form, latest, every)
    return form


@rules.on("issue")
def issue(_programme: Record, form: Data, _at: Context) -> Data:
    """A leader issues it with its document."""
    if not form["document"]:
        raise NoDocument
    return form


def _check(programme: Record, form: Data, latest: Record, every: list[Record]) -> None:
    """Raises ProgrammeIssued, OneProgrammeFile, TooManyProgrammes."""
    before = {one.place for one in programme.effective}
    if any(one.step.name == "issue" and one.place not in before for one in latest.effective):
        raise ProgrammeIssued(latest.id)
    if len(form["evidence"]) != 1:
        raise OneProgrammeFile
    if sum(one.status() in STANDING for one in every if one.id != latest.id) >= MOST:
        raise TooManyProgrammes(MOST)
