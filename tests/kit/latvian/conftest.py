"""The sample of real registers, read from the data directory beside the checkout."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

_CHECKOUT = Path(__file__).parents[3]


def _rows(name: str) -> list[dict[str, str]]:
    data = Path(os.environ.get("SYS_DATA_DIR") or _CHECKOUT.parent / "shared" / "data")
    path = data / name
    if not path.exists():
        pytest.skip(f"{name} is not there; set SYS_DATA_DIR to the directory of the sample data")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


@pytest.fixture(scope="session")
def register() -> list[dict[str, str]]:
    """Rows of the Register of Enterprises."""
    return _rows("ur_register_sample.csv")


@pytest.fixture(scope="session")
def buyers() -> list[dict[str, str]]:
    """Public buyers as officials wrote them."""
    return _rows("public_buyers_real.csv")


@pytest.fixture(scope="session")
def buyer_contacts() -> list[dict[str, str]]:
    """Contacts of public buyers."""
    return _rows("public_buyers_contacts.csv")


@pytest.fixture(scope="session")
def banks() -> list[dict[str, str]]:
    """Latvian banks with IBAN code and BIC."""
    return _rows("banks_lv.csv")


@pytest.fixture(scope="session")
def surnames() -> list[dict[str, str]]:
    """Surnames with the gender of their bearers."""
    return _rows("surnames_ranked.csv")
