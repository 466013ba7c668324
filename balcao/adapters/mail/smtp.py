"""A mail server reached by SMTP: kept conversations, a breaker, and rehearsals that look alike."""

import logging
import random
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from balcao.adapters.mail import MailError, Misconfigured, Outgoing, Throttled, Waiting
from balcao.adapters.mail.breaker import Breaker
from balcao.adapters.mail.connection import (
    AWAY_SECONDS,
    Connection,
    Envelope,
    Patience,
    StaleError,
)
from balcao.adapters.mail.message import as_bytes, sender_of
from balcao.adapters.mail.opening import Place, opened
from balcao.adapters.mail.pool import Pool

log = logging.getLogger(__name__)
T = TypeVar("T")
Act = Callable[[Connection, float], T]

REMEMBERED = 64
USUAL_SECONDS = 0.05  # until this process has sent a mail
LONGEST_REHEARSAL = 5.0


class SmtpServer:
    """Takes mails from many threads; one object serves a process and is made after its fork."""

    def __init__(
        self,
        place: Place,
        sender: str,
        *,
        ca_file: Path | None = None,
        patience: Patience | None = None,
        pool: Pool | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        self._place = place
        self._sender = sender_of(sender)
        self._ca_file = ca_file
        self._patience = patience or Patience()
        self._pool = pool or Pool()
        self._breaker = breaker or Breaker()
        self._courses = deque[float](maxlen=REMEMBERED)
        self._context: ssl.SSLContext | None = None
        self._tls_lock = threading.Lock()

    def send(self, mail: Outgoing) -> str:
        """Hand it over and return what the server answered; anything else is a MailError."""
        content = as_bytes(mail, self._sender)
        envelope = Envelope(self._sender.address, mail.to, content)
        return self._talk(lambda connection, started: self._sent(connection, envelope, started))

    def rehearse(self) -> None:
        """Say all but the mail, then wait as long as one of the latest mails took."""
        sender = self._sender.address
        seconds = self._talk(lambda connection, started: _rehearsed(connection, sender, started))
        course = random.choice(tuple(self._courses) or (USUAL_SECONDS,))  # noqa: S311 - one of many, not a secret
        time.sleep(max(0, min(course, LONGEST_REHEARSAL) - seconds))

    def close(self) -> None:
        """End the kept conversations."""
        self._pool.close()

    def _sent(self, connection: Connection, envelope: Envelope, started: float) -> str:
        begun = time.monotonic()
        answer = connection.send(envelope, started)
        self._courses.append(time.monotonic() - begun)
        return answer

    def _talk(self, act: Act[T]) -> T:
        """Do it when it is its turn: a server bears only so many conversations with one house."""
        with self._pool.turn(self._patience.turn) as come:
            if not come:
                raise Throttled("mail.error.busy", "nothing came free", seconds=AWAY_SECONDS)
            return self._watched(act, time.monotonic())

    def _watched(self, act: Act[T], started: float) -> T:
        """Do it on a kept conversation if there is one, else on a fresh one, and learn from it."""
        with self._breaker.watching():
            try:
                kept = self._pool.take()
                if kept:
                    with suppress(StaleError):  # nothing of the mail had been taken
                        return self._on(kept, act, started)
                fresh = opened(self._place, self._tls, self._patience, started)
                return self._on(fresh, act, started)
            except Misconfigured as error:
                log.error("mail server %s: %s", self._place, error)  # noqa: TRY400 - no bug of ours
                raise
            except Waiting as error:
                log.warning("mail server %s: %s", self._place, error)
                raise

    def _on(self, connection: Connection, act: Act[T], started: float) -> T:
        try:
            result = act(connection, started)
        except (MailError, StaleError):
            self._pool.give_back(connection)
            raise
        except BaseException:  # stopped in the middle: nobody knows where the conversation stands
            connection.close()
            raise
        self._pool.give_back(connection)
        return result

    def _tls(self) -> ssl.SSLContext:
        """Return the one context of this process; making one costs as much as fifty mails."""
        with self._tls_lock:
            if self._context is None:
                try:
                    self._context = ssl.create_default_context(cafile=self._ca_file)
                except OSError as error:
                    reason = f"MAIL_CA_FILE cannot be used: {type(error).__name__}"
                    raise Misconfigured("mail.error.certificate", reason) from error
            return self._context


def _rehearsed(connection: Connection, sender: str, started: float) -> float:
    begun = time.monotonic()
    connection.rehearse(sender, started)
    return time.monotonic() - begun
