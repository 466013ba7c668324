"""A job is in one pair of hands at a time, and only those hands may say how it ended."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from balcao.jobs.ledger import claims, orders, progress, rescue
from balcao.jobs.ledger.settling import settle
from balcao.jobs.outcomes import LeaseLostError
from tests.workshop import Note


def take(ledger, *job_ids, worker="w1", lease=60.0):
    with ledger.engine.begin() as connection:
        return claims.claim(connection, job_ids, worker, lease)


def end(ledger, *ends):
    with ledger.engine.begin() as connection:
        return settle(connection, ends)


def lapse(ledger, job_id):
    """Let the job's lease run out, as if its worker had been silent for long."""
    ledger.sql("UPDATE jobs SET lease_until = created_at WHERE id = :id", id=job_id)


def rescued(ledger):
    with ledger.engine.begin() as connection:
        return [row["status"] for row in rescue.rescue(connection)]


def test_of_ten_workers_one_gets_the_job(ledger):
    job_id = ledger.ask(Note)

    with ThreadPoolExecutor(10) as pool:
        got = list(pool.map(lambda n: take(ledger, job_id, worker=f"w{n}"), range(10)))

    assert sum(len(claimed) for claimed in got) == 1
    assert ledger.job(job_id).attempts == 1


def test_a_late_result_of_a_rescued_job_is_dropped(ledger):
    job_id = ledger.ask(Note)
    [late] = take(ledger, job_id, worker="slow")
    lapse(ledger, job_id)
    assert rescued(ledger) == ["retrying"]
    [second] = take(ledger, job_id, worker="quick")

    assert end(ledger, late.ends("finished", result={"by": "slow"})) == set()
    assert end(ledger, second.ends("finished", result={"by": "quick"})) == {job_id}

    assert ledger.job(job_id).result == {"by": "quick"}
    assert ledger.history(job_id) == ["queued", "started", "retrying", "started", "finished"]


def test_progress_of_a_job_that_is_no_longer_ours_is_refused(ledger):
    job_id = ledger.ask(Note)
    [late] = take(ledger, job_id)
    lapse(ledger, job_id)
    rescued(ledger)

    with pytest.raises(LeaseLostError), ledger.engine.begin() as connection:
        progress.tell(connection, late, "jobs.stage", 50)

    assert ledger.job(job_id).progress == 0


def test_a_lease_that_is_renewed_is_not_rescued(ledger):
    job_id = ledger.ask(Note)
    [claim] = take(ledger, job_id)
    lapse(ledger, job_id)

    with ledger.engine.begin() as connection:
        kept = claims.renew(connection, [claim], 60)

    assert kept == {job_id: False}
    assert rescued(ledger) == []


def test_a_job_that_crashes_its_worker_three_times_is_set_aside(ledger):
    job_id = ledger.ask(Note)

    for _ in range(3):
        take(ledger, job_id)
        lapse(ledger, job_id)
        rescued(ledger)

    job = ledger.job(job_id)
    assert (job.status, job.error, job.crashes) == ("failed", "jobs.error.quarantined", 3)
    assert take(ledger, job_id) == []


def test_a_job_past_the_point_of_no_return_is_not_repeated_after_a_crash(ledger):
    job_id = ledger.ask(Note)
    [claim] = take(ledger, job_id)
    with ledger.engine.begin() as connection:
        progress.pass_point_of_no_return(connection, claim)
    lapse(ledger, job_id)

    assert rescued(ledger) == ["unknown"]
    assert ledger.job(job_id).error == "jobs.error.ambiguous"


def test_what_a_stopping_worker_held_goes_back_unless_it_must_not_run_again(ledger):
    plain, acting, unwanted, hung = (ledger.ask(Note) for _ in range(4))
    taken = {claim.id: claim for claim in take(ledger, plain, acting, unwanted, hung)}
    with ledger.engine.begin() as connection:
        progress.pass_point_of_no_return(connection, taken[acting])
        orders.cancel(connection, unwanted)

        assert rescue.release(connection, "w1", [hung]) == 3

    assert ledger.statuses(plain, acting, unwanted, hung) == [
        "queued", "unknown", "cancelled", "started",
    ]  # fmt: skip
    assert ledger.job(plain).crashes == 0


def test_a_new_attempt_has_not_passed_the_point_of_no_return(ledger):
    job_id = ledger.ask(Note)
    [claim] = take(ledger, job_id)
    with ledger.engine.begin() as connection:
        progress.pass_point_of_no_return(connection, claim)
    lapse(ledger, job_id)
    rescued(ledger)
    with ledger.engine.begin() as connection:
        orders.run_again(connection, job_id)

    take(ledger, job_id)
    lapse(ledger, job_id)

    assert rescued(ledger) == ["retrying"]


def test_what_waits_is_cancelled_and_what_runs_is_asked_to_stop(ledger):
    waiting, running = ledger.ask(Note), ledger.ask(Note)
    [claim] = take(ledger, running)

    with ledger.engine.begin() as connection:
        assert orders.cancel(connection, waiting) == "cancelled"
        assert orders.cancel(connection, running) == "started"
        assert claims.renew(connection, [claim], 60) == {running: True}

    assert ledger.statuses(waiting, running) == ["cancelled", "started"]
    assert take(ledger, waiting) == []


def test_what_would_run_again_is_cancelled_when_somebody_asked_for_that(ledger):
    job_id = ledger.ask(Note)
    [claim] = take(ledger, job_id)
    with ledger.engine.begin() as connection:
        orders.cancel(connection, job_id)

    end(ledger, claim.ends("retrying", error="test.error", again_in=1, counts_as_error=True))

    assert ledger.job(job_id).status == "cancelled"
    assert ledger.history(job_id)[-1] == "cancelled"


def test_a_failed_job_that_is_asked_for_again_starts_anew(ledger):
    job_id = ledger.ask(Note)
    [claim] = take(ledger, job_id)
    end(ledger, claim.ends("failed", error="test.error", counts_as_error=True))

    with ledger.engine.begin() as connection:
        assert orders.run_again(connection, job_id)
        assert not orders.run_again(connection, job_id)

    job = ledger.job(job_id)
    assert (job.status, job.error, job.errors, job.attempts) == ("queued", None, 0, 1)


def test_a_paused_queue_hands_out_nothing(ledger):
    job_id = ledger.ask(Note)
    ledger.sql("INSERT INTO queue_pauses VALUES ('reports', CURRENT_TIMESTAMP)")

    assert take(ledger, job_id) == []

    ledger.sql("DELETE FROM queue_pauses")
    assert len(take(ledger, job_id)) == 1


def test_ends_of_many_jobs_are_written_together_each_as_its_own(ledger):
    ids = [ledger.ask(Note) for _ in range(4)]
    taken = {claim.id: claim for claim in take(ledger, *ids)}
    one, two, three, four = (taken[job_id] for job_id in ids)

    end(
        ledger,
        one.ends("finished", result={"n": 1}),
        two.ends("finished"),
        three.ends("failed", error="test.error"),
        four.ends("retrying", error="test.error", again_in=30, counts_as_error=True),
    )

    assert ledger.statuses(*ids) == ["finished", "finished", "failed", "retrying"]
    jobs = [ledger.job(job_id) for job_id in ids]
    assert [job.result for job in jobs] == [{"n": 1}, None, None, None]
    assert [job.errors for job in jobs] == [0, 0, 0, 1]
    assert [job.ended_at is None for job in jobs] == [False, False, False, True]
    assert jobs[3].run_at > jobs[3].created_at
