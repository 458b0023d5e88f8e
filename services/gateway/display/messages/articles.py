"""The sources of rules that are no law: what they are called in English. Laws and decrees have their Chinese titles."""

from __future__ import annotations

OWN: dict[str, str] = {
    "办案规定（线索核查期限）": "provisions for cases (time to verify a clue)",
    "办案规定（立案期限）": "provisions for cases (time to file)",
    "处置时限（立案结案标准）": "time for disposal (standards for filing and closing)",
    "核实时限（立案结案标准）": "time for verification (standards for filing and closing)",
    "核查时限（立案结案标准）": "time for checking (standards for filing and closing)",
    "局内培训规定": "the bureau's rules of training",
    "局内规定": "the bureau's own rule",
    "局内规定（待定）": "the bureau's own rule (not settled yet)",
    "局内轮训方案": "the bureau's plan of rotation training",
    "方案所定期限": "the period that the plan sets",
    "案卷评查标准（异议期由局规定）": "case-file review standard (the bureau sets the time for objections)",
    "督办单所定期限": "the period that the order sets",
    "聘书": "letter of engagement",
    "授予文件": "document of the award",
}
