"""Rules for digital city cases: a module for each part of the way from the report to the closing."""

from contracts.cases.digital_cases import register
from services.cases.digital_cases import closing, disposal, intake, passing
from services.cases.referrals import on_case_end
from services.chassis.records.rules import Rules

rules = Rules(register, intake.rules, disposal.rules, closing.rules, passing.rules)
rules.keeps("source", "source_record")
rules.causes("close", "force_close", "reject", "void")(on_case_end)
