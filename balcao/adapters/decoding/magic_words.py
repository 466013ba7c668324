"""What libmagic calls a file, by the library and the database of one wheel: alike on any machine.

A bare machine has no libmagic. To import the wheel would change `ctypes` and the environment for
everybody; it is enough to load its library first, for python-magic then gets that one by its name.
"""

import ctypes
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import magic

LIBRARY = "libmagic.so.1"


def media_type(start: bytes) -> str:
    """Return the type of a file that begins so, such as `image/png`."""
    return str(_detector().from_buffer(start))


@cache
def _detector() -> "magic.Magic":
    spec = find_spec("pylibmagic")
    places = spec.submodule_search_locations if spec else None
    folder = Path(places[0] if places else "")
    if not (folder / LIBRARY).exists():  # another system than Linux: its own library
        return _magic(None)
    ctypes.CDLL(str(folder / LIBRARY), mode=ctypes.RTLD_GLOBAL)
    return _magic(str(folder / "magic.mgc"))


def _magic(database: str | None) -> "magic.Magic":
    import magic  # noqa: PLC0415 - looks for the library at once

    return magic.Magic(mime=True, magic_file=database)
