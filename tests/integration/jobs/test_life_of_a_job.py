"""Whatever happens to jobs, and in whatever order, their rows say what the model says."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from balcao.jobs import JobArgs, Options, enqueue
from balcao.jobs.ledger import claims, orders, picking, progress, rescue
from balcao.jobs.ledger.claims import Claim
from balcao.jobs.ledger.settling import settle
from balcao.jobs.models import Job
from balcao.jobs.outcomes import LeaseLostError
from tests.integration.jobs.life import ENDED_BADLY, Life, facts_of, hands, histories
from tests.workshop import Note, NoteMail

KINDS: dict[str, type[JobArgs]] = {"reports": Note, "email": NoteMail}
KEYS = st.none() | st.sampled_from("ab")
QUEUES = st.sampled_from(sorted(KINDS))
WORKERS = st.sampled_from(["w1", "w2"])
EPOCHS = st.sampled_from(["first", "second"])
LEASE = 3600.0
# How a run may end: the status, after how long it runs again, whether it counts as an error.
ENDS = st.sampled_from(
    [
        ("finished", None, False),
        ("failed", None, True),
        ("cancelled", None, False),
        ("unknown", None, False),
        ("retrying", 1800.0, True),
        ("retrying", 1800.0, False),  # a snooze
        ("queued", 1800.0, False),  # parked
    ]
)


class Jobs(RuleBasedStateMachine):
    """Does everything the ledger can do, and keeps the model beside it."""

    engine: Engine
    ids = Bundle("ids")
    held = Bundle("held")

    def __init__(self) -> None:
        super().__init__()
        self.lives: dict[str, Life] = {}
        self.paused: set[str] = set()
        self.worker_of: dict[str, str] = {}

    @initialize()
    def nothing_yet(self) -> None:
        for table in ("jobs", "job_events", "queue_pauses"):
            self._sql(f"DELETE FROM {table}")  # noqa: S608

    @rule(target=ids, queue=QUEUES, dedupe=KEYS, idempotency=KEYS)
    def ask(self, queue: str, dedupe: str | None, idempotency: str | None) -> str:
        known = [
            job_id
            for job_id, life in self.lives.items()
            if (dedupe and life.dedupe_key == dedupe and not life.ended)
            or (idempotency and life.idempotency_key == idempotency)
        ]
        options = Options(dedupe_key=dedupe, idempotency_key=idempotency)
        with Session(self.engine) as session, session.begin():
            job_id = enqueue(session, KINDS[queue](folder=""), options=options)

        assert (job_id in known) if known else (job_id not in self.lives)
        if not known:
            self.lives[job_id] = Life(queue, dedupe, idempotency)
        return job_id

    @rule(target=held, wanted=st.lists(ids, min_size=1, max_size=4), worker=WORKERS)
    def take(self, wanted: list[str], worker: str):
        mine = {i for i in wanted if self.lives[i].due and self.lives[i].queue not in self.paused}
        with self.engine.begin() as connection:
            taken = claims.claim(connection, wanted, worker, LEASE)

        assert {claim.id for claim in taken} == mine
        for claim in taken:
            self.lives[claim.id].taken(claim)
            assert claim.attempt == self.lives[claim.id].attempts
            self.worker_of[claim.token] = worker
        return multiple(*taken)

    @rule(some=st.lists(held, min_size=1, max_size=4))
    def renew(self, some: list[Claim]) -> None:
        last = {claim.id: claim for claim in some}
        with self.engine.begin() as connection:
            kept = claims.renew(connection, list(last.values()), LEASE)

        ours = [claim for claim in last.values() if self._holds(claim)]
        assert kept == {claim.id: self.lives[claim.id].cancel_requested for claim in ours}

    @rule(claim=held, percent=st.integers(0, 99))
    def tell(self, claim: Claim, percent: int) -> None:
        with self.engine.begin() as connection:
            if self._holds(claim):
                asked = progress.tell(connection, claim, "test.stage", percent)
                assert asked is self.lives[claim.id].cancel_requested
            else:
                with pytest.raises(LeaseLostError):
                    progress.tell(connection, claim, "test.stage", percent)

    @rule(claim=held)
    def pass_point_of_no_return(self, claim: Claim) -> None:
        with self.engine.begin() as connection:
            if self._holds(claim):
                progress.pass_point_of_no_return(connection, claim)
                self.lives[claim.id].acting = True
            else:
                with pytest.raises(LeaseLostError):
                    progress.pass_point_of_no_return(connection, claim)

    @rule(some=st.lists(st.tuples(held, ENDS), min_size=1, max_size=4))
    def settle(self, some: list[tuple[Claim, tuple[str, float | None, bool]]]) -> None:
        ends = {claim.id: (claim, end) for claim, end in some}
        written = [
            claim.ends(status, again_in=again, counts_as_error=counts)
            for claim, (status, again, counts) in ends.values()
        ]
        with self.engine.begin() as connection:
            took_effect = settle(connection, written)

        ours = {job_id for job_id, (claim, _) in ends.items() if self._holds(claim)}
        assert took_effect == ours
        for job_id in ours:
            status, again, counts = ends[job_id][1]
            self.lives[job_id].settled(status, again=again is not None, counts=counts)

    @rule(silent=st.lists(held, min_size=1, max_size=4))
    def leases_run_out(self, silent: list[Claim]) -> None:
        gone = {claim.id for claim in silent if self._holds(claim)}
        for job_id in gone:
            self._sql("UPDATE jobs SET lease_until = created_at WHERE id = :id", id=job_id)
        with self.engine.begin() as connection:
            rescued = {row["id"]: row["status"] for row in rescue.rescue(connection)}

        for job_id in gone:
            self.lives[job_id].crashed()
        assert rescued == {job_id: self.lives[job_id].status for job_id in gone}

    @rule(job_id=ids)
    def time_comes(self, job_id: str) -> None:
        self._sql(
            "UPDATE jobs SET run_at = created_at WHERE id = :id AND run_at IS NOT NULL", id=job_id
        )
        self.lives[job_id].later = False

    @rule(job_id=ids)
    def cancel(self, job_id: str) -> None:
        life = self.lives[job_id]
        with self.engine.begin() as connection:
            after = orders.cancel(connection, job_id)

        assert after == (None if life.ended else "started" if life.claim else "cancelled")
        life.cancel_requested = life.cancel_requested or not life.ended
        if life.waiting:
            life.step("cancelled", ended=True)

    @rule(job_id=ids)
    def run_again(self, job_id: str) -> None:
        life = self.lives[job_id]
        allowed = life.ended and life.status in ENDED_BADLY
        try:
            with self.engine.begin() as connection:
                queued = orders.run_again(connection, job_id)
        except IntegrityError:
            assert allowed
            assert self._open_with_key_of(life)
            return
        assert queued is allowed
        if allowed:
            assert not self._open_with_key_of(life)
            life.asked_again()

    @rule(worker=WORKERS)
    def release(self, worker: str) -> None:
        put_back = [life for life in self.lives.values() if self._held_by(worker, life)]
        with self.engine.begin() as connection:
            count = rescue.release(connection, worker)

        assert count == len(put_back)
        for life in put_back:
            life.given_back("queued")

    @rule(queue=QUEUES)
    def pause(self, queue: str) -> None:
        if queue not in self.paused:
            self._sql("INSERT INTO queue_pauses VALUES (:q, CURRENT_TIMESTAMP)", q=queue)
        self.paused.add(queue)

    @precondition(lambda self: self.paused)
    @rule()
    def resume(self) -> None:
        self._sql("DELETE FROM queue_pauses")
        self.paused.clear()

    @rule(epoch=EPOCHS, wanted=st.lists(ids, min_size=1, max_size=4))
    def push(self, epoch: str, wanted: list[str]) -> None:
        with self.engine.begin() as connection:
            pushed = picking.reserve(connection, epoch, wanted)

        free = {i for i in wanted if self.lives[i].due and self.lives[i].epoch != epoch}
        assert {push.id for push in pushed} == free
        for push in pushed:
            life = self.lives[push.id]
            life.epoch, life.pushes = epoch, life.pushes + 1
            assert push.number == life.pushes

    @rule(lost=st.lists(ids, min_size=1, max_size=4))
    def hand_back(self, lost: list[str]) -> None:
        with self.engine.begin() as connection:
            picking.hand_back(connection, lost)

        for job_id in lost:
            self.lives[job_id].epoch = None

    @invariant()
    def rows_say_what_the_model_says(self) -> None:
        with Session(self.engine) as session:
            rows = {job.id: job for job in session.query(Job)}
            steps = histories(session.connection())

        assert {i: facts_of(job) for i, job in rows.items()} == {
            i: life.facts() for i, life in self.lives.items()
        }
        assert steps == {i: life.history for i, life in self.lives.items()}
        assert all(sum(hands(job)) == 1 for job in rows.values())
        assert all(steps[i][-1] == job.status for i, job in rows.items())

    def _holds(self, claim: Claim) -> bool:
        return self.lives[claim.id].claim == claim

    def _held_by(self, worker: str, life: Life) -> bool:
        return life.claim is not None and self.worker_of[life.claim.token] == worker

    def _open_with_key_of(self, life: Life) -> bool:
        open_keys = {other.dedupe_key for other in self.lives.values() if not other.ended}
        return life.dedupe_key is not None and life.dedupe_key in open_keys

    def _sql(self, statement: str, **values: object) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)


def test_rows_follow_the_model_whatever_happens(engine: Engine) -> None:
    class JobsHere(Jobs):
        pass

    JobsHere.engine = engine
    run_state_machine_as_test(
        JobsHere,
        settings=settings(
            max_examples=150,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
