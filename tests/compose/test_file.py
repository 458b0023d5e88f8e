"""docker-compose.yml says what the catalogue says; this needs no engine."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from operations.deployment import databases, public_keys
from services.chassis.messaging import permissions
from tests.compose.stack import COMPOSE, JOBS, KEEPERS
from tests.suite import SERVICES

FILE: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
ALL: dict[str, Any] = FILE["services"]
ALWAYS = {name: one for name, one in ALL.items() if not one.get("profiles")}
STAY = [*SERVICES, *KEEPERS]


def secrets_of(name: str) -> set[str]:
    return {one if isinstance(one, str) else one["source"] for one in ALL[name].get("secrets", [])}


def test_there_is_every_service_of_the_catalogue_and_none_besides() -> None:
    assert set(ALWAYS) == {*SERVICES, *KEEPERS, *JOBS}
    assert [ALL[name]["command"] for name in SERVICES] == [[name] for name in SERVICES]


def test_every_user_of_broker_and_databases_has_a_secret_of_its_own() -> None:
    secrets = {f"broker-{user}" for user in permissions.all_users()}
    secrets |= {name.format(one) for one in SERVICES for name in (databases.USER, databases.OWNER)}
    signing = {public_keys.FILE.format(one) for one in SERVICES}
    others = {"database-superuser", "token-key", "personal-data-key", "grafana-admin", "ca"}
    assert set(FILE["secrets"]) == secrets | signing | others
    assert secrets_of("public-keys") == signing
    assert secrets_of("definitions") == {one for one in secrets if one.startswith("broker-")}
    assert secrets_of("databases") == {one for one in secrets if not one.startswith("broker-")} | {"database-superuser"}
    assert secrets_of("migrate") == {databases.OWNER.format(one) for one in SERVICES}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_given_its_own_passwords_and_no_other(name: str) -> None:
    keys = {"gateway": {"token-key"}, "audit": set[str](), "notifier": set[str]()}.get(name, {"personal-data-key"})
    assert secrets_of(name) == {f"broker-{name}", f"database-{name}", f"signing-{name}", *keys}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_reads_the_public_keys_and_cannot_write_one(name: str) -> None:
    (keys,) = [one for one in ALL[name]["volumes"] if "verifying-keys" in str(one)]
    assert (keys["target"], keys["read_only"]) == (ALL[name]["environment"]["VERIFYING_KEYS"], True)


def test_operators_read_the_public_keys_by_which_the_log_is_held_to_what_was_signed() -> None:
    (keys,) = [one for one in ALL["tools"]["volumes"] if "verifying-keys" in str(one)]
    assert (keys["target"], keys["read_only"]) == (ALL["tools"]["environment"]["VERIFYING_KEYS"], True)


def test_the_bureaus_mappings_are_the_gateways_to_read_and_nobody_elses() -> None:
    from services.gateway.exchange.kept_mappings import FOLDER

    mounted = {name: one for name in ALL for one in ALL[name].get("volumes", []) if "CAMPAIGN_EXCHANGE" in str(one)}
    (one,) = mounted.values()
    assert set(mounted) == {"gateway"}
    assert (one["type"], one["read_only"], one["target"]) == ("bind", True, f"/var/lib/campaign/{FOLDER}")
    # A folder that is not there is made as root's, or nothing starts: the default one is in the tree.
    default = one["source"].partition(":-")[2].removesuffix("}")
    assert (COMPOSE.parent / default / ".gitignore").is_file()


@pytest.mark.parametrize("name", ALL)
def test_a_container_can_do_nothing_but_its_work(name: str) -> None:
    one = ALL[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one["logging"]["options"].keys() == {"max-size", "max-file"}
    assert one["deploy"]["resources"]["limits"].keys() == {"memory", "cpus", "pids"}
    assert not {"privileged", "cap_add", "pid", "ipc"} & one.keys()


@pytest.mark.parametrize("name", STAY)
def test_what_stays_is_watched_and_started_again(name: str) -> None:
    assert ALL[name]["restart"] == "unless-stopped"
    assert ALL[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_starts_after_the_jobs_and_stops_slower_than_it_drains(name: str) -> None:
    from operations.suite import home

    assert set(ALL[name]["depends_on"]) == {"public-keys", "migrate", "topology"}
    assert {one["condition"] for one in ALL[name]["depends_on"].values()} == {"service_completed_successfully"}
    assert int(ALL[name]["stop_grace_period"].removesuffix("s")) > 2 * home.SERVICES_GRACE


def test_only_the_gateway_and_who_watches_is_reached_from_outside() -> None:
    assert {name for name, one in ALWAYS.items() if "ports" in one} == {"gateway"}
    assert FILE["networks"]["backend"]["internal"] is FILE["networks"]["data"]["internal"] is True
    assert {name for name, one in ALWAYS.items() if "edge" in one.get("networks", [])} == {"gateway"}
    assert {name for name, one in ALL.items() if "outside" in one.get("networks", [])} == {"notifier"}
    assert {name for name, one in FILE["networks"].items() if not (one or {}).get("internal")} == {"edge", "outside"}
    assert {name for name, one in ALL.items() if "data" in one.get("networks", [])} == {
        *SERVICES,
        "postgres",
        "databases",
        "migrate",
    }


def test_no_secret_stands_in_the_environment() -> None:
    variables = [(name, key, value) for name, one in ALL.items() for key, value in one.get("environment", {}).items()]
    secrets = {(name, key) for name, key, _ in variables if key.endswith(("PASSWORD", "KEY", "SECRET", "TOKEN"))}
    assert secrets == set()
    assert not [value for _, _, value in variables if "://" in value and value.rpartition("@")[0].count(":") > 1]


def test_the_providers_secret_stands_in_a_file_of_the_gateways_alone() -> None:
    openid = yaml.safe_load((COMPOSE.parent / "deploy" / "openid.yml").read_text(encoding="utf-8"))
    assert set(openid["services"]) == {"gateway"}
    gateway = openid["services"]["gateway"]
    assert [f"/run/secrets/{one}" for one in gateway["secrets"]] == [gateway["environment"]["OIDC_CLIENT_SECRET_FILE"]]
    assert set(openid["secrets"]) == set(gateway["secrets"])


def test_the_buckets_key_stands_in_files_of_the_gateways_alone() -> None:
    bucket = yaml.safe_load((COMPOSE.parent / "deploy" / "bucket.yml").read_text(encoding="utf-8"))
    assert set(bucket["services"]) == {"gateway"}
    gateway = bucket["services"]["gateway"]
    named = {value for name, value in gateway["environment"].items() if name.endswith("KEY_FILE")}
    assert named == {"/run/secrets/s3-access-key", "/run/secrets/s3-secret-key"}
    assert set(bucket["secrets"]) == set(gateway["secrets"]) == {"s3-access-key", "s3-secret-key", "s3-authority"}
    assert not {"S3_ACCESS_KEY", "S3_SECRET_KEY"} & set(gateway["environment"])


def test_the_archive_has_every_secret_without_which_what_is_recovered_could_not_be_read() -> None:
    archive = yaml.safe_load((COMPOSE.parent / "deploy" / "recovery.yml").read_text(encoding="utf-8"))
    given = {one for one in archive["services"]["archive"]["secrets"] if isinstance(one, str)}
    assert given == set(FILE["secrets"]) - {"ca", "grafana-admin"} | {"database-replication"}


def test_with_tls_the_key_is_the_gateways_alone() -> None:
    tls = yaml.safe_load((COMPOSE.parent / "deploy" / "tls.yml").read_text(encoding="utf-8"))
    assert set(tls["services"]) == {"gateway", "tools", "demo"}
    for name, one in tls["services"].items():
        assert {f"/run/secrets/{secret}" for secret in one["secrets"]} == set(one["environment"].values())
        assert ("tls-key" in one["secrets"]) is (name == "gateway")
    assert set(tls["secrets"]) == {"tls-certificate", "tls-key"}
