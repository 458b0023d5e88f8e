"""What stands around a number: words that say what it is, letters and digits that make it part of something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

BETWEEN = r"[ \-./_,()\n]{0,3}"
"""What may stand between two digits of one number: never so much that two sentences become one."""
_BEFORE, _AFTER = 24, 12
_CLAUSE = re.compile("[。；;！!？?\n]")
_LABELS = re.compile(
    r"(?:tel|telephone|phone|mobile|mob|cell|call|ph|[tmpv]|vx|wx|qq|wechat|weixin|sj|dh|lxdh|sjh|lxfs|id|idno|idcard|sfz|sfzh)"
    r"(?:no)?\Z",
    re.IGNORECASE,
)
_CODE_AHEAD = re.compile(r"(?<![A-Za-z])([A-Z]{2,})\d{0,8}(?:-\d{1,8}){0,2}-\Z")
"""DJJ-2021-: what follows is the number of a thing."""
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[A-Za-z0-9]{0,20}\Z"), re.compile(r"[A-Za-z0-9]{0,20}")
_REACH = re.compile(
    r"电话|手机|联系|致电|来电|回电|拨打|号码|微信|短信|座机|固话|宅电|电联|机主|tel|phone|mobile|call|contact|℡|☎|📞",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"编号|编码|单号|案号|文号|卷|字第|批次|流水|票据|订单|序列|型号|注册号|登记号|合同|资产|设备|账号|帐号|IMEI|SN",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Surroundings:
    """Where a number stands in a text."""

    text: str
    start: int
    end: int

    @cached_property
    def before(self) -> str:
        """What stands before it, within its clause."""
        return _CLAUSE.split(self.text[max(0, self.start - _BEFORE) : self.start])[-1]

    @property
    def ahead(self) -> str:
        """What stands before it, in whatever clause: `类型：…通行证；号码：…`."""
        return self.text[max(0, self.start - _BEFORE) : self.start]

    @cached_property
    def after(self) -> str:
        """What stands behind it, within its clause."""
        return _CLAUSE.split(self.text[self.end : self.end + _AFTER])[0]

    @property
    def is_named(self) -> bool:
        """Whether somebody says that it is there to reach people by."""
        return bool(_REACH.search(self.before))

    @property
    def is_code(self) -> bool:
        """Whether somebody says that it is the number of a thing or a paper, and none to reach people by."""
        return bool(_CODE.search(self.before)) and not self.is_named

    @property
    def is_part_of_a_word(self) -> bool:
        """Whether Latin letters make it a piece of a code: of a hash, a serial number, a file's name."""
        if code := _CODE_AHEAD.search(self.text, max(0, self.start - _BEFORE), self.start):
            return not _LABELS.match(code[1])
        ahead = _WORD_BEFORE.search(self.text, max(0, self.start - _BEFORE), self.start)
        behind = _WORD_AFTER.match(self.text, self.end)
        first, last = ahead[0] if ahead else "", behind[0] if behind else ""
        if first and last:
            return not _LABELS.match(first)
        if last:
            return not last.isalpha()
        return bool(first) and not _LABELS.match(first) and (not first.isalpha() or first.isupper())

    def nearest(self, words: Iterable[re.Pattern[str]]) -> re.Pattern[str] | None:
        """Which of several kinds of words stands nearest before it; None: none of them."""
        ends = [(one.end(), -number, kind) for number, kind in enumerate(words) for one in kind.finditer(self.before)]
        return max(ends, key=lambda end: end[:2])[2] if ends else None
