"""Numbers for a monitoring system, for who has the token; without one, for this machine alone."""

import hmac
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from http import HTTPStatus
from threading import Lock

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import CollectorRegistry
from pydantic import SecretStr

from balcao.web.security import is_from_this_machine

KEEP_SECONDS = 10
REST = 19  # who counts for a second rests for 19: that is a twentieth of one core, at most
BEARER = "bearer"
OTHER = "other"  # what an older or a newer program left in a table

bp = Blueprint("metrics", __name__)
Collect = Callable[[], Iterable[Metric]]


def init_metrics(app: Flask, token: SecretStr | None, collects: Sequence[Collect]) -> None:
    """Add the address; what there is to count is handed in by who knows it."""
    registry = CollectorRegistry()
    for collect in collects:
        registry.register(_Kept(collect))
    app.extensions["metrics"] = registry
    app.extensions["metrics_token"] = token
    app.register_blueprint(bp)


@bp.get("/metrics")
def metrics() -> Response:
    """Tell all numbers in the text format that every monitoring system reads."""
    if not _may_read(current_app.extensions["metrics_token"]):
        abort(HTTPStatus.NOT_FOUND)
    counted = generate_latest(current_app.extensions["metrics"])
    return Response(counted, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_read(token: SecretStr | None) -> bool:
    if token is None:
        return is_from_this_machine()
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    # what came over the wire is read as Latin-1, whatever it was written in
    as_sent = given.strip().encode("latin-1", "replace")
    right = hmac.compare_digest(as_sent, token.get_secret_value().encode())
    return right and scheme.lower() == BEARER


def known(name: str, names: Collection[str]) -> str:
    """Return a label that the code itself gives, whatever stands in a row."""
    return name if name in names else OTHER


class _Kept:
    """Counts again only after a while, and rests the longer, the longer counting took."""

    def __init__(self, collect: Collect) -> None:
        self._collect = collect
        self._lock = Lock()  # who asks meanwhile waits for the same numbers
        self._metrics: list[Metric] = []
        self._until = 0.0

    def describe(self) -> list[Metric]:
        """Name nothing in advance: the registry would count at start, before there are tables."""
        return []

    def collect(self) -> list[Metric]:
        """Return the latest numbers."""
        with self._lock:
            began = time.monotonic()
            if began >= self._until:
                self._metrics = list(self._collect())
                done = time.monotonic()
                self._until = done + max(KEEP_SECONDS, REST * (done - began))
            return self._metrics
