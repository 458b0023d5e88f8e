"""A simple case of the general procedure, from the clue to the decision, as four people take it there."""

from __future__ import annotations

from tests.walks.case_scene import LEADER, VIOLATION
from tests.walks.scene import CAPTAIN, OFFICER, SECOND
from tests.walks.walker import Person, Walker

NEW = "/registers/cases/penalties/new"


def decide_a_case(one: Walker) -> None:
    """An officer finds and inspects, a captain files, the officer proposes and tells the party, the head decides."""
    find_and_inspect(one)
    with one.another(Person("captain", CAPTAIN)) as captain:
        file(captain)
    with one.another(Person("officer", OFFICER)) as officer:
        propose_and_notify(officer)
    with one.another(Person("leader", LEADER, None)) as leader:
        decide(leader)


def save(one: Walker) -> None:
    """Tap the button at the form's end."""
    one.tap(one.page.locator(".ends button[type=submit]").first)


def find_and_inspect(one: Walker) -> None:
    """One form: what was found, and the inspection on site."""
    one.go(NEW)
    one.type(one.field("act"), "XS-SYN-1")
    one.choose(one.field("source"), "巡查发现")
    one.type(one.field("matter"), "店外占道经营（合成）")
    one.answer("online", "是")
    one.tap(one.page.locator("input[name=_join][value=inspect]"))
    one.choose(one.field("then_inspect.0.second_officer"), f"示例04（合成） {SECOND}")
    one.choose(one.field("then_inspect.0.kind"), "现场检查（勘验）")
    one.answer("then_inspect.0.shown", "是")
    one.tap(one.page.locator("input[name=_join][value=verify]"))
    one.type(one.field("then_verify.0.findings"), "店外占道经营属实（合成）")
    save(one)
    assert one.sees("已保存：登记线索、调查取证、核查"), one.page.locator("body").inner_text()


def file(one: Walker) -> None:
    """A captain opens the case from what waits for them."""
    one.follow("立案")
    one.choose(one.field("violation"), VIOLATION)
    one.choose(one.field("body"), "合成区城市管理局 JU")
    one.choose(one.field("party_kind"), "法人或者其他组织")
    one.type(one.field("party"), "合成百货店")
    one.type(one.field("party_address"), "合成路 1 号")
    save(one)
    assert one.sees("已保存：立案"), one.page.locator("body").inner_text()


def propose_and_notify(one: Walker) -> None:
    """One form: the facts, the penalty, the notice to the party, and that it will not state anything."""
    one.follow("拟定处罚")
    one.type(one.field("fine"), "300")
    one.type(one.field("tier"), "light")
    one.answer("major", "否")
    one.tap(one.page.locator("input[name=_join][value=notify]"))
    one.type(one.field("then_notify.0.defence_until"), "2030-01-04")
    one.answer("then_notify.0.hearing_told", "否")
    one.tap(one.page.locator("input[name=_join][value=waive_defence]"))
    save(one)
    assert one.sees("已保存：拟定处罚、事先告知、放弃陈述申辩"), one.page.locator("body").inner_text()


def decide(one: Walker) -> None:
    """The head of the bureau reads what was proposed, and decides it so."""
    one.follow("处罚决定")
    save(one)
    assert one.sees("已保存：处罚决定"), one.page.locator("body").inner_text()
