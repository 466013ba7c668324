"""People with accounts, straight from the database, and many who do the same at once."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from balcao.accounts.models import User

PARALLEL = 8
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
