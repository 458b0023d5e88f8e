"""What a deployment writes is what each service signs with."""

from __future__ import annotations

from pathlib import Path

from operations.deployment import databases, public_keys
from services.chassis.base import settings, signing_keys
from services.chassis.base.signing_keys import VerifyingKeys


def draw(folder: Path, mark: str) -> None:
    for service in databases.SERVICES:
        (folder / f"signing-{service}").write_text(f"{mark * 40}-{service}\n")


def own_key(service: str, secrets: Path) -> signing_keys.SigningKey:
    """The key of a service whose secret is mounted."""
    broker = {"AMQP_URI": "amqp://guest:guest@localhost:5672/"}
    file = {"SIGNING_KEY_FILE": str(secrets / f"signing-{service}")}
    return signing_keys.load(settings.from_environment(service, broker | file))


def test_each_service_is_known_by_the_key_that_it_signs_with(tmp_path: Path) -> None:
    draw(tmp_path, "a")
    public_keys.write(tmp_path, tmp_path)
    keys = VerifyingKeys(tmp_path)
    for service in databases.SERVICES:
        key = own_key(service, tmp_path)
        assert keys.verify(service, key.id, key.sign(b"said"), b"said")
    assert not keys.verify("cases", own_key("outreach", tmp_path).id, own_key("outreach", tmp_path).sign(b"x"), b"x")


def test_a_new_secret_leaves_the_old_public_key_readable(tmp_path: Path) -> None:
    draw(tmp_path, "a")
    public_keys.write(tmp_path, tmp_path)
    old = own_key("gateway", tmp_path)
    draw(tmp_path, "b")
    public_keys.write(tmp_path, tmp_path)
    assert signing_keys.public_keys(tmp_path, "gateway") == [own_key("gateway", tmp_path).public, old.public]
    assert not list(tmp_path.glob("*.pub.*"))
