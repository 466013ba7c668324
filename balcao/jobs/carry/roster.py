"""RQ's list of workers, kept true, so that `rq info` shows who is there even after a wipe."""

from contextlib import suppress
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from rq.worker_registration import register

from balcao.jobs.carry.rq_job import CarrierJob

SHOWN_SECONDS = 30


class ListedWorker(SimpleWorker):
    """RQ's worker as a line in its list only; ours do the work."""

    def _set_connection(self, connection: Redis) -> Redis:
        # RQ would raise the time-out of every connection of this client to minutes.
        return connection


class RosterEntry:
    """One worker's line in RQ's list."""

    def __init__(self, redis: Redis, queue: str, name: str) -> None:
        self._redis = redis
        self._queue = queue
        self._name = name
        self._worker: ListedWorker | None = None

    def show(self, *, busy: bool) -> None:
        """Say that the worker lives, writing the whole line again if Redis has forgotten it."""
        entry = self._worker = self._worker or self._listed()
        if not entry.connection.exists(entry.key):
            entry.register_birth()  # type: ignore[no-untyped-call]
        with entry.connection.pipeline() as pipe:
            register(entry, pipe)
            entry.heartbeat(SHOWN_SECONDS, pipeline=pipe)
            entry.set_state("busy" if busy else "idle", pipeline=pipe)
            pipe.execute()

    def remove(self) -> None:
        """Take the line out when the worker stops as asked."""
        if self._worker is not None:
            with suppress(RedisError):
                self._worker.register_death()  # type: ignore[no-untyped-call]

    def _listed(self) -> ListedWorker:
        # Not before the first line is written: RQ asks Redis already when it makes a worker.
        options: dict[str, Any] = {
            "connection": self._redis,
            "job_class": CarrierJob,
            "serializer": JSONSerializer,
        }
        queue = Queue(self._queue, **options)
        return ListedWorker([queue], name=self._name, worker_ttl=SHOWN_SECONDS, **options)
