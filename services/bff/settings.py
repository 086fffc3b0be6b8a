"""What the bff reads from its environment."""

from __future__ import annotations

import base64
import binascii

from pydantic import SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Settings of the bff, prefix BFF_."""

    model_config = SettingsConfigDict(env_prefix="BFF_", frozen=True, extra="ignore")

    autogen_address: str
    """host:port of the autogen service."""
    clients_address: str
    """host:port of the clients service."""
    documents_address: str
    """host:port of the documents service."""
    galleries_address: str
    """host:port of the galleries service."""
    invoices_address: str
    """host:port of the invoices service."""
    files_url: str
    """Where files lie: file:///folder, or s3://bucket/prefix with the AWS_… variables."""
    search_address: str
    """host:port of the search service."""
    visits_address: str
    """host:port of the visits service."""
    token_key: SecretStr
    """base64 of 32 bytes: signs and checks session tokens (HS256)."""
    antivirus_address: str = ""
    """host:port of clamd, or the path of its unix socket; empty: files are not scanned."""
    web_dir: str = "web/dist"
    """Folder of the built UI."""
    local_sign_in: bool = False
    """True: opening the UI on this machine signs in without a question."""
    local_user: str = "local"
    """Who is signed in then."""

    @field_validator("token_key")
    @classmethod
    def _is_key(cls, value: SecretStr) -> SecretStr:
        try:
            raw = base64.b64decode(value.get_secret_value(), validate=True)
        except binascii.Error as error:
            raise ValueError("must be base64") from error
        if len(raw) < 32:
            raise ValueError("must be base64 of at least 32 bytes")
        return value
