"""The execution of a decision 执行: payment, the demand, performance by others, demolition, the court, refunds."""

from contracts.cases.penalties.execution import demand, demolition, enforcement, hold, payment, performance, refund
from contracts.cases.penalties.execution.clocks import CLOCKS

STEPS = (
    *payment.STEPS,
    *demand.STEPS,
    *performance.STEPS,
    *demolition.STEPS,
    *enforcement.STEPS,
    *hold.STEPS,
    *refund.STEPS,
)

__all__ = ["CLOCKS", "STEPS"]
