"""Next year's programme out of this year's: a plain function of what both say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import yaml

from operations.base.errors import OperatorError
from operations.programme.sheet import measures_of

Document = dict[str, Any]
HEAD = """# The four-six-three campaign of {year}, written by `campaign programme next`. What was to be reached in the
# years before stands under `earlier`: by it questions as of their days are answered.
"""


class NotNext(OperatorError):
    """{0} does not follow {1}: a year begins after the end of the one before it. 年度须晚于现行年度。"""


def following(document: Mapping[str, Any], year: int, targets: Mapping[str, Document], *, first: bool) -> Document:
    """The programme of a year with these targets and no others.

    first  no year before it is carried along: for a bureau that begins. Raises NotNext.
    """
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not first and start <= document["end"]:
        raise NotNext(year, document["end"])
    new = deepcopy(dict(document)) | {"start": start, "end": end}
    pillars = new.pop("pillars")
    earlier = new.pop("earlier", [])
    if not first:
        new["earlier"] = [*earlier, _year_of(document)]
    new["pillars"] = pillars
    for one in measures_of(new):
        if (one.get("since"), one.get("until")) == (document["start"], document["end"]):
            one |= {"since": start, "until": end}
        one.pop("target", None)
        if one["id"] in targets:
            one["target"] = dict(targets[one["id"]])
    return new


def _year_of(document: Mapping[str, Any]) -> Document:
    """What is kept of a year that is over: its days and its targets."""
    targets = {one["id"]: dict(one["target"]) for one in measures_of(document) if one.get("target")}
    return {**{name: document[name] for name in ("title", "start", "end")}, "targets": targets}


def as_text(document: Mapping[str, Any]) -> str:
    """A programme as a file says it, without aliases."""

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, _data: object) -> bool:
            return True

    body = yaml.dump(
        dict(document), Dumper=Plain, allow_unicode=True, sort_keys=False, default_flow_style=None, width=200
    )
    return HEAD.format(year=document["start"].year) + body
