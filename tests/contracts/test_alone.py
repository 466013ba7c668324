"""With no worker alive a request does its job itself, with the same doors as a worker has."""

from typing import ClassVar

from sqlalchemy.orm import Session

from app import create_app
from balcao.adapters import Tools
from balcao.jobs import JobArgs, Run, enqueue, task
from balcao.jobs.requests import do_here_if_alone
from config import load_settings
from tests.servers.smtp import mail_trap


class Look(JobArgs):
    """Tell what this process was given."""

    kind: ClassVar[str] = "test.look"
    queue: ClassVar[str] = "reports"


@task(Look)
def look(_args: Look, run: Run) -> str:
    """Tell which house the tools belong to."""
    return f"{type(run.tools).__name__} of {run.tools.public_url}"


def test_a_job_done_in_a_request_has_its_tools(counter):
    with Session(counter.engine) as session, session.begin():
        job_id = enqueue(session, Look())

    with counter.app.test_request_context():
        assert do_here_if_alone(job_id, "reports")

    house = counter.app.extensions["links"].public_url
    assert counter.row(job_id).result == f"{Tools.__name__} of {house}"


def test_a_mail_server_is_not_called_before_it_is_needed(tmp_path):
    with mail_trap() as trap:
        given = {"mail_server": "localhost", "mail_port": trap.place.port, "mail_security": "none"}
        app = create_app(load_settings(_env_file=None, var_dir=tmp_path, **given))
        assert app.test_client().get("/dev/mail/preview").status_code == 200
        assert trap.talks == []

        app.extensions["tools"].mail.rehearse()
        assert len(trap.talks) == 1
        app.extensions["tools"].mail.close()
