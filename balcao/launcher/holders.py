"""Finds who holds a socket or a file, as far as /proc tells this user; elsewhere nobody."""

from contextlib import suppress
from pathlib import Path

LISTENING = "0A"


def holders_of(target: str) -> list[str]:
    """Name the processes that have the target open, as "python (process 123)"."""
    found = []
    for process in sorted(Path("/proc").glob("[0-9]*")):
        with suppress(OSError):  # ended meanwhile, or another user's
            if any(str(fd.readlink()) == target for fd in (process / "fd").iterdir()):
                found.append(f"{(process / 'comm').read_text().strip()} (process {process.name})")
    return found


def listeners_on(port: int) -> list[str]:
    """Name the processes that listen on the TCP port, on whichever address."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            inodes |= {
                columns[9]
                for columns in map(str.split, Path(table).read_text().splitlines()[1:])
                if columns[3] == LISTENING and columns[1].endswith(f":{port:04X}")
            }
    return [holder for inode in inodes for holder in holders_of(f"socket:[{inode}]")]
