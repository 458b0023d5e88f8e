"""Points and photographs: what belongs together stands together."""

from contracts.errors import Invalid, NotYet, fault
from services.chassis.records.record import Context, Data

POINT = ("longitude", "latitude", "datum")


class HalfAPoint(Invalid):
    """A point has longitude, latitude and datum, all three."""

    slug, zh = "half-a-point", "坐标须同时填写经度、纬度和坐标系"


class NoPhotograph(Invalid):
    """A photograph names its file."""

    slug, zh = "no-photograph", "照片须附文件"


def check_point(form: Data) -> Data:
    """A form whose point is whole, or not there. Raises HalfAPoint."""
    if faults := _half(form, ""):
        raise HalfAPoint(errors=faults)
    return form


def check_photos(form: Data, at: Context) -> Data:
    """A form whose photographs are there, each at a whole point and at a time that was. Raises Invalid, NotYet."""
    for number, photo in enumerate(form["photos"]):
        within = f"photos.{number}."
        if not photo["photo"]:
            raise NoPhotograph(errors=[NoPhotograph.fault(f"{within}photo")])
        if faults := _half(photo, within):
            raise HalfAPoint(errors=faults)
        if photo["shot_at"] and photo["shot_at"] > at.now:
            raise NotYet(photo["shot_at"], errors=[NotYet.fault(f"{within}shot_at")])
    return form


def _half(point: Data, within: str) -> list[dict[str, str]]:
    missing = [name for name in POINT if point[name] is None]
    halved = 0 < len(missing) < len(POINT)
    return [fault(f"{within}{name}", HalfAPoint.message(), HalfAPoint.zh) for name in missing] if halved else []
