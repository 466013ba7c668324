"""How long a failed job waits before it is tried again."""

from random import Random

from balcao.jobs.args import Retry


def delay_before(retry: Retry, failures: int, random: Random) -> float:
    """Return the seconds to wait after that many failures, spread so that crowds disperse."""
    delays = retry.delays or (0.0,)
    delay = delays[min(failures, len(delays)) - 1]
    return delay * random.uniform(1 - retry.jitter, 1 + retry.jitter)
