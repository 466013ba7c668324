"""Brings the database to the newest version, under a lock; running it twice does no harm."""

import sys
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from balcao.foundation.migrations import migrate as upgrade
from config import load_settings_or_exit

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database_url: str, lock_dir: Path | None = None) -> None:
    """Apply what is missing; while another program migrates, wait for it."""
    upgrade(database_url, MIGRATIONS, lock_dir)


def main() -> int:
    """Migrate the database of the settings."""
    settings = load_settings_or_exit()
    try:
        migrate(settings.database_url, settings.var_dir)
    except (SQLAlchemyError, CommandError) as error:
        print(f"The database could not be migrated: {error.args[0]}", file=sys.stderr)
        return 1
    print("The database is up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
