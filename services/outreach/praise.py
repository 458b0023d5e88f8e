"""Rules for praise: none beyond the order of the steps and the second person who checks."""

from contracts.outreach.praise import register
from services.chassis.records.rules import Rules

rules = Rules(register)
