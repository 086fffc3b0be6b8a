"""Each reason of error_reason.proto is raised by a class of its family, and each class has its reason there."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import kit
import services
from kit.errors import FAMILIES, Problem
from kit.masks import MaskInvalid
from tools.generate_proto import PROTO

FAMILY_BY_CODE = {family.code.name: family for family in FAMILIES}
VALUE = re.compile(r"((?:^\s*//.*\n)+)\s*ERROR_REASON_(\w+) = (\d+);", re.MULTILINE)


def written_reasons(package: str) -> dict[str, str]:
    """Reason to the status code that its comment begins with."""
    text = (PROTO / "sysapi" / package / "v1" / "error_reason.proto").read_text()
    found: dict[str, str] = {}
    for comment, reason, number in VALUE.findall(text):
        if number == "0":
            continue
        code, _, meaning = comment.strip().removeprefix("//").strip().partition(".")
        assert code in FAMILY_BY_CODE, f"{package} {reason}: say the status code first"
        assert meaning.strip(), f"{package} {reason}: say what it means"
        found[reason] = code
    assert found
    return found


def problem_classes(root: str) -> set[type[Problem]]:
    """Every Problem class that a module of the package defines."""
    package = importlib.import_module(root)
    names = [root] + [
        module.name
        for module in pkgutil.walk_packages(package.__path__, f"{root}.")
        if not module.name.endswith(("__main__", ".migrations.env"))
        and ".versions." not in module.name
    ]
    return {
        thing
        for name in names
        for thing in vars(importlib.import_module(name)).values()
        if isinstance(thing, type) and issubclass(thing, Problem) and thing.__module__ == name
    }


def family_of(problem: type[Problem]) -> type[Problem]:
    return FAMILY_BY_CODE[problem.code.name]


def own_reasons(classes: set[type[Problem]], domain: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for problem in classes:
        if problem.domain == domain and "reason" in vars(problem):
            found.setdefault(problem.reason, set()).add(problem.code.name)
    return found


SERVICES = sorted(
    module.name
    for module in pkgutil.iter_modules(services.__path__)
    if (PROTO / "sysapi" / module.name / "v1" / "error_reason.proto").exists()
)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_raises_what_its_contract_says_and_nothing_else(service):
    module = importlib.import_module(f"services.{service}.errors")
    classes = problem_classes(f"services.{service}")
    raised = own_reasons(classes, module.DOMAIN)
    written = written_reasons(service)
    if MaskInvalid.reason in written:
        # Raised by the kit with the domain of the service.
        raised[MaskInvalid.reason] = {MaskInvalid.code.name}
    assert raised == {reason: {code} for reason, code in written.items()}


@pytest.mark.parametrize("service", SERVICES)
def test_each_error_of_a_service_is_defined_in_its_errors_room(service):
    module = importlib.import_module(f"services.{service}.errors")
    strangers = {
        problem
        for problem in problem_classes(f"services.{service}")
        if problem.__module__ != module.__name__
    }
    assert not strangers


def test_common_reasons_are_raised_by_the_kit_or_the_bff():
    classes = problem_classes("kit") | problem_classes("services.bff")
    raised = own_reasons(classes, "sys")
    raised.pop(MaskInvalid.reason)
    # A problem without a class of its own says INTERNAL.
    raised.setdefault("INTERNAL", {"INTERNAL"})
    assert raised == {reason: {code} for reason, code in written_reasons("common").items()}


def test_a_reason_means_the_same_in_every_service():
    seen: dict[str, str] = {}
    for package in ("common", *SERVICES):
        for reason, code in written_reasons(package).items():
            assert seen.setdefault(reason, code) == code, f"{reason} of {package}"


def test_the_kit_is_found():
    assert problem_classes(kit.__name__)
