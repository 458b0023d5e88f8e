"""Numbers of people in the texts that many read: recognised as people write them, at every door, and only they."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contracts import catalogue
from contracts import forms as ask
from contracts.forms import Form, element_form, fields_of
from contracts.register import Register, Step
from services.chassis.base import ids
from services.chassis.records import revise
from services.chassis.records.command import Actor, Command
from services.chassis.records.personal_numbers import recogniser
from services.chassis.records.personal_numbers.guard import NamesSomebody, refuse_in_name, refuse_personal_numbers
from tests.chassis.corpus import by_hand, by_other_hands
from tests.office import Office

SEEDS = (1, 2, 3)
LEAST_RECALL, MOST_FALSE = 0.99, 0.005
MATTERS = "outreach.matters"
MATTER: dict[str, Any] = {"unit": "DT", "community": "五爱社区", "category": "facility", "requested_on": "2017-03-01"}


@pytest.mark.parametrize("seed", SEEDS)
def test_five_thousand_made_lines_are_told_apart(seed: int) -> None:
    """The figures of docs/decisions/0049-personal-numbers.md."""
    for corpus in (by_hand, by_other_hands):
        lines = corpus.lines(seed)
        assert [sum(private is half for _, private, _ in lines) for half in (True, False)] == [1250, 1250]
        missed = [(kind, text) for text, private, kind in lines if private and not recogniser.find(text)]
        alarms = [(kind, text) for text, private, kind in lines if not private and recogniser.find(text)]
        assert 1 - len(missed) / 1250 >= LEAST_RECALL, missed
        assert len(alarms) / 1250 <= MOST_FALSE, alarms


@pytest.mark.parametrize(
    "draw", [lambda _: ids.new_id(), lambda one: ids.derive_id(str(one))], ids=["drawn", "derived"]
)
def test_an_id_of_ours_is_no_number_of_a_person_and_one_beside_it_is(draw: Callable[[int], str]) -> None:
    drawn = [draw(number) for number in range(5000)]
    assert [one for one in drawn if recogniser.find(one)] == []
    assert [one for one in drawn[:200] if not recogniser.find(f"{one}，联系 13912345678")] == []


def test_what_is_no_id_of_ours_is_read_as_before() -> None:
    assert recogniser.find("01a227c9-55bb-12f1-be06-e13498902112")


WRITTEN = {
    "张三13812345678": "手机号",
    "李四 一三八一二三四五六七八": "手机号",
    "电话1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣": "手机号",
    "①③⑧①②③④⑤⑥⑦⑧": "手机号",
    "１３８－１２３４－５６７８": "手机号",
    "138\n1234 5678": "手机号",
    "138\u200b1234\u200b5678": "手机号",
    "+86（138）12345678": "手机号",
    "17951-138-1234-5678": "手机号",
    "13812345678@163.com": "手机号",
    "1 3 8 1 2 3 4 5 6 7 8": "手机号",
    "联系人：1.13812345678": "手机号",
    "١٣٨١٢٣٤٥٦٧٨": "手机号",
    "320222197501010043": "身份证号",
    "320222-19750101-0043": "身份证号",
    "11010519491231002×": "身份证号",
    "三二零二二二一九七五零一零一零零四三": "身份证号",
    "身份证320222750101004": "身份证号",
    "居住证810000199408230021": "港澳台居民居住证号",
    "护照：EA1234567": "护照号",
    "台湾居民来往大陆通行证号 0123 4567": "台胞证号",
    "类型：来往内地通行证；号码：H12345678": "通行证号",
    "家里0510-85123456": "固定电话号码",
    "+852 9123 4567": "境外电话号码",
}


@pytest.mark.parametrize(("text", "kind"), WRITTEN.items())
def test_what_people_write_is_recognised_as_what_it_is(text: str, kind: str) -> None:
    assert kind in [one.kind.zh for one in recogniser.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "致电85001234",
        "编号138123456789",
        "单号123456789012345678",
        "大队值班电话0510-85123456",
        "热线12345、12319",
        "罚款13800000000元",
        "坐标31.12345678, 131.12345678",
        "172.16.229.161",
        "1609459200000",
        "138****1234",
        "第一、三、五、七、九、十一、十三、十五条",
        "二〇一七年三月一日至二〇一八年十二月三十一日",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "台胞证有效期至2028-01-01",
        "320222197501010044",
    ],
)
def test_what_only_looks_so_is_let_in(text: str) -> None:
    assert recogniser.find(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        "1 3 ",
        "13-",
        "一三",
        "0510 8",
        "1",
        "+86 ",
        "护照E1 ",
        "86(1",
        "138 1234 567 ",
        "一1",
        "1.",
        "3 2 0 2 ",
        "138,",
        "A1",
    ],
)
def test_what_a_line_costs_grows_with_its_length_and_no_faster(piece: str) -> None:
    """A ratio of two measurements: eight times the length would cost sixty-four times as much with one bad pattern."""
    short, long = (min(_seconds((piece * length)[:length]) for _ in range(5)) for length in (2000, 16000))
    assert long <= 24 * short


def _seconds(text: str) -> float:
    start = time.process_time()
    recogniser.find(text)
    return time.process_time() - start


# --- every door: what a step asks for ---


def _text_fields(form: type[Form], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, field in fields_of(form).items():
        if inner := element_form(field):
            yield from _text_fields(inner, (*path, name))
        elif isinstance(field, ask.Text) and "x-type" not in field.metadata:
            yield (*path, name), field


EVERY_TEXT = [
    pytest.param(register, step, path, field, id=f"{register.name}-{step.name}-{'.'.join(path)}")
    for register in catalogue.REGISTERS.values()
    for step in register.steps
    for path, field in _text_fields(step.form)
]


def _filled(path: tuple[str, ...], text: str) -> dict[str, Any]:
    name, *below = path
    return {name: [{}, _filled(tuple(below), text)] if below else text}


@pytest.mark.parametrize(("register", "step", "path", "field"), EVERY_TEXT)
def test_every_text_of_every_form_is_looked_at(
    register: Register, step: Step, path: tuple[str, ...], field: Any
) -> None:
    """A text that is not says who draws the numbers in it, and is looked at for identity numbers all the same."""
    numbers = ["320222197501010043"] if ask.NUMBERS_OF in field.metadata else ["320222197501010043", "138 1234 5678"]
    for number in numbers:
        with pytest.raises(NamesSomebody) as refused:
            refuse_personal_numbers(register, step, _filled(path, number))
        (one,) = refused.value.to_dict()["errors"]
        assert one["field"] == ".".join([path[0], "1", path[1]] if len(path) > 1 else path)
        assert field.metadata["title"] in one["zh"]
        assert not any(
            number in text or number.replace(" ", "") in text for text in (*one.values(), str(refused.value))
        )


def test_texts_for_numbers_of_others_are_few() -> None:
    """Each is a decision: whose numbers stand there is said in the contract."""
    exempt = {f"{register.name}.{path[-1]}" for register, _, path, field in map(_values, EVERY_TEXT) if _exempt(field)}
    assert exempt == {
        "cases.agencies.account",
        "cases.agencies.division",
        "cases.agencies.phone",
        "cases.agencies.postcode",
        "cases.penalties.gains_receipt",
        "cases.penalties.receipt",
        "cases.penalties.refund_receipt",
        "cases.recordings.hash_now",
        "cases.recordings.path",
        "cases.recordings.sha256",
        "equipment.assets.serial",
        "equipment.dashcams.serial",
        "outreach.contact_cards.telephone",
        "training.campaign_documents.number",
        "training.papers.seed",
    }


def _values(param: Any) -> Any:
    return param.values


def _exempt(field: Any) -> bool:
    return ask.NUMBERS_OF in field.metadata


def test_private_texts_are_what_such_numbers_belong_into() -> None:
    register = catalogue.REGISTERS[MATTERS]
    step = register.step("register")
    refuse_personal_numbers(register, step, {"requester_name": "13812345678", "telephone": "13812345678"})


def test_a_refusal_says_where_what_and_whither_in_both_languages() -> None:
    register = catalogue.REGISTERS[MATTERS]
    with pytest.raises(NamesSomebody) as refused:
        refuse_personal_numbers(register, register.step("register"), {"matter": "请回电138 1234 5678"})
    (one,) = refused.value.to_dict()["errors"]
    assert one["zh"] == "“事项”中有手机号（138****78），此栏多人可见：请删去，改填“联系电话”栏"
    assert "“Matter” holds a mobile number (138****78)" in one["en"]
    assert "“Telephone”" in one["en"]
    with pytest.raises(NamesSomebody) as later:
        refuse_personal_numbers(register, register.step("finish"), {"outcome": "请回电138 1234 5678"})
    assert "“登记”步骤的“联系电话”栏" in later.value.to_dict()["errors"][0]["zh"]


def test_files_and_keys_are_named_after_nobody() -> None:
    refuse_in_name("name", "IMG_20260301_123456.jpg")
    with pytest.raises(NamesSomebody) as refused:
        refuse_in_name("name", "张三_138-1234-5678_现场.jpg")
    assert "138****78" in refused.value.errors[0]["zh"]


# --- history: what was recorded stays ---


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def old_matter(office: Office, monkeypatch: pytest.MonkeyPatch) -> str:
    """A matter that was recorded before anybody recognised what stands in it."""
    with monkeypatch.context() as before:
        before.setattr(revise, "refuse_personal_numbers", lambda *_: None)
        record = office.do(MATTERS, "", "register", **MATTER, matter="请回电138-1234-5678")[-1].subject
    office.do(MATTERS, record, "accept", accepted_on="2017-03-02")
    return record


def test_a_correction_replays_what_was_recorded_under_a_blunter_guard(office: Office, old_matter: str) -> None:
    assert office.do(MATTERS, old_matter, "accept", corrects=2, accepted_on="2017-03-03")
    cleaned = office.do(MATTERS, old_matter, "register", corrects=1, **MATTER, matter="请回电")
    assert cleaned[0].data["matter"] == "请回电"


def test_what_is_handed_in_again_is_looked_at_again(office: Office, old_matter: str) -> None:
    with pytest.raises(NamesSomebody):
        office.do(
            MATTERS, old_matter, "register", corrects=1, **MATTER | {"community": "梁溪"}, matter="请回电138-1234-5678"
        )


def test_what_an_event_of_ours_causes_was_looked_at_when_it_was_written(office: Office) -> None:
    """Else an opinion that was converted before an upgrade would never become the rectification that it asks for."""
    form: dict[str, Any] = {
        "unit": "DT",
        "category": "slow",
        "problem": "电138-1234-5678",
        "source_kind": "self_found",
        "raised_on": "2017-03-10",
    }
    with pytest.raises(NamesSomebody):
        office.do("cases.rectifications", "", "raise", **form)
    caused = Command("caused", "cases.rectifications", "raise", form, Actor("somebody", "reaction"))
    assert office.command(caused)[-1].data["problem"] == form["problem"]
