"""The folder of the embedded default, and a path for its socket that every system accepts."""

import hashlib
import os
import tempfile
from pathlib import Path

LONGEST_SOCKET = 100  # the kernel keeps 107 bytes


def socket_in(folder: Path, runtime_dir: str | None, server: str = "valkey") -> Path:
    """Return where a server's socket lies: in the folder, or in a short private one instead."""
    socket = folder / f"{server}.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET:
        return socket
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    parent = Path(runtime_dir or tempfile.gettempdir())
    return parent / f"balcao-{os.getuid()}" / f"{name}-{server}.sock"


def trouble_with(folder: Path) -> str | None:
    """Say why the folder, or the one it would be made in, cannot be written; or nothing."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not existing.is_dir():
        return f"{existing} is not a folder; choose another one"
    if not os.access(existing, os.W_OK | os.X_OK):
        return f"{existing} cannot be written by this user; change its owner, or choose another"
    return None


def make(folder: Path, of_socket: Path) -> None:
    """Make both folders, and refuse a shared one that somebody else could have prepared."""
    for place in (folder, of_socket):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if of_socket == folder:
        return
    state = of_socket.lstat()
    if of_socket.is_symlink() or state.st_uid != os.getuid() or state.st_mode & 0o077:
        message = f"its path is too long for a socket, and {of_socket} is not ours alone"
        raise PermissionError(message)
