"""What things are about, and as what they are passed on: one list for opinions, complaints, cases, rectifications."""

from contracts.words import Words

RECTIFICATION, CASE = "rectification", "case"
TARGETS = Words({RECTIFICATION: "整改", CASE: "城管案件 / city case"}, earlier={"案件": CASE})
MATTER, CLUE = "matter", "clue"
TARGET_REGISTERS = {
    RECTIFICATION: "cases.rectifications",
    CASE: "cases.digital_cases",
    MATTER: "outreach.matters",
    CLUE: "cases.penalties",
}
"""Whose record something becomes."""
STYLE = Words(
    {
        "unfair": "执法不公 / unfair enforcement",
        "poor_style": "作风低劣 / poor style of work",
        "inefficient": "效能低下 / inefficiency",
        "inaction": "不作为",
        "misconduct": "乱作为 / wrongful action",
        "slow": "慢作为 / slow action",
    },
    group="队伍作风（可转整改） / Style of the team (may become a rectification)",
)
STREET = Words(
    {
        "environment": "市容环境 / city appearance",
        "advertising": "宣传广告",
        "construction": "施工管理 / construction management",
        "emergency": "突发事件 / sudden incident",
        "street_order": "街面秩序",
        "facilities": "公用设施 / public facilities",
    },
    group="城市街面（可转城管案件） / City and street (may become a city case)",
)
OTHER = "other"
CATEGORIES = STYLE.with_words(STREET).with_words(
    Words({OTHER: "其他"}, group="其他（两者皆可） / Other (may become either)")
)
