"""What becomes a rectification or a case: of a kind that fits, and without names."""

from contracts.outreach.referrals import is_fitting
from contracts.refusals import OtherCategory
from services.chassis.records.record import Data, Record


def conversion_data(record: Record, form: Data) -> Data:
    """A conversion as the cases service hears it; without a unit of its own the responsible one is the record's.

    Raises OtherCategory.
    """
    if not is_fitting(form["target"], form["category"]):
        raise OtherCategory(form["category"])
    return form | {"responsible_unit": form["responsible_unit"] or record.unit}
