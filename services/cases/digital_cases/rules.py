"""The room's rules, kept by the modules beside this one."""

from contracts.cases.digital_cases import register
from services.chassis.records.rules import Rules

rules = Rules(register)
