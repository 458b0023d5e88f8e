"""The supervisor, with small real processes in place of the services."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from operations.base import lock
from operations.base.environment import PYTHON, ROOT, Environment
from operations.base.processes import belongs
from operations.suite import detach, home, state, status
from operations.suite.supervisor import LONGEST_PAUSE, pause
from tests.broker import environment, need_server

HERE = Path(__file__).parent
GATEWAY = [PYTHON, str(HERE / "small_gateway.py")]
WORKER = [PYTHON, "-c", "import time; time.sleep(600)"]
COMMANDS = {"gateway": GATEWAY, "worker": WORKER}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Environment]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    yield environment(tmp_path, HTTP_ADDRESS=address)
    with suppress(home.NotStopped):
        home.stop(tmp_path)


def command(commands: dict[str, list[str]] = COMMANDS, **bounds: object) -> list[str]:
    return [PYTHON, "-m", "tests.operations.small_suite", json.dumps({"commands": commands, **bounds})]


def start(here: Environment, *arguments: object, **bounds: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command(*arguments, **bounds),  # type: ignore[arg-type]
        cwd=ROOT,
        env=dict(here.inherited),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def until(true: Callable[[], object], within: float = 20) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def ready(here: Environment) -> bool:
    current = home.running(here.home)
    return bool(current and current.ready)


def pids(here: Environment) -> dict[str, int | None]:
    current = state.load(here.home)
    return {name: one.pid for name, one in current.processes.items()} if current else {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_up_prints_address_and_link_and_a_signal_stops_all(here: Environment, number: signal.Signals) -> None:
    up = start(here)
    until(lambda: ready(here))
    children = pids(here)

    up.send_signal(number)
    output, _ = up.communicate(timeout=60)

    assert up.returncode == 0
    assert here.address() in output
    assert "the link" in output
    assert output.splitlines()[-1].startswith("Stopped")
    assert not any(belongs(pid or 0, name, here.home) for name, pid in children.items())
    assert state.load(here.home) is None


def test_a_child_that_ignores_sigterm_does_not_hold_up_the_stop(here: Environment) -> None:
    up = start(here, {"gateway": [*GATEWAY, "stubborn"], "worker": WORKER})
    until(lambda: ready(here))
    began = time.monotonic()
    up.terminate()
    up.communicate(timeout=60)
    assert up.returncode == 0
    assert time.monotonic() - began < 10


def test_a_second_up_on_the_same_home_is_refused_in_one_line(here: Environment) -> None:
    first = start(here)
    until(lambda: ready(here))

    second = start(here)
    output, _ = second.communicate(timeout=60)

    assert second.returncode == 1
    assert output.splitlines() == [
        f"The suite of {here.home} is already running (process {first.pid}); `campaign down` stops it. 已在运行。"
    ]
    assert ready(here)
    first.terminate()
    first.communicate(timeout=60)


def test_an_occupied_address_is_named_before_anything_starts(here: Environment) -> None:
    with socket.create_server(here.listens_at()):
        up = start(here)
        output, _ = up.communicate(timeout=60)
    assert up.returncode == 1
    assert here.http_address in output
    assert len(output.splitlines()) == 1
    assert not (here.home / "log").exists()


def test_a_child_that_dies_is_started_again_and_counted(here: Environment) -> None:
    up = start(here)
    until(lambda: ready(here))
    before = pids(here)["worker"]
    assert before

    os.kill(before, signal.SIGKILL)
    until(lambda: pids(here)["worker"] not in (None, before))

    current = home.running(here.home)
    assert current
    assert (current.processes["worker"].restarts, current.processes["gateway"].restarts) == (1, 0)
    up.terminate()
    output, _ = up.communicate(timeout=60)
    assert output.count("process.ended") == 1


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (0, 0.2),  # at once, nearly: most ends are single
        (1, 0.4),
        (4, 3.2),
        (5, 5.0),  # no longer than that: what is mended is back soon
        (500, 5.0),
    ],
)
def test_the_pause_before_a_start_doubles_up_to_a_bound(failures: int, seconds: float) -> None:
    assert pause(failures) == pytest.approx(seconds)


def test_what_is_not_ready_in_time_is_named_with_its_log_and_nothing_is_left(here: Environment) -> None:
    broken = [PYTHON, "-c", "print('the reason is this', flush=True); import time; time.sleep(600)"]
    up = start(here, {"gateway": [*GATEWAY, "never"], "worker": broken}, ready_within=2)
    output, _ = up.communicate(timeout=60)
    assert up.returncode == 1
    assert "Not ready within 2 s: worker." in output
    assert "the reason is this" in output
    assert lock.holder(home.lock_of(here.home)) is None


def test_what_is_damaged_is_named_and_the_others_are_kept_running(
    here: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    up = start(here, {"gateway": [*GATEWAY, "damaged"], "worker": WORKER}, ready_within=2)
    until(lambda: ready(here))
    time.sleep(3)  # longer than a suite that is not ready is given
    assert up.poll() is None
    assert not status.show(here)
    told = "worker is not ready: its storage is damaged 存储已损坏: worker.db: table x: torn"
    assert told in capsys.readouterr().out
    up.terminate()
    assert told in up.communicate(timeout=60)[0]


def test_children_of_a_killed_supervisor_end_with_it(here: Environment) -> None:
    up = start(here)
    until(lambda: ready(here))
    children = pids(here)
    up.kill()
    up.communicate()
    until(lambda: not any(belongs(pid or 0, name, here.home) for name, pid in children.items()))


def test_a_leftover_that_will_not_end_is_stopped_by_the_next_up_which_has_its_address(here: Environment) -> None:
    commands = {"gateway": [*GATEWAY, "stubborn"], "worker": WORKER}
    up = start(here, commands)
    until(lambda: ready(here))
    leftover = pids(here)["gateway"]
    up.kill()
    up.communicate()
    assert belongs(leftover or 0, "gateway", here.home)

    again = start(here, grace=0.5)
    until(lambda: ready(here))

    assert not belongs(leftover or 0, "gateway", here.home)
    again.terminate()
    output, _ = again.communicate(timeout=60)
    assert "leftovers.stopped" in output


def test_a_stranger_with_a_remembered_id_is_left_alone(here: Environment) -> None:
    with subprocess.Popen(WORKER, env=dict(here.inherited)) as stranger:
        output = {"worker": state.ProcessState(stranger.pid, "2017-01-01T00:00:00+00:00", 0)}
        state.write(here.home, state.State(1, "", "", "", "", output))
        assert home.stop_leftovers(here.home) == []
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")  # which is the point
def test_detached_it_runs_on_until_down(here: Environment) -> None:
    output = detach.start(here, command())
    assert here.address() in output
    assert "the link" in output
    assert home.stop(here.home)
    assert home.running(here.home) is None
    assert not home.stop(here.home)


def test_a_detached_start_that_fails_says_why(here: Environment) -> None:
    with socket.create_server(here.listens_at()), pytest.raises(detach.NotStarted, match=here.http_address):
        detach.start(here, command())


def test_status_shows_every_process_and_says_whether_all_is_ready(
    here: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(status.NotRunning):
        status.show(here)
    up = start(here)
    until(lambda: ready(here))

    assert status.show(here)
    output = capsys.readouterr().out
    assert all(word in output for word in ("gateway", "worker", str(up.pid), "yes"))
    assert "secret" not in output

    os.kill(pids(here)["gateway"] or 0, signal.SIGSTOP)
    assert not status.show(here)
    os.kill(pids(here)["gateway"] or 0, signal.SIGCONT)
    up.terminate()
    up.communicate(timeout=60)


def test_a_killed_broker_is_started_again_at_the_same_address(here: Environment) -> None:
    need_server()
    up = start(here, broker=True)
    until(lambda: ready(here))
    before = pids(here)["broker"]
    os.kill(before or 0, signal.SIGKILL)
    until(lambda: pids(here)["broker"] not in (None, before))

    up.terminate()
    output, _ = up.communicate(timeout=60)
    assert up.returncode == 0
    assert "process.ended" in output
    assert not belongs(pids(here).get("broker") or 0, "broker", here.home)


def test_a_log_that_grew_long_is_put_aside_at_the_next_start(here: Environment) -> None:
    log = home.log_of(here.home, "worker")
    log.parent.mkdir(parents=True)
    log.write_bytes(b"x" * (11 * 1024 * 1024))
    up = start(here)
    until(lambda: ready(here))
    assert log.stat().st_size == 0
    assert log.with_name("worker.log.1").stat().st_size == 11 * 1024 * 1024
    up.terminate()
    up.communicate(timeout=60)


def test_a_process_that_has_failed_for_days_is_still_started_again() -> None:
    assert pause(1030) == pause(10) == LONGEST_PAUSE


def test_an_empty_state_counts_as_none(tmp_path: Path) -> None:
    state.path(tmp_path).parent.mkdir()
    state.path(tmp_path).touch()
    assert state.load(tmp_path) is None
