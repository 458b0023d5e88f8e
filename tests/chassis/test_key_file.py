from __future__ import annotations

from pathlib import Path

import pytest

from services.chassis.base import key_file, settings


def test_a_secret_is_drawn_once_and_readable_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "some.key"
    drawn = key_file.load_or_create(path)
    assert len(drawn) >= 32
    assert key_file.load_or_create(path) == drawn
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["some.key"], "no draft is left"


def test_an_empty_file_that_a_crash_left_is_drawn_anew(tmp_path: Path) -> None:
    (tmp_path / "some.key").touch()
    assert key_file.load_or_create(tmp_path / "some.key")


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"AMQP_URI": "amqp://a:b@localhost:5672/", "CAMPAIGN_HOME": str(tmp_path)} | more


def test_the_key_for_personal_data_is_read_from_the_file_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("k" * 40 + "\n")
    configuration = settings.from_environment("outreach", environment(tmp_path, PERSONAL_DATA_KEY_FILE=str(file)))
    assert configuration.personal_data_key == "k" * 40
    assert "kkk" not in repr(configuration)
    assert settings.from_environment("outreach", environment(tmp_path)).personal_data_key == ""


def test_a_short_key_stops_the_start_and_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(settings.Misconfigured) as refused:
        settings.from_environment("outreach", environment(tmp_path, PERSONAL_DATA_KEY="hunter2"))
    assert "PERSONAL_DATA_KEY" in str(refused.value)
    assert "hunter2" not in str(refused.value)
