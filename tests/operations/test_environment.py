import datetime as dt
from pathlib import Path

import pytest

from operations.base.environment import ADDRESS, ROOT, Environment
from operations.base.errors import WrongSetting


def test_without_settings_the_home_is_under_the_project() -> None:
    environment = Environment.load({})
    assert (environment.home, environment.http_address, environment.amqp_uri) == (ROOT / ".campaign", ADDRESS, "")


def test_the_command_line_goes_before_the_environment() -> None:
    assert Environment.load({"HTTP_ADDRESS": "a:1"}, HTTP_ADDRESS="b:2").http_address == "b:2"
    assert Environment.load({"HTTP_ADDRESS": "a:1"}, HTTP_ADDRESS="").http_address == "a:1"


@pytest.mark.parametrize("wrong", ["8463", ":8463", "localhost:", "localhost:http", "localhost:0", "localhost:65536"])
def test_an_address_that_is_none_is_named(wrong: str) -> None:
    with pytest.raises(WrongSetting, match="HTTP_ADDRESS"):
        Environment.load({"HTTP_ADDRESS": wrong})


@pytest.mark.parametrize(
    ("listens", "opens"),
    [
        ("127.0.0.1:8463", "http://localhost:8463/"),
        ("0.0.0.0:80", "http://localhost:80/"),
        ("[::1]:8463", "http://localhost:8463/"),
        ("10.1.2.3:8463", "http://10.1.2.3:8463/"),
        ("[fd00::1]:8463", "http://[fd00::1]:8463/"),
    ],
)
def test_the_address_that_is_printed_can_be_opened_here(listens: str, opens: str) -> None:
    assert Environment.load({"HTTP_ADDRESS": listens}).address() == opens


@pytest.mark.parametrize("wrong", ["archive", "/home/of/it", "/home/of/it/archive", "/home"])
def test_an_archive_in_the_home_or_of_no_certain_place_is_named(wrong: str) -> None:
    with pytest.raises(WrongSetting, match="RECOVERY_FOLDER"):
        Environment.load({"CAMPAIGN_HOME": "/home/of/it", "RECOVERY_FOLDER": wrong})


def test_an_archive_of_sqlite_is_not_set_beside_another_database() -> None:
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        Environment.load({"RECOVERY_FOLDER": "/mnt/archive", "DATABASE_URL": "postgresql://u@h/{service}"})


def test_the_archive_is_tried_at_half_past_three_unless_another_hour_or_never_is_set() -> None:
    hours = [Environment.load({"DRILL_AT": at} if at else {}).drill_at() for at in ("", "22:15", "never")]
    assert hours == [dt.time(3, 30), dt.time(22, 15), None]
    with pytest.raises(WrongSetting, match="DRILL_AT"):
        Environment.load({"DRILL_AT": "half past three"})


def test_a_secrets_file_that_is_missing_is_named() -> None:
    with pytest.raises(WrongSetting, match="AMQP_URI_FILE"):
        Environment.load({"AMQP_URI_FILE": "/nowhere"})


def test_a_service_gets_what_the_operator_set(tmp_path: Path) -> None:
    variables = {"CAMPAIGN_HOME": str(tmp_path), "HTTP_ADDRESS": "a:1", "CAMPAIGN_DISTRICT": "320206", "PATH": "/bin"}
    assert Environment.load(variables).for_service("amqp://b") == {**variables, "AMQP_URI": "amqp://b"}
