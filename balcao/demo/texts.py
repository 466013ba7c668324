"""The words of the demonstration."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "demo.count.title": _l("Ten steps"),
    "demo.fail.title": _l("One that fails"),
    "demo.retry.title": _l("One that is tried again"),
    "demo.mail.title": _l("An email that sends nothing"),
    "demo.heavy.title": _l("A heavy one"),
    "demo.stage.counting": _l("Counting to ten"),
    "demo.stage.looking": _l("Looking around"),
    "demo.error.nothing_there": _l("There is nothing there, and there never will be."),
    "demo.error.not_yet": _l("Not yet. The third time it goes well."),
}

PAGE_TITLE = _l("Try the counter")

STARTS: dict[str, tuple[object, object]] = {
    "count": (_l("Ten steps"), _l("Counts to ten with true progress. Cancel it on the way.")),
    "fail": (_l("One that fails"), _l("Ends with a reason and a way to try again.")),
    "retry": (_l("One that is tried again"), _l("Fails twice, waits, and goes well.")),
    "mail": (_l("An email that sends nothing"), _l("Speaks in the words of a mail.")),
    "heavy": (_l("A heavy one"), _l("Runs in a process of its own, as a receipt will.")),
}
