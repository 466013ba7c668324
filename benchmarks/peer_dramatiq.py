"""The same mails as Dramatiq's actors."""

import os
import sys

import dramatiq
from dramatiq.brokers.redis import RedisBroker

from benchmarks import peer_mail

dramatiq.set_broker(RedisBroker(url=os.environ["BROKER"]))  # type: ignore[no-untyped-call]
send_kept = dramatiq.actor(actor_name="send_kept")(peer_mail.send_kept)

if __name__ == "__main__":
    first, mails = int(sys.argv[1]), int(sys.argv[2])
    for number in range(first, first + mails):
        send_kept.send(number)
