"""Evidence that is registered in advance 先行登记保存, batch by batch (Penalty Law art. 56)."""

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import time_limits
from services.cases.penalties.officers import ON_SITE, people, two_certified
from services.chassis.records.deadlines import open_runs
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class DisposedLate(Refused):
    """Registered evidence is disposed of in seven working days (days, before 15 July 2021); if not, say why."""

    slug, field = "disposed-late", "late_reason"
    zh = "先行登记保存应当在七日（工作日，2021年7月15日前为自然日）内作出处理决定；逾期须说明"
    article = "行政处罚法 第五十六条"


class EvidenceHeld(Refused):
    """Registered evidence is still held: dispose of it first."""

    slug, zh, article = "evidence-held", "先行登记保存的物品尚未处理", "行政处罚法 第五十六条"


@rules.on("register_evidence", officers=people(ON_SITE))
def register_evidence(_case: Record, form: Data, _at: Context, officers: dict[str, Record]) -> Data:
    """Two officers register, and the head approves (art. 42, 56)."""
    two_certified(officers, form["registered_on"])
    return form


@rules.on("dispose_evidence")
def dispose_evidence(case: Record, form: Data, _at: Context) -> Data:
    """A batch is disposed of in its period (art. 56)."""
    time_limits.require_in_time(
        form["disposed_on"], time_limits.limit(case, "evidence", form["batch"]), form, DisposedLate
    )
    return form


def none_held(case: Record) -> None:
    """No batch is held any more. Raises EvidenceHeld."""
    # What is held is known by the clock that runs for it: it stops when the batch is disposed of.
    if batches := [one.line_run for one in open_runs(case) if one.clock == "evidence"]:
        raise EvidenceHeld(*batches)
