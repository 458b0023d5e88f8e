"""What several units hold together: one host, and others that join it."""

from contracts.refusals import HostJoins, JointTwice
from services.chassis.records.record import Data


def check_joint_units(form: Data, host_joins: type[HostJoins]) -> None:
    """Each unit counts a joint activity once, so none is named twice. Raises `host_joins`, JointTwice."""
    if form["unit"] in form["counits"]:
        raise host_joins(form["unit"])
    if len(set(form["counits"])) < len(form["counits"]):
        raise JointTwice(*form["counits"])
