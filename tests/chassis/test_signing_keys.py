"""Each service signs with its own key; a public key that was replaced still checks what it signed."""

from pathlib import Path

import pytest

from services.chassis.base import settings, signing_keys
from services.chassis.base.settings import Misconfigured
from services.chassis.base.signing_keys import SigningKey, VerifyingKeys

BROKER = {"AMQP_URI": "amqp://guest:guest@localhost:5672/"}


def test_what_a_service_signed_is_its_own_and_nobody_elses(tmp_path: Path) -> None:
    cases = signing_keys.load(settings.from_environment("cases", BROKER | {"CAMPAIGN_HOME": str(tmp_path)}))
    signing_keys.load(settings.from_environment("outreach", BROKER | {"CAMPAIGN_HOME": str(tmp_path)}))
    keys = VerifyingKeys(tmp_path / "secrets" / "signing")
    signature = cases.sign(b"said")
    assert keys.verify("cases", cases.id, signature, b"said")
    assert not keys.verify("cases", cases.id, signature, b"said otherwise")
    assert not keys.verify("outreach", cases.id, signature, b"said")
    assert not keys.verify("training", cases.id, signature, b"said"), "it has published none"


def test_the_key_is_drawn_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    configuration = settings.from_environment("cases", BROKER | {"CAMPAIGN_HOME": str(tmp_path)})
    assert signing_keys.load(configuration).public == signing_keys.load(configuration).public
    assert (tmp_path / "secrets" / "signing" / "cases.key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_follows_another_leaves_what_was_signed_before_readable(tmp_path: Path) -> None:
    keys, old, new = VerifyingKeys(tmp_path), SigningKey(b"a" * 32), SigningKey(b"b" * 32)
    signing_keys.publish(tmp_path, "cases", old)
    assert keys.verify("cases", old.id, old.sign(b"then"), b"then")
    signing_keys.publish(tmp_path, "cases", new)
    assert signing_keys.public_keys(tmp_path, "cases") == [new.public, old.public]
    assert keys.verify("cases", new.id, new.sign(b"now"), b"now"), "read anew, since it is unknown"
    assert VerifyingKeys(tmp_path).verify("cases", old.id, old.sign(b"then"), b"then")


def test_a_key_may_be_given_and_must_be_long(tmp_path: Path) -> None:
    given = BROKER | {"CAMPAIGN_HOME": str(tmp_path), "SIGNING_KEY": "k" * 40}
    assert signing_keys.load(settings.from_environment("cases", given)).public == SigningKey(b"k" * 40).public
    assert "kkk" not in repr(settings.from_environment("cases", given))
    with pytest.raises(Misconfigured, match="SIGNING_KEY"):
        settings.from_environment("cases", given | {"SIGNING_KEY": "short"})
