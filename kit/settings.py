"""What every service reads from its environment; each service adds its own in settings.py with its own prefix."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Frozen settings; subclasses set `env_prefix`. Secrets may come as files of /run/secrets in a cluster."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    listen: str
    """host:port to answer on."""
    log_level: str = "info"
    """debug, info, warning or error."""
    metrics_listen: str = ""
    """host:port of a Prometheus endpoint; empty for none."""
