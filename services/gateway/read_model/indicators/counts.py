"""The counts: which cases of a period belong to each, in words and as the columns that say it."""

from __future__ import annotations

from services.gateway.read_model.indicators.formulas import Count

REPORTED, FILED, DISPATCHED, DISPOSED = "reported_on", "filed_on", "dispatched_on", "disposed_on"
TO_DISPOSE, TO_CLOSE, CLOSED = "dispose_due_on", "close_due_on", "closed_on"
TO_VERIFY, TO_CHECK, ACCEPTED = "verify_due_on", "check_due_on", "accepted_on"
CROWD = 3
"""From how many cases of one class in one grid cell on these are frequent there; no source sets a number."""
COUNTS = (
    Count("reported", "report", "上报数 / Reported", "期内上报的案件 / cases reported in the period", REPORTED),
    Count(
        "collected",
        "",
        "采集上报数 / Reported by collectors",
        "期内监督采集员上报的案件 / cases that collectors reported in the period",
        REPORTED,
        flag="collected",
    ),
    Count(
        "collected_and_filed",
        "",
        "采集有效上报数 / Reported by collectors and filed",
        "监督采集员期内上报、至期末已立案的案件 / cases that collectors reported in the period, filed by its end",
        REPORTED,
        by=FILED,
        flag="collected",
    ),
    Count(
        "due_to_verify",
        "",
        "应核实数 / Due to be verified",
        "核实期限在期内的案件；采集员、巡查上报和未经核实即不予立案的不计 / "
        "cases whose limit of verification ends in the period; not those that collectors or patrols saw, nor those "
        "rejected unseen",
        TO_VERIFY,
    ),
    Count(
        "verified_in_time",
        "",
        "按期核实数 / Verified in time",
        "应核实案件中，最后一次核实未超过期限的 / of the cases due, those whose last verification was within the limit",
        TO_VERIFY,
        by="verified_on",
        flag="verified_in_time",
    ),
    Count("accepted", "accept", "受理数 / Accepted", "期内受理的案件 / cases accepted in the period", ACCEPTED),
    Count("filed", "register", "立案数 / Filed", "期内立案的案件 / cases filed in the period", FILED),
    Count(
        "reported_and_filed",
        "",
        "上报后立案数 / Reported and filed",
        "期内上报、至期末已立案的案件 / cases reported in the period and filed by its end",
        REPORTED,
        by=FILED,
    ),
    Count(
        "filed_in_time",
        "",
        "按时立案数 / Filed in time",
        "期内立案，且自上报起未超过该类别核实时限的案件（未见单独的立案时限） / cases filed in the period within their "
        "class's limit of verification, counted from the report (no limit of filing alone was found)",
        FILED,
        flag="filed_in_time",
    ),
    Count(
        "dispatched",
        "dispatch",
        "派遣数 / Dispatched",
        "期内首次派遣的案件 / cases first dispatched in the period",
        DISPATCHED,
    ),
    Count(
        "dispatched_accurately",
        "",
        "准确派遣数 / Dispatched accurately",
        "派遣案件中，至期末未被回退的 / of the dispatched cases, those not sent back by the period's end",
        DISPATCHED,
        unless="sent_back_on",
    ),
    Count(
        "sent_back",
        "",
        "回退数 / Sent back",
        "派遣案件中，至期末曾被回退的 / of the dispatched cases, those sent back by the period's end",
        DISPATCHED,
        by="sent_back_on",
    ),
    Count(
        "due_to_dispose",
        "",
        "应处置数 / Due to be disposed of",
        "处置期限（含批准的延期、缓办）在期内的案件 / "
        "cases whose limit of disposal, as extended or deferred, ends in the period",
        TO_DISPOSE,
    ),
    Count(
        "disposed",
        "dispose",
        "处置数 / Disposed of",
        "应处置案件中，至期末已处置的；返工后未再处置的不计 / "
        "of the cases due, those disposed of by the period's end; those being done again are not",
        TO_DISPOSE,
        by=DISPOSED,
    ),
    Count(
        "disposed_in_time",
        "inTimeDispose",
        "按期处置数 / Disposed of in time",
        "应处置案件中，最后一次处置未超过期限的 / of the cases due, those whose last disposal was within the limit",
        TO_DISPOSE,
        by=DISPOSED,
        flag="disposed_in_time",
    ),
    Count(
        "disposed_late",
        "overtimeDispose",
        "超期处置数 / Disposed of late",
        "应处置案件中，至期末已处置但超过期限的 / of the cases due, those disposed of by the period's end, too late",
        TO_DISPOSE,
        by=DISPOSED,
        unlike="disposed_in_time",
    ),
    Count(
        "overdue",
        "overTimeToDispose",
        "超期未处置数 / Overdue",
        "应处置案件中，至期末尚未处置的 / of the cases due, those not disposed of by the period's end",
        TO_DISPOSE,
        unless=DISPOSED,
    ),
    Count(
        "due_to_check",
        "",
        "应核查数 / Due to be checked",
        "核查期限在期内的案件，以最后一次处置为准；未核查即强制结案的不计 / "
        "cases whose limit of the check, after the last disposal, ends in the period; not those closed by force "
        "unchecked",
        TO_CHECK,
    ),
    Count(
        "checked_in_time",
        "",
        "按期核查数 / Checked in time",
        "应核查案件中，最后一次核查未超过期限的 / of the cases due, those whose last check was within the limit",
        TO_CHECK,
        by="checked_on",
        flag="checked_in_time",
    ),
    Count(
        "due_to_close",
        "needArchiveNum",
        "应结案数 / Due to be closed",
        "结案期限在期内的案件；结案期限 = 处置期限（含批准的延期、缓办）+ 核查时限 / "
        "cases whose closing is due in the period: their limit of disposal, as extended or deferred, and the check's",
        TO_CLOSE,
    ),
    Count(
        "closed",
        "",
        "结案数 / Closed",
        "应结案案件中，至期末已结案的；强制结案另计 / "
        "of the cases due to be closed, those closed by the period's end; those closed by force are counted apart",
        TO_CLOSE,
        by=CLOSED,
    ),
    Count(
        "closed_in_time",
        "",
        "按期结案数 / Closed in time",
        "应结案案件中，未超过结案期限结案的 / of the cases due to be closed, those closed within the limit",
        TO_CLOSE,
        by=CLOSED,
        flag="closed_in_time",
    ),
    Count(
        "forced_closed",
        "",
        "强制结案数 / Closed by force",
        "应结案案件中，至期末强制结案的 / of the cases due to be closed, those closed by force by the period's end",
        TO_CLOSE,
        by="forced_on",
    ),
    Count(
        "disposed_in_period",
        "",
        "期内处置数 / Disposed of in the period",
        "最后一次处置在期内的案件，不论何时到期 / cases last disposed of in the period, whenever they were due",
        DISPOSED,
    ),
    Count(
        "reworked",
        "",
        "返工数 / Reworked",
        "期内处置的案件中曾返工的，按件计，不按次计 / "
        "of the cases disposed of in the period, those that had to be done again (cases, not times)",
        DISPOSED,
        by="reworked_on",
    ),
    Count(
        "extended",
        "",
        "延期数 / Extended",
        "立案案件中，至期末曾获准延期的 / of the filed cases, those granted an extension by the period's end",
        FILED,
        by="extended_on",
    ),
    Count(
        "deferred",
        "",
        "缓办数 / Deferred",
        "立案案件中，至期末曾缓办的 / of the filed cases, those deferred by the period's end",
        FILED,
        by="deferred_on",
    ),
    Count(
        "repeated",
        "",
        "重复案件数 / Repeats",
        "立案案件中，经人工认定与 90 日内同类同地案件重复的 / "
        "of the filed cases, those that a person found to repeat one of the same class and place within 90 days",
        FILED,
        flag="repeats",
    ),
    Count(
        "frequent",
        "",
        "高发案件数 / Frequent",
        f"立案案件中，同一单元网格、同一小类期内立案达 {CROWD} 件的 / "
        f"of the filed cases, those of a class of which at least {CROWD} were filed in the same grid cell in the "
        "period",
        FILED,
        crowd=CROWD,
    ),
    Count(
        "appealed",
        "",
        "申诉数 / Appealed",
        "期内首次申诉的案件 / cases whose unit first appealed in the period",
        "appealed_on",
    ),
    Count(
        "appeals_allowed",
        "",
        "申诉通过数 / Appeals allowed",
        "申诉案件中，至期末申诉成立的 / of the cases appealed, those whose appeal was allowed by the period's end",
        "appealed_on",
        by="allowed_on",
    ),
)
VOIDED = Count("voided", "", "作废数 / Voided", "期内作废的案件 / cases voided in the period", "voided_on")
