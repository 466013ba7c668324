"""The bare loop: threads that only send, each over its own connection, from a share of numbers."""

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from benchmarks.peer_mail import connected, give


def main(first: int, mails: int, connections: int) -> None:
    """Send so many mails, as quickly as they can be handed over."""
    numbers = count(first)

    def send_on() -> None:
        with connected() as connection:
            while (number := next(numbers)) < first + mails:
                give(connection, number)

    with ThreadPoolExecutor(connections) as pool:
        for sent in [pool.submit(send_on) for _ in range(connections)]:
            sent.result()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
