"""What becomes a rectification or a case: of a kind that fits, and without names."""

from contracts.errors import Refused
from contracts.outreach.opinions import OTHER, RECTIFICATION, STREET, STYLE
from services.chassis.records.record import Data, Record


class OtherCategory(Refused):
    """Style problems are rectified, street problems become cases."""

    slug, zh, field = "other-category", "问题类别与转办方式不符：作风类转整改，市容秩序类转案件", "category"


def conversion_data(record: Record, form: Data) -> Data:
    """A conversion as the cases service hears it; without a unit of its own the responsible one is the record's."""
    fitting = STYLE if form["target"] == RECTIFICATION else STREET
    if form["category"] not in (*fitting, OTHER):
        raise OtherCategory(form["category"])
    return form | {"responsible_unit": form["responsible_unit"] or record.unit}
