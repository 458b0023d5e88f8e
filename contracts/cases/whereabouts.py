"""What the pages of the street ask of the gateway."""

from contracts import forms as ask
from contracts.cases.datums import DATUMS
from contracts.forms import Form

FARTHEST = 500
"""Metres: a device that does not know better where it is says nothing of the place."""
PROPOSED = ("case_class", "grid", "street", "community", "place", "unit")
"""What is proposed of a place, by the fields of a report."""


class Whereabouts(Form):
    """Where a device is, or where a photograph was taken, and what was scanned there."""

    longitude = ask.degrees("经度", "Longitude", most=180)
    latitude = ask.degrees("纬度", "Latitude", most=90)
    datum = ask.choice("坐标系", "Datum", DATUMS)
    accuracy = ask.number("精度（米）", "Accuracy in metres", most=100_000, required=False)
    object = ask.record("outreach.managed_objects", "管理对象", "Managed object", required=False)
    case_class = ask.record("cases.case_classes", "案件类别", "Class", required=False)
