"""The kinds of warnings: a slug, a sentence in both languages, and whether an answer closes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WarningKind:
    """A kind of warning.

    zh, en  the sentence, with what was read put into it: `{key}`, `{day}`, `{minutes}`
    closes  whether an answer closes it; what a person has to bring about stays until it is so
    """

    slug: str
    zh: str
    en: str
    closes: bool = True

    def sentences(self, read: dict[str, str]) -> dict[str, str]:
        """The sentence with what was read."""
        return {"zh": self.zh.format_map(read), "en": self.en.format_map(read)}


KINDS = {
    one.slug: one
    for one in (
        WarningKind(
            "number-reused",
            "编号“{key}”在同一台账的另一条记录上已经用过",
            "The number “{key}” stands on another record of this register already",
        ),
        WarningKind(
            "same-moment",
            "{key} 于 {moment} 同时在两处",
            "{key} is in two places at the same moment, {moment}",
        ),
        WarningKind(
            "two-places",
            "{key} 在 {day} 有 {records} 条在场记录，共计 {minutes} 分钟，超出或占满一天 8 小时，"
            "请核对是否同一时间在两处",
            "{key} was present in {records} records of {day}, {minutes} minutes together, as many as a day of 8"
            " hours has or more: in two places at once?",
        ),
        WarningKind(
            "more-than-a-day",
            "{key} 在 {day} 的记录共计 {minutes} 分钟，超过一天的 24 小时",
            "The records of {key} on {day} have {minutes} minutes together, more than the 24 hours of a day",
        ),
        WarningKind(
            "same-photograph",
            "{key}中有一张照片，与另一条记录或本记录的另一张照片相同或几乎相同",
            "A photograph here ({key}) is the same, or nearly, as one of another record or another one of this record",
        ),
        WarningKind(
            "held-by-leaver",
            "{key} 已于 {day} 离职，仍持有此装备，应收回",
            "{key} left on {day} and still holds this; it is to be handed back",
            closes=False,
        ),
    )
}
