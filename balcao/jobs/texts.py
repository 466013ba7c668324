"""The sentences of the kernel, by key: rows and logs hold keys, people read these."""

from flask_babel import lazy_gettext as _l

# What a status is called, for each way a kind of job may be spoken of.
STATUS_WORDS: dict[str, dict[str, object]] = {
    "mail": {
        "queued": _l("Email waiting to be sent"),
        "started": _l("Sending the email"),
        "retrying": _l("The email could not be sent yet; we try again"),
        "finished": _l("Email sent"),
        "failed": _l("The email could not be sent"),
        "cancelled": _l("The email was not sent: cancelled"),
        "unknown": _l("Unknown state"),
    },
    # Something asked about an address: true whether or not there is anybody behind it.
    "request": {
        "queued": _l("Your request is waiting for its turn"),
        "started": _l("Your request is being looked at"),
        "retrying": _l("Your request could not be dealt with yet; we try again"),
        "finished": _l("Your request has been dealt with"),
        "failed": _l("Your request could not be dealt with"),
        "cancelled": _l("Your request was cancelled"),
        "unknown": _l("Unknown state"),
    },
    "receipt": {
        "queued": _l("Waiting to be read"),
        "started": _l("Being read"),
        "retrying": _l("It could not be read yet; we try again"),
        "finished": _l("Read"),
        "failed": _l("It could not be read"),
        "cancelled": _l("It was not read: cancelled"),
        "unknown": _l("Unknown state"),
    },
    "work": {
        "queued": _l("Waiting for its turn"),
        "started": _l("Being worked on"),
        "retrying": _l("It did not work yet; we try again"),
        "finished": _l("Done"),
        "failed": _l("It could not be done"),
        "cancelled": _l("Cancelled"),
        "unknown": _l("Unknown state"),
    },
}

# What follows from a status for whoever waits, where that needs a second sentence. `accepted` is
# a job that finished and has it from the mail server.
NEXT_STEPS: dict[str, dict[str, object]] = {
    "mail": {
        "accepted": _l(
            "The mail server has accepted it. It may take a minute to arrive;"
            " look among the unwanted emails, too."
        ),
    },
    "request": {
        "accepted": _l(
            "If this address has an account and its mailbox takes emails, one is on its way."
            " Look among the unwanted emails, too."
        ),
    },
}

# The OCR seed's own words before the reason, on its address.
FAILURES: dict[str, object] = {"receipt": _l("Error while processing OCR: %(why)s")}

LABELS: dict[str, object] = {
    "blue": _l("Processing"),
    "green": _l("Success"),
    "yellow": _l("Error"),
    "grey": _l("Unknown state"),
}
CANCELLED_LABEL = _l("Cancelled")

SENTENCES: dict[str, object] = {
    "jobs.prune.title": _l("Tidying up old jobs"),
    "jobs.error.internal": _l("Something went wrong on our side. It was noted."),
    "jobs.error.timeout": _l("It took longer than it may, so it was stopped."),
    "jobs.error.quarantined": _l("It broke its worker three times and was set aside."),
    "jobs.error.ambiguous": _l("Nobody can tell whether it happened, so it was not repeated."),
    "jobs.error.busy": _l("The same thing is being asked for right now. Try again in a moment."),
    "jobs.error.not_cancellable": _l("It has already ended, so it cannot be cancelled."),
    "jobs.error.not_repeatable": _l("Only what failed or was cancelled can be tried again."),
    "jobs.note.parked": _l("It waits for a newer version of the program."),
    "jobs.note.database_away": _l("Our records could not be reached; it goes on in a moment."),
    "jobs.note.crashed": _l("Its worker went away; another one takes over."),
    "jobs.note.released": _l("Its worker was stopped; another one takes over."),
    "jobs.note.cancelled": _l("Stopped as asked."),
    "jobs.note.asked": _l("Somebody asked for one more try."),
}
