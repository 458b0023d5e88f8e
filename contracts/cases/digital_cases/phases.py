"""Which phases of a digital city case, and which roles, its steps speak of."""

TAKERS = "clerk, captain, officer"
CENTRE = "clerk, captain, inspector"
APPROVERS = "captain, leader, inspector"
FILED = "filed, dispatched, received, sent_back, disposing, deferred, disposed, checked"
