"""Settings of the documents service, from the environment with the prefix DOCUMENTS_."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Addresses have no default."""

    model_config = SettingsConfigDict(env_prefix="DOCUMENTS_", frozen=True, extra="ignore")

    database_url: str
    """postgresql+psycopg://… of the service's own database."""
    nats_url: str
    """nats://host:port."""
    clients_address: str
    """host:port of the clients service."""
    files_url: str
    """Where files lie: file:///folder, or s3://bucket/prefix with the AWS_… variables."""
    expiring_days: int = Field(default=30, ge=1, le=366)
    """A document is called expiring so many days before its last one."""
