"""What the demonstration asks for."""

from typing import ClassVar

from balcao.jobs import JobArgs, Retry

QUICK_RETRY = Retry(delays=(2, 3, 4), jitter=0.1)


class CountToTen(JobArgs):
    """Ten steps, each with a little rest."""

    kind: ClassVar[str] = "demo.count"
    queue: ClassVar[str] = "reports"
    poll_ms: ClassVar[int] = 500
    step_seconds: float = 0.5


class FailForGood(JobArgs):
    """A job that cannot go well."""

    kind: ClassVar[str] = "demo.fail"
    queue: ClassVar[str] = "reports"


class FailTwice(JobArgs):
    """A job that goes well the third time."""

    kind: ClassVar[str] = "demo.retry"
    queue: ClassVar[str] = "reports"
    retry: ClassVar[Retry] = QUICK_RETRY


class SendNothing(JobArgs):
    """A job in the words of an e-mail, which sends none."""

    kind: ClassVar[str] = "demo.mail"
    queue: ClassVar[str] = "email"
    words: ClassVar[str] = "mail"
    poll_ms: ClassVar[int] = 3000


class ReadNothing(JobArgs):
    """A heavy job in a process of its own, which reads nothing."""

    kind: ClassVar[str] = "demo.heavy"
    queue: ClassVar[str] = "ocr"
