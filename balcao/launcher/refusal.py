"""The ways a start can end, told apart so that a service manager can react."""

from enum import IntEnum


class Exit(IntEnum):
    """What the exit status says."""

    STOPPED = 0  # asked to stop, and every process ended by itself
    NOT_MIGRATED = 1  # the database could not be brought up to date
    REFUSED = 2  # settings, folder or port were wrong: nothing was started
    KILLED = 3  # asked to stop, but a process had to be killed


class Refusal(Exception):  # noqa: N818 - an answer to the operator, not a fault of the program
    """A reason not to start, as one sentence for the person at the keyboard."""
