"""Mails through the whole path, from a row to the server's yes, beside those who only send."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.ledgers import BOTH, ledgers
from benchmarks.lines import Line, at_least, at_most, ratios
from benchmarks.mailers import Mailers
from benchmarks.sink import sink
from tests.servers.valkey import valkey

LOOP = "bare loop, as many connections"
DRAMATIQ = "Dramatiq -p 2 -t 8, kept connections"
CELERY = "Celery prefork -c 2, a connection a mail"
CELERY_KEPT = "Celery prefork -c 2, kept connections"
RQ = "RQ Worker, a connection a mail"
GOALS = {LOOP: 0.8, DRAMATIQ: 1.3, CELERY: 10.0, CELERY_KEPT: None, RQ: 40.0}
SECONDS_EACH = 4
USUAL = {LOOP: 900, DRAMATIQ: 500, CELERY: 60, CELERY_KEPT: 75, RQ: 15}  # mails a second
OURS = 800


def measure(*, quick: bool) -> Iterator[Line]:
    """Let everybody send for a few seconds, in turn, round after round."""
    rounds, seconds = (1, 1) if quick else (3, SECONDS_EACH)
    with (
        ledgers() as made,
        valkey(keeps=True) as redis,
        TemporaryDirectory(prefix="balcao-bench-") as folder,
        sink(Path(folder)) as server,
    ):
        mailers = Mailers(server, redis, Path(folder))
        contenders: dict[str, Callable[[int], float]] = {
            name: partial(mailers.balcao, made.new(name)) for name in BOTH
        }
        contenders |= {
            LOOP: mailers.loop,
            DRAMATIQ: mailers.dramatiq,
            CELERY: partial(mailers.celery, "send"),
            CELERY_KEPT: partial(mailers.celery, "send_kept"),
            RQ: mailers.rq,
        }
        rates: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(rounds):
            for name, contender in contenders.items():
                rates[name].append(contender(seconds * USUAL.get(name, OURS)))
    yield from _lines(rates)
    yield Line("Balcão's connections", "", [mailers.connections])
    yield Line("mails that came again", "mails", [mailers.again], at_most(0))


def _lines(rates: dict[str, list[float]]) -> Iterator[Line]:
    yield from (Line(f"Balcão on {name}", "mails/s", rates[name]) for name in BOTH)
    yield from (Line(name, "mails/s", rates[name]) for name in GOALS)
    for name in BOTH:
        for peer, goal in GOALS.items():
            compared = ratios(rates[name], rates[peer])
            wish = at_least(goal) if goal else None
            yield Line(f"Balcão on {name} / {peer}", "x", compared, wish)
