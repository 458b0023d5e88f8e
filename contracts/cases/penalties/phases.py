"""Which phases of a penalty case, and which roles, its steps speak of."""

OPEN = "filed, investigated, proposed, noticed"
"""Filed, and not decided yet."""
NOTICED = "proposed, noticed"
DECIDED = "decided, served, closed, archived"
MONEY = "served, closed"
ALL = f"clue, verified, not_filed, {OPEN}, no_violation, exempted, handed_over, withdrawn, {DECIDED}"
ACTING = "officer, clerk, captain"
HEADS = "captain, leader"
IN_CHARGE = "leader"
"""行政机关负责人: who decides and approves where the law says so (Penalty Law art. 43, 56, 57; Coercion Law art. 18).

Another person acts for them by a delegation of their post.
"""
