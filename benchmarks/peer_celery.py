"""The same mails as Celery's tasks."""

import os
import sys

from celery import Celery  # type: ignore[import-untyped]

from benchmarks import peer_mail

ADDRESS = os.environ["BROKER"].removeprefix("unix://").partition("?")[0]

app = Celery(broker=f"redis+socket://{ADDRESS}")
app.conf.task_ignore_result = True
send = app.task(name="send")(peer_mail.send)
send_kept = app.task(name="send_kept")(peer_mail.send_kept)

if __name__ == "__main__":
    task, first, mails = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for number in range(first, first + mails):
        app.tasks[task].delay(number)
