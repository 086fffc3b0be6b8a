"""Alembic, one history per service, run from code: `python -m services.<name> migrate`."""

from __future__ import annotations

from pathlib import Path

from alembic import command, context
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, pool


def alembic_config(migrations: Path, url: str) -> Config:
    """Alembic's configuration for the folder of one service."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def migrate(migrations: Path, url: str) -> None:
    """Brings the database to the newest schema. Two at once are safe: the second waits for the lock of the first."""
    command.upgrade(alembic_config(migrations, url), "head")


def run_environment(metadata: MetaData) -> None:
    """The body of every service's migrations/env.py."""
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata)
        with context.begin_transaction():
            # Migrations of one service must not run twice at the same time.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7301)")
            context.run_migrations()
