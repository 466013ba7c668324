"""`python -m balcao.receipts.reading FILE SETTING`: one file, for a process that must not fork.

Says on standard output, in the frames of a limited child, which stage begins and what came of it.
"""

import os
import sys
from pathlib import Path

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.frames import send
from balcao.receipts.reading.packed import packed, sent
from balcao.receipts.reading.reader import ForkReader


def main(path: Path, setting: str) -> None:
    """Read the file, with nothing else ever written where the answer goes."""
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        reading = ForkReader().read(
            path, lambda stage: send(answers, b"S", stage.encode()), setting
        )
        sent(answers, packed(reading))
    except UnreadableError as error:
        send(answers, b"U", error.code.encode())
    except BrokenPipeError:
        sys.exit(1)  # nobody waits any more


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
