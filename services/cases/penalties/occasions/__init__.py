"""When a step of a penalty case makes sense, so that it is offered: asked of the record by what its rule asks itself.

Where a step is not offered its rule refuses it, whatever the form says. Not said of are the steps of the main line that
end a stage: their refusals name what is still missing, and that is what people look for (docs/decisions/0096).
"""

from contracts.cases.penalties import register
from services.cases.penalties.occasions import before_decision, money, remedies
from services.chassis.records.rules import Rules

rules = Rules(register, before_decision.rules, money.rules, remedies.rules)
