"""Turns everything wrong with the settings into one list of sentences, each with its name."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from pydantic import ValidationError

# Read by others from the same .env: Compose, the image of PostgreSQL, gunicorn, Flask.
FOREIGN = ("COMPOSE_", "POSTGRES_", "DOCKER_", "FLASK_", "GUNICORN_", "WEB_CONCURRENCY", "TZ")

Problems = dict[str, str]


class SettingsError(Exception):
    """The settings cannot be used; the text names each one and what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        lines = (f"  {name}: {what}" for name, what in problems.items())
        super().__init__("\n".join(("Balcão cannot start with these settings:", *lines)))


class CrossCheckError(ValueError):
    """Settings that are right one by one, but not together."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def problems_of(error: ValidationError) -> Problems:
    """Say what is wrong by setting; never with the value, which may be a secret."""
    return dict(_sentences(error))


def _sentences(error: ValidationError) -> Iterator[tuple[str, str]]:
    for detail in error.errors(include_input=False):
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, CrossCheckError):
            yield from cause.problems.items()
        elif detail["type"] != "default_factory_not_called":  # follows from another problem
            message = str(cause) if cause else detail["msg"].replace("Input s", "it s")
            yield str(detail["loc"][0]).upper(), message


def unknown_names(written: Iterable[str], known: set[str]) -> Problems:
    """Find names that nobody reads, most likely misspelt, with the nearest right one."""
    return {
        name: _hint(name, known)
        for name in written
        if name.upper() not in known and not name.upper().startswith(FOREIGN)
    }


def _hint(name: str, known: set[str]) -> str:
    near = get_close_matches(name.upper(), known, n=1)
    return f"there is no such setting; did you mean {near[0]}?" if near else "no such setting"
