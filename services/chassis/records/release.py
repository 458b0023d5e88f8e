"""How a second person vouches for what an import says: the step stands once more, as it was, under their name.

Nothing is decided again, no rule and no clock: to whoever reads the history it is a replacement of that place, and
until it came only so much counted as a person's own word does (docs/decisions/0037-imports-and-release.md).
"""

from __future__ import annotations

from dataclasses import replace

from contracts import evidence_levels
from contracts.errors import Forbidden, NotNow, Refused, Unknown
from contracts.forms import own_fields
from contracts.register import Step
from services.chassis.base.ids import event_id
from services.chassis.records.command import Command
from services.chassis.records.record import Context, Record, Revision
from services.chassis.records.revise import step_and_status


class OwnImport(Forbidden):
    """Whoever imported or corrected this cannot release it: a second person must."""

    slug, zh = "own-import", "本人导入或更正的内容不能由本人认定，须由第二人认定"


class NothingToRelease(Refused):
    """This awaits no release: it was not imported, it gives no more than a paper does, or it was released."""

    slug, zh = "nothing-to-release", "此步骤无须认定：并非导入、本身不作核实，或已认定"


class ReplacedMeanwhile(Refused):
    """This was corrected or taken back after it was imported: look at what stands now, and release that."""

    slug, zh = "replaced-meanwhile", "导入后此内容已被更正或撤销，请查看现有内容后再认定"


def may_await(step: Step) -> bool:
    """Whether what a sheet says of a step may await a second person: it vouches, or names who approved or decided."""
    return evidence_levels.is_claim(step.level, imported=True) or bool(own_fields(step.form))


def release(record: Record, step: Step, command: Command, at: Context) -> Revision:
    """The revision that stands in the place of an imported one, with the same data. Raises Problem."""
    if record.voided:
        raise NotNow(*step_and_status(record, step, record.status()))
    imported = _imported(record, step, command.releases)
    if at.people & _recorders(record, imported.place):
        raise OwnImport(step.name, at.actor)
    event, version = event_id(command.id, 0), record.version + 1
    return replace(imported, event=event, version=version, at=at, releases=imported.event, reason="")


def _imported(record: Record, step: Step, event: str) -> Revision:
    """What is released: it stands, and awaits it. Raises Unknown, ReplacedMeanwhile, NothingToRelease."""
    revision = next((one for one in record.revisions if (one.event, one.step.name) == (event, step.name)), None)
    if revision is None:
        raise Unknown(record.id, event)
    if not revision.awaits_release:
        raise NothingToRelease(step.name)
    standing = next(one for one in record.latest_revisions if one.place == revision.place)
    if standing is not revision:
        raise (NothingToRelease if standing.releases == event else ReplacedMeanwhile)(step.name)
    return revision


def _recorders(record: Record, place: int) -> set[str]:
    """Whose word stood in a place, by a delegation too: they have had a hand in what is to be vouched for."""
    return {who for one in record.revisions if one.place == place for who in one.at.people}


def entry_context(record: Record, revision: Revision) -> Context:
    """When and by whom a revision was entered: a release entered nothing, what it vouches for was entered before."""
    released = (one.at for one in record.revisions if revision.releases and one.event == revision.releases)
    return next(released, revision.at)


def correction_context(record: Record, old: Revision, at: Context, *, is_corrected: bool) -> Context:
    """By whom a correction says what stands in a place, and whether that still is an import's word.

    Who corrects their own import, or changes another step along with theirs, vouches for nothing: else one person would
    import a claim, correct it, and have it counted as verified.
    """
    places = (one.at for one in record.revisions if one.place == old.place and one.at.imported)
    brought = {who for one in places for who in one.people}
    unvouched = bool(at.people & brought) if is_corrected else bool(old.at.imported or old.releases)
    return replace(at, imported=at.imported or unvouched)
