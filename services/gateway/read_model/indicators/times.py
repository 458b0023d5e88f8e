"""The times: how long something took, and in which clock it is counted."""

from __future__ import annotations

from services.gateway.read_model.indicators.counts import ACCEPTED, DISPOSED
from services.gateway.read_model.indicators.formulas import Time

TIMES = (
    Time(
        "acceptance_time",
        "avgAcceptTime",
        "受理时长 / Time to acceptance",
        "期内受理的案件，自上报至受理的自然日数，当日为 0（受理以日记） / "
        "cases accepted in the period: calendar days from report to acceptance, 0 on the same day",
        ACCEPTED,
    ),
    Time(
        "disposal_time",
        "avgHandleTime",
        "处置时长 / Time to disposal",
        "期内最后一次处置的案件，自派遣至处置，按各自时限类型计：工作时、紧急工作时不足一小时按一小时计 / "
        "cases last disposed of in the period: from dispatch to disposal in the limit's own clock, hours begun whole",
        DISPOSED,
    ),
)
