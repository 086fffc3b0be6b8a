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
    clients_address: str
    """host:port of the clients service."""
    seller_name: str = ""
    """The company itself, as it is printed on what it issues."""
    seller_registration_number: str = ""
    """Its registration number."""
    seller_vat_number: str = ""
    """Its VAT number with the country."""
    seller_address: str = ""
    """Its legal address in one line."""
    seller_country: str = "LV"
    """Country of the address."""
    seller_iban: str = ""
    """The account to pay to."""
    seller_bic: str = ""
    """BIC of the bank."""
    seller_bank: str = ""
    """Name of the bank."""
    seller_email: str = ""
    """Where buyers may write."""
    term_days: int = 14
    """Days to pay when a draft says nothing else."""

    def seller(self) -> dict[str, str]:
        """The snapshot for documents issued now; nothing until the company has a name."""
        if not self.seller_name.strip():
            return {}
        party = {
            "name": self.seller_name,
            "registration_number": self.seller_registration_number,
            "vat_number": self.seller_vat_number,
            "address": self.seller_address,
            "country": self.seller_country,
            "iban": self.seller_iban,
            "bic": self.seller_bic,
            "bank": self.seller_bank,
            "email": self.seller_email,
        }
        return {name: text for name, text in party.items() if text}
