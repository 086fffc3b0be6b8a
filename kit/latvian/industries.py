"""Industries: NACE 2.1 (in force since 2025-01-01) with Latvian titles, as the Central Statistical Bureau publishes them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

REVISION = "2.1"


@cache
def titles() -> dict[str, str]:
    """Latvian title by code (A, 01, 01.1, 01.11), in the order of the classification. Do not change the dictionary."""
    text = (files("kit.latvian") / "nace21_lv.csv").read_text(encoding="utf-8")
    return {row["code"]: row["title"] for row in csv.DictReader(text.splitlines(), delimiter=";")}
