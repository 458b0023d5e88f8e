"""What is passed on by one step, and hears of its end: the same for calls, opinions and supervisors' reports."""

from contracts.envelope import Event
from contracts.errors import Refused
from contracts.outreach.referrals import is_fitting
from contracts.outreach.topics import MATTER
from contracts.refusals import OtherCategory
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import HEAR, outcome_form
from services.chassis.records.record import Data, Record


class CommunityMissing(Refused):
    """A practical matter is of a community."""

    slug, zh, field = "community-missing", "转为实事的须填写社区", "community"


class CategoryMissing(Refused):
    """What becomes a case or a rectification is of a category."""

    slug, zh, field = "category-missing", "转为案件或整改的须填写问题类别", "category"


def referral_data(record: Record, form: Data, category: str | None = None) -> Data:
    """A referral with what it leaves to the record: category and unit.

    Raises CommunityMissing, CategoryMissing, OtherCategory.
    """
    chosen = form["category"] or category
    if form["target"] == MATTER:
        if not form["community"]:
            raise CommunityMissing
    elif not chosen:
        raise CategoryMissing
    elif not is_fitting(form["target"], chosen):
        raise OtherCategory(chosen)
    return form | {"category": chosen, "responsible_unit": form["responsible_unit"] or record.unit}


def matter_for(event: Event, more: Data) -> CommandRequest | None:
    """The matter that it becomes, where it becomes one; a case or a rectification is the cases service's."""
    said = event.data
    if said["target"] != MATTER:
        return None
    form = {
        "unit": said["responsible_unit"],
        "community": said["community"],
        "matter": said["summary"],
        "requested_on": event.occurredon.isoformat(),
    }
    return CommandRequest("outreach.matters", "register", form | more)


def ending(event: Event, record: Record, outcome: tuple[str, str], step: str = HEAR) -> CommandRequest | None:
    """The step by which it hears what came of it, where that is news."""
    form = outcome_form(event, record, outcome, step)
    return CommandRequest(record.register.name, step, form, record.id) if form else None
