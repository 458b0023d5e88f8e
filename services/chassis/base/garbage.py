"""How often the interpreter looks for circles of garbage in everything that it holds."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, WHOLE = 700, 10, 100
"""Objects made until the youngest are looked through; after how many such looks the next generation is; and after how
many of those everything. The last is ten times the interpreter's own: a look through everything stops all greenlets,
for 0.1 s in a service at rest and 0.5 s beside five thousand connections, and little is found by it."""


def look_seldom() -> None:
    """Never again look through what was loaded by now, which stays as long as the process; and seldom through all."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, WHOLE)
