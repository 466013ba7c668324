"""How a run can end other than well: the words a task raises, and what each of them means."""


class Order(Exception):  # noqa: N818 - an order to the runner, not an error
    """What every word below has in common: a key that becomes a sentence."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Cancel(Order):
    """Stop here for good; nobody did anything wrong."""


class Snooze(Order):
    """Not yet: run me again later, and do not count this as a failure."""

    def __init__(self, key: str, seconds: float) -> None:
        super().__init__(key)
        self.seconds = seconds


class Throttled(Snooze):
    """The other side asks us to slow down and says until when."""


class Misconfigured(Snooze):
    """Only an operator can help; the job waits for that and is not used up meanwhile."""

    def __init__(self, key: str, seconds: float = 60) -> None:
        super().__init__(key, seconds)


class TransientError(Order):
    """It went wrong and may go well next time, but not before so many seconds."""

    def __init__(self, key: str, not_before: float = 0) -> None:
        super().__init__(key)
        self.not_before = not_before


class PermanentError(Order):
    """It went wrong and always will; no repetition helps."""


class AmbiguousError(Order):
    """Nobody can know whether it happened: the other side took it and never answered."""


class LeaseLostError(Exception):
    """The job is no longer ours; whatever this run still holds must not be kept."""
