"""Settings of the galleries service, from the environment with the prefix GALLERIES_."""

from __future__ import annotations

from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Addresses have no default."""

    model_config = SettingsConfigDict(env_prefix="GALLERIES_", frozen=True, extra="ignore")

    database_url: str
    """postgresql+psycopg://… of the service's own database."""
    nats_url: str
    """nats://… of the bus."""
    clients_address: str
    """host:port of the clients service."""
    files_url: str
    """Where files lie: file:///folder, or s3://bucket/prefix with the AWS_… variables."""
