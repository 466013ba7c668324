"""The only RQ job there is: it names one function of ours and one row, and nothing else runs."""

from collections.abc import Callable
from typing import cast

from redis import Redis
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

from balcao.foundation.ids import is_id

ENTRY = "worker.run"
KEPT_SECONDS = 300
KEPT_FAILED_SECONDS = 3600


class ForeignJobError(Exception):
    """Somebody put a job into Redis that we did not."""


class CarrierJob(Job):
    """An RQ job that can only be `worker.run(<row>-<push>)`, whatever Redis says it is."""

    @property
    def func(self) -> Callable[..., object]:
        """Return our one entry point, or refuse."""
        if self.func_name != ENTRY or self.instance or self.kwargs or list(self.args) != [self.id]:
            raise ForeignJobError(self.id)
        entry: Callable[..., object] = super().func
        return entry

    # RQ would import and call whatever Redis names here.
    success_callback = failure_callback = stopped_callback = property(lambda _: None)


def rq_id(row_id: str, push: int) -> str:
    """Return the RQ id of one push; each push has its own, so none can block the next."""
    return f"{row_id}-{push}"


def row_of(job_id: str) -> str | None:
    """Return the row an RQ id stands for, or nothing if it is not one of ours."""
    row_id, _, push = job_id.rpartition("-")
    return row_id if is_id(row_id) and push.isascii() and push.isdigit() else None


def new_job(connection: Redis, queue: str, job_id: str, timeout: int) -> CarrierJob:
    """Build the RQ job for one push; its description tells nothing about anybody."""
    job = CarrierJob.create(
        ENTRY,
        args=(job_id,),
        id=job_id,
        connection=connection,
        serializer=JSONSerializer,
        origin=queue,
        status=JobStatus.QUEUED,
        description=queue,
        timeout=timeout,
        result_ttl=KEPT_SECONDS,
        failure_ttl=KEPT_FAILED_SECONDS,
    )
    return cast("CarrierJob", job)  # RQ says Job, whatever the class
