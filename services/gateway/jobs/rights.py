"""As whom a job goes on: its account in the post in which it was begun, if it has that still."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.errors import Unauthenticated
from services.chassis.records.command import PROGRAM
from services.gateway.accounts.identity import Identity, NoPost
from services.gateway.accounts.jobs.kept_jobs import JobOwner
from services.gateway.http import bearer_tokens
from services.gateway.http.bearer_tokens import Bearer


@dataclass(frozen=True)
class JobRights:
    """Knows what the owner of a job may do now: asked again for every part."""

    identity: Identity

    def bearer(self, owner: JobOwner) -> Bearer:
        """Whom a job acts as. Raises Unauthenticated where the account was closed, or has the post no more."""
        if owner.account.startswith(PROGRAM):
            return self._program(owner)
        if (tool := bearer_tokens.machine(owner.role)) and tool.id == owner.account:
            return tool
        account = self.identity.directory.find(owner.account)
        if account is None or not account.open:
            raise Unauthenticated("account")
        post = (owner.role, owner.unit, owner.behalf)
        if post not in [(one.role, one.unit, one.on_behalf_of) for one in self.identity.posts_of(account)]:
            raise NoPost
        return Bearer(account.id, *post)

    def _program(self, owner: JobOwner) -> Bearer:
        name = owner.account.removeprefix(PROGRAM)
        key = self.identity.keys.get(name)
        if key is None or not key.lasts or (key.role, key.unit) != (owner.role, owner.unit):
            raise Unauthenticated("key")
        return Bearer(owner.account, key.role, key.unit)
