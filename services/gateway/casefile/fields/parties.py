"""Who the agency is and who the party, as every paper says it."""

from __future__ import annotations

from services.gateway.casefile.fields.reading import AGENCY, FieldItem, FieldPart, PaperReading, fill
from services.gateway.casefile.paper import Blank, Fill


def _of_agency(words: str, field: str, *, needed: bool = True) -> FieldItem:
    def read(one: PaperReading) -> str | Blank:
        return str(one.case.agency(one.day).get(field) or "") or (Blank(words, AGENCY) if needed else "")

    return FieldItem(words, read)


def _electronic(one: PaperReading) -> str:
    return str(one.case.agency(one.day).get("electronic_payment") or "") if one.law.electronic else ""


ORGAN = FieldPart(
    "机关",
    {
        "名称": _of_agency("机关全称", "legal_name"),
        "信用代码": _of_agency("机关统一社会信用代码", "credit_code", needed=False),
        "地址": _of_agency("机关地址", "address"),
        "邮编": _of_agency("机关邮政编码", "postcode", needed=False),
        "联系部门": _of_agency("联系部门", "office"),
        "电话": _of_agency("机关联系电话", "phone"),
        "银行": _of_agency("罚款代收银行", "bank"),
        "户名": _of_agency("罚款收款账户名称", "account_name"),
        "账号": _of_agency("罚款收款账号", "account"),
        "电子支付": FieldItem("电子支付方式（2021年7月15日前的文书为空）", _electronic),
        "复议机关": _of_agency("行政复议机关", "reconsideration_body"),
        "诉讼法院": _of_agency("行政诉讼管辖法院", "court"),
        "执行法院": _of_agency("申请强制执行的法院", "enforcement_court"),
    },
)


def is_person(one: PaperReading) -> bool:
    """Whether the party is a citizen."""
    return one.case.charge.get("party_kind") == "person"


def you(one: PaperReading) -> str:
    """How a paper speaks to the party."""
    return "你" if is_person(one) else "你单位"


def party_fill(one: PaperReading, field: str) -> Fill | None:
    """Where something of the party is entered: with the charge; before a paper is issued, where it is completed too.

    What is completed after a paper does not stand in it: there the charge itself is put right.
    """
    charged = "decide_on_spot" if one.case.on_spot else "file"
    later = fill("complete_party", field) if one.case.charge and not one.is_issued else None
    return later or fill(charged, field)


def of_party(words: str, person: tuple[str, str], organisation: tuple[str, str]) -> FieldItem:
    """What the charge says of the party: by its kind what a gap is called and the field; no field: nothing."""

    def read(one: PaperReading) -> str | Blank:
        name, field = person if is_person(one) else organisation
        said = one.case.charge.get(field) if field else ""
        return Blank(name, party_fill(one, field)) if said is None else str(said)

    return FieldItem(words, read)


PARTY = FieldPart(
    "当事人",
    {
        "称谓": FieldItem("对当事人的称谓：你、你单位", you),
        "是公民": FieldItem("当事人是否公民（用于条件）", is_person),
        "名称": of_party("当事人姓名或者名称", ("当事人姓名", "person_name"), ("当事人名称", "party")),
        "年龄": of_party("公民行为时年龄；单位为空", ("年龄", "person_age"), ("", "")),
        "证件号码": of_party(
            "公民证件号码或者单位统一社会信用代码",
            ("证件号码", "person_number"),
            ("统一社会信用代码", "party_code"),
        ),
        "地址": of_party("当事人住址或者住所", ("住址", "person_address"), ("住所", "party_address")),
        "负责人": of_party("法定代表人或者负责人；公民为空", ("", ""), ("法定代表人或者负责人", "representative")),
    },
)
