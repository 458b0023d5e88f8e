"""What a text is once it has come in: the same by every door, and the same when it comes in again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import entry
from contracts import forms as ask
from contracts.forms import Form, schema

ANY = st.text(st.characters(exclude_categories=[]))
MARKS = st.text(st.sampled_from("a1 \t\n\r\u200b\u200d\ufe0f\u00ad\ufeff\u3000\u00a0Ａ１，（⼟👨e\u0301\u2028\x0b　Ⅱ²"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("井盖\r\n松动\r第二处", "井盖\n松动\n第二处"),
        ("上\u2028中\u2029下\x85末\x0b尾\x0c", "上\n中\n下\n末\n尾"),
        ("\u3000\u3000路灯不亮 \n\t树枝\u00a0折断\t\n", "路灯不亮\n\t树枝 折断"),
        ("ＬＥＤ灯１２盏（共２处），约３㎡", "LED灯12盏（共2处），约3㎡"),
        ("⼟⽅车", "土方车"),
        ("Ⅱ型对讲机，28¹，①号", "Ⅱ型对讲机，28¹，①号"),
        ("CAFE\u0301", "CAFÉ"),
        ("138\u200b0013\u00ad8000\ufeff\u2060\u202e", "13800138000"),
        ("👨\u200d👩\u200d👧 一家\u200d", "👨\u200d👩\u200d👧 一家"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("\u3000\u200b \ufeff", ""),
    ],
)
def test_what_nobody_sees_is_settled_and_what_a_reader_sees_stays(written: str, kept: str) -> None:
    assert entry.enter(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [("ＤＴ－０１", "DT-01"), (" d t\u201301\n", "dt-01"), ("28¹", "28¹"), ("２０１７－０３－０１", "2017-03-01")],
)
def test_a_code_is_in_ascii_width_without_blanks(written: str, kept: str) -> None:
    assert entry.enter_code(written) == kept


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\x7f", "\x9f", "\ud800", "\ufdd0", "\ufffe", "\uffff", "\U0010ffff"]
)
def test_what_is_no_character_is_refused_with_its_place(character: str) -> None:
    with pytest.raises(entry.NotText) as refusal:
        entry.enter(f"井盖{character}")
    assert (refusal.value.code, refusal.value.place) == (f"U+{ord(character):04X}", 3)
    assert entry.cleanse(f"井盖{character}") == "井盖"


@given(ANY | MARKS)
def test_a_text_that_came_in_comes_in_again_unchanged(text: str) -> None:
    kept = entry.cleanse(text)
    assert entry.enter(kept) == kept
    assert entry.enter_code(entry.enter_code(kept)) == entry.enter_code(kept)


@given(MARKS)
def test_the_door_does_not_matter(text: str) -> None:
    by_form = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    assert entry.enter(by_form) == entry.enter(text)
    assert entry.enter_all({"a": [text], "b": {"c": text}, "d": 1, "e": None}) == {
        "a": [entry.enter(text)],
        "b": {"c": entry.enter(text)},
        "d": 1,
    }


class Matter(Form):
    """A form with one field of several kinds."""

    text = ask.text("事项", "Matter")
    code = ask.code("编号", "Number")
    day = ask.day("日期", "Day")
    kind = ask.choice("类别", "Kind", {"road": "道路"})
    money = ask.money("金额", "Amount")
    phone = ask.digits("电话", "Telephone")
    files = ask.evidence()


def test_every_kind_of_field_enters_its_text() -> None:
    data = schema(Matter).load(
        {
            "text": "路灯\r\n不亮\u200b",
            "code": "ＤＴ－１ ",
            "day": "２０１７-03-01",
            "kind": "ｒｏａｄ",
            "money": "１０ ",
            "phone": "0510 8270 1234",
            "files": [" " + "a" * 64],
        }
    )
    assert (data["text"], data["code"], str(data["day"]), data["kind"]) == ("路灯\n不亮", "DT-1", "2017-03-01", "road")
    assert (data["money"], data["phone"], data["files"]) == ("10.00", "051082701234", ["a" * 64])


def test_what_came_in_by_an_earlier_rule_is_not_entered_again() -> None:
    assert ask.Text().deserialize(ask.RecordText("ＬＥＤ\r\n")) == "ＬＥＤ\r\n"
