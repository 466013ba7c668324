"""From a mail's fate to a job's: what went wrong outside becomes an end that the kernel knows."""

import logging

from balcao.adapters import mail as outside
from balcao.adapters.mail import MailError, Outgoing
from balcao.jobs import (
    AmbiguousError,
    Misconfigured,
    PermanentError,
    Run,
    Throttled,
    TransientError,
)

log = logging.getLogger(__name__)

UNCERTAIN = "mail.error.uncertain"

Fate = AmbiguousError | Misconfigured | PermanentError | Throttled | TransientError


def deliver(run: Run, mail: Outgoing) -> str:
    """Hand the mail to the mail server, and return its answer; else the job ends as it must."""
    run.checkpoint()
    try:
        return run.tools.mail.send(mail)
    except MailError as error:
        raise _in_the_end(run, fate_of(error)) from error


def _in_the_end(run: Run, fate: Fate) -> Fate:
    """Call nothing unsent that an earlier attempt may have sent."""
    unsent = isinstance(fate, TransientError) and run.is_last
    return AmbiguousError(UNCERTAIN) if unsent and run.was_noted(UNCERTAIN) else fate


def rehearse(run: Run) -> None:
    """Do as if there were a mail: the same way, the same time, the same troubles of the server."""
    run.checkpoint()
    try:
        run.tools.mail.rehearse()
    except MailError as error:
        raise fate_of(error) from error


def fate_of(error: MailError) -> Fate:
    """Return the end of a job that met this, and note the server's own words."""
    fate = _fate_of(error)
    log.info("mail not handed over: %s: %s", type(error).__name__, error)
    return fate


def _fate_of(error: MailError) -> Fate:
    match error:
        case outside.Misconfigured():
            return Misconfigured(error.key, error.seconds)
        case outside.Throttled():
            return Throttled(error.key, error.seconds)
        case outside.Refused():
            return PermanentError(error.key)
        case outside.Uncertain():
            return AmbiguousError(error.key)
        case outside.Temporary():
            return TransientError(error.key, error.not_before)
        case _:
            return TransientError(error.key)
