"""Asks the web of this machine whether it is alive; Docker asks with `python -m` of this module."""

import http.client
import os
import sys
from contextlib import closing, suppress

TIMEOUT_SECONDS = 3.0


def answers(host: str, port: int) -> bool:
    """Ask /health directly: no proxy of the environment may come between."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=TIMEOUT_SECONDS)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/health")
        with connection.getresponse() as response:
            return response.status == http.client.OK
    return False


def reachable(host: str) -> str:
    """Turn "every address" into one that can be called."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound


if __name__ == "__main__":
    sys.exit(not answers(os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))))
