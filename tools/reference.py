"""`python -m tools.reference`: `.env.example` and the table of settings, from config.py."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotated_types import Ge, Le
from pydantic import SecretStr

from balcao.foundation.settings.names import names_of
from config import Settings

ROOT = Path(__file__).resolve().parents[1]
ENV_EXAMPLE = ROOT / ".env.example"
REFERENCE = ROOT / "docs" / "reference.md"
TABLE = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- end of settings -->)", re.DOTALL)
PREFACE = """\
# Every setting with its default, as `config.py` has it. Nothing has to be set to try Balcão out.
# Copy this file to .env, take the # away where you change something; the environment wins.
# `python config.py` shows what is in effect, `python -m tools.reference` writes this file.
"""


@dataclass(frozen=True)
class Row:
    """One setting as people read it."""

    names: tuple[str, ...]
    default: str
    literal: bool
    sentence: str


def rows() -> Iterator[Row]:
    """Yield every setting in the order of config.py."""
    for names, about in zip(names_of(Settings), Settings.model_fields.values(), strict=True):
        derived = about.default_factory is not None
        default = (about.examples or [""])[0] if derived else _written(about.default)
        sentence = f"{about.description}{_limits(about.metadata)}"
        yield Row(names, default, not derived, sentence)


def _limits(metadata: list[object]) -> str:
    lowest = next((limit.ge for limit in metadata if isinstance(limit, Ge)), None)
    highest = next((limit.le for limit in metadata if isinstance(limit, Le)), None)
    return "" if lowest is None else f" From {lowest} to {highest}."


def _written(default: object) -> str:
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    if isinstance(default, bool):
        return str(default).lower()
    return "" if default in (None, ()) else str(default)


def env_example() -> str:
    """Return the file that shows every setting, each switched off."""
    blocks = (
        f"# {row.sentence}{'' if row.literal else f' Default: {row.default}.'}\n"
        f"#{row.names[0]}={row.default if row.literal else ''}\n"
        for row in rows()
    )
    return "\n".join((PREFACE, *blocks))


def settings_table() -> str:
    """Return the table for docs/reference.md."""
    lines = (
        f"| {' or '.join(f'`{name}`' for name in row.names)} | {_cell(row)} | {row.sentence} |\n"
        for row in rows()
    )
    return "| setting | default | meaning |\n| --- | --- | --- |\n" + "".join(lines)


def _cell(row: Row) -> str:
    if not row.default:
        return "unset"
    return f"`{row.default}`" if row.literal else row.default


def with_table(document: str) -> str:
    """Return the document with the table between its two marks."""
    return TABLE.sub(lambda _: settings_table(), document)


def main() -> None:
    """Write both files."""
    ENV_EXAMPLE.write_text(env_example())
    REFERENCE.write_text(with_table(REFERENCE.read_text()))


if __name__ == "__main__":
    main()
