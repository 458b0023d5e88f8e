"""The equipment service."""

from services.chassis.host.providers import EventConsumer, RegisterProvider
from services.chassis.host.rpc_server import OwnerRpc
from services.equipment import (
    assets,
    dashcams,
    driving_incidents,
    equipment_norms,
    establishments,
    facilities,
    kit_definitions,
    kit_uses,
    kits,
    premises,
    staffing_comparisons,
    stocktakes,
    trips,
    uniforms,
    vehicle_checklists,
    vehicle_checks,
    vehicles,
)


class Service(OwnerRpc):
    """What is issued and what is checked; it keeps replicas of units and people."""

    name = "equipment"
    provider = RegisterProvider(
        assets.rules,
        vehicles.rules,
        dashcams.rules,
        kit_definitions.rules,
        kits.rules,
        uniforms.rules,
        vehicle_checklists.rules,
        vehicle_checks.rules,
        facilities.rules,
        establishments.rules,
        equipment_norms.rules,
        trips.rules,
        driving_incidents.rules,
        kit_uses.rules,
        stocktakes.rules,
        premises.rules,
        staffing_comparisons.rules,
    )
    consumer = EventConsumer()
