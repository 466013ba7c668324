"""The database may restart under everybody: workers come back, leases and results stay true."""

import pytest
from sqlalchemy import create_engine

import migrate_db
from balcao.foundation import db as database
from tests.integration.jobs.crews import Crew
from tests.integration.jobs.ledger import Ledger
from tests.servers.postgres import postgres
from tests.waiting import wait_until
from tests.workshop import Hold, HoldHeavy, Note, marks


@pytest.fixture
def own_server():
    with postgres(synchronous_commit="off") as server:  # nobody may lose a job by that setting
        yield server


@pytest.fixture
def ledger(own_server, tmp_path):
    url = own_server.new_database()
    migrate_db.migrate(url)
    engine = create_engine(url, **database.engine_options(url))
    database.make_durable(engine)
    yield Ledger(engine, url, tmp_path)
    engine.dispose()


@pytest.mark.parametrize(("kind", "queue"), [(Hold, "reports"), (HoldHeavy, "ocr")])
def test_a_restart_in_the_middle_of_a_job_fails_nothing(
    ledger, own_server, redis_server, kind, queue
):
    family = Crew(ledger, redis_server, queue, lease_seconds=10)
    try:
        held = ledger.ask(kind)
        wait_until(lambda: marks(ledger.folder), 15, "the job has begun")
        waiting = ledger.ask_many(Note if queue == "reports" else kind, 3)

        own_server.stop()
        own_server.start({})
        ledger.engine.dispose()  # the eyes of this test are not what is tested
        (ledger.folder / "open").touch()

        ledger.until("finished", held, *waiting, seconds=30)
        after = ledger.ask(Note if queue == "reports" else kind)
        ledger.until("finished", after, seconds=30)
        assert ledger.job(held).errors == 0
        assert family.stop() == 0
    finally:
        family.end()
