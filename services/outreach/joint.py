"""What several units do together."""

from __future__ import annotations

from contracts.refusals import HostJoins
from services.chassis.records.record import Data


class HostAmongJoint(HostJoins):
    """The host unit does not stand among the joint units, and no unit joins twice."""

    zh = "协办单位不应包含主办单位，也不应重复"


def with_one_host(form: Data) -> Data:
    """A joint fact has one host and others that join it; each counts it once. Raises HostJoins."""
    if form["unit"] in form["counits"] or len(set(form["counits"])) < len(form["counits"]):
        raise HostAmongJoint(form["unit"])
    return form
