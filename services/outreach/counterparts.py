"""What a counterpart is counted by, so that two visits to one enterprise are one enterprise visited (M-A5-1)."""

from __future__ import annotations

import unicodedata

from stdnum.cn import uscc

from contracts.errors import Invalid
from services.chassis.records.record import Data

NAMED_BY = {"community": "community", "enterprise": "uscc", "household": "household"}


class NoCounterpart(Invalid):
    """Say whom: a community by its name, an enterprise by its credit code, a household by its code."""

    slug, zh = "no-counterpart", "请填写对象：社区填名称，企业填统一社会信用代码，困难户填编号"


class NotACreditCode(Invalid):
    """This is not a unified social credit code: its form or its check character is wrong."""

    slug, zh, field, article = "not-a-credit-code", "统一社会信用代码有误（格式或校验位不符）", "uscc", "GB 32100-2015"


def with_counterpart(form: Data) -> Data:
    """The form with what its counterpart is counted by. Raises NoCounterpart, NotACreditCode."""
    named_by = NAMED_BY.get(form["counterpart_kind"])
    if named_by is None:
        raise NoCounterpart(errors=[NoCounterpart.fault("counterpart_kind")])
    if form[named_by] is None:
        raise NoCounterpart(errors=[NoCounterpart.fault(named_by)])
    checked = form | {"uscc": credit_code(form["uscc"]) if form["uscc"] else None}
    return checked | {"counterpart": normalise_name(checked[named_by])}


def credit_code(text: str) -> str:
    """A unified social credit code in its one form (GB 32100-2015). Raises NotACreditCode."""
    code: str = uscc.compact(unicodedata.normalize("NFKC", text)).upper()
    if not uscc.is_valid(code):
        raise NotACreditCode(text)
    return code


def normalise_name(name: str) -> str:
    """A name as it is counted and shown: normal width, no blanks, without 社区 at its end."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return plain.removesuffix("社区") or plain
