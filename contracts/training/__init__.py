"""Registers of the training service."""

from contracts.training import people, units

REGISTERS = (units.register, people.register)
