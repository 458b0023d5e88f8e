"""What the page says that goes through the report claim by claim, in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "claims": ("报道对照", "The article"),
    "article title": ("报道逐句对照", "The article, claim by claim"),
    "article intro": (
        "报道按原文顺序分为 {total} 句，由本系统改写；每句列出由哪些台账、指标和网页回答，数字截至 {as_of}。",
        "The report in {total} claims, in its order and our own words, each with what answers it, as of {as_of}.",
    ),
    "article leaves open": (
        "报道没有写明的如实注明，不作推断。",
        "What the report leaves open is said so, and not guessed.",
    ),
    "claims answered": ("句已有台账回答", "claims answered"),
    "claims by state": ("各句回答情况", "Claims by how far they are answered"),
    "claims of": (
        "{total} 句：已回答 {answered}，部分回答 {in_part}，尚无 {missing}",
        "claims: {total}; answered: {answered}, in part: {in_part}, not yet: {missing}",
    ),
    "claim answered": ("已回答", "answered"),
    "claim in_part": ("部分回答", "answered in part"),
    "claim missing": ("尚无台账", "no register yet"),
    "claim measures": ("指标", "Measures"),
    "claim registers": ("台账", "Registers"),
    "claim pages": ("网页", "Pages"),
    "claim open": ("报道未写明", "The report leaves open"),
    "claim lacks": ("尚缺", "Missing"),
    "claims filter": ("筛选", "Narrow"),
    "all claims": ("全部各句", "All claims"),
    "only missing": ("只看尚缺", "Only what is missing"),
    "nothing missing": ("没有尚缺的内容。", "Nothing is missing."),
    "claim kept back": ("涉及个人，不予显示", "about people, kept back"),
}
