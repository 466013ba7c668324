"""People with accounts, straight from the database, and many who do the same at once."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from balcao.accounts.models import User
from balcao.adapters import Tools
from balcao.adapters.mail import Outgoing
from balcao.jobs.work.inline import work_off
from tests.contracts.accounts.door import Door
from tests.fakes.postoffice import PostOffice

PARALLEL = 8
HOUSE = "https://balcao.example"
T = TypeVar("T")


@contextmanager
def change(engine: Engine) -> Iterator[Session]:
    """Open a transaction as routes do."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def user_of(engine: Engine, email: str, **more: object) -> str:
    """Return the id of a fresh account."""
    with change(engine) as session:
        user = User(address=email, email=email, **more)
        session.add(user)
        session.flush()
        return user.id


def together(work: Callable[[], T], times: int = PARALLEL) -> list[T]:
    """Do the same at the same moment many times, and return what came of it."""
    barrier = threading.Barrier(times)

    def one(_: int) -> T:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def mails_of(door: Door) -> list[Outgoing]:
    """Send every mail that waits, and return them, oldest first."""
    office = PostOffice()
    keys = tuple(door.app.extensions["links"].keys)
    work_off(door.engine, door.app.app_context, tools=Tools(office, HOUSE, keys))
    return office.mails


def link_in(mail: Outgoing) -> str:
    """Return where the one link of a mail that opens something leads, without the house."""
    [path] = re.findall(rf"{HOUSE}(/[a-z/]+/[\w-]{{60,}})", mail.text)
    return str(path)
