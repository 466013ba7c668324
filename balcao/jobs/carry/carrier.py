"""The road between SQL and the workers: RQ's own structures on Redis, a few ids at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq.utils import now, utcformat

from balcao.jobs.args import timeout_of
from balcao.jobs.carry.rq_job import KEPT_FAILED_SECONDS, KEPT_SECONDS, new_job, row_of, rq_id
from balcao.jobs.ledger.picking import Push

__all__ = ["Carrier", "RedisError", "Road", "connect"]

MARKER = "balcao:epoch"
PATIENCE_SECONDS = 0.5
STARTED_GRACE = 120
MOST_STARTED = 1000
STEPS = Path(__file__).parent / "steps"


@dataclass(frozen=True)
class Road:
    """What lies in Redis now: which filling it is, and how many ids wait in each queue."""

    epoch: str
    lengths: dict[str, int]


def connect(url: str) -> Redis:
    """Return a client that gives up after half a second: nobody waits for Redis here."""
    return Redis.from_url(
        url,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 0),
        decode_responses=False,
    )


class Carrier:
    """Carries row ids; every call either works within half a second or raises RedisError."""

    def __init__(self, redis: Redis, default_timeout: int) -> None:
        self.redis = redis
        self._default_timeout = default_timeout
        self._place = redis.register_script((STEPS / "place.lua").read_text())
        self._take = redis.register_script((STEPS / "take.lua").read_text())

    def look(self, queues: Sequence[str]) -> Road:
        """Return what is in Redis; an emptied one gets a new marker, so it shows."""
        with self.redis.pipeline(transaction=False) as pipe:
            pipe.set(MARKER, token_hex(8), nx=True)
            pipe.get(MARKER)
            for queue in queues:
                pipe.llen(f"rq:queue:{queue}")
            _, marker, *lengths = pipe.execute()
        return Road(marker.decode(), dict(zip(queues, lengths, strict=True)))

    def push(self, queue: str, pushes: Sequence[Push]) -> None:
        """Put these rows into their RQ queue, all or none, the urgent ones before the others."""
        timeout = self._timeout(queue)
        places: list[str | int] = []
        with self.redis.pipeline() as pipe:
            pipe.sadd("rq:queues", f"rq:queue:{queue}")
            for push in pushes:
                job = new_job(self.redis, queue, rq_id(push.id, push.number), timeout)
                job.save(pipeline=pipe)
                pipe.hset(job.key, "priority", push.priority)
                pipe.expire(job.key, 24 * 3600)
                places += [job.id, push.priority]
            self._place(keys=[f"rq:queue:{queue}"], args=places, client=pipe)
            pipe.execute()

    def waiting(self, queue: str) -> set[str]:
        """Return the row ids that wait in the queue's list, which is short by design."""
        ids = _texts(self.redis.lrange(f"rq:queue:{queue}", 0, -1))
        return {row for job_id in ids if (row := row_of(job_id))}

    def started(self, queue: str) -> dict[str, str]:
        """Return the row ids that RQ believes to be running, each with its registry entry."""
        entries = _texts(self.redis.zrange(f"rq:wip:{queue}", 0, MOST_STARTED))
        return {row: entry for entry in entries if (row := row_of(entry.rpartition(":")[0]))}

    def forget_started(self, queue: str, entries: Iterable[str]) -> None:
        """Take entries of workers that died out of RQ's picture."""
        for entry in entries:
            self.redis.zrem(f"rq:wip:{queue}", entry)

    def wait(self, queue: str, seconds: float) -> None:
        """Sleep until the queue has something: moving the head onto itself takes nothing away."""
        key = f"rq:queue:{queue}"
        self.redis.blmove(key, key, seconds, "LEFT", "LEFT")  # type: ignore[arg-type]

    def take(
        self, queue: str, worker: str, room: int, ended: Sequence[tuple[str, str]]
    ) -> list[str]:
        """Book the jobs that ended and take up to `room` new ids, in one round trip."""
        parts = ("queue", "wip", "finished", "failed")
        keys = [f"rq:{part}:{queue}" for part in parts]
        moment = now()
        counts = self._timeout(queue) + STARTED_GRACE
        kept = (KEPT_SECONDS, KEPT_FAILED_SECONDS)
        booked = [word for end in ended for word in end]
        taken = self._take(
            keys=[*keys, f"rq:worker:{worker}"],
            args=[room, moment.timestamp(), utcformat(moment), counts, *kept, worker, *booked],
        )
        return _texts(taken)

    def _timeout(self, queue: str) -> int:
        return timeout_of(queue, self._default_timeout)


def _texts(answers: Any) -> list[str]:
    # Whatever somebody has put there: a name that is no text is not one of ours.
    return [answer.decode(errors="replace") for answer in answers]
