"""The one way in: a file nobody trusts becomes upright pages, with text layer and codes."""

from collections.abc import Callable
from pathlib import Path

from balcao.adapters.decoding import Paper


def decode(path: Path, extension: str, tell: Callable[[str], None] = lambda _: None) -> Paper:
    """Return its pages, or raise UnreadableError; called within `limited` only.

    `extension` is that of the name it came with, without dot: `jpg`, `PDF`. Tells the stages
    `decoding` and `codes`.
    """
    raise NotImplementedError


def preload() -> None:
    """Load and start the decoders, in the process that will fork: its children find them ready."""
    raise NotImplementedError
