"""The compose files as a stack of Swarm: what `docker stack deploy` is given."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from contracts import catalogue
from operations.deployment import stack

ROOT = Path(__file__).parents[2]
FILES = ("docker-compose.yml", "deploy/cluster.yml")
NODES = ["etcd", "etcd-2", "etcd-3", "postgres", "postgres-2", "postgres-3", "rabbitmq", "rabbitmq-2", "rabbitmq-3"]
GATEWAY: dict[str, Any] = {
    "image": "suite",
    "build": {"context": "."},
    "depends_on": {"migrate": {"condition": "service_completed_successfully"}},
    "deploy": {"replicas": 2, "resources": {"limits": {"cpus": 2, "memory": "1", "pids": 8}}, "placement": {}},
    "entrypoint": None,
    "restart": "unless-stopped",
    "security_opt": ["no-new-privileges:true"],
    "tmpfs": ["/tmp:size=2m,mode=1777"],
    "networks": {"front": None},
    "healthcheck": {"test": ["CMD", "true"]},
    "ports": [{"mode": "ingress", "host_ip": "127.0.0.1", "target": 8443, "published": "8463", "protocol": "tcp"}],
    "secrets": [{"source": "token-key", "target": "/var/lib/campaign/secrets/token.key"}],
    "volumes": [{"type": "volume", "source": "evidence", "target": "/papers", "volume": {}}],
}


def stack_with(shared: dict[str, str] | None = None, secret: bytes = b"key", **services: Any) -> dict[str, Any]:
    """The stack of a gateway, and of what else is said."""
    merged = {
        "name": "bureau",
        "services": {"gateway": GATEWAY, **services},
        "networks": {
            "front": {"name": "bureau_front", "internal": True, "ipam": {"config": [{"subnet": "10.1.0.0/24"}]}}
        },
        "volumes": {"evidence": {"name": "bureau_evidence"}},
        "secrets": {"token-key": {"file": "/secrets/token-key"}, "grafana-admin": {"file": "/secrets/grafana-admin"}},
    }
    return stack.stack_of(merged, lambda _file: secret, shared or {})


def test_a_service_keeps_what_swarm_takes_and_says_the_rest_in_its_words() -> None:
    gateway = stack_with()["services"]["gateway"]
    assert not {"build", "depends_on", "restart", "security_opt", "tmpfs", "entrypoint"} & gateway.keys()
    deployment = gateway["deploy"]
    assert (deployment["replicas"], deployment["endpoint_mode"], deployment["restart_policy"]) == (
        2,
        "dnsrr",
        stack.AGAIN,
    )
    assert (deployment["update_config"]["order"], deployment["update_config"]["failure_action"]) == (
        "start-first",
        "rollback",
    )
    assert deployment["resources"]["limits"]["cpus"] == "2"
    assert {"type": "tmpfs", "target": "/tmp", "tmpfs": {"size": 2 << 20}} in gateway["volumes"]
    assert gateway["ports"] == [{"target": 8443, "published": 8463, "protocol": "tcp", "mode": "host"}]
    assert gateway["healthcheck"] == GATEWAY["healthcheck"] | {"start_period": "5m"}


def test_networks_lie_over_all_hosts_and_keep_who_may_leave_them() -> None:
    front = stack_with()["networks"]["front"]
    assert (front["driver"], front["internal"], front["ipam"]["config"]) == (
        "overlay",
        True,
        [{"subnet": "10.1.0.0/24"}],
    )


def test_a_secret_is_another_one_when_its_file_is() -> None:
    before, after = (stack_with(secret=one)["secrets"] for one in (b"key", b"another"))
    assert set(before) == {"token-key"}, "what nobody is given is not made"
    assert before["token-key"]["name"].startswith("bureau_token-key_")
    assert before["token-key"]["name"] != after["token-key"]["name"]
    assert before["token-key"]["file"] == "/secrets/token-key"


def test_a_bound_file_is_a_configuration_and_a_bound_folder_one_for_each_file(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("a: b")
    (tmp_path / ".gitignore").write_text("*")
    bound = {"type": "bind", "source": str(tmp_path), "target": "/exchange"}
    conf = {"type": "bind", "source": str(tmp_path / "map.yaml"), "target": "/etc/a.conf"}
    made = stack_with(exchange=GATEWAY | {"volumes": [bound]}, twin=GATEWAY | {"volumes": [conf]})
    assert made["services"]["exchange"]["configs"] == [{"source": "exchange-map.yaml", "target": "/exchange/map.yaml"}]
    assert made["services"]["twin"]["configs"] == [{"source": "exchange-map.yaml", "target": "/etc/a.conf"}]
    assert {name: one["file"] for name, one in made["configs"].items()} == {
        "exchange-map.yaml": str(tmp_path / "map.yaml")
    }


def test_papers_lie_where_all_hosts_reach_them_if_that_is_said() -> None:
    assert stack_with()["volumes"] == {"evidence": {}}
    shared = {"type": "nfs", "o": "addr=10.0.0.9", "device": ":/papers"}
    assert stack_with(shared)["volumes"] == {"evidence": {"driver_opts": shared}}


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    """The stack of the files as they stand."""
    if shutil.which("docker") is None or subprocess.run(["docker", "compose", "version"], check=False).returncode:
        pytest.skip("no docker compose to lay one file over another")
    files = [word for name in FILES for word in ("--file", str(ROOT / name))]
    command = ["docker", "compose", *files, "config", "--format", "json"]
    merged = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout)
    return stack.stack_of(merged, lambda _file: b"", {})


def test_of_nodes_and_proxies_one_runs_on_each_host_where_its_volume_is(real: dict[str, Any]) -> None:
    places = {name: one["deploy"].get("placement", {}) for name, one in real["services"].items()}
    bound = {name: one for name, one in places.items() if "constraints" in one}
    assert {name for name, one in places.items() if one.get("max_replicas_per_node") == 1} == {*catalogue.SUITE}
    assert sorted(bound) == sorted([*NODES, "proxy", "proxy-2"])
    hosts = {name: one["constraints"][0][-1] for name, one in bound.items()}
    assert [hosts[name] for name in NODES] == ["1", "2", "3"] * 3
    assert (hosts["proxy"], hosts["proxy-2"]) == ("1", "2")
    assert {real["services"][name]["deploy"]["update_config"]["order"] for name in bound} == {"stop-first"}


def test_nodes_find_each_other_before_they_are_well(real: dict[str, Any]) -> None:
    watched = {name for name, one in real["services"].items() if "healthcheck" in one}
    assert watched == {*catalogue.SUITE, "proxy", "proxy-2"}


def test_a_job_runs_until_it_succeeds_and_where_a_host_reads_what_it_writes_on_each(real: dict[str, Any]) -> None:
    modes = {name: one["deploy"]["mode"] for name, one in real["services"].items() if "mode" in one["deploy"]}
    once = dict.fromkeys(("databases", "migrate", "topology"), "replicated-job")
    assert modes == once | {"definitions": "global-job", "public-keys": "global-job"}
    policies = {real["services"][name]["deploy"]["restart_policy"]["condition"] for name in modes}
    assert policies == {"on-failure"}
