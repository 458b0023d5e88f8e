"""Private texts on their way in: what the rules, the journal and the digest of a command get in their stead."""

from __future__ import annotations

from typing import Any

from contracts.forms import Form, Token
from contracts.register import Step
from services.chassis.records import pseudonyms
from services.chassis.records.record import Data
from services.chassis.storage.vault import Vault


class Pseudonymiser:
    """Puts tokens in place of the private texts of one command; `texts` are those that the vault is to keep."""

    def __init__(self, vault: Vault) -> None:
        """`vault` draws the tokens."""
        self._vault = vault
        self.texts: dict[str, str] = {}

    def pseudonymise(self, form: type[Form], data: Data) -> Data:
        """A filled form with tokens in place of what says who somebody is. Raises Masked."""
        pseudonyms.refuse_masks(form, data)
        tokenised: Data = pseudonyms.map_texts(pseudonyms.shape(form), data, self._token)
        return tokenised

    def _token(self, text: str) -> Token:
        token = self._vault.token(text)
        if not isinstance(text, Token):
            self.texts[token] = text
        return token

    def for_digest(self, step: Step, payload: Any) -> Any:
        """A step's form, checked or not, as a digest may hold it: nobody guesses a telephone number from that."""
        return pseudonyms.map_texts(pseudonyms.shape_of_step(step), payload, self._vault.token)
