"""Who works behind `worker.py`: the relay and one process for each queue."""

import os
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from sqlalchemy import Engine

from balcao.jobs.args import HEAVY_QUEUES, QUEUES
from balcao.jobs.carry.carrier import Carrier, RedisError
from balcao.jobs.carry.relay import Relay
from balcao.jobs.carry.rq_job import row_of
from balcao.jobs.ledger import beats
from balcao.jobs.work.crew import Stopping, Work
from balcao.jobs.work.forks import ForkWorker
from balcao.jobs.work.inline import run_now
from balcao.jobs.work.station import HOST, Pulse, Station
from balcao.jobs.work.threads import ThreadWorker

CLEANUP = ("cleanup_tasks",)
# Mails mostly wait, but a second process keeps a second core busy and stays when one is killed.
PROCESSES = {"email": 2}
# Half its life a mail is not being talked about, but read, written and booked: while one has a
# conversation, another gets ready. There are no more conversations than WORKER_THREADS.
ABREAST = {"email": 2}
# Whoever waits for a page or a mail goes before what computes for seconds.
HEAVY_NICENESS = 5
RULE = "=" * 70
LONGEST_HOST = 24
LONGEST_NAME = 36  # with queue, process and number it still fits into its column


class Parts(Protocol):
    """What bootstrap hands to the processes, each of which builds its own connections."""

    @property
    def threads(self) -> int:
        """Return how many threads a light worker has."""

    @property
    def sweep_seconds(self) -> float:
        """Return how often the relay looks after everything."""

    def station(self, name: str, role: str, queue: str, *, burst: bool = False) -> Station:
        """Return the place of one process."""


def default_name() -> str:
    """Return a name that no other worker has."""
    return f"{HOST[:LONGEST_HOST]}-{os.getpid()}"


def queues_for(named: Sequence[str], *, everything: bool, cleanup: bool) -> tuple[str, ...]:
    """Return the queues to serve: those named, or all but the cleaning ones."""
    if named:
        return tuple(dict.fromkeys(named))
    if everything:
        return QUEUES
    return CLEANUP if cleanup else tuple(q for q in QUEUES if q not in CLEANUP)


def banner(redis: str, carrier: Carrier | None, queues: Sequence[str]) -> str:
    """Return what the seeds print at the start, with what is true here."""
    lines = (
        RULE,
        "🚀 RQ Worker - Balcão",
        RULE,
        f"Redis: {redis}",
        f"Filas: {', '.join(queues)}",
        RULE,
        "",
        _redis_now(carrier),
        "✅ Worker iniciado, aguardando jobs...",
        "   (Ctrl+C para parar)",
    )
    return "\n".join(lines)


def _redis_now(carrier: Carrier | None) -> str:
    if carrier is None:
        return "⚠️ Redis desligado nas configurações: trabalho direto pelo banco de dados"
    try:
        carrier.look(())
    except RedisError as error:
        return f"⚠️ Redis não disponível: {error}\n   Trabalho direto pelo banco até ele voltar"
    return "✅ Conectado ao Redis"


def crew(parts: Parts, name: str, queues: Sequence[str], *, burst: bool) -> dict[str, Work]:
    """Return the work of each process; a burst takes everything from SQL and needs no relay."""
    works: dict[str, Work] = {
        sign: partial(_serve, parts, sign, queue, burst=burst)
        for queue in queues
        for sign in _signs(name, queue)
    }
    relay = {} if burst else {f"{name}.relay": partial(_relay, parts, f"{name}.relay", queues)}
    return relay | works


def _signs(name: str, queue: str) -> list[str]:
    """Return what the processes of a queue are called."""
    more = range(2, PROCESSES.get(queue, 1) + 1)
    return [f"{name}.{queue}", *(f"{name}.{queue}-{number}" for number in more)]


def run_carried(parts: Parts, rq_id: str) -> None:
    """Do the row that an RQ id stands for, in the process of whoever asks."""
    row_id = row_of(rq_id)
    if row_id is not None:
        station = parts.station(f"{default_name()}-rq", "rq", "")
        lease, tools = station.lease_seconds, station.tools
        run_now(station.engine, station.context, row_id, lease, tools)


def anybody_alive(engine: Engine) -> bool:
    """Say whether a worker of this host has given a sign of life a moment ago."""
    with engine.connect().execution_options(read_only=True) as connection:
        return any(s.host == HOST and s.role != "relay" for s in beats.alive(connection))


def _serve(parts: Parts, name: str, queue: str, stopping: Stopping, *, burst: bool) -> None:
    if queue in HEAVY_QUEUES:
        os.nice(HEAVY_NICENESS)
        station = parts.station(name, "forks", queue, burst=burst)
        ForkWorker(station, slots=os.cpu_count() or 1).run(stopping)
    else:
        station = parts.station(name, "threads", queue, burst=burst)
        ThreadWorker(station, parts.threads * ABREAST.get(queue, 1)).run(stopping)


def _relay(parts: Parts, name: str, queues: Sequence[str], stopping: Stopping) -> None:
    station = parts.station(name, "relay", "")
    pulse = Pulse(station)
    mode = "off" if station.carrier is None else "redis"
    relay = Relay(
        engine=station.engine,
        carrier=station.carrier,
        waker=station.waker(),
        sweep_seconds=parts.sweep_seconds,
        pulse=lambda trouble: pulse.beat(mode, note=trouble),
        queues=tuple(dict.fromkeys((*QUEUES, *queues))),
    )
    relay.run(stopping)
    pulse.stop()
