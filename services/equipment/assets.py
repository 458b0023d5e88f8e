"""Rules for assets."""

from contracts.equipment.assets import register
from contracts.refusals import SameUnit
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment import custody
from services.equipment.as_of import lookup_by_field

rules = Rules(register)


class AssetSameUnit(SameUnit):
    """An asset is transferred to another unit than the one that keeps it."""

    zh = "接收单位与现管理单位相同"


@rules.on("issue", holder=lookup_by_field("training.people", "holder"))
def issue(asset: Record, form: Data, _at: Context, holder: Record) -> Data:
    """What lies in the store goes to one person on strength; each hand-over has a number (M-S4-9)."""
    return custody.hand_over(asset, form, holder)


@rules.on("give_back")
def give_back(asset: Record, form: Data, _at: Context) -> Data:
    """The holder gives it back."""
    return custody.take_back(asset, form)


@rules.on("transfer")
def transfer(asset: Record, form: Data, _at: Context) -> Data:
    """Another unit keeps it from now on; what is issued comes back first."""
    if form["unit"] == asset.unit:
        raise AssetSameUnit(asset.unit)
    return form
