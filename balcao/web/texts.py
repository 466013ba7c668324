"""What the web says by itself: refusals by status, and the words of a few keys."""

from flask_babel import lazy_gettext as _l

Words = tuple[object, object]

REFUSALS: dict[int, Words] = {
    400: (
        _l("We could not understand that"),
        _l("Something in the request is missing or wrong. Go back, check it and try again."),
    ),
    401: (_l("Who is there?"), _l("Log in first, then try again.")),
    403: (_l("Not for this visitor"), _l("You may not see or do this with the current session.")),
    404: (
        _l("There is nothing at this address"),
        _l("The page does not exist, was moved, or is not yours to see."),
    ),
    405: (
        _l("Not in this way"),
        _l("The address exists, but does not answer this kind of request."),
    ),
    413: (
        _l("That is too large"),
        _l("What you sent is larger than we take. Send a smaller file."),
    ),
    415: (
        _l("We do not take this kind of content"),
        _l("Send it in one of the formats named on the page."),
    ),
    422: (_l("Please check what you filled in"), _l("Something is missing or does not fit.")),
    429: (
        _l("One moment, please"),
        _l("Those were many requests in a short time. Wait a little and try again."),
    ),
    500: (
        _l("Something went wrong on our side"),
        _l("It was noted under the number below. Try again in a moment."),
    ),
    503: (
        _l("The counter is closed for a moment"),
        _l("We cannot reach our records right now. Nothing that was accepted is lost."),
    ),
}

STALE_FORM: Words = (
    _l("This form has expired"),
    _l("The page was open for too long or came from somewhere else. Reload it and send it again."),
)
