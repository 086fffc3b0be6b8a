"""`python -m bench [name ...]`, behind `./sys bench`: chooses, runs and prints."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from importlib import import_module

from bench.figure import CannotMeasure, Figure, Report, machine
from bench.system import System, private_system
from kit.errors import Problem

DEFAULT_CLIENTS = 29_000


@dataclass(frozen=True, slots=True)
class Bench:
    """A module of bench/ with `measure`, and whether it takes a filled system or makes its own."""

    name: str
    help: str
    on_system: bool = True
    only_named: bool = False


BENCHES = (
    Bench("catalogue", "`*`, pages, all rows, sorting, keystrokes"),
    Bench("search_engine", "the text engine alone, in process", on_system=False),
    Bench("papers", "PDF and UBL of an invoice, in process", on_system=False),
    Bench("typos", "500 queries with one error"),
    Bench("card", "the card beside the bare fan-out"),
    Bench("visits", "the grid of a chain"),
    Bench("files", "uploads, everything of a client in one archive"),
    Bench("galleries", "previews of photos, scrolling through 500"),
    Bench("freshness", "a minute of writes: commit to searchable"),
    Bench("browser", "what a person waits for in Chromium"),
    Bench("rebuild", "building the catalogue anew; memory"),
    Bench("imports", "29 000 register rows into an empty system", on_system=False),
    Bench("start", "./sys up in a fresh clone, first and warm", on_system=False, only_named=True),
    Bench("register", "490 000 register rows: memory, time", on_system=False, only_named=True),
    Bench(
        "invoices",
        "list, issuing, paying, recount at 1 000 000 invoices",
        on_system=False,
        only_named=True,
    ),
    Bench("autogen", "20 000 automatic invoices due at once", only_named=True),
    Bench("million", "pages and search at 1 000 000 clients", on_system=False, only_named=True),
)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    listed = "\n".join(
        f"  {bench.name:<15}{bench.help}{' (only when named)' if bench.only_named else ''}"
        for bench in BENCHES
    )
    parser = argparse.ArgumentParser(
        prog="./sys bench",
        description="Measures and prints figures beside their bars. Without a name everything but the slowest.",
        epilog=f"what there is:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="name", help="what to measure")
    parser.add_argument(
        "--clients",
        type=int,
        default=DEFAULT_CLIENTS,
        help="size of the private system (default 29 000)",
    )
    parser.add_argument(
        "--url",
        help="measure a running system instead, with the bearer token in SYS_TOKEN; freshness and card then change its data",
    )
    parser.add_argument(
        "--address",
        action="append",
        default=[],
        metavar="SERVICE=HOST:PORT",
        help="where one of its services answers; card and rebuild need some",
    )
    asked = parser.parse_args()
    if not all("=" in one for one in asked.address):
        parser.error("an address is SERVICE=HOST:PORT")
    unknown = set(asked.names) - {bench.name for bench in BENCHES}
    if unknown:
        parser.error(
            f"there is no {', '.join(sorted(unknown))}; there are {', '.join(bench.name for bench in BENCHES)}"
        )
    return asked


@contextlib.contextmanager
def measured_system(asked: argparse.Namespace, report: Report) -> Generator[System]:
    """The system that was asked for."""
    if asked.url:
        yield System(
            asked.url.rstrip("/"),
            os.environ.get("SYS_TOKEN", ""),
            dict(one.split("=", 1) for one in asked.address),
        )
        return
    report.say(f"starting a system of its own with {asked.clients:,} clients ...")
    with private_system(asked.clients) as system:
        yield system


def run(bench: Bench, report: Report, *parts: System) -> None:
    """Runs one bench; what goes wrong is told and does not end the others."""
    found: list[Figure] = []
    title = bench.name
    try:
        module = import_module(f"bench.{bench.name}")
        title = module.TITLE
        measure: Callable[..., Iterable[Figure]] = module.measure
        # A bench that breaks off keeps the figures it had by then.
        for figure in measure(*parts):
            found.append(figure)  # noqa: PERF402
    except CannotMeasure as error:
        report.miss(bench.name, str(error))
    except (Problem, OSError, ImportError) as error:
        report.miss(bench.name, repr(error))
    except Exception as error:  # noqa: BLE001 - one bench's fault must not hide the others' figures
        traceback.print_exception(error)
        report.miss(bench.name, repr(error))
    if found:
        report.show(bench.name, title, found)


def main() -> int:
    """Returns 0 when all that was asked for could be measured."""
    asked = arguments()
    # Ended from outside it must still stop and remove what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = [
        bench
        for bench in BENCHES
        if (bench.name in asked.names if asked.names else not bench.only_named)
    ]
    report = Report()
    about = machine()
    report.say(
        f"{about['cores']} cores, {about['memory_gb']} GB, load {about['load']}, Python {about['python']}, {about['versions']}\n"
    )
    cores = os.cpu_count() or 1
    if os.getloadavg()[0] > cores / 2:
        report.say(
            "[yellow]this machine is busy with something else: figures will be worse than they are[/yellow]\n"
        )
    on_system = [bench for bench in chosen if bench.on_system]
    if on_system:
        try:
            with measured_system(asked, report) as system:
                for bench in on_system:
                    run(bench, report, system)
        except CannotMeasure as error:
            report.miss("system", str(error))
    for bench in chosen:
        if not bench.on_system:
            run(bench, report)
    path = report.write(
        {"names": [bench.name for bench in chosen], "clients": asked.clients, "url": asked.url}
    )
    report.say(f"written to {path}")
    if not asked.names:
        left_out = ", ".join(bench.name for bench in BENCHES if bench.only_named)
        report.say(f"only when named, because they take long: {left_out}")
    return 1 if report.missing else 0


if __name__ == "__main__":
    sys.exit(main())
