"""Rules for digital city cases: each module keeps those of one part of the way from the report to the closing."""

from services.cases.digital_cases import closing, disposal, intake
from services.cases.digital_cases.rules import rules

__all__ = ["closing", "disposal", "intake", "rules"]
