"""What a browser keeps for us; names and flags are decided here only."""

from flask import Response, current_app, request

A_YEAR = 365 * 24 * 3600


def cookie_name(name: str, *, production: bool) -> str:
    """Return the name; in production browsers enforce its origin by the prefix."""
    return f"__Host-{name}" if production else name


def read(name: str) -> str:
    """Return what this browser keeps under the name, or nothing."""
    return request.cookies.get(_name(name), "")


def keep(response: Response, name: str, value: str, *, seconds: int = A_YEAR) -> None:
    """Have the browser keep something, a wish for a year; no script ever reads it."""
    response.set_cookie(
        _name(name),
        value,
        max_age=seconds,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


def drop(response: Response, name: str) -> None:
    """Have the browser forget what it keeps under the name."""
    keep(response, name, "", seconds=0)


def _name(name: str) -> str:
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    return cookie_name(name, production=secure)
