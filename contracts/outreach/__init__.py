"""Registers of the outreach service."""

from contracts.outreach import features, matters, volunteer_events

REGISTERS = (features.register, volunteer_events.register, matters.register)
