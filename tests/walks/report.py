"""What the jobs cost, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from tests.walks.jobs import Job
from tests.walks.walker import Effort

HEAD = """# What the jobs cost 办事所需

Each job as a person walks it in Chromium over a suite with a squadron of twenty (synthetic 合成), from the page on
which they land after signing in: `python -m tests.walks --page docs/jobs.md` walks them and writes this page. A touch
is a tap or a click, two where something is chosen from a list or a file is attached; what stands there already costs
nothing. Bytes are as sent, style sheet and scripts included. *Before* is what was counted by hand when the pages were
first tried.

| job | touches | keystrokes | pages | KB sent | before |
|---|---|---|---|---|---|
"""


def table(walked: Sequence[tuple[Job, Effort]]) -> str:
    """The page."""
    rows = (
        f"| {job.name} | {it.touches} | {it.keystrokes} | {it.pages} | {it.sent / 1000:.0f} | {job.before} |"
        for job, it in walked
    )
    return HEAD + "\n".join(rows) + "\n"
