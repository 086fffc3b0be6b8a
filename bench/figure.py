"""One line of the result, and the table and the file of all of them."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).resolve().parent / "results"
VERSIONS = ("fastapi", "grpcio", "numpy", "orjson", "protobuf", "sqlalchemy", "tantivy", "uvicorn")


class CannotMeasure(Exception):
    """A figure cannot be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was reached, beside what is wanted and what the same run reached without us."""

    what: str
    reached: Mapping[str, float]
    """p50, p99, share …, in `unit`."""
    unit: str = "ms"
    bar: Mapping[str, float] = field(default_factory=dict[str, float])
    """The most (with `at_least` the least) that is wanted of the same names; empty: only told."""
    at_least: bool = False
    reference: str = ""
    reference_values: Mapping[str, float] = field(default_factory=dict[str, float])
    """The reference's values of the same names and unit."""
    bar_is_ratio: bool = False
    """The bar is for reached / reference."""
    note: str = ""
    load: float = field(default_factory=lambda: os.getloadavg()[0])
    """Load average of the last minute when it was measured; ours counts in it."""

    @property
    def ratio(self) -> dict[str, float]:
        """Reached / reference for the names that both have."""
        return {
            name: self.reached[name] / value
            for name, value in self.reference_values.items()
            if name in self.reached and value
        }

    @property
    def within(self) -> bool | None:
        """Whether the bar is reached; None when there is none."""
        if not self.bar:
            return None
        values = self.ratio if self.bar_is_ratio else self.reached
        if self.at_least:
            return all(values[name] >= limit for name, limit in self.bar.items())
        return all(values[name] <= limit for name, limit in self.bar.items())


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that could not be measured."""

    bench: str
    why: str


def number(value: float) -> str:
    """Three significant digits, no exponent."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def values(found: Mapping[str, float], unit: str = "", sign: str = "") -> str:
    """`p50 1.2  p99 3.4 ms`."""
    text = "  ".join(f"{name} {sign}{number(value)}" for name, value in found.items())
    return f"{text} {unit}".strip() if text else ""


def machine() -> dict[str, object]:
    """What the figures depend on."""
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "versions": {name: version(name) for name in VERSIONS},
    }


class Report:
    """Shows figures as they come and keeps them."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(width=None if sys.stdout.isatty() else 190)
        self._groups: dict[str, list[Figure]] = {}
        self.missing: list[Missing] = []

    def say(self, text: str) -> None:
        """One line beside the tables."""
        self._console.print(text, highlight=False)

    def show(self, bench: str, title: str, figures: Sequence[Figure]) -> None:
        """Prints one bench's figures."""
        self._groups.setdefault(bench, []).extend(figures)
        table = Table(
            title=title,
            title_justify="left",
            title_style="bold",
            header_style="dim",
            box=None,
            pad_edge=False,
        )
        for column in ("what", "reached", "bar", "", "reference of the same run", "ratio", "load"):
            table.add_column(column, overflow="fold")
        for figure in figures:
            sign = "≥ " if figure.at_least else "≤ "
            unit = "x reference" if figure.bar_is_ratio else figure.unit
            reference = (
                f"{figure.reference}: {values(figure.reference_values, figure.unit)}"
                if figure.reference
                else ""
            )
            table.add_row(
                figure.what + (f"\n[dim]{figure.note}[/dim]" if figure.note else ""),
                values(figure.reached, figure.unit),
                values(figure.bar, unit, sign),
                {True: "[green]within[/green]", False: "[red]over[/red]", None: ""}[figure.within]
                if not figure.at_least
                else {True: "[green]reached[/green]", False: "[red]below[/red]", None: ""}[figure.within],
                reference,
                values(figure.ratio, "", "x"),
                f"{figure.load:.1f}",
            )  # fmt: skip
        self._console.print(table)
        self._console.print()

    def miss(self, bench: str, why: str) -> None:
        """Notes and prints that a bench could not be measured."""
        self.missing.append(Missing(bench, why))
        self._console.print(f"[yellow]{bench}: not measured:[/yellow] {why}", highlight=False)

    def write(self, asked: Mapping[str, object]) -> Path:
        """Writes everything to bench/results/ and returns the file."""
        RESULTS.mkdir(exist_ok=True)
        now = datetime.now(UTC)
        path = RESULTS / f"{now:%Y-%m-%dT%H%M%S}Z.json"
        body = {
            "time": now.isoformat(timespec="seconds"),
            "machine": machine(),
            "asked": dict(asked),
            "figures": {
                bench: [
                    asdict(figure) | {"within": figure.within, "ratio": figure.ratio}
                    for figure in figures
                ]
                for bench, figures in self._groups.items()
            },
            "missing": [asdict(one) for one in self.missing],
        }
        path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n")
        return path
