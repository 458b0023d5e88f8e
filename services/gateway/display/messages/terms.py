"""What terms of the field mean that contracts only name: said in a sentence, for the page of words."""

from __future__ import annotations

REGISTERS: dict[str, tuple[str, str]] = {
    "training.posts": (
        "谁在哪个单位任什么职务。登录后以职务办事，能办什么由职务决定。",
        "Who holds which post in which unit. Whoever signs in acts in a post, and the post says what they may do.",
    ),
    "training.delegations": (
        "把自己的职务在一段时间内交给别人代办。",
        "Lending one's own post to somebody else for a time.",
    ),
    "training.cycles": ("全员培训重新计数的一段时间。", "A period in which training counts anew for everybody."),
    "training.rain_days": (
        "不能上街执法、用来学习的雨天。",
        "Days of rain, on which nobody patrols and the squadron studies.",
    ),
    "training.norms": (
        "纪律和行为规范，发布后由每个人签收。",
        "Rules of conduct; everybody signs that they have them.",
    ),
    "training.conduct_checks": (
        "督察对队容风纪和执法行为的检查。",
        "The inspector's checks of bearing and conduct.",
    ),
    "training.breaches": ("涉及个人，网页只显示数量。", "About persons: pages of numbers show counts alone."),
    "training.pledges": (
        "逐级签订的廉政责任书：大队班子、中队长、队员。",
        "Pledges of integrity, signed down the chain: brigade leaders, captains, members.",
    ),
    "outreach.features": (
        "中队申报、批准后开展的特色做法。",
        "Something of its own that a squadron applies for and carries out once it is approved.",
    ),
    "outreach.matters": (
        "为社区、商户、居民办的一件实事：登记、受理、办结，由对方确认后才算核实。",
        "One thing done for a community, shop or resident; the other side's confirmation verifies it.",
    ),
    "outreach.opinions": (
        "居民、商户的意见，可以转为整改或者案件。",
        "What residents and shops say; it may become a rectification or a case.",
    ),
    "outreach.managed_objects": (
        "中队负责管理和服务的商铺、摊点、工地。",
        "The shops, stalls and sites that a squadron looks after.",
    ),
    "outreach.supervisors": (
        "聘任的市民，其监督报告须交办并答复。",
        "Citizens engaged for a term, whose reports are assigned and answered.",
    ),
    "equipment.kits": (
        "随队携带的便民工具包，按定义配齐、按期检查。",
        "The box of tools a squadron carries for people, filled as defined and checked in time.",
    ),
    "equipment.equipment_norms": (
        "单位应当配备的装备数量，与实有相比得出缺口。",
        "How many of a kind a unit should have; beside what it has, this gives the gap.",
    ),
    "cases.power_items": ("权责清单中公布的行政权力。", "The published list of what the bureau has the power to do."),
    "cases.agencies": (
        "以自己名义处罚的机关：文书上的全称、地址、银行、法院和文号格式，按日期取用。",
        "Who penalises in its own name: the name, address, bank, court and numbers that papers of a day bear.",
    ),
    "cases.provisions": (
        "法律留给地方规定的期限和标准，录入后案件按当日有效的规定办理。",
        "Periods and amounts that the law leaves to others; a case lives by those in force on the day.",
    ),
    "cases.penalties": (
        "从线索、立案、调查、告知、决定、送达、执行到归档的行政处罚案件，按当日的法律办理。",
        "A penalty case from the clue to the archive: filed, noticed, decided, served, enforced by the law of the day.",
    ),
    "cases.process_records": (
        "执法各环节的文字、音频、视频记录。",
        "Text, sound and video of each stage of enforcement.",
    ),
    "cases.grid_editions": (
        "网格划分的版本：从启用之日起，该单位及下级的案件只能填写已划定的单元网格。",
        "Editions of the grid: from their day on cases of the unit, and of those below it, name cells that are known.",
    ),
    "cases.grids": (
        "单元网格：编码、责任单位和所在社区。",
        "Grid cells, with their codes, the units that answer for them and their communities.",
    ),
    "cases.class_editions": (
        "数字城管分类的版本：国家清单和省、市、区县的扩展各有哪些大类。",
        "Which big classes the national list of city cases has, and what province, city and district add to it.",
    ),
    "cases.case_classes": (
        "数字城管部件、事件的分类及其时限。",
        "The classes of components and events, with the time that each may take.",
    ),
    "cases.digital_cases": (
        "街面上的部件或者事件问题，有按小时或者工作日计算的时限。",
        "A component or an event in the street that is to be put right, within hours or working days.",
    ),
    "cases.rectifications": ("要改正的问题：由谁、何时、如何改。", "What is to be put right, by whom and by when."),
    "cases.supervision_orders": (
        "对办得不好或者超期的案件下达的督办。",
        "An order over a case that is overdue or matters much: it is acknowledged, answered, and may go up a level.",
    ),
    "cases.filing_reports": (
        "重大案件立案后向上级的报备。",
        "What is reported to the higher authority when a major case is filed.",
    ),
    "cases.designations": (
        "管辖有争议或者不明时，由上级指定。",
        "Who handles a case when jurisdiction is disputed or unclear.",
    ),
    "cases.warning_answers": (
        "对系统疑点提示的说明。",
        "Why something was right although it looked unlikely beside other records.",
    ),
}
"""Registers whose title does not say it all."""
NUMBERS: dict[str, tuple[str, str]] = {
    "claimed": (
        "登记了的数，不论有没有佐证。",
        "What was recorded, whatever stands behind it.",
    ),
    "verified": (
        "佐证达到指标“核实标准”的数。",
        "As much of it as has the level of evidence that the measure asks for.",
    ),
    "not shown closed": (
        "缺口中按记录还没有补齐的，加上已记录补齐、但佐证没有达到“核实标准”的。",
        "Gaps that are open by what is recorded, and those that are closed by evidence below the level asked for.",
    ),
    "target": (
        "方案写明的要求；没有写明的不设目标，也不评状态。",
        "What the programme says is to be reached; where it says nothing there is no target and no status.",
    ),
    "expected": (
        "从起始日到期限日均匀推进，到今天应有的数。",
        "What an even pace from the first day to the last would have brought by now.",
    ),
    "gaps": ("比率指标中还没有达到的对象。", "Who or what is missing from a ratio."),
    "as of": (
        "数字截至哪一天；换一天，同一页显示那天的数。",
        "The day of which numbers are: another day shows what they were then.",
    ),
}
"""Words of the pages of numbers, by the phrases that stand there."""
SAID: dict[str, tuple[str, str]] = {
    "words": ("名词解释", "Words of the field"),
    "words intro": (
        "网页上的用语是什么意思，中英文对照。用浏览器的“查找”（Ctrl+F）查一个词；点名称打开对应的页面。",
        "What the words here mean, with the Chinese term. Look for one with your browser (Ctrl+F); names lead onward.",
    ),
    "about words": ("名词解释", "What the words mean"),
    "words of numbers": ("数字", "Numbers"),
    "words of tasks": ("待办", "What waits"),
    "words of roles": ("角色", "Roles"),
    "words of statuses": ("记录的状态：", "Its records are: "),
    "opened by": ("由以下角色登记：{roles}", "Opened by: {roles}"),
}
