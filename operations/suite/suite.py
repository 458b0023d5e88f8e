"""The suite on this machine: started, kept running, and stopped with nothing lost."""

from __future__ import annotations

import datetime as dt
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence

import structlog
import typer

from contracts import catalogue
from operations.base import lock, processes
from operations.base.environment import PYTHON, Environment
from operations.base.errors import OperatorError
from operations.broker import amqp, broker
from operations.broker.node import Node
from operations.suite import address, certificate, home, readiness, state, status
from operations.suite.supervisor import Supervisor
from operations.suite.vital_signs import BrokerConnection, Notifications
from services.chassis.base.log import outlive_the_disk

log = structlog.get_logger()
READY_WITHIN = 300.0
"""Seconds: a large home whose tables are moved on, or a machine with other work, takes its time."""
LOOK_EVERY = 0.1
KEEPER = (PYTHON, "-m", "operations.recovery.keeper")
"""What keeps the home's archive; by its name, since it uses what stands above this folder."""


class AlreadyRunning(OperatorError):
    """The suite of {0} is already running (process {1}); `campaign down` stops it. 已在运行。"""


class NotReady(OperatorError):
    """Not ready within {0:.0f} s: {1}. 未能就绪。{2}"""


def services() -> dict[str, list[str]]:
    """The command of every service."""
    return {name: [PYTHON, "-m", "services.chassis.host.runner", name] for name in catalogue.SUITE}


class Suite:
    """One run of the suite of one home.

    commands  what to keep running, by name
    find      finds the broker, once the home is known to be free
    greet     gives the link to print when all is ready
    """

    def __init__(
        self,
        environment: Environment,
        commands: Mapping[str, Sequence[str]],
        find: Callable[[Environment], broker.Broker],
        greet: Callable[[], str],
    ) -> None:
        self.environment = environment
        self.home = environment.home
        self.commands = commands
        self.find = find
        self.greet = greet
        self.supervisor = Supervisor()
        self.began = time.monotonic()
        self.started = _now()
        self.ready = ""
        self.changed, self.trouble = False, ""
        self.stopping = False

    def run(self) -> None:
        """Runs until SIGINT, SIGTERM or SIGHUP.

        Raises AlreadyRunning, NotWritable, BeginInterrupted, Taken, NotReady and what `find` raises.
        """
        outlive_the_disk()
        try:
            with lock.hold(home.lock_of(self.home)):
                home.stop_leftovers(self.home)
                if home.begin_note(self.home).exists():
                    raise home.BeginInterrupted(self.home)
                address.refuse_taken(self.environment)
                certificate.refuse_wrong(self.environment)
                self._serve(self.find(self.environment))
        except lock.Held as held:
            raise AlreadyRunning(*held.about) from None

    def _serve(self, chosen: broker.Broker) -> None:
        # SIGHUP too: a terminal that is closed stops the suite as Ctrl-C does.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        self._add_processes(chosen)
        typer.echo(f"Starting {', '.join(child.name for child in self.supervisor.children)} in {self.home} 正在启动")
        try:
            self._supervise(amqp.redact(chosen.uri))
        finally:
            self._end(chosen)

    def _add_processes(self, chosen: broker.Broker) -> None:
        if isinstance(chosen, Node):
            self.supervisor.add(home.BROKER, chosen.launch, BrokerConnection(chosen.uri))
        for name, command in self.commands.items():
            signs = Notifications()
            self.supervisor.add(name, self._launcher(name, command, chosen.uri, signs.address), signs)
        home.follow_logs(self.home, followed=self.environment.recovery_folder() is not None)
        if self.environment.recovery_folder():
            self.supervisor.add(home.KEEPER, self._launcher(home.KEEPER, KEEPER, chosen.uri, ""))

    def _launcher(self, name: str, command: Sequence[str], uri: str, signs: str) -> Callable[[], processes.Process]:
        env = self.environment.for_service(uri) | {"NOTIFY_SOCKET": signs}
        return lambda: processes.start(name, command, env, home.log_of(self.home, name))

    def _supervise(self, uri: str) -> None:
        while not self.stopping:
            became_ready = not self.ready and self._check_ready()
            if became_ready:
                self._greet()
            self.changed = self.supervisor.tick() or became_ready or self.changed
            if self.changed:
                self._write_state(uri)
            time.sleep(LOOK_EVERY)

    def _write_state(self, uri: str) -> None:
        """What cannot be written now is written later: nothing that runs ends for it."""
        trouble = ""
        try:
            state.write(self.home, self._state(uri))
            self.changed = False
        except OSError as error:
            trouble = str(error)
        if trouble and trouble != self.trouble:
            log.warning("state.not_written", error=trouble)
        self.trouble = trouble

    def _check_ready(self) -> bool:
        """Whether all is ready now, but for what is damaged. Raises NotReady when it took too long."""
        answer = readiness.ask(self.environment)
        if settled := answer.is_settled(self.commands):
            self.ready = _now()
            status.tell_damage(answer)
            certificate.tell_end(self.environment)
            certificate.tell_plain(self.environment)
        elif self._age() > READY_WITHIN:
            raise self._not_ready(answer)
        return settled

    def _not_ready(self, answer: readiness.Readiness) -> NotReady:
        late = [name for name in self.commands if not answer.services.get(name)]
        logs = [f"\n--- {name}\n{processes.tail(home.log_of(self.home, name))}" for name in late]
        return NotReady(READY_WITHIN, ", ".join(late) or "the gateway", "".join(logs))

    def _greet(self) -> None:
        typer.echo(f"Ready in {self._age():.1f} s: {self.environment.address()} 已就绪")
        typer.echo(f"Sign in 登录: {self.greet()}")

    def _end(self, chosen: broker.Broker) -> None:
        typer.echo("Stopping 正在停止")
        self.supervisor.stop((home.BROKER, home.KEEPER), home.SERVICES_GRACE, home.BROKER_GRACE)
        if isinstance(chosen, Node):
            chosen.close()
        state.forget(self.home)
        typer.echo("Stopped 已停止")

    def _state(self, uri: str) -> state.State:
        where = self.environment.http_address
        file = str(self.environment.certificate or "")
        processes_now = dict(self.supervisor.snapshot())
        return state.State(os.getpid(), where, uri, self.started, self.ready, processes_now, file)

    def _age(self) -> float:
        return time.monotonic() - self.began

    def _stop(self, *_: object) -> None:
        self.stopping = True


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
