"""Where a form may send the browser afterwards: a page of ours, never anybody else's."""

from urllib.parse import unquote

START = "/"
LONGEST = 2000
DEEPEST_ENCODING = 5


def local_path(targets: list[str]) -> str:
    """Return the one wish if it is a path on this site under every reading, else the start."""
    if len(targets) != 1 or not _is_plain(targets[0]):
        return START
    path = targets[0].partition("?")[0]
    readings = _readings(path)
    return targets[0] if readings and all(map(_is_local, readings)) else START


def _is_plain(target: str) -> bool:
    printable = target.isascii() and target.isprintable()
    return printable and len(target) <= LONGEST and not set(target) & set(" \\")


def _readings(path: str) -> list[str]:
    """List the path as it is and as each further decoding would show it to somebody."""
    readings = [path]
    for _ in range(DEEPEST_ENCODING):
        decoded = unquote(readings[-1])
        if decoded == readings[-1]:
            return readings
        readings.append(decoded)
    return []


def _is_local(path: str) -> bool:
    harmless = path.isprintable() and "\\" not in path and "@" not in path
    return harmless and path.startswith("/") and not path.startswith("//")
