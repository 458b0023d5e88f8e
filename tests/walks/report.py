"""What the jobs cost, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from tests.walks.jobs import Job
from tests.walks.walker import Effort

HEAD = """# What the jobs cost 办事所需

Each job as a person walks it in Chromium over a suite with a squadron of twenty (synthetic 合成), from the page on
which they land after signing in: `python -m tests.walks --page docs/jobs.md` walks them and writes this page. A touch
is a tap or a click, two where something is chosen from a list or a file is attached; what stands there already costs
nothing. Where several people take part, the pages on which they land after signing in are counted apart. Bytes are as
sent, style sheet and scripts included. *Before* is what was counted by hand when the pages were first tried.

| job | touches | fields | keystrokes | pages | KB sent | before |
|---|---|---|---|---|---|---|
"""


def _pages(effort: Effort) -> str:
    """How many pages; where several people took part, without those on which they landed."""
    return str(effort.pages) if effort.landings == 1 else f"{effort.pages - effort.landings} + {effort.landings}"


def table(walked: Sequence[tuple[Job, Effort]]) -> str:
    """The page."""
    rows = (
        (job.name, it.touches, it.fields, it.keystrokes, _pages(it), round(it.sent / 1000), job.before)
        for job, it in walked
    )
    return HEAD + "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)
