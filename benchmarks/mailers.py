"""Everybody who sends the same mails to the same sink: ours and others."""

import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from rq import Queue
from sqlalchemy.orm import Session

from balcao.accounts.links import VERIFY, new_token
from balcao.accounts.mail.job_args import SendVerificationEmail
from balcao.accounts.models import PreUser
from balcao.foundation.dbtime import db_now
from balcao.jobs import enqueue_many
from benchmarks.draining import PEER_QUEUE
from benchmarks.families import ROOT, environment, family, process
from benchmarks.ledgers import AT_ONCE, Ledger
from benchmarks.sink import HOST, Sink
from tests.servers.valkey import Valkey
from tests.waiting import wait_until

LONGEST_SECONDS = 120
DAY = 86400
CORES = 2
LOOK_SECONDS = 0.2
BIN = Path(sys.executable).parent
Command = Sequence[str]


class Mailers:
    """One sink and one Valkey for all of them, one after the other."""

    def __init__(self, sink: Sink, redis: Valkey, folder: Path) -> None:
        self._sink, self._redis, self._folder = sink, redis, folder
        self._number = 1
        self.connections = 0
        self.again = 0

    def balcao(self, ledger: Ledger, mails: int, **settings: str) -> float:
        """Let our own worker send what waits in the ledger."""
        _sign_up(ledger, self._next(mails))
        told = settings_for(self._sink) | settings
        self._forget()
        with family(ledger, self._redis.url, "email", **told):
            rate = self._rate(mails)
            wait_until(lambda: ledger.open_jobs() == 0, LONGEST_SECONDS, "all is written down")
        self.connections = int(self._sink.counted()["most"])
        return rate

    def loop(self, mails: int) -> float:
        """Let threads send that do nothing else, with as many connections as Balcão just had."""
        share, each = mails // CORES, str(self.connections // CORES)
        commands = [
            _python("peer_loop", str(self._next(share)[0]), str(share), each) for _ in range(CORES)
        ]
        self._forget()
        return self._worked(commands, share * CORES)

    def rq(self, mails: int) -> float:
        """Let RQ's own worker send, a connection a mail."""
        self._forget()
        orders = [
            Queue.prepare_data("benchmarks.peer_mail.send", args=(number,))
            for number in self._next(mails)
        ]
        Queue(PEER_QUEUE, connection=self._redis.redis).enqueue_many(orders)
        command = [str(BIN / "rq"), "worker", "--quiet", "-u", self._redis.url, PEER_QUEUE]
        return self._worked([command], mails)

    def celery(self, task: str, mails: int) -> float:
        """Let Celery's processes send."""
        self._forget()
        self._ask("peer_celery", task, str(self._next(mails)[0]), str(mails))
        command = [
            str(BIN / "celery"), "-A", "benchmarks.peer_celery", "worker",
            "--concurrency", str(CORES), "--loglevel", "error",
        ]  # fmt: skip
        return self._worked([command], mails)

    def dramatiq(self, mails: int) -> float:
        """Let Dramatiq's threads send, each over the connection it keeps."""
        self._forget()
        self._ask("peer_dramatiq", str(self._next(mails)[0]), str(mails))
        command = [str(BIN / "dramatiq"), "benchmarks.peer_dramatiq", "-p", str(CORES), "-t", "8"]
        return self._worked([command], mails)

    def _next(self, mails: int) -> range:
        numbers = range(self._number, self._number + mails)
        self._number += mails
        return numbers

    def _forget(self) -> None:
        self._redis.empty()
        self._sink.forget()

    def _ask(self, peer: str, *arguments: str) -> None:
        subprocess.run(_python(peer, *arguments), cwd=ROOT, env=self._told(), check=True)  # noqa: S603 - ours

    def _worked(self, commands: Sequence[Command], mails: int) -> float:
        with ExitStack() as running:
            for command in commands:
                running.enter_context(process(command, self._told(), self._folder / "peers.log"))
            return self._rate(mails)

    def _told(self) -> dict[str, str]:
        return environment(
            BROKER=self._redis.url,
            SINK_PORT=str(self._sink.port),
            SINK_CA=str(self._sink.certificate),
        )

    def _rate(self, mails: int) -> float:
        """Wait for the last mail; return mails a second from the first one on."""
        deadline = time.monotonic() + LONGEST_SECONDS
        while (counted := self._sink.counted())["mails"] < mails:
            if time.monotonic() > deadline:
                message = f"after {LONGEST_SECONDS} s only {counted} of {mails} mails"
                raise RuntimeError(message)
            time.sleep(LOOK_SECONDS)
        self.again += int(counted["again"])
        return (mails - 1) / counted["seconds"]


def settings_for(sink: Sink) -> dict[str, str]:
    """Return what our processes are told to send their mails there."""
    return {
        "MAIL_SERVER": HOST,
        "MAIL_PORT": str(sink.port),
        "MAIL_CA_FILE": str(sink.certificate),
        "MAIL_USERNAME": "balcao",
        "MAIL_PASSWORD": "a password",
        "MAIL_DEFAULT_SENDER": "Balcao <no-reply@balcao.example>",
    }


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{module}", *arguments]


def _sign_up(ledger: Ledger, numbers: range) -> None:
    """Leave what so many sign-ups leave: the person to be, the link, and the mail to send."""
    for start in range(0, len(numbers), AT_ONCE):
        with Session(ledger.engine) as session, session.begin():
            people = [_person(number) for number in numbers[start : start + AT_ONCE]]
            session.add_all(people)
            session.flush()
            links = [
                new_token(VERIFY, address=person.address, email=person.email, locale="en")
                for person in people
            ]
            for person, link in zip(people, links, strict=True):
                link.pre_user_id, link.password_hash = person.id, "a hash"
            session.add_all(links)
            session.flush()
            enqueue_many(session, [SendVerificationEmail(token_id=link.id) for link in links])


def _person(number: int) -> PreUser:
    address = f"person-{number}@mail.example"
    return PreUser(address=address, email=address, expires_at=db_now(DAY))
