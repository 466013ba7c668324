"""Going on to another page after something was done, with or without words about it."""

from http import HTTPStatus

from flask import Response, current_app, flash, redirect

from balcao.web.sentences import sentence


def gone_to(path: str) -> Response:
    """Send the browser to a page of ours, so that a reload does nothing twice."""
    return current_app.make_response(redirect(path, HTTPStatus.SEE_OTHER))


def said(path: str, key: str, **params: object) -> Response:
    """Do the same and have that page say what was done."""
    flash(sentence(key, params))
    return gone_to(path)
