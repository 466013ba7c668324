"""What Google's client raises, over either transport, put into the three words of an engine."""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from google.api_core import exceptions as api
from google.auth import exceptions as auth
from google.protobuf import json_format, message
from grpc import RpcError
from requests.exceptions import RequestException

from balcao.adapters.ocr import (
    EngineBusyError,
    EngineError,
    EngineRefusedError,
    EngineSetUpError,
)
from balcao.adapters.ocr.vision_answer import BUSY, FORBIDDEN, REFUSED
from balcao.foundation.clock import utcnow

CREDENTIALS = "receipts.error.vision_credentials"
LONGEST_WAIT = 3600.0
TOO_LARGE = "larger than max"  # gRPC's own words, under the code that otherwise means a quota
# Each with its family: DeadlineExceeded is a GatewayTimeout, ResourceExhausted a TooManyRequests.
PASSING = (
    api.ServiceUnavailable,
    api.GatewayTimeout,
    api.TooManyRequests,
    api.InternalServerError,
    RequestException,
)
# Neither is an answer that is no JSON, or JSON of another shape, among the client's own errors.
RAISED = (
    api.GoogleAPIError,
    auth.GoogleAuthError,
    RequestException,
    RpcError,
    json_format.Error,
    message.Error,
    ValueError,
    TypeError,
    OSError,
)
NOT_ALLOWED = (api.Forbidden, api.NotFound, api.MethodNotImplemented, api.Redirection)

log = logging.getLogger(__name__)


@contextmanager
def errors_mapped() -> Iterator[None]:
    """Let nothing out but engine errors, each told to the log without what the other side wrote."""
    try:
        yield
    except EngineError:
        raise
    except RAISED as error:
        mapped = _mapped(error)
        log.warning("Google Vision: %s, %s", type(error).__name__, mapped.code)
        raise mapped from error


def is_worth_repeating(error: Exception) -> bool:
    """Say whether to try again at once, more slowly each time; who names a time is not pressed."""
    return isinstance(error, PASSING) and not _wait_of(error) and not _is_too_large(error)


def _mapped(error: Exception) -> EngineError:
    cause = error.cause if isinstance(error, api.RetryError) else error
    if isinstance(cause, auth.TransportError | api.TooManyRequests) and not _is_too_large(cause):
        return EngineBusyError(BUSY, retry_after=_wait_of(cause))
    if isinstance(cause, auth.GoogleAuthError | api.Unauthorized):
        return EngineSetUpError(CREDENTIALS)
    if isinstance(cause, NOT_ALLOWED):
        return EngineSetUpError(FORBIDDEN)
    if isinstance(cause, api.ClientError) and not isinstance(cause, api.Cancelled | api.Aborted):
        return EngineRefusedError(REFUSED)
    # Lost connections, late answers, servers in trouble, and answers that break off half-way.
    return EngineBusyError(BUSY, retry_after=_wait_of(cause))


def _is_too_large(error: Exception) -> bool:
    return TOO_LARGE in str(error)


def _wait_of(error: object) -> float:
    """Return the seconds that the other side asked for, in a header or beside a gRPC status."""
    for detail in getattr(error, "details", None) or ():
        delay = getattr(detail, "retry_delay", None)
        if delay is not None:
            return _within(delay.seconds + delay.nanos / 1e9)
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    return _seconds(headers.get("Retry-After"))


def _seconds(header: Any) -> float:
    if not isinstance(header, str):
        return 0.0
    try:
        return _within(float(header))
    except ValueError:
        return _until(header)


def _until(header: str) -> float:
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return _within((zoned - utcnow()).total_seconds())


def _within(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else 0.0
