"""Texts that many read say what happened, not to whom: no telephone numbers, no identity numbers."""

from __future__ import annotations

import re
import unicodedata

from stdnum.cn import ric

from contracts.errors import Invalid
from services.chassis.records.record import Data

MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")


class NamesSomebody(Invalid):
    """This text holds a telephone or identity number; these belong into the fields that are kept private."""

    slug, zh = "names-somebody", "内容含手机号或身份证号，请填入专用的保密栏目"


def reject_pii(form: Data, *fields: str) -> Data:
    """A form whose texts, those that were given, name nobody. Raises NamesSomebody with every field at fault."""
    faults = [NamesSomebody.fault(field) for field in fields if form[field] and _names_somebody(form[field])]
    if faults:
        raise NamesSomebody(errors=faults)
    return form


def _names_somebody(text: str) -> bool:
    half_width = unicodedata.normalize("NFKC", text)
    # Eighteen digits may be any number: an identity number has a date of birth and a check digit in it (GB 11643).
    return bool(MOBILE.search(half_width)) or any(map(ric.is_valid, IDENTITY.findall(half_width)))
