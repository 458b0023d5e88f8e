"""The compose files as a stack of Docker Swarm over several hosts: what Swarm has other words for is said in them.

Swarm knows no order of starting: services wait for what they need, jobs are repeated until they succeed. It knows no
files of a host: secrets and configurations are its own, under names that change with what is in them, since none of
them can be written twice. And it tells the name of a container only once that is well, so that nodes which must know
each other before they are well are not asked whether they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

Service = dict[str, Any]
Files = Callable[[str], bytes]

VERSION = "3.12"
LABEL = "campaign"
"""The label of a host, 1, 2 or 3: on which of them a node or a proxy runs and has its volume."""
DIGITS = 8
KEPT = frozenset(
    {"cap_drop", "command", "entrypoint", "environment", "hostname", "image", "init", "logging", "read_only"}
    | {"stop_grace_period", "ulimits", "user"}
)
"""What is said in the same words. What is in no other function here Swarm does not take: `build`, `depends_on`,
`pull_policy`, `restart` but as a policy, and `security_opt`, which its engines set for all (`no-new-privileges`)."""
ON_EACH_HOST = frozenset({"definitions", "public-keys"})
"""Jobs that write what others on the same host read."""
KEEPERS = ("etcd", "postgres", "rabbitmq")
PROXIES = ("proxy",)
SHARED = "evidence"
"""The volume that all gateways see."""
START = "5m"
"""So long a container may take to become well: Swarm kills who takes longer, and on a busy host all begin at once."""
SHIFTS = {"": 0, "k": 10, "m": 20, "g": 30}
AGAIN = {"condition": "any", "delay": "5s"}
UNTIL_DONE = {"condition": "on-failure", "delay": "3s"}
BESIDE_THE_OLD = {"parallelism": 1, "order": "start-first", "failure_action": "rollback", "monitor": "30s"}
AFTER_THE_OLD = {"parallelism": 1, "order": "stop-first", "failure_action": "pause", "monitor": "30s"}


def stack_of(merged: Mapping[str, Any], read: Files, shared: Mapping[str, str]) -> dict[str, Any]:
    """The stack's file.

    merged  what `docker compose config --format json` says of docker-compose.yml with deploy/cluster.yml over it
    read    gives the bytes of a file of this machine
    shared  options of the driver for the papers' volume, as Docker's own takes them: type, o, device
    """
    name, services = str(merged["name"]), merged["services"]
    configs: dict[str, Any] = {}
    made = {one: _service(one, said, configs) for one, said in services.items()}
    used = {secret["source"] for one in made.values() for secret in one.get("secrets", ())}
    return {
        "version": VERSION,
        "services": made,
        "networks": {one: _network(said) for one, said in merged["networks"].items()},
        "volumes": {
            one: {"driver_opts": dict(shared)} if one == SHARED and shared else {} for one in merged["volumes"]
        },
        "secrets": {one: _file(name, one, merged["secrets"][one]["file"], read) for one in sorted(used)},
        "configs": {one: _file(name, one, file, read) for one, file in configs.items()},
    }


def _service(name: str, said: Mapping[str, Any], configs: dict[str, Any]) -> Service:
    service = {word: said[word] for word in said if word in KEPT and said[word] is not None}
    # A job that needs nobody gets a network without a way out.
    service["networks"] = said.get("networks") or {"backend": None}
    service["deploy"] = _deployment(name, said)
    service["volumes"] = [*_volumes(said, name, configs, service), *_memory(said)]
    if "secrets" in said:
        service["secrets"] = said["secrets"]
    if "healthcheck" in said and not _is(name, KEEPERS):
        service["healthcheck"] = said["healthcheck"] | {"start_period": START}
    if "ports" in said:
        service["ports"] = [_port(one) for one in said["ports"]]
    return service


def _is(name: str, some: tuple[str, ...]) -> bool:
    """Whether a name is one of some, or the second or third of one."""
    return name.rpartition("-")[0] in some or name in some


def host_of(name: str) -> int:
    """On which host a node or a proxy runs."""
    number = name.rpartition("-")[2]
    return int(number) if number.isdigit() else 1


def _deployment(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    limits = said["deploy"]["resources"]["limits"]
    deployment: dict[str, Any] = {
        "endpoint_mode": "dnsrr",
        "resources": {"limits": limits | {"cpus": str(limits["cpus"])}},
    }
    if said.get("restart") == "no":
        mode = "global-job" if name in ON_EACH_HOST else "replicated-job"
        return deployment | {"mode": mode, "restart_policy": UNTIL_DONE}
    deployment |= {"replicas": said["deploy"].get("replicas", 1), "restart_policy": AGAIN}
    if not _is(name, (*KEEPERS, *PROXIES)):
        deployment |= {"update_config": BESIDE_THE_OLD, "rollback_config": BESIDE_THE_OLD}
        # Never both on one host: after a loss and a return they would be, and the next loss takes both.
        return deployment | {"placement": {"max_replicas_per_node": 1}}
    placement = {"constraints": [f"node.labels.{LABEL} == {host_of(name)}"]}
    return deployment | {"placement": placement, "update_config": AFTER_THE_OLD}


def _volumes(said: Mapping[str, Any], name: str, configs: dict[str, Any], service: Service) -> Iterator[dict[str, Any]]:
    """The volumes; what was bound of a host's files becomes configurations of the service."""
    for one in said.get("volumes", ()):
        if one["type"] != "bind":
            yield one
            continue
        for file, target in _bound(Path(one["source"]), one["target"]):
            config = next((known for known, path in configs.items() if path == str(file)), f"{name}-{file.name}")
            configs[config] = str(file)
            service.setdefault("configs", []).append({"source": config, "target": target})


def _bound(source: Path, target: str) -> Iterator[tuple[Path, str]]:
    if source.is_dir():
        some = (one for one in sorted(source.iterdir()) if one.is_file() and not one.name.startswith("."))
        yield from ((one, f"{target}/{one.name}") for one in some)
    else:
        yield source, target


def _memory(said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Folders in memory: Swarm takes their size, and all may write there anyway."""
    for one in said.get("tmpfs", ()):
        target, _, options = one.partition(":")
        size = dict(option.partition("=")[::2] for option in options.split(","))["size"]
        yield {"type": "tmpfs", "target": target, "tmpfs": {"size": _bytes(size)}}
    if "shm_size" in said:
        yield {"type": "tmpfs", "target": "/dev/shm", "tmpfs": {"size": _bytes(said["shm_size"])}}  # noqa: S108 -- theirs


def _bytes(size: str) -> int:
    """A size as Docker writes it, "256m", in bytes."""
    number = size.rstrip("kmg")
    return int(number) << SHIFTS[size[len(number) :]]


def _port(said: Mapping[str, Any]) -> dict[str, Any]:
    """A port of the host itself: who asks keeps their address, and no kernel needs IPVS."""
    return {"target": said["target"], "published": int(said["published"]), "protocol": "tcp", "mode": "host"}


def _network(said: Mapping[str, Any]) -> dict[str, Any]:
    network = {"driver": "overlay", "attachable": True, "internal": said.get("internal", False)}
    return network | ({"ipam": said["ipam"]} if said.get("ipam") else {})


def _file(stack: str, name: str, path: str, read: Files) -> dict[str, str]:
    digest = hashlib.sha256(read(path)).hexdigest()[:DIGITS]
    return {"name": f"{stack}_{name}_{digest}", "file": path}


def write(merged: str, shared: str) -> str:
    """The stack's file as text.

    shared  "type=nfs;o=addr=10.0.0.9,rw;device=:/papers", or nothing
    """
    options = dict(one.partition("=")[::2] for one in shared.split(";") if one)
    return json.dumps(stack_of(json.loads(merged), lambda file: Path(file).read_bytes(), options), indent=2)
