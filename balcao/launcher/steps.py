"""The order of a start: Redis answers, the schema is new, then the web, then the workers."""

import sys
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from balcao.launcher import health
from balcao.launcher.child import Command
from balcao.launcher.output import show
from balcao.launcher.supervisor import Supervisor
from balcao.launcher.valkey import find_server, server_command

REDIS_SECONDS = 15.0
WEB_SECONDS = 30.0
WORKER_GRACE_SECONDS = 35.0  # a warm stop may take 30
NO_SERVER = "no Valkey or Redis server found: jobs are worked on straight from the database"
NO_ANSWER = "WITHOUT REDIS: it does not answer; jobs still run, straight from the database"

MIGRATION = Command("migrate", [sys.executable, "migrate_db.py"], restarts=False)
INVITATION = Command(
    "start", [sys.executable, "-m", "balcao", "user", "first-link"], restarts=False
)
WORKER = Command("worker", [sys.executable, "worker.py", "--all"], WORKER_GRACE_SECONDS)


def start_valkey(supervisor: Supervisor, socket: Path, folder: Path) -> bool:
    """Start our own server when this machine has one; false when there is none."""
    server = find_server()
    if server is None:
        show("start", NO_SERVER)
        return False
    supervisor.start(server_command(server, socket, folder))
    return True


def await_redis(supervisor: Supervisor, url: str) -> None:
    """Wait a while, then go on without it: the workers change over by themselves later."""
    redis = Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=0.5)
    if not supervisor.wait_for(lambda: _pings(redis), REDIS_SECONDS) and not supervisor.stopping:
        show("start", NO_ANSWER)
    redis.close()


def _pings(redis: Redis) -> bool:
    try:
        return bool(redis.ping())
    except RedisError:
        return False


def migrate(supervisor: Supervisor) -> bool:
    """Bring the schema to the newest version; nothing may serve an older one."""
    if supervisor.run_once(MIGRATION) == 0 or supervisor.stopping:
        return True
    show("start", "the database could not be brought up to date; nothing else was started")
    return False


def start_web(supervisor: Supervisor, host: str, port: int) -> None:
    """Start gunicorn and wait until it answers."""
    supervisor.start(_web_command(host, port))
    if supervisor.wait_for(lambda: health.answers(host, port), WEB_SECONDS):
        return
    if not supervisor.stopping:
        show("start", "the web does not answer yet; its own lines above say why")


def invite_staff(supervisor: Supervisor) -> None:
    """Print the link for the first account of staff, as long as there is none."""
    supervisor.run_once(INVITATION)


def _web_command(host: str, port: int) -> Command:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = ["--threads=8", "--graceful-timeout=10", "--no-control-socket", f"--bind={address}"]
    argv = [sys.executable, "-m", "gunicorn", *options, "app:create_app()"]
    return Command("web", argv, grace_seconds=15.0)
