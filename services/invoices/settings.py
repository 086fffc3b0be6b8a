"""Settings of the invoices service, from the environment with the prefix INVOICES_."""

from __future__ import annotations

from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Addresses have no default."""

    model_config = SettingsConfigDict(env_prefix="INVOICES_", frozen=True, extra="ignore")

    database_url: str
    """postgresql+psycopg://… of the service's own database."""
    nats_url: str
    """nats://host:port."""
    term_days: int = 14
    """Days to pay when a draft says nothing else."""
