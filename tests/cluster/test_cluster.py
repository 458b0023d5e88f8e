"""A cluster comes up from nothing, is spoken to by https, and loses nothing when one of anything is lost.

The tests share one cluster and run in their order; what each finds does not depend on the one before.
"""

from __future__ import annotations

import json
import socket
import ssl

import pytest

from tests.cluster import report
from tests.cluster.run import Run
from tests.cluster.stack import SLOW, ClusterStack
from tests.cluster.two_ways import HOST, NAME
from tests.suite import SERVICES, until

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
EMPTY_SETTINGS = bytes(3) + b"\x04" + bytes(5)
SETTINGS = 4
SHORT = ("database killed", "broker frozen", "proxy killed", "gateway alone")


def test_the_cluster_comes_up_from_nothing_and_every_node_follows(
    stack: ClusterStack, capsys: pytest.CaptureFixture[str]
) -> None:
    # On a slow machine a service that has just begun is at times too late to be called there.
    until(lambda: stack.get("/readyz", token="").json["ready"], "all services answer", SLOW)
    assert set(stack.get("/readyz", token="").json["services"]) == set(SERVICES)
    until(stack.is_whole, "every node follows", SLOW)
    with capsys.disabled():
        print("", *(f"{what}: {seconds:.1f} s" for what, seconds in stack.took.items()), sep="\n")  # noqa: T201


def test_each_proxy_shows_its_certificate_and_speaks_the_second_version(stack: ClusterStack) -> None:
    trust = ssl.create_default_context(cafile=stack.ways.authority)
    trust.set_alpn_protocols(["h2"])
    for port in stack.ways.ports:
        with (
            socket.create_connection((HOST, port), timeout=10) as bare,
            trust.wrap_socket(bare, server_hostname=NAME) as connection,
        ):
            assert connection.selected_alpn_protocol() == "h2"
            connection.sendall(PREFACE + EMPTY_SETTINGS)
            assert connection.recv(9)[3] == SETTINGS


def test_one_of_anything_lost_loses_nothing_and_doubles_nothing(
    stack: ClusterStack, capsys: pytest.CaptureFixture[str]
) -> None:
    result = Run(stack, 463).go(20, SHORT)
    with capsys.disabled():
        print("", json.dumps(result), sep="\n")  # noqa: T201
    assert {name: result[name] for name in report.BREACHES} == dict.fromkeys(report.BREACHES, 0)
    assert result["acknowledged"]
    assert result["faults"]
