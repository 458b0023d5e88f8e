"""The room's rules, kept by the modules beside this one."""

from contracts.cases.penalties import register
from services.chassis.records.rules import Rules

rules = Rules(register)
