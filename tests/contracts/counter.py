"""The real application over a real database, with jobs in every state and readers of every sort."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from balcao.demo.job_args import ReadNothing, SendNothing
from balcao.jobs import Audience, JobArgs, enqueue
from balcao.jobs.ledger import claims, orders, progress
from balcao.jobs.ledger.claims import Claim
from balcao.jobs.ledger.settling import Settlement, settle
from balcao.jobs.models import Job
from balcao.jobs.requests import link_token
from balcao.web.identity import Identity

ALICE = "browser-of-alice"
BOB = "browser-of-bob"
TENANT = "tenant-of-alice"
STATES = ("queued", "started", "retrying", "finished", "failed", "cancelled", "unknown")
OPEN = frozenset({"queued", "started", "retrying"})
RESULT = {"amount": 10000.0, "transaction_id": "E607"}
ERROR = "demo.error.nothing_there"
VIEWS = ("/api/job_status/{}", "/jobs/{}/status", "/api/v1/jobs/{}")
MAIL, WORK = SendNothing, ReadNothing


class Counter:
    """Asks for jobs, brings them into a state, and lets different people look at them."""

    def __init__(self, app: Flask, engine: Engine, folder: Path) -> None:
        self.app = app
        self.engine = engine
        self.folder = folder

    def job(self, state: str = "queued", kind: type[JobArgs] = MAIL, **whose: Any) -> str:
        """Return the id of a fresh job of Alice's in a state."""
        audience = Audience(**{"viewer": ALICE, **whose})
        with Session(self.engine) as session, session.begin():
            job_id = enqueue(session, kind(), audience)
        self._bring(job_id, state)
        return job_id

    def browser(self, viewer: str = ALICE) -> FlaskClient:
        """Return the browser of somebody, who reads Portuguese as in Portugal."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "pt-PT"
        with client.session_transaction() as session:
            session["viewer"] = viewer
        return client

    def person(self, **who: Any) -> FlaskClient:
        """Return the browser of somebody who is logged in as this."""
        self.app.extensions["identity_of"] = lambda viewer: Identity(viewer, **who)
        return self.browser("a browser of its own")

    def link(self, job_id: str) -> str:
        """Return what a signed link carries."""
        with self.app.app_context():
            return link_token(job_id)

    def row(self, job_id: str) -> Job:
        """Return what is stored."""
        with Session(self.engine) as session:
            return session.get_one(Job, job_id)

    def _bring(self, job_id: str, state: str) -> None:
        if state == "queued":
            return
        with self.engine.begin() as connection:
            if state == "cancelled":
                orders.cancel(connection, job_id)
                return
            [claim] = claims.claim(connection, [job_id], "worker", 60)
            progress.tell(connection, claim, "demo.stage.looking", 50)
            if state != "started":
                settle(connection, [ENDS[state](claim)])


ENDS: dict[str, Callable[[Claim], Settlement]] = {
    "finished": lambda claim: claim.ends("finished", result=RESULT),
    "failed": lambda claim: claim.ends("failed", error=ERROR, counts_as_error=True),
    "unknown": lambda claim: claim.ends("unknown", error="jobs.error.ambiguous"),
    "retrying": lambda claim: claim.ends("retrying", error=ERROR, again_in=60),
}


def told(answer: TestResponse) -> dict[str, Any]:
    """Return the JSON of an answer that went well."""
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def form_token(client: FlaskClient) -> str:
    """Return the token that the pages of this session carry."""
    found = re.search('name="csrf-token" content="([^"]+)"', client.get("/").text)
    assert found
    return found[1]
