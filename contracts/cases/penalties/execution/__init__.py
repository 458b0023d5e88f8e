"""The execution of a decision 执行: payment, and the demand and the court where nobody pays."""

from contracts.cases.penalties.execution import enforcement, payment
from contracts.cases.penalties.execution.clocks import CLOCKS

STEPS = (*payment.STEPS, *enforcement.STEPS)

__all__ = ["CLOCKS", "STEPS"]
