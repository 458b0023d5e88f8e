"""Registers of the equipment service."""

from contracts.equipment import (
    assets,
    dashcams,
    equipment_norms,
    establishments,
    facilities,
    kit_definitions,
    kits,
    uniforms,
    vehicle_checklists,
    vehicle_checks,
    vehicles,
)

REGISTERS = (
    assets.register,
    vehicles.register,
    dashcams.register,
    kit_definitions.register,
    kits.register,
    uniforms.register,
    vehicle_checklists.register,
    vehicle_checks.register,
    facilities.register,
    establishments.register,
    equipment_norms.register,
)
