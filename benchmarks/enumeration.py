"""Whether a stranger can find out who has an account: by what is answered, by when, by the ticket.

Three sorts of addresses (with an account, signed up and waiting, never seen) are tried in turn on
every form that takes one, in a house that runs as people run it.
"""

import random
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import unified_diff
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from balcao.accounts.links import VERIFY, new_token
from balcao.accounts.models import PreUser, User
from balcao.accounts.passwords import hash_password
from balcao.foundation import db as database
from balcao.foundation.dbtime import db_now
from benchmarks.guessing import accuracies, area, chance
from benchmarks.launched import Launched, launched, second_start
from benchmarks.lines import Line, at_most
from benchmarks.start import all_there
from benchmarks.visitor import Answer, Visitor
from tests.waiting import wait_until

PAIRS, QUICK_PAIRS = 200, 10
KINDS = ("known", "pending", "unknown")
RIGHT, WRONG = "seven quiet harbours at dusk", "nine loud harbours at dawn"
START_SECONDS = 60
JOB_SECONDS = 60
LOOK_SECONDS = 0.03
MOST_SHOWN = 12
EXPECTED = {HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY}
GOAL = at_most(55)


@dataclass
class Seen:
    """What the tries on one form showed, by the sort of address."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    ended: dict[str, list[float]] = field(default_factory=dict)
    ran: dict[str, list[float]] = field(default_factory=dict)
    faces: dict[str, set[str]] = field(default_factory=dict)

    def add(self, kind: str, address: str, shown: list[Answer], job: dict[str, Any] | None) -> None:
        """Keep one try."""
        self.seconds.setdefault(kind, []).append(shown[0].seconds)
        told = "\n".join(answer.face(address) for answer in shown)
        self.faces.setdefault(kind, set()).add(told + str(job["course"] if job else ""))
        if job:
            self.ended.setdefault(kind, []).append(job["ended"])
            self.ran.setdefault(kind, []).append(job["ran"])


@dataclass(frozen=True)
class Form:
    """A form that takes an address: how one gets there, sends it, and sees what came of it."""

    name: str
    page: str
    path: str
    fields: Callable[[str], dict[str, str]]
    follow: str = ""
    before: Callable[[Visitor, str], object] = lambda _visitor, _address: None


def measure(*, quick: bool) -> Iterator[Line]:
    """Open a house with raised limits and try every form."""
    with TemporaryDirectory(prefix="balcao-bench-") as folder:
        checkout = second_start(Path(folder))
        with launched(checkout, LIMITS="load-test") as house:
            wait_until(lambda: all_there(house), START_SECONDS, "the house is open")
            yield from _tried(house, QUICK_PAIRS if quick else PAIRS)


def _tried(house: Launched, pairs: int) -> Iterator[Line]:
    asker = _address()
    _move_in(house.database, [asker], [])
    for form in FORMS:
        # All are new to this form: a limit that counts somebody already answers a little sooner.
        people = {kind: [_address() for _ in range(pairs)] for kind in KINDS}
        _move_in(house.database, people["known"], people["pending"])
        seen = Seen()
        for number in range(pairs):
            for kind in random.sample(KINDS, len(KINDS)):
                with Visitor(house.port) as visitor:
                    if form.name == "change of address":
                        visitor.send("/login", "/login", {"email": asker, "password": RIGHT})
                    _try(form, visitor, seen, kind, people[kind][number])
        yield from _lines(form, seen)


def _try(form: Form, visitor: Visitor, seen: Seen, kind: str, address: str) -> None:
    form.before(visitor, address)
    answer = visitor.send(form.page, form.path, form.fields(address))
    if answer.status not in EXPECTED:
        message = f"{form.path}: {answer.status} {answer.body[:200]}"
        raise RuntimeError(message)
    shown, job = [answer], None
    if form.follow:
        job = _course(visitor, form.follow)
        shown.append(visitor.get(form.follow))
    seen.add(kind, address, shown, job)


def _course(visitor: Visitor, page: str) -> dict[str, Any]:
    """Look at the ticket until it ends, as the page does, only more often."""
    started, steps = time.perf_counter(), []
    job_id = visitor.job(page)
    if job_id is None:
        message = f"{page} shows no ticket"
        raise RuntimeError(message)
    while time.perf_counter() < started + JOB_SECONDS:
        told = visitor.told(job_id)
        steps.append(told["status"])
        if told["ended"]:
            break
        time.sleep(LOOK_SECONDS)
    end = (told["status"], told["stage"], told["progress"], told["message"], told["attempts"])
    ran = _seconds(told["ended_at"]) - _seconds(told["started_at"])
    waited = _seconds(told["ended_at"]) - _seconds(told["created_at"])
    odd = set(steps) - {"queued", "started", "finished"}
    return {"course": (*end, *sorted(odd)), "ended": waited, "ran": ran}


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def _lines(form: Form, seen: Seen) -> Iterator[Line]:
    different = set.union(*seen.faces.values())
    for text in islice(_differences(sorted(different)), MOST_SHOWN):
        print(f"    {text}")
    yield Line(f"{form.name}: answers beyond the one for all", "", [len(different) - 1], at_most(0))
    for what, samples in (
        ("time of one answer", seen.seconds),
        ("ticket, order to end", seen.ended),
        ("ticket, start to end", seen.ran),
    ):
        for kind in KINDS[:-1] if samples else ():
            ones, others = samples[kind], samples[KINDS[-1]]
            figures = f"AUC {area(ones, others):.2f}, p {chance(ones, others):.2f}"
            yield Line(
                f"{form.name}, {kind}: {what} ({figures})", "%", accuracies(ones, others), GOAL
            )


def _differences(faces: list[str]) -> Iterator[str]:
    for other in faces[1:]:
        diff = unified_diff(faces[0].splitlines(), other.splitlines(), n=0, lineterm="")
        yield from (line for line in diff if not line.startswith(("---", "+++", "@@")))


def _address() -> str:
    return f"person{secrets.token_hex(5)}@shop.example"


def _move_in(path: Path, known: list[str], pending: list[str]) -> None:
    """Write what sign-ups and confirmations of earlier days would have left."""
    engine = create_engine(f"sqlite:///{path}")
    database.make_durable(engine)
    kept = hash_password(RIGHT)
    with Session(engine) as session, session.begin():
        session.add_all(User(address=a, email=a, password_hash=kept) for a in known)
        for address in pending:
            one = PreUser(address=address, email=address, expires_at=db_now(24 * 3600))
            session.add(one)
            session.flush()
            token = new_token(VERIFY, address=address, email=address, locale="en")
            token.pre_user_id, token.password_hash = one.id, kept
            session.add(token)
    engine.dispose()


def _sign_up(visitor: Visitor, address: str) -> None:
    visitor.send("/signup", "/signup", {"email": address, "password": RIGHT})


FORMS = (
    Form("login", "/login", "/login", lambda a: {"email": a, "password": WRONG}),
    Form("sign-up", "/signup", "/signup", lambda a: {"email": a, "password": RIGHT}, "/login"),
    Form("resend", "/login", "/signup/resend", lambda _: {}, "/login", _sign_up),
    Form("reset", "/forgot", "/forgot", lambda a: {"email": a}, "/forgot"),
    Form(
        "change of address", "/account/address", "/account/address",
        lambda a: {"email": a, "current": RIGHT}, "/account/address",
    ),
)  # fmt: skip
