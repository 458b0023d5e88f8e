"""How each measure of the programme is served, in words: docs/measures.md, from what the gateway itself goes by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.gateway.read_model.programme import Item, Measure, Programme

INTRODUCTION = """# 指标如何取数 How measures are served

由 `./campaign docs` 根据方案和网关代码生成，请勿手改。Written by `./campaign docs` from the programme
(`contracts/programme/463.yaml`) and from what the gateway goes by (`services/gateway/read_model/tallies/serving.py`);
changes are made there.

## 读法 How to read it

**数 number**

- `累计`（tally）：事件到达时记下哪一天增减多少；取数只把这些增减相加，与事实多少无关。With each event it is noted on
  which day a number changes by how much; a number is the sum of these, whatever it counts. 按什么记 Kept by:
{kept}
- `逐行`（rows）：每次询问时从账本逐行数出，原因见下一张表。Counted from the ledger's rows each time that it is asked
  for; the table below says why.

**某日 a day、某单位 a unit**

- `月＋日`（months and days）：任意一日都是此前各月之和加当月各日之和，每个单位组合至多每月一行、当月每日一行；
  任意单位从同一批行中选取，不另读。Any day is the sum of the months before and the days of that month: for each set of
  units that shares facts a row a month and a row a day of the last month, in each series, at most. Any unit is chosen
  from the same rows; none is read for it. `每数值`（each amount）：每个不同的数值各有其行。There are rows for each
  amount.
- `全部行`（all rows）：读该指标的全部行，哪一日、哪个单位都一样。All rows of the measure are read, whichever the day or
  the unit.

**事实 facts、缺口 gaps**

- `按页`（a page）：按索引从游标处读起，只读一页。Read along an index from the cursor on, a page only.
- `合计`（a sum）：总数是累计之和。How many there are is a sum of the tally. `数出`（counted）：总数逐个数出，
  {exact:,} 以内准确，再多只说不少于此数；比率的成员多于 {exact:,} 时，事实较少的单位也只说不少于此数。How many there
  are is counted, exact up to {exact:,}, above that at least so many; so it is of a unit with fewer facts where a
  ratio's whole has more than {exact:,} members and the walk along its facts passes more than as many.
- `全部`（all）：读出全部再取一页；问当时所知也是如此。All are read, and cut to a page; so they are for any earlier
  moment.
- `-`：没有缺口，或没有数。It has no gaps, or no number.

**当时所知 known_at**

- `更正`（corrected）：取较短的一路：从今天的累计减去此后所记，或从之前的里程碑加上其后所记；两者之间超过 {most:,} 件，
  或此前事件不足其 {times} 倍时逐行数。The tally of now, less what was told since, or that of a milestone and what was
  told after it, whichever is the shorter way; where more than {most:,} events lie between, or less than {times} times
  as many before, the rows are counted.
- `逐行`（rows）：逐行数。The rows are counted.
"""
KEPT = {"FACTS": "逐件 each fact", "OWN_SUBJECTS": "对象 subjects", "SHARED_SUBJECTS": "共有对象 shared subjects"}
KINDS = {
    "count": "计数",
    "distinct": "去重计数",
    "sum": "合计",
    "mean": "平均",
    "percentile": "百分位数",
    "exists": "有无",
    "ratio": "比率",
    "gaps": "缺口数",
    "covered": "达到数",
    "age": "距今工作日",
    "rate": "人月率",
}
HEAD = ("编号 id", "指标 measure", "类型 kind", "数 number", "某日、某单位 day, unit")
LISTS = ("事实 facts", "缺口 gaps", "当时所知 known_at")
NO_GAPS = "-"


TALLIED, BY_ROWS, ALL = "累计 tally", "逐行 rows", "全部 all"
NOTHING = "-"


def measures_page() -> str:
    """How every measure of the campaign is served: its number, a day, a unit, its lists, and what was known then."""
    from services.gateway.read_model.programme import campaign
    from services.gateway.read_model.tallies.fact_counts import EXACT_UP_TO
    from services.gateway.read_model.tallies.known_then import MOST_BETWEEN, TIMES_AS_MANY
    from services.gateway.read_model.tallies.serving import Upkeep

    programme = campaign()
    kept = "\n".join(f"  - `{KEPT[one.name]}`：{one.value.zh}。{_sentence(one.value.en)}" for one in Upkeep)
    parts = [
        INTRODUCTION.format(kept=kept, exact=EXACT_UP_TO, most=MOST_BETWEEN, times=TIMES_AS_MANY),
        _by_rows(programme),
        *(_chapter(programme, item) for item in programme.items()),
    ]
    return "\n".join(parts)


def _by_rows(programme: Programme) -> str:
    from services.gateway.read_model.tallies.serving import why_not

    reasons = ((one, why) for one in programme.measures.values() if (why := why_not(one)))
    rows = [(f"`{one.id}`", _title(one.title), f"{why.zh}。{_sentence(why.en)}") for one, why in reasons]
    number = len(programme.measures)
    head = (
        f"## 逐行取数的指标 Measures that are counted from rows\n\n"
        f"{number} 项指标中有 {len(rows)} 项；其余 {number - len(rows)} 项用累计。"
        f"{len(rows)} of {number} measures; the other {number - len(rows)} have tallies.\n\n"
    )
    return head + _table(("编号 id", "指标 measure", "原因 why"), rows)


def _chapter(programme: Programme, item: Item) -> str:
    measures = [programme.measures[name] for name in item.measures]
    head = f"## {item.id} {_title(item.title)}\n\n"
    return head + _table((*HEAD, *LISTS), (_row(programme, one) for one in measures))


def _row(programme: Programme, measure: Measure) -> Sequence[str]:
    from services.gateway.read_model.tallies.serving import serves

    own = (f"`{measure.id}`", _title(measure.title), f"{KINDS[measure.kind]} {measure.kind}")
    if measure.awaits:
        return *own, *(NOTHING for _ in (*HEAD, *LISTS)[len(own) :])
    return *own, *(_of_tallies(programme, measure) if serves(measure) else _of_rows(measure))


def _of_rows(measure: Measure) -> Iterator[str]:
    """Its number, a day or a unit of it, its facts, its gaps, and what was known then."""
    return iter((BY_ROWS, "全部行 all rows", ALL, ALL if measure.compares else NOTHING, BY_ROWS))


def _of_tallies(programme: Programme, measure: Measure) -> Iterator[str]:
    """The same of a measure that has tallies."""
    from services.gateway.read_model.tallies.serving import counts_facts, keeps_amounts_apart, upkeep_by_measure

    yield f"{TALLIED}: {KEPT[upkeep_by_measure(programme)[measure.id].name]}"
    yield "月＋日 months and days" + ("，每数值 each amount" if keeps_amounts_apart(measure) else "")
    yield "按页 a page，" + ("合计 a sum" if counts_facts(measure) else "数出 counted")
    yield "按页 a page，合计 a sum" if measure.compares else NOTHING
    yield "更正 corrected"


def _title(words: Mapping[str, str]) -> str:
    return f"{words['zh']} {words['en']}"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines) + "\n"
