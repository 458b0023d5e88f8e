"""A Chinese font is installed with the broker where there is none; elsewhere a word says which package gives one."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from operations.base.environment import Environment
from operations.broker import broker, fonts, node, packages


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages that were asked for; none is installed."""
    names: list[str] = []
    monkeypatch.setattr(packages, "install", lambda name, _inherited: names.append(name))
    return names


def test_a_font_is_known_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "NotoSansMono.ttf").touch()
    assert not fonts.is_there([tmp_path, tmp_path / "nowhere"])
    (tmp_path / "noto").mkdir()
    (tmp_path / "noto" / "NotoSerifCJK-Regular.ttc").touch()
    assert fonts.is_there([tmp_path])


def test_it_is_installed_where_there_is_none(tmp_path: Path, asked_for: list[str]) -> None:
    fonts.install_missing({}, [tmp_path])
    assert asked_for == ["fonts-noto-cjk"]
    (tmp_path / "simsun.ttc").touch()
    fonts.install_missing({}, [tmp_path])
    assert asked_for == ["fonts-noto-cjk"]


def test_where_it_cannot_be_installed_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str, _inherited: object) -> None:
        raise packages.NotInstalled(name)

    monkeypatch.setattr(packages, "install", fail)
    with capture_logs() as said:
        fonts.install_missing({}, [tmp_path])
    assert [one["install"] for one in said if one["event"] == "font.missing"] == ["apt install fonts-noto-cjk"]


def test_the_broker_brings_it_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked_for: list[str]) -> None:
    servers = iter([None, tmp_path / "rabbitmq-server"])
    monkeypatch.setattr(node, "server", lambda: next(servers))
    monkeypatch.setattr(packages, "possible", lambda: True)
    monkeypatch.setattr(fonts, "is_there", lambda _folders=(): False)
    broker.find(Environment.load({"CAMPAIGN_HOME": str(tmp_path)}))
    assert asked_for == ["rabbitmq-server", "fonts-noto-cjk"]


def test_beside_a_broker_that_is_there_the_package_is_named_and_nothing_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked_for: list[str]
) -> None:
    monkeypatch.setattr(node, "server", lambda: tmp_path / "rabbitmq-server")
    monkeypatch.setattr(fonts, "is_there", lambda _folders=(): False)
    with capture_logs() as said:
        broker.find(Environment.load({"CAMPAIGN_HOME": str(tmp_path)}))
    assert "font.missing" in [one["event"] for one in said]
    assert asked_for == []
