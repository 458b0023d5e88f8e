"""The periods after the decision was served: payment, cash, court, withdrawal from publication."""

from __future__ import annotations

from contracts.cases.penalties.clocks import NEW_LAW, under_both_laws
from contracts.register import Clock

PENDING = "reconsideration_received, suit_received, suit_appealed, suit_remanded"
ENDED = "reconsideration_decided, suit_decided, appeal_decided, retrial_decided, decision_revoked"
CLOCKS: tuple[Clock, ...] = (
    *under_both_laws(
        "payment",
        "served -> paid, collected_on_spot, enforced",
        "缴纳罚款 / Payment",
        ("15 days", "15 days"),
        ("第四十六条", "第六十七条"),
        when="payable",
        party=True,
        rolls=True,
        lapses="closed, enforcement_terminated",
        extends="payment_deferred, instalments_approved, part_paid",
        warns="3",
        consequence="可以每日加处百分之三，不超过罚款数额 / 3 % a day may be added, up to the fine itself",
    ),
    *under_both_laws(
        "cash_hand_in",
        "collected_on_spot -> cash_handed_in",
        "现金交至机关 / Cash to the agency",
        ("2 days", "2 workdays"),
        ("第五十条", "第七十一条"),
        warns="1",
        consequence="截留罚款应当追缴、处分（行政处罚法 第七十九条） / Keeping fines back is a fault (art. 79)",
    ),
    *under_both_laws(
        "cash_banking",
        "cash_handed_in -> cash_banked",
        "现金缴付银行 / Cash to the bank",
        ("2 days", "2 workdays"),
        ("第五十条", "第七十一条"),
        warns="1",
        consequence="截留罚款应当追缴、处分（行政处罚法 第七十九条） / Keeping fines back is a fault (art. 79)",
    ),
    # While a remedy is pending nobody knows when it ends: it stands still, and begins anew when the remedy has ended.
    # Where payment is put off after a demand, nothing is late any more: another demand begins it (Penalty Law art. 72).
    Clock(
        "court",
        f"demanded, {ENDED} -> court_applied, enforced",
        "",
        "行政强制法 第五十三条",
        title="申请法院强制执行 / Asking the court to enforce",
        until="court_by",
        lapses="paid, closed, payment_deferred, instalments_approved, enforcement_terminated",
        pauses=PENDING,
        warns="30, 10",
        consequence="逾期法院不予受理 / The court no longer accepts it",
    ),
    Clock(
        "withdrawal",
        f"{ENDED} -> publication_withdrawn",
        "3 workdays",
        "行政处罚法 第四十八条",
        title="撤回公开 / Withdrawal from publication",
        when="withdrawal_owed",
        since=NEW_LAW,
        warns="1",
        consequence="应当撤回并公开说明理由 / It must be withdrawn and the reason told in public",
    ),
    Clock(
        "self_demolition",
        "demolition_announced -> demolition_stopped",
        "",
        "行政强制法 第四十四条",
        title="限期自行拆除 / To demolish by oneself",
        until="demolish_by",
        lapses="demolished, closed, enforcement_terminated",
        warns="3",
        consequence="救济期限届满后可以依法强制拆除 / It may be demolished when the time for remedies is over",
    ),
    Clock(
        "agreement",
        "enforcement_agreed -> agreement_fulfilled, enforcement_resumed",
        "",
        "行政强制法 第四十二条",
        title="履行执行协议 / Keeping the agreement on enforcement",
        until="agreed_until",
        party=True,
        lapses="closed, enforcement_terminated",
        warns="3",
        consequence="不履行执行协议的，应当恢复强制执行 / What is not kept is enforced again",
    ),
    Clock(
        "suspension",
        "enforcement_suspended -> enforcement_resumed",
        "3 years",
        "行政强制法 第三十九条",
        title="中止执行 / Enforcement suspended",
        when="unable",
        party=True,
        lapses="closed, enforcement_terminated",
        warns="30",
        consequence="没有明显社会危害、当事人确无能力履行的，不再执行 / Then it is not enforced any more",
    ),
)
