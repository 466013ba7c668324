"""`python -m balcao.launcher`: everything Balcão needs on one machine, in one terminal."""

import os
import sys

from balcao.launcher import health, steps
from balcao.launcher.folder import claimed
from balcao.launcher.output import show
from balcao.launcher.ports import refuse_unusable
from balcao.launcher.refusal import Exit, Refusal
from balcao.launcher.supervisor import Supervisor
from config import Settings, SettingsError, load_settings


def main() -> Exit:
    """Start everything, stay until asked to stop, and say by the exit status how it went."""
    try:
        settings = load_settings()
        with claimed(settings.var_dir) as lock:
            refuse_unusable(settings.host, settings.port)
            return _supervise(settings, lock)
    except (Refusal, SettingsError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return Exit.REFUSED


def _supervise(settings: Settings, lock: int) -> Exit:
    # A receipt is read on one core, so that as many are read at once as there are cores.
    usual = {"WEB_CONCURRENCY": "2", "OMP_NUM_THREADS": "1"}
    environment = {**usual, **os.environ, "PYTHONUNBUFFERED": "1"}
    supervisor = Supervisor(environment, keep_open=[lock])
    migrated = all_well = False
    try:
        _start_redis(settings, supervisor, environment)
        migrated = steps.migrate(supervisor)
        if migrated:
            _start_services(settings, supervisor)
            supervisor.run()
    finally:
        all_well = supervisor.stop()
    if not migrated:
        return Exit.NOT_MIGRATED
    return Exit.STOPPED if all_well else Exit.KILLED


def _start_redis(settings: Settings, supervisor: Supervisor, environment: dict[str, str]) -> None:
    if settings.redis_forced_off:
        return
    embedded = str(settings.valkey_socket) in settings.rq_redis_url
    if embedded and not steps.start_valkey(
        supervisor, settings.valkey_socket, settings.var_dir / "valkey"
    ):
        environment["USE_REDIS"] = "false"
        return
    steps.await_redis(supervisor, settings.rq_redis_url)


def _start_services(settings: Settings, supervisor: Supervisor) -> None:
    if not supervisor.stopping:
        steps.start_web(supervisor, settings.host, settings.port)
    if not supervisor.stopping:
        supervisor.start(steps.WORKER)
        _greet(settings)
        steps.invite_staff(supervisor)


def _greet(settings: Settings) -> None:
    local = f"http://{health.reachable(settings.host)}:{settings.port}"
    show("start", f"Balcão is open: {local}")
    if settings.public_url.rstrip("/") != local:
        show("start", f"links lead to:  {settings.public_url}")
    if not settings.production:
        show("start", f"jobs:           {local}/dev/jobs")
    if settings.built_in_mailbox:
        show("start", f"mail:           {local}/dev/mail")
    show("start", "Ctrl-C stops everything")


if __name__ == "__main__":
    sys.exit(main())
