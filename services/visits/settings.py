"""Settings of the visits service, from the environment with the prefix VISITS_."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Addresses have no default."""

    model_config = SettingsConfigDict(env_prefix="VISITS_", frozen=True, extra="ignore")

    database_url: str
    """postgresql+psycopg://… of the service's own database."""
    nats_url: str
    """nats://host:port."""
    clients_address: str
    """host:port of the clients service."""
    missed_after_days: int = Field(default=3, ge=1, le=366)
    """Days after the planned one until a visit that nobody told of counts as missed."""
