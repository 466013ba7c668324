"""A breaker: after failures the server rests, then one mail tries whether it is back."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from balcao.adapters.mail import MailError, Misconfigured, Waiting

FAILURES = 3
RESTS = (5.0, 5.0, 5.0, 10.0, 20.0, 30.0)  # by the number of failures in a row
MOST_SPREAD = 10.0


class Breaker:
    """Lets mails through, or says at once what the server would say after a long wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0
        self._why: Waiting | None = None  # there is one while it is open
        self._probing = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Let one try through and learn from how it ends."""
        probe = self._admit()
        try:
            yield
        except Waiting as error:
            if error.about_recipient:
                self._close()
            else:
                self._failed(error)
            raise
        except MailError:
            self._close()  # it was heard out
            raise
        finally:
            if probe:
                self._probing = False
        if self._failures:
            self._close()

    def _admit(self) -> bool:
        if self._why is None:
            return False
        with self._lock:
            why, left = self._why, self._rests_until - self._clock()
            if why is None:
                return False
            if self._probing or left > 0:
                raise type(why)(why.key, why.reply, seconds=_spread(max(left, RESTS[0])))
            self._probing = True
        return True

    def _failed(self, error: Waiting) -> None:
        with self._lock:
            self._failures += 1
            rest = max(error.seconds, RESTS[min(self._failures, len(RESTS)) - 1])
            if self._failures >= FAILURES or isinstance(error, Misconfigured):
                self._why, self._rests_until = error, self._clock() + rest
        error.seconds = _spread(rest)

    def _close(self) -> None:
        with self._lock:
            self._failures, self._why = 0, None


def _spread(seconds: float) -> float:
    # Ten thousand waiting mails must not come back in the same second.
    return seconds + random.uniform(0, min(seconds, MOST_SPREAD))  # noqa: S311 - hides nothing
