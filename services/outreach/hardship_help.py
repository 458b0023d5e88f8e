"""Rules for help to people in hardship: none beyond the order of the steps."""

from contracts.outreach.hardship_help import register
from services.chassis.records.rules import Rules

rules = Rules(register)
