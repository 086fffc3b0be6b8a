"""Special settings: typed keys at company, group, client and unit level, the lower overriding."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.clients.errors import SettingInvalid

SCOPES = ("company", "group", "client", "unit")


@dataclass(frozen=True, slots=True)
class SettingKey:
    """One key: `kind` is text, integer, boolean or choice; `default` holds where no place sets a value."""

    key: str
    kind: str
    default: str
    choices: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0
    pattern: str = ""

    def check(self, value: str) -> str:
        """The value in its normal form. Raises SettingInvalid when it does not fit."""
        value = value.strip()
        fits = {
            "text": len(value) <= 500 and re.fullmatch(self.pattern or ".*", value) is not None,
            "integer": re.fullmatch(r"-?[0-9]{1,9}", value) is not None
            and self.minimum <= int(value) <= self.maximum,
            "boolean": value in ("true", "false"),
            "choice": value in self.choices,
        }[self.kind]
        if not fits:
            raise SettingInvalid(self.key)
        return value


# In the order of the editor. A new key has a default that changes nothing.
KEYS: tuple[SettingKey, ...] = (
    SettingKey("payment_term_days", "integer", "14", minimum=0, maximum=180),
    SettingKey("grace_days", "integer", "0", minimum=0, maximum=60),
    SettingKey("credit_limit_eur", "integer", "0", minimum=0, maximum=100_000_000),
    SettingKey(
        "invoice_delivery", "choice", "email", ("email", "e_address", "peppol", "post", "none")
    ),
    SettingKey("invoice_language", "choice", "lv", ("lv", "en", "ru")),
    SettingKey("invoice_per_unit", "boolean", "false"),
    SettingKey("show_balance_on_invoice", "boolean", "false"),
    SettingKey("buyer_reference", "text", ""),
    SettingKey("purchase_order_required", "boolean", "false"),
    SettingKey("late_interest", "boolean", "true"),
    SettingKey("reminders", "boolean", "true"),
    SettingKey("statement_frequency", "choice", "none", ("none", "monthly", "quarterly", "yearly")),
    SettingKey("visit_report_delivery", "choice", "none", ("none", "each_visit", "monthly")),
    SettingKey("visit_hours", "text", "", pattern=r"([0-2]\d:[0-5]\d-[0-2]\d:[0-5]\d)?"),
)
BY_KEY = {key.key: key for key in KEYS}


def setting_key(key: str) -> SettingKey:
    """The key's definition. Raises SettingInvalid for an unknown one."""
    found = BY_KEY.get(key)
    if found is None:
        raise SettingInvalid(key)
    return found
