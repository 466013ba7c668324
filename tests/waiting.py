"""Waiting for a condition instead of for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_SECONDS = 0.02


def wait_until(condition: Callable[[], T], seconds: float, what: str) -> T:
    """Look again and again; return what the condition gives once it is true, or fail by name."""
    deadline = time.monotonic() + seconds
    while True:
        if found := condition():
            return found
        if time.monotonic() > deadline:
            message = f"after {seconds:g} s still not: {what}"
            raise AssertionError(message)
        time.sleep(LOOK_SECONDS)
