"""A worker that says the number of its waiting child and waits for it; made to be killed."""

import os
import signal

from balcao.adapters.decoding.fences import Limits
from balcao.adapters.decoding.limited import Answer, limited

LETTERS = "abcdefghij"  # a stage is made of letters


def main() -> None:
    limited(waits, Limits(wall_seconds=60), lambda stage: print(stage, flush=True))


def waits(tell):
    tell("".join(LETTERS[int(digit)] for digit in str(os.getpid())))
    signal.pause()
    return Answer({})


def number_of(stage: str) -> int:
    return int("".join(str(LETTERS.index(letter)) for letter in stage))


if __name__ == "__main__":
    main()
