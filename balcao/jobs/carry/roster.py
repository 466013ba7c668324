"""RQ's list of workers, kept true, so that `rq info` shows who is there even after a wipe."""

from contextlib import suppress

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from rq.worker_registration import register

from balcao.jobs.carry.rq_job import CarrierJob

SHOWN_SECONDS = 30


class RosterEntry:
    """One worker's line in RQ's list."""

    def __init__(self, redis: "Redis[bytes]", queue: str, name: str) -> None:
        self._entry = SimpleWorker(
            [Queue(queue, connection=redis, serializer=JSONSerializer, job_class=CarrierJob)],
            name=name,
            connection=redis,
            job_class=CarrierJob,
            serializer=JSONSerializer,
            worker_ttl=SHOWN_SECONDS,
        )

    def show(self, *, busy: bool) -> None:
        """Say that the worker lives, writing the whole line again if Redis has forgotten it."""
        entry = self._entry
        if not entry.connection.exists(entry.key):
            entry.register_birth()
        with entry.connection.pipeline() as pipe:
            register(entry, pipe)
            entry.heartbeat(SHOWN_SECONDS, pipeline=pipe)
            entry.set_state("busy" if busy else "idle", pipeline=pipe)
            pipe.execute()

    def remove(self) -> None:
        """Take the line out when the worker stops as asked."""
        with suppress(RedisError):
            self._entry.register_death()
