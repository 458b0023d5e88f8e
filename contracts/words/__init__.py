"""Words of a list, each with its titles in Chinese and English."""

from __future__ import annotations

from collections.abc import Collection, Mapping

BOTH = " / "
"""Stands between the Chinese and the English title."""


class Words(dict[str, str]):
    """Words with their Chinese titles, of which one is chosen; `en` has the English ones.

    What is stored, sent and written in sheets is the word, or its Chinese title. Titles stand here as 中文 / English;
    the Chinese one stands alone where the word says in English what it means: of in_progress that is "in progress".
    """

    en: dict[str, str]
    groups: dict[str, str]
    earlier: dict[str, str]

    def __init__(self, titles: Mapping[str, str], *, group: str = "", earlier: Mapping[str, str] | None = None) -> None:
        """The words of these titles, in their order.

        group    the heading, 中文 / English, under which they are offered
        earlier  the words of Chinese titles that sheets of before have
        """
        parts = {word: title.partition(BOTH) for word, title in titles.items()}
        super().__init__({word: zh for word, (zh, _, _) in parts.items()})
        said = titles.en if isinstance(titles, Words) else {}
        self.en = {word: en or said.get(word) or word.replace("_", " ") for word, (_, _, en) in parts.items()}
        headings = titles.groups if isinstance(titles, Words) else {}
        self.groups = dict.fromkeys(self, group) if group else {word: headings[word] for word in headings}
        self.earlier = {**(titles.earlier if isinstance(titles, Words) else {}), **(earlier or {})}

    def only(self, words: Collection[str]) -> Words:
        """Those among these, in their order here."""
        return self._beside({word: f"{zh}{BOTH}{self.en[word]}" for word, zh in self.items() if word in words}, self)

    def with_words(self, other: Words) -> Words:
        """These, then the other's."""
        both = {word: f"{zh}{BOTH}{some.en[word]}" for some in (self, other) for word, zh in some.items()}
        return self._beside(both, other)

    def _beside(self, titles: Mapping[str, str], other: Words) -> Words:
        """Words of these titles, with the headings and the earlier titles that they have here or there."""
        made = Words(titles)
        made.groups = {word: one for word, one in (self.groups | other.groups).items() if word in made}
        made.earlier = {title: word for title, word in (self.earlier | other.earlier).items() if word in made}
        return made
