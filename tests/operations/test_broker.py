"""Finding a broker: one way that works, or one sentence that names all three."""

import os
from pathlib import Path

import pytest

from operations.base.errors import BrokerAway, WrongSetting
from operations.broker import amqp, broker, node, packages
from tests.broker import environment


def test_the_operators_own_broker_is_taken_as_it_is(broker_uri: str, tmp_path: Path) -> None:
    running = broker.ensure(environment(tmp_path, AMQP_URI=broker_uri))
    assert (running.uri, running.process) == (broker_uri, None)
    running.stop()
    amqp.probe(broker_uri)


def test_a_uri_may_stand_in_a_file(broker_uri: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{broker_uri}\n")
    assert broker.find(environment(tmp_path, AMQP_URI_FILE=str(tmp_path / "secret"))) == broker.External(broker_uri)


def test_a_broker_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(BrokerAway, match=r"amqp://me@127.0.0.1:9/ does not answer: .*refused") as caught:
        broker.find(environment(tmp_path, AMQP_URI="amqp://me:secret@127.0.0.1:9/"))
    assert "secret" not in str(caught.value)
    assert caught.value.code == 2


def test_a_wrong_password_is_named(broker_uri: str, tmp_path: Path) -> None:
    user, _, place = broker_uri.rpartition("@")
    with pytest.raises(BrokerAway, match="ACCESS_REFUSED"):
        broker.find(environment(tmp_path, AMQP_URI=f"{user}wrong@{place}"))


def test_what_is_no_uri_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="AMQP_URI"):
        broker.find(environment(tmp_path, AMQP_URI="rabbit"))


def test_without_a_broker_one_message_names_the_three_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "server", lambda: None)
    monkeypatch.setattr(packages, "possible", lambda: False)
    with pytest.raises(broker.NoBroker) as caught:
        broker.find(environment(tmp_path))
    message = str(caught.value)
    assert all(way in message for way in ("AMQP_URI", "apt install rabbitmq-server", "as root"))
    assert "\n" not in message


def test_a_tool_beside_a_home_that_never_started_says_so(tmp_path: Path) -> None:
    with pytest.raises(broker.Unnamed, match="AMQP_URI"):
        broker.known_uri(environment(tmp_path))


def test_packages_start_no_services_and_an_owners_policy_stays(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    with packages._services_denied(policy):
        assert "exit 101" in policy.read_text()
        assert os.access(policy, os.X_OK)
    assert not policy.exists()

    policy.write_text("the owner's")
    with packages._services_denied(policy):
        assert policy.read_text() == "the owner's"
    assert policy.exists()
