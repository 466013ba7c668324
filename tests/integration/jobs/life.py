"""The life of jobs as a model in memory: what each row must say after each step."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from balcao.jobs.ledger.claims import Claim
from balcao.jobs.models import Job, JobEvent

MOST_CRASHES = 3
ENDED_BADLY = {"failed", "cancelled", "unknown"}


@dataclass
class Life:
    """One job as it must be; `claim` is what its holder has in hand."""

    queue: str
    dedupe_key: str | None
    idempotency_key: str | None
    status: str = "queued"
    attempts: int = 0
    crashes: int = 0
    errors: int = 0
    pushes: int = 0
    epoch: str | None = None
    later: bool = False
    ended: bool = False
    cancel_requested: bool = False
    acting: bool = False
    claim: Claim | None = None
    history: list[str] = field(default_factory=lambda: ["queued"])

    @property
    def waiting(self) -> bool:
        """Say whether somebody could take it, now or later."""
        return self.claim is None and not self.ended

    @property
    def due(self) -> bool:
        """Say whether somebody could take it now."""
        return self.waiting and not self.later

    def step(self, status: str, *, ended: bool = False, later: bool = False) -> None:
        """Leave whoever held it, for a status of its own."""
        self.status, self.ended, self.later = status, ended, later
        self.claim, self.acting, self.epoch = None, False, None
        self.history.append(status)

    def taken(self, claim: Claim) -> None:
        """Be in somebody's hands."""
        self.status, self.claim, self.epoch = "started", claim, None
        self.attempts += 1
        self.history.append("started")

    def settled(self, status: str, *, again: bool, counts: bool) -> None:
        """End an attempt as its holder says; a wish to cancel beats a wish to run again."""
        self.errors += counts
        given_up = again and self.cancel_requested
        self.step(
            "cancelled" if given_up else status,
            ended=given_up or not again,
            later=again and not given_up,
        )

    def crashed(self) -> None:
        """Lose the holder without a word."""
        self.crashes += 1
        if not self.acting and self.crashes >= MOST_CRASHES:
            self.step("failed", ended=True)
        else:
            self.given_back("retrying")

    def given_back(self, status: str) -> None:
        """Wait for the next holder, unless it must not run again."""
        if self.acting:
            self.step("unknown", ended=True)
        elif self.cancel_requested:
            self.step("cancelled", ended=True)
        else:
            self.step(status)

    def asked_again(self) -> None:
        """Start anew, with the history kept."""
        self.errors = self.crashes = 0
        self.cancel_requested = False
        self.step("queued")

    def facts(self) -> dict[str, object]:
        """Return what the row must say."""
        return {
            "status": self.status,
            "attempts": self.attempts,
            "crashes": self.crashes,
            "errors": self.errors,
            "pushes": self.pushes,
            "epoch": self.epoch,
            "cancel_requested": self.cancel_requested,
            "token": self.claim.token if self.claim else None,
            "ended": self.ended,
        }


def facts_of(job: Job) -> dict[str, object]:
    """Return the same of a row."""
    names = ("status", "attempts", "crashes", "errors", "pushes", "epoch", "cancel_requested")
    told: dict[str, object] = {name: getattr(job, name) for name in names}
    return {**told, "token": job.token, "ended": job.ended_at is not None}


def hands(job: Job) -> list[bool]:
    """Return in which of the three ways a row is accounted for: it waits, is held, has ended."""
    return [
        job.run_at is not None,
        job.token is not None and job.lease_until is not None,
        job.ended_at is not None,
    ]


def histories(connection: Connection) -> dict[str, list[str]]:
    """Return the steps of every job, oldest first."""
    steps: dict[str, list[str]] = {}
    for row in connection.execute(select(JobEvent.job_id, JobEvent.status).order_by(JobEvent.id)):
        steps.setdefault(row.job_id, []).append(row.status)
    return steps
