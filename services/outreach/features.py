"""Rules for feature activities: none beyond the order of the steps."""

from contracts.outreach.features import register
from services.chassis.records.rules import Rules

rules = Rules(register)
