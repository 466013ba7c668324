"""The folder of the embedded default, and a path for its socket that every system accepts."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

LONGEST_SOCKET = 100  # the kernel keeps 107 bytes


def socket_in(folder: Path, runtime_dir: str | None) -> Path:
    """Return where Valkey's socket lies: in the folder, or in a short private one instead."""
    socket = folder / "valkey.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET:
        return socket
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    parent = Path(runtime_dir or tempfile.gettempdir())
    return parent / f"balcao-{os.getuid()}" / f"{name}.sock"


def trouble_with(folder: Path) -> str | None:
    """Make the folder where it is missing; say why it cannot be written, or nothing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        return f"{folder} cannot be made: {error.strerror}; choose another folder"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} cannot be written by this user; change its owner, or choose another"
    return None


def trouble_with_private(folder: Path) -> str | None:
    """Refuse a shared folder that somebody else made first, or may write into."""
    trouble = trouble_with(folder)
    if trouble:
        return trouble
    state = folder.lstat()
    ours = stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid()
    if not ours or state.st_mode & 0o077:
        return f"its path is too long for a socket, and {folder} is not ours alone; shorten it"
    return None
