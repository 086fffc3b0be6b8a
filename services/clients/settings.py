"""Settings of the clients service, from the environment with the prefix CLIENTS_."""

from __future__ import annotations

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Addresses and secrets have no default."""

    model_config = SettingsConfigDict(env_prefix="CLIENTS_", frozen=True, extra="ignore")

    database_url: str
    """postgresql+psycopg://… of the service's own database."""
    nats_url: str
    """nats://host:port."""
    personal_data_key: SecretStr
    """base64 of 32 bytes; losing it loses the personal codes."""
