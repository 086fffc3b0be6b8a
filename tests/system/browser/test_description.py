"""The UI's types come from the API as it is."""

from __future__ import annotations

import json
from pathlib import Path

import httpx2

WEB = Path(__file__).parents[3] / "web"


def test_the_description_the_types_are_made_from_is_current(api: httpx2.Client):
    kept = json.loads((WEB / "openapi.json").read_text("utf-8"))
    assert api.get("/api/openapi.json").json() == kept, (
        "save /api/openapi.json as web/openapi.json and run `npm run api` in web/"
    )
