"""Turns everything wrong with the settings into one list of sentences, each with its name."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values
from pydantic import BaseModel, ValidationError

from balcao.foundation.settings.names import names_of

# Read by others from the same file: Compose, the image of PostgreSQL, gunicorn, Flask.
FOREIGN = ("COMPOSE_", "POSTGRES_", "DOCKER_", "FLASK_", "GUNICORN_", "WEB_CONCURRENCY", "TZ")

Problems = dict[str, str]


class SettingsError(Exception):
    """The settings cannot be used; the text names each one and what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        lines = (f"  {name}: {what}" for name, what in problems.items())
        super().__init__("\n".join(("Balcão cannot start with these settings:", *lines)))


class CombinationError(ValueError):
    """Carries everything that is wrong, alone or together, through pydantic's own error."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def problems_of(error: ValidationError) -> Problems:
    """Say what is wrong by setting; never with the value, which may be a secret."""
    return dict(_sentences(error))


def _sentences(error: ValidationError) -> Iterator[tuple[str, str]]:
    for detail in error.errors(include_input=False):
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, CombinationError):
            yield from cause.problems.items()
        elif detail["type"] != "default_factory_not_called":  # follows from another problem
            message = detail["msg"].replace("Input should", "it should")
            yield str(detail["loc"][0]).upper(), str(cause) if cause else message


def without(
    data: Mapping[str, object], problems: Problems, model: type[BaseModel]
) -> dict[str, object]:
    """Leave out what is wrong, so that the rest can be looked at."""
    wrong = {name for names in names_of(model) if problems.keys() & set(names) for name in names}
    return {key: value for key, value in data.items() if key.upper() not in wrong}


def unknown_names(files: Sequence[Path], model: type[BaseModel]) -> Problems:
    """Find names that nobody reads, most likely misspelt, with the nearest right one."""
    known = {name for names in names_of(model) for name in names}
    written = {name.upper() for file in files if file.is_file() for name in dotenv_values(file)}
    unread = {name for name in written - known if not name.startswith(FOREIGN)}
    return {name: _hint(name, known) for name in sorted(unread)}


def _hint(name: str, known: set[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"there is no such setting; did you mean {near[0]}?" if near else "no such setting"
