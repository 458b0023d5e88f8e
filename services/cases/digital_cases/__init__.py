"""Rules for digital city cases: a module for each part of the way from the report to the closing."""

from contracts.cases.digital_cases import register
from services.cases.digital_cases import closing, disposal, intake
from services.chassis.records.rules import Rules

rules = Rules(register, intake.rules, disposal.rules, closing.rules)
