"""Points and photographs: what belongs together stands together."""

from contracts.errors import Invalid, NotYet
from contracts.refusals import HalfAPoint
from services.chassis.records.record import Context, Data


class NoPhotograph(Invalid):
    """A photograph names its file."""

    slug, zh = "no-photograph", "照片须附文件"


def check_point(form: Data) -> Data:
    """A form whose point is whole, or not there. Raises HalfAPoint."""
    if faults := HalfAPoint.faults(form):
        raise HalfAPoint(errors=faults)
    return form


def check_points(form: Data, name: str) -> Data:
    """A form in whose list each point is whole, or not there. Raises HalfAPoint."""
    points = enumerate(form[name])
    if faults := [one for number, point in points for one in HalfAPoint.faults(point, f"{name}.{number}.")]:
        raise HalfAPoint(errors=faults)
    return form


def check_photos(form: Data, at: Context) -> Data:
    """A form whose photographs are there, each at a whole point and at a time that was. Raises Invalid, NotYet."""
    for number, photo in enumerate(form["photos"]):
        within = f"photos.{number}."
        if not photo["photo"]:
            raise NoPhotograph(errors=[NoPhotograph.fault(f"{within}photo")])
        if faults := HalfAPoint.faults(photo, within):
            raise HalfAPoint(errors=faults)
        if photo["shot_at"] and photo["shot_at"] > at.now:
            raise NotYet(photo["shot_at"], errors=[NotYet.fault(f"{within}shot_at")])
    return form
