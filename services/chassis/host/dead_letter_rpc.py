"""What every service answers over RPC of the messages that it could not handle."""

from __future__ import annotations

from typing import Any

from contracts.errors import Invalid, Unknown, fault
from contracts.operations.dead_letters import (
    ACTS,
    LetterPage,
    LetterRequest,
    LettersRequest,
    SettleLetterRequest,
    SettlementReply,
    WholeLetter,
)
from contracts.wire import JsonObject
from services.chassis.host.answers import answer
from services.chassis.host.signed_rpc import rpc
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.letters.desk import LetterDesk


class DeadLetterRpc:
    """A service that may have an inbox: its requests are those of `contracts.operations.dead_letters`."""

    name: str

    def own_inbox(self) -> Inbox | None:
        """The service's inbox; None: it has none, and so no dead letters."""
        raise NotImplementedError

    @rpc  # type: ignore[untyped-decorator]
    def dead_letters(self, *payload: Any) -> JsonObject:
        """The first of its dead letters."""
        return answer(self._page, LettersRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def dead_letter(self, *payload: Any) -> JsonObject:
        """One of its dead letters whole."""
        return answer(self._letter, LetterRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def settle_dead_letter(self, *payload: Any) -> JsonObject:
        """Send one back to the inbox, or throw it away."""
        return answer(self._settle, SettleLetterRequest.from_payload(payload))

    def _page(self, request: LettersRequest) -> LetterPage:
        inbox = self.own_inbox()
        return LetterPage(0) if inbox is None else inbox.letters.page(request.most)

    def _letter(self, request: LetterRequest) -> WholeLetter:
        return self._desk(request.id).letter(request.id)

    def _settle(self, request: SettleLetterRequest) -> SettlementReply:
        if request.act not in ACTS:
            raise Invalid("act", errors=[fault("act", f"One of {', '.join(ACTS)}", f"应为 {'、'.join(ACTS)} 之一")])
        return self._desk(request.id).settle(request.act, request.id, request.by)

    def _desk(self, id_: str) -> LetterDesk:
        inbox = self.own_inbox()
        if inbox is None:
            raise Unknown(id_)
        return inbox.letters
