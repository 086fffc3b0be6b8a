"""Settings of the search service, read from SEARCH_* in the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Frozen settings; addresses and secrets have no default."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="SEARCH_")

    database_url: str
    """SQLAlchemy URL of the service's own PostgreSQL database."""
    nats_url: str
    """Address of the bus."""
    clients_address: str
    """host:port of the clients service, for rebuilds and comparisons."""
    invoices_address: str
    """host:port of the invoices service, for the money of all clients; it may be down."""
    autogen_address: str
    """host:port of the autogen service, for the next automatic invoices of all clients; it may be down."""
    visits_address: str
    """host:port of the visits service, for the last visits at all clients; it may be down."""
    documents_address: str
    """host:port of the documents service, for titles and numbers of documents of all clients; it may be down."""
    index_dir: Path
    """Folder of the embedded text index; its content can be deleted at any time."""
    personal_data_key: SecretStr
    """Base64 of 32 bytes, the same as in the clients service: finds people by personal code."""
    meili_url: str = ""
    """Address of Meilisearch; empty for the embedded engine."""
    meili_key: SecretStr = SecretStr("")
    """Key of Meilisearch that may read and write indexes."""
    anti_entropy_seconds: float = 30.0
    """Time between two comparisons with the clients service."""
    money_comparison_seconds: float = 300.0
    """Time between two comparisons of all money with the invoices service."""
    visits_comparison_seconds: float = 300.0
    """Time between two comparisons of all last visits with the visits service."""
    documents_comparison_seconds: float = 300.0
    """Time between two comparisons of the names of all documents with the documents service."""
    schedule_comparison_seconds: float = 300.0
    """Time between two comparisons of all next automatic invoices with the autogen service."""
