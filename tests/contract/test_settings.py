from __future__ import annotations

import base64
import importlib
from pathlib import Path

import pytest
from pydantic import ValidationError

from kit.settings import ServiceSettings

SERVICES = sorted(
    path.parent.name for path in (Path(__file__).parents[2] / "services").glob("*/settings.py")
)
SECRET = base64.b64encode(b"a secret that must not be shown!!").decode()
ADDRESS_OR_SECRET = ("listen", "_url", "_address", "_key", "_dir")


@pytest.fixture(params=SERVICES)
def settings(request: pytest.FixtureRequest) -> type[ServiceSettings]:
    return importlib.import_module(f"services.{request.param}.settings").Settings


def test_everything_but_addresses_and_secrets_has_a_default(settings):
    required = [name for name, field in settings.model_fields.items() if field.is_required()]
    assert required
    assert [name for name in required if not name.endswith(ADDRESS_OR_SECRET)] == []


def test_settings_cannot_be_changed_and_have_the_prefix_of_their_service(settings, monkeypatch):
    assert settings.model_config.get("frozen")
    prefix = settings.__module__.split(".")[1].upper() + "_"
    assert settings.model_config.get("env_prefix") == prefix
    fill(settings, monkeypatch)
    made = settings()
    with pytest.raises(ValidationError):
        made.listen = "elsewhere"


def test_a_secret_does_not_show_in_the_shown_settings(settings, monkeypatch):
    fill(settings, monkeypatch)
    assert SECRET not in repr(settings())


def fill(settings: type[ServiceSettings], monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets what has no default, and every secret."""
    prefix = settings.model_config.get("env_prefix", "")
    for name, field in settings.model_fields.items():
        if name.endswith("_key"):
            monkeypatch.setenv(prefix + name.upper(), SECRET)
        elif field.is_required():
            monkeypatch.setenv(prefix + name.upper(), "x")
