"""Who may be penalised for what, under which power item, by whom: the guards of the charge.

A case is filed with a charge, and a decision on the spot makes one: both pass the same guards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from stdnum.cn import uscc

from contracts.errors import Refused
from services.cases import power_items, violation_types
from services.cases.law import law_on
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record

FOURTEEN = 14


class PartyUnnamed(Refused):
    """A citizen is named with the age at the act, an organisation with its name, and neither as the other."""

    slug, zh, field = "party-unnamed", "公民应填写姓名和行为时年龄，单位应填写名称", "party_kind"
    article = "行政处罚法 第五十九条"


class WrongCreditCode(Refused):
    """The credit code's check digit is wrong."""

    slug, zh, field = "wrong-credit-code", "统一社会信用代码校验不通过", "party_code"
    article = "GB 32100"


class UnderFourteen(Refused):
    """Nobody under fourteen is penalised; the guardian is told to look after the child."""

    slug, zh, field = "under-fourteen", "不满十四周岁的未成年人不予行政处罚，责令监护人加以管教", "person_age"
    article = "行政处罚法 第三十条"


class TooOld(Refused):
    """An act that was not found within two years is not penalised any more."""

    slug, zh, field = "too-old", "违法行为在二年内未被发现的，不再给予行政处罚", "act_on"
    article = "行政处罚法 第三十六条"


class EndedBeforeItBegan(Refused):
    """A continuing act ends on the day it began or later."""

    slug, zh, field = "ended-before-it-began", "行为终了日期早于发生日期", "act_ended_on"
    article = "行政处罚法 第三十六条"


class NoPowerItem(Refused):
    """The power item was not in force on the day of the act."""

    slug, zh, field = "no-power-item", "违法行为发生之日该权力事项不是现行有效", "violation"
    article = "行政处罚法 第三十七条、第三十八条"


class NoBody(Refused):
    """No penalising body is named for this type of violation."""

    slug, zh, field = "no-body", "该违法类型尚未明确处罚主体", "body"
    article = "行政处罚法 第十七条、第三十八条"


class WrongBody(Refused):
    """Another body penalises this type of violation."""

    slug, zh, field = "wrong-body", "处罚主体与该违法类型对应的主体不一致", "body"
    article = "行政处罚法 第十七条、第三十八条"


@dataclass(frozen=True)
class ChargeBasis:
    """The type of violation and its power item, as they are known."""

    violation: Record
    item: Record


def charge_basis(_case: Record, form: Data, lookup: Lookup) -> ChargeBasis:
    """The type of violation that the form names, and the power item that it names."""
    violation = lookup.record("cases.violation_types", form["violation"])
    return ChargeBasis(violation, lookup.record("cases.power_items", violation["power_item"]))


def check_party(_case: Record, form: Data, _at: Context, _on: dt.date, _about: ChargeBasis) -> None:
    """The party is named as what it is (art. 59). Raises PartyUnnamed, WrongCreditCode."""
    person = form["person_name"] and form["person_age"] is not None
    own, other = (person, form["party"]) if form["party_kind"] == "person" else (form["party"], form["person_name"])
    if not own or other:
        raise PartyUnnamed(form["party_kind"])
    require_credit_code(form["party_code"])


def require_credit_code(code: str | None) -> None:
    """A credit code, where one was given, has the right check digit. Raises WrongCreditCode."""
    if code and not uscc.is_valid(code):
        raise WrongCreditCode(code)


def check_time_bar(case: Record, form: Data, at: Context, on: dt.date, _about: ChargeBasis) -> None:
    """The act was found within two years of its end, five where it harmed (art. 36). Raises TooOld."""
    ended, law = form["act_ended_on"] or form["act_on"], law_on(on)
    if ended < form["act_on"]:
        raise EndedBeforeItBegan(ended)
    require_not_before(case["found_on"], form["act_on"], "act_on")
    # The age of an act is reckoned to the day on which it was found, not to the filing: that ends the two years.
    if case["found_on"] > at.calendar.after(ended, law.grave_time_bar if form["endangers"] else law.time_bar):
        raise TooOld(ended, case["found_on"])


def check_power_item(_case: Record, form: Data, _at: Context, _on: dt.date, about: ChargeBasis) -> None:
    """The power item was in force on the day of the act (art. 37, 38). Raises NoPowerItem."""
    if not power_items.in_force(about.item, form["act_on"]):
        raise NoPowerItem(about.item.id, form["act_on"])


def check_body(_case: Record, form: Data, _at: Context, on: dt.date, about: ChargeBasis) -> None:
    """The penalising body is the one named for the violation (art. 17, 38). Raises NoBody, WrongBody."""
    body = violation_types.body_on(about.violation, on)
    if body is None:
        raise NoBody(about.violation.id)
    if form["body"] != body:
        raise WrongBody(form["body"], body)


Guard = Callable[[Record, Data, Context, dt.date, ChargeBasis], None]
GUARDS: tuple[Guard, ...] = (check_party, check_time_bar, check_power_item, check_body)


def check(case: Record, form: Data, at: Context, on: dt.date, about: ChargeBasis) -> Data:
    """Every guard of the charge; what is added is the power item. Raises what they raise."""
    for guard in GUARDS:
        guard(case, form, at, on, about)
    return {"power_item": about.item.id}


def require_of_age(age: int | None) -> None:
    """Nobody under fourteen is penalised; the case may be exempted (art. 30). Raises UnderFourteen."""
    # Asked at the proposal and the decision, not at the filing: a case is often filed before the age is known.
    if age is not None and age < FOURTEEN:
        raise UnderFourteen(age)
