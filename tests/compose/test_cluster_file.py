"""deploy/cluster.yml says what docker-compose.yml says, and has two or three of everything; this needs no engine."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.compose.stack import COMPOSE
from tests.suite import SERVICES


class Loader(yaml.SafeLoader):
    """Reads the words by which compose is told to put something in the place of a list, and not behind it."""


def read_in_place(loader: Loader, node: yaml.Node) -> Any:
    """What stands behind such a word."""
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    assert isinstance(node, yaml.SequenceNode)
    return loader.construct_sequence(node, deep=True)


for word in ("!override", "!reset"):
    Loader.add_constructor(word, read_in_place)

FOLDER = COMPOSE.parent / "deploy" / "cluster"
BASE: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
FILE: dict[str, Any] = yaml.load((COMPOSE.parent / "deploy" / "cluster.yml").read_text(encoding="utf-8"), Loader)
ALL: dict[str, Any] = FILE["services"]
NODES = {name: [name, f"{name}-2", f"{name}-3"] for name in ("postgres", "rabbitmq", "etcd")}
PROXIES = ["proxy", "proxy-2"]
NEW = [one for name in NODES for one in NODES[name] if one not in BASE["services"]] + PROXIES


def test_every_service_runs_twice_and_what_keeps_things_three_times() -> None:
    assert {name for name, one in ALL.items() if one.get("deploy", {}).get("replicas") == 2} == set(SERVICES)
    assert {*ALL} - set(BASE["services"]) == set(NEW)
    for nodes in NODES.values():
        stores = [ALL[one]["volumes"][0].partition(":")[0] for one in nodes]
        assert stores == nodes, "each node has a volume of its own"
        assert set(stores) <= {*FILE["volumes"], *BASE["volumes"]}


@pytest.mark.parametrize("name", [*NEW, "postgres", "rabbitmq"])
def test_a_container_can_do_nothing_but_its_work(name: str) -> None:
    one = ALL[name]
    assert (one["read_only"], one["cap_drop"], one["init"]) == (True, ["ALL"], True)
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one["logging"]["options"].keys() == {"max-size", "max-file"}
    assert one["deploy"]["resources"]["limits"].keys() == {"memory", "cpus", "pids"}
    assert one["restart"] == "unless-stopped"
    assert one["healthcheck"]["test"][0] == "CMD"


def test_only_the_proxies_are_reached_from_outside() -> None:
    assert {name for name, one in ALL.items() if one.get("ports")} == set(PROXIES)
    assert ALL["gateway"]["ports"] == []
    assert FILE["networks"]["front"]["internal"] is FILE["networks"]["election"]["internal"] is True
    # What runs while an operator's command does asks the store's members how they stand; nothing that stays does.
    assert {name for name, one in ALL.items() if "election" in one.get("networks", [])} == {
        *NODES["postgres"],
        *NODES["etcd"],
        "tools",
    }
    assert BASE["services"]["tools"]["profiles"] == ["tools"]
    # Who comes by this network is believed about whom it speaks for.
    assert {name for name, one in ALL.items() if "front" in one.get("networks", [])} == {*PROXIES, "gateway"}
    assert ALL["gateway"]["environment"]["TRUSTED_PROXIES"] in str(FILE["networks"]["front"])


def test_services_reach_broker_and_database_by_a_name_that_both_proxies_bear() -> None:
    for name in PROXIES:
        aliases = [one["aliases"] for one in ALL[name]["networks"].values() if one]
        assert aliases == [["broker"], ["database"]]
    for name in SERVICES:
        places = ALL[name]["environment"]
        assert "@broker:5672/" in places["AMQP_URI"]
        assert "@database:5432/" in places["DATABASE_URL"]


def test_the_cluster_begins_with_the_node_that_may_bring_data_along() -> None:
    roles = {one: ALL[one]["environment"]["ROLE"] for one in NODES["postgres"]}
    assert roles == {"postgres": "first", "postgres-2": "other", "postgres-3": "other"}
    (first,) = [one for one in (FOLDER / "postgres" / "Dockerfile").read_text().splitlines() if "bootstrap.yml" in one]
    assert first.endswith("/etc/patroni/first/")
    assert "bootstrap" not in yaml.safe_load((FOLDER / "postgres" / "node.yml").read_text())


def test_no_write_is_confirmed_by_one_disk_alone() -> None:
    rules = yaml.safe_load((FOLDER / "postgres" / "bootstrap.yml").read_text())["bootstrap"]["dcs"]
    assert (rules["synchronous_mode"], rules["synchronous_mode_strict"]) == ("quorum", True)
    assert rules["loop_wait"] + 2 * rules["retry_timeout"] <= rules["ttl"]


def test_every_node_is_named_where_its_kind_is_asked() -> None:
    proxy, broker = (FOLDER / "haproxy.cfg").read_text(), (FOLDER / "rabbitmq.conf").read_text()
    for name in (*NODES["postgres"], *NODES["rabbitmq"]):
        assert f"server {name} {name}:" in proxy
    for number, name in enumerate(NODES["rabbitmq"], 1):
        assert f"nodes.{number} = rabbit@{name}\n" in broker
    store = (FOLDER / "postgres" / "start-etcd").read_text()
    assert all(f"{name}=http://{name}:2380" in store for name in NODES["etcd"])


def test_secrets_are_drawn_but_for_the_certificate() -> None:
    drawn = set(FILE["secrets"]) - {"tls-certificate", "tls-key"}
    assert drawn == {"broker-cookie", "database-replication"}
    variables = [(key, value) for one in ALL.values() for key, value in one.get("environment", {}).items()]
    assert not [key for key, _ in variables if key.endswith(("PASSWORD", "KEY", "SECRET", "TOKEN"))]
    assert not [value for _, value in variables if "://" in value and value.rpartition("@")[0].count(":") > 1]
