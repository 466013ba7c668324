"""Keeps processes alive until told to stop: one thread, one loop, woken by pipes and signals."""

import os
import selectors
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import FrameType

from balcao.launcher.child import Child, Command, adopt_orphans, kill_adopted, spawn
from balcao.launcher.output import Lines, show

RESTART_SECONDS = 5.0
TURN_SECONDS = 0.1
KILL_SECONDS = 5.0
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Supervisor:
    """Starts commands, shows what they print and starts them again when they die."""

    def __init__(self, environment: Mapping[str, str], keep_open: Sequence[int] = ()) -> None:
        self.stopping = False
        self._hurried = False
        self._environment = environment
        self._keep_open = keep_open
        self._children: list[Child] = []
        self._selector = selectors.DefaultSelector()
        self._listen_to_signals()
        adopt_orphans()

    def start(self, command: Command) -> Child:
        """Run the command from now until the end, and again whenever it dies."""
        child = Child(command)
        self._children.append(child)
        self._spawn(child)
        return child

    def run_once(self, command: Command) -> int:
        """Run the command to its end and hand back its exit status."""
        child = self.start(command)
        while child.alive and not self.stopping:
            self._turn()
        return child.process.returncode if child.process and not child.alive else 1

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Keep working until the condition holds, time is up or somebody wants to stop."""
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            self._turn()
            if condition():
                return True
        return False

    def run(self) -> None:
        """Keep working until a signal asks for the end."""
        while not self.stopping:
            self._turn()

    def stop(self) -> bool:
        """End every process, the newest first; true when all of them ended by themselves."""
        self.stopping = True
        well = [self._end(child) for child in reversed(self._children)]
        for _ in range(100):  # each round may set free the children of those just killed
            if not kill_adopted():
                break
            self._turn()
        return all(well)

    def _spawn(self, child: Child) -> None:
        child.restart_at = None
        try:
            child.process, output = spawn(child.command, self._environment, self._keep_open)
        except OSError as error:  # no memory or no process left: try again later
            self._plan_restart(child, f"could not start: {error.strerror}")
            return
        lines = Lines(partial(show, child.command.name))
        self._selector.register(output, selectors.EVENT_READ, partial(self._read, output, lines))

    def _read(self, output: int, lines: Lines) -> None:
        data = os.read(output, 65536)
        lines.feed(data)
        if not data:
            self._selector.unregister(output)
            os.close(output)

    def _plan_restart(self, child: Child, what: str) -> None:
        if self.stopping or not child.command.restarts:
            return
        child.restart_at = time.monotonic() + RESTART_SECONDS
        show(child.command.name, f"{what}; starting again in {RESTART_SECONDS:.0f} s")

    def _turn(self) -> None:
        for key, _ in self._selector.select(TURN_SECONDS):
            key.data()
        for child in self._children:
            due = child.restart_at is not None and time.monotonic() >= child.restart_at
            if due and not self.stopping:
                self._spawn(child)

    def _end(self, child: Child) -> bool:
        if child.process is None or not child.alive:
            return True
        child.process.terminate()
        if self._wait_until_dead(child, child.command.grace_seconds):
            return True
        show(child.command.name, "did not end in time and is killed")
        child.process.kill()
        self._wait_until_dead(child, KILL_SECONDS)
        return False

    def _wait_until_dead(self, child: Child, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while child.alive and time.monotonic() < end and not self._hurried:
            self._turn()
        return not child.alive

    def _listen_to_signals(self) -> None:
        wakes, written = os.pipe()
        os.set_blocking(written, False)
        signal.set_wakeup_fd(written)
        for number in (*STOP_SIGNALS, signal.SIGCHLD):
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup stays in force
                signal.signal(number, _wake)
        self._selector.register(wakes, selectors.EVENT_READ, partial(self._on_signals, wakes))

    def _on_signals(self, wakes: int) -> None:
        for number in os.read(wakes, 4096):
            if number in STOP_SIGNALS:
                self._hurried = self._hurried or (self.stopping and number == signal.SIGINT)
                self.stopping = True
        self._reap()

    def _reap(self) -> None:
        """Collect whatever has died, adopted strangers too, so that no zombie stays."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for child in self._children:
                if child.process and child.process.pid == pid:
                    child.process.returncode = os.waitstatus_to_exitcode(status)
                    self._plan_restart(child, _ending(child.process.returncode))


def _wake(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the number has already been written to the pipe that wakes the loop."""


def _ending(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
