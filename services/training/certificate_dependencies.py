"""What a certificate rests on is not taken from under it."""

from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record
from services.chassis.records.rules import LookupFunction


class CertificateRests(Refused):
    """A certificate rests on this; void the certificate first."""

    slug, zh, article = "certificate-rests", "已凭此发证，请先作废证书", "局内规定"


def certificates(on: str) -> LookupFunction:
    """A look-up for the certificates that rest on a record, named by their field `on`, and were not revoked."""

    def look_up(record: Record, _form: Data, lookup: Lookup) -> list[Record]:
        dependents = lookup.where("training.certificates", **{on: record.id})
        return [certificate for certificate in dependents if certificate.status() != "revoked"]

    return look_up


def check_unreferenced(dependents: list[Record]) -> None:
    """Nothing rests on it. Raises CertificateRests, which names the certificates."""
    if dependents:
        raise CertificateRests(*(certificate.id for certificate in dependents))
