"""How a process is configured from outside: one service's part of what a deployment says once."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.chassis.base import settings
from services.chassis.base.settings import Misconfigured, Settings


def read_settings(**more: str) -> Settings:
    return settings.from_environment("outreach", {"AMQP_URI": "amqp://{service}@broker:5672/%2F"} | more)


def test_addresses_are_written_once_for_all_services_and_passwords_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "broker").write_text("p@ss/word\n")
    (tmp_path / "database").write_text("s3cret\n")
    configuration = read_settings(
        AMQP_PASSWORD_FILE=str(tmp_path / "broker"),
        DATABASE_URL="postgresql://{service}@postgres:5432/{service}",
        DATABASE_PASSWORD_FILE=str(tmp_path / "database"),
    )
    assert configuration.amqp_uri == "amqp://outreach:p%40ss%2Fword@broker:5672/%2F"
    assert configuration.database_url == "postgresql://outreach:s3cret@postgres:5432/outreach"


def test_an_address_may_hold_its_password_as_before() -> None:
    assert read_settings(AMQP_URI="amqp://a:b@broker/").amqp_uri == "amqp://a:b@broker/"


def test_whose_the_topology_is_to_declare_is_one_of_two_words() -> None:
    assert not read_settings().topology_given
    assert read_settings(TOPOLOGY="given").topology_given
    with pytest.raises(Misconfigured, match="TOPOLOGY"):
        read_settings(TOPOLOGY="maybe")


def test_metrics_are_shown_only_where_an_address_is_given() -> None:
    assert read_settings().metrics_address is None
    assert read_settings(METRICS_ADDRESS="0.0.0.0:9463").metrics_address == ("0.0.0.0", 9463)
    with pytest.raises(Misconfigured, match="METRICS_ADDRESS"):
        read_settings(METRICS_ADDRESS="9463")


def test_proxies_are_addresses_or_networks_and_bounds_are_whole_numbers() -> None:
    configuration = read_settings(TRUSTED_PROXIES="10.0.0.7, 10.1.0.0/16", REQUEST_RATE="5", MOST_STREAMS="")
    assert [str(one) for one in configuration.trusted_proxies] == ["10.0.0.7/32", "10.1.0.0/16"]
    assert (configuration.request_rate, configuration.most_streams, configuration.most_connections) == (5, 8, 6000)
    for name, wrong in (("TRUSTED_PROXIES", "proxy.example"), ("REQUEST_RATE", "0"), ("MOST_CONNECTIONS", "many")):
        with pytest.raises(Misconfigured, match=name):
            read_settings(**{name: wrong})


def test_a_gateway_leaves_at_once_unless_it_is_told_for_how_long_to_answer_on() -> None:
    assert (read_settings().drain, read_settings(DRAIN_SECONDS="4").drain) == (0, 4)
    for wrong in ("soon", "-1", "21"):
        with pytest.raises(Misconfigured, match="DRAIN_SECONDS"):
            read_settings(DRAIN_SECONDS=wrong)


def test_posts_that_ask_for_a_second_factor_are_roles_and_the_administrators_always_does() -> None:
    assert read_settings(SECOND_FACTOR_ROLES="").second_factor_roles == {"administrator", "operator"}
    assert "captain" in read_settings(SECOND_FACTOR_ROLES="administrator, captain").second_factor_roles
    for wrong, why in (("administrator, sheriff", "sheriff"), ("captain", "administrator")):
        with pytest.raises(Misconfigured, match=f"SECOND_FACTOR_ROLES.*{why}"):
            read_settings(SECOND_FACTOR_ROLES=wrong)


def test_the_keys_of_a_bucket_are_the_gateways_alone_and_go_together(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n")
    bucket = {"AMQP_URI": "amqp://a:b@broker/", "EVIDENCE_URL": "s3://bureau/evidence", "S3_ACCESS_KEY": "papers"}
    whole = bucket | {"S3_SECRET_KEY_FILE": str(tmp_path / "secret")}
    assert settings.from_environment("gateway", whole).bucket.secret_key == "s3cret"
    assert settings.from_environment("outreach", whole).bucket.secret_key == ""
    with pytest.raises(Misconfigured, match="S3_SECRET_KEY"):
        settings.from_environment("gateway", bucket)
    with pytest.raises(Misconfigured, match="S3_ENDPOINT"):
        settings.from_environment("gateway", whole | {"S3_ENDPOINT": "nowhere"})
